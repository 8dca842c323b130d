"""Leads: the subjects a person should look at. No score is summed; sources either agree or they do not.

* ``convergent``: a person (or a pair) of whom patterns from two independent families of data speak; also a unit or a
  procedure when what people say (family ``citizen``) is one of them;
* ``breach``: a rule that was broken in a dossier, which reading the dossier proves or refutes;
* ``single``: one pattern alone. Of a person it says too little, so the subject of the lead is the unit.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from liem.base.identifiers import stable_id
from liem.detection.indicator import Indicator

LEADS = pa.schema(
    [
        ("lead", pa.string()),
        ("subject_kind", pa.string()),
        ("subject", pa.string()),
        ("act", pa.string()),
        ("signals", pa.list_(pa.string())),
        ("sources", pa.list_(pa.string())),
        ("grade", pa.string()),
    ]
)
"""The columns of ``leads.parquet``, in order."""

GRADES = ("convergent", "breach", "single")
SAID = "citizen"
"""The family of what people say: it shares no data with any record."""
TOGETHER = 2
"""Different rules broken in the same dossier that make it a lead when no single one does."""
SAME_FACT = {"D4": "D0", "D7": "D0", "D11": "D0", "D12": "D5", "C2": "C3"}
"""Indicators that mostly speak when another does: a missing apology is no second fact beside the lateness."""


@dataclass
class _Gathered:
    signals: list[str] = field(default_factory=list)
    families: set[str] = field(default_factory=set)
    acts: list[str] = field(default_factory=list)


def from_patterns(rows: Iterable[Mapping[str, Any]], indicators: Mapping[str, Indicator]) -> list[dict[str, Any]]:
    """Leads of the pattern signals, convergent ones first."""
    subjects: dict[tuple[str, str], _Gathered] = defaultdict(_Gathered)
    units: dict[str, _Gathered] = defaultdict(_Gathered)
    rows = list(rows)
    for row in rows:
        _add(subjects[row["subject_kind"], row["subject"]], row, indicators)
    joined = _join_reports_to_pairs(rows, subjects, indicators)
    for row in rows:
        kind, subject = row["subject_kind"], row["subject"]
        if row["signal"] in joined or _convergent(kind, subjects[kind, subject]):
            continue
        if kind == "procedure":
            continue
        if row["unit"]:
            _add(units[row["unit"]], row, indicators)
    found = [
        _lead(kind, subject, gathered, "convergent")
        for (kind, subject), gathered in subjects.items()
        if _convergent(kind, gathered)
    ]
    found += [
        _lead(kind, s, g, "single")
        for (kind, s), g in subjects.items()
        if kind == "procedure" and not _convergent(kind, g)
    ]
    return found + [_lead("unit", unit, gathered, "single") for unit, gathered in units.items()]


def _convergent(kind: str, gathered: _Gathered) -> bool:
    return len(gathered.families) > 1 and (kind in ("official", "pair") or SAID in gathered.families)


def _join_reports_to_pairs(
    rows: Iterable[Mapping[str, Any]],
    subjects: Mapping[tuple[str, str], _Gathered],
    indicators: Mapping[str, Indicator],
) -> set[str]:
    """Reports name the official and not the agent: what they say of the official speaks of the pair. The signals so
    joined are returned.
    """
    joined = set()
    said = [row for row in rows if row["subject_kind"] == "official" and indicators[row["indicator"]].family == SAID]
    for row in said:
        for (kind, subject), gathered in subjects.items():
            if kind == "pair" and subject.split("|")[0] == row["subject"]:
                _add(gathered, row, indicators)
                joined.add(row["signal"])
    return joined


def _add(gathered: _Gathered, row: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> None:
    gathered.signals.append(row["signal"])
    gathered.families.add(indicators[row["indicator"]].family)
    if row["act"] and row["act"] not in gathered.acts:
        gathered.acts.append(row["act"])


def _lead(kind: str, subject: str, gathered: _Gathered, grade: str) -> dict[str, Any]:
    """``act`` is that of the first (best) signal."""
    return {
        "lead": stable_id("l", kind, subject, grade),
        "subject_kind": kind,
        "subject": subject,
        "act": gathered.acts[0] if gathered.acts else "",
        "signals": gathered.signals,
        "sources": sorted(gathered.families),
        "grade": grade,
    }


def from_breaches(broken: Iterable[tuple[str, str, str]], indicators: Mapping[str, Indicator]) -> list[dict[str, Any]]:
    """Leads of single dossiers; ``broken`` are (dossier, indicator, signal) in the order of reading.

    A dossier is a lead when a rule grave enough to be looked at alone was broken in it, or two different rules.
    """
    dossiers: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for dossier, indicator, signal in broken:
        dossiers[dossier].append((indicator, signal))
    return [
        _breach_lead(dossier, rules, indicators) for dossier, rules in dossiers.items() if _enough(rules, indicators)
    ]


def _enough(rules: Sequence[tuple[str, str]], indicators: Mapping[str, Indicator]) -> bool:
    facts = {SAME_FACT.get(indicator, indicator) for indicator, _ in rules}
    alone = any((breach := indicators[indicator].breach) and breach.alone for indicator, _ in rules)
    return alone or len(facts) >= TOGETHER


def _breach_lead(dossier: str, rules: Sequence[tuple[str, str]], indicators: Mapping[str, Indicator]) -> dict[str, Any]:
    gathered = _Gathered()
    for indicator, signal in rules:
        _add(gathered, {"signal": signal, "indicator": indicator, "act": indicators[indicator].act}, indicators)
    return _lead("dossier", dossier, gathered, "breach")
