"""One province's truth held against who was named: counts only, so that runs can be added up."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Named:
    """Whom a method names in one province."""

    officials: dict[str, set[str]] = field(default_factory=dict)
    """Official → acts."""
    pairs: set[str] = field(default_factory=set)
    agents: set[str] = field(default_factory=set)
    units: int = 0


@dataclass
class Verdict:
    province: str
    style: str
    strength: float
    honest: bool
    method: str
    named: int
    false: list[str]
    planted: list[dict[str, Any]]
    """Every planted official with ``found`` (under an accepted act), ``acts`` named under."""
    pairs_planted: int
    pairs_found: int
    pairs_false: list[str]
    agents_named: list[str]
    lookalikes_named: list[str]
    units_named: int
    seconds: float
    note: str = ""

    @property
    def false_share(self) -> float:
        """False discovery proportion; nobody named counts as zero."""
        return len(self.false) / self.named if self.named else 0.0

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def judge(truth: dict[str, Any], named: Named, method: str, seconds: float, note: str = "") -> Verdict:
    """Whoever is ``faint`` shows too little to be told from honest variation by anybody: neither missed nor false."""
    planted = [
        {
            **person,
            "acts": sorted(named.officials.get(person["official"], ())),
            "found": bool(named.officials.get(person["official"], set()) & set(person["accepted"])),
        }
        for person in truth["planted"]
    ]
    in_pairs = {pair["official"] for pair in truth["pairs"]}
    faint_pairs = truth.get("faint_pairs", [])
    faint = {one["official"] for one in (*truth.get("faint", []), *faint_pairs)}
    guilty = {person["official"] for person in planted} | in_pairs | faint
    pairs = {f"{pair['official']}|{pair['agent']}" for pair in truth["pairs"]}
    told_apart = {f"{pair['official']}|{pair['agent']}" for pair in faint_pairs}
    false = sorted(f"{who}:{'+'.join(sorted(acts))}" for who, acts in named.officials.items() if who not in guilty)
    return Verdict(
        province=truth["province"],
        style=truth["style"],
        strength=truth["strength"],
        honest=truth["honest"],
        method=method,
        named=len(named.officials),
        false=false,
        planted=planted,
        pairs_planted=len(pairs),
        pairs_found=len(pairs & named.pairs),
        pairs_false=sorted(named.pairs - pairs - told_apart),
        agents_named=sorted(named.agents),
        lookalikes_named=_lookalikes(truth, named, guilty, pairs),
        units_named=named.units,
        seconds=round(seconds, 2),
        note=note,
    )


def _lookalikes(truth: dict[str, Any], named: Named, guilty: set[str], pairs: set[str]) -> list[str]:
    found = []
    for one in truth["lookalikes"]:
        kind, subject = one["kind"], one["subject"]
        if one["subject_kind"] == "official" and subject not in guilty and subject in named.officials:
            found.append(f"{kind}:{subject}:{'+'.join(sorted(named.officials[subject]))}")
        elif one["subject_kind"] == "agent":
            touched = subject in named.agents or any(p.split("|")[-1] == subject for p in named.pairs - pairs)
            found += [f"{kind}:{subject}"] if touched else []
        elif one["subject_kind"] == "pair" and subject in named.pairs - pairs:
            found.append(f"{kind}:{subject}")
    return found
