"""What an evidence sheet says of a lead, put together from its signals, the indicators' own texts and the records."""

from dataclasses import dataclass

from liem.base.formats import LEAST_EXPECTED, Language
from liem.detection.catalogue import indicators
from liem.detection.indicator import Indicator
from liem.detection.sheet import drawing
from liem.detection.sheet.withheld import NO_CODE, names_a_person, unnamed
from liem.law.acts import Act, Basis, Taxonomy
from liem.leads import queries
from liem.leads.models import Lead, Signal

MOST_SIGNALS = 30
"""Shown on one sheet; the rest is counted."""


@dataclass(frozen=True)
class Part:
    """One signal of a lead as the sheet shows it."""

    signal: Signal
    indicator: Indicator | None
    sentence: str
    innocent_if: str
    subject: str
    funnel: str = ""
    interval: str = ""

    @property
    def is_pattern(self) -> bool:
        return self.signal.kind == "pattern"


def parts(lead: Lead, signals: list[Signal], language: Language) -> list[Part]:
    """The signals of a lead, patterns first, then breaches, best first."""
    ordered = sorted(signals, key=lambda one: (one.kind != "pattern", -one.priority))
    return [_part(lead, signal, language) for signal in ordered[:MOST_SIGNALS]]


def _part(lead: Lead, signal: Signal, language: Language) -> Part:
    known = {one.id: one for one in indicators()}
    named = names_a_person(lead.grade, signal.subject_kind)
    sentence = str(getattr(signal, f"explanation_{language}"))
    return Part(
        signal=signal,
        indicator=known.get(signal.indicator),
        sentence=sentence if named else unnamed(sentence, signal.subject, NO_CODE[language]),
        innocent_if=str(getattr(signal, f"innocent_if_{language}")),
        subject=signal.subject if named else NO_CODE[language],
        **(_pictures(signal, language) if signal.kind == "pattern" else {}),
    )


def _pictures(signal: Signal, language: Language) -> dict[str, str]:
    """None where too little is expected for a ratio: both pictures show ratios."""
    if signal.observed is None or signal.expected is None or signal.expected < LEAST_EXPECTED:
        return {}
    return {
        "funnel": drawing.funnel(signal.n, signal.observed, signal.expected, queries.funnel(signal), language),
        "interval": drawing.interval(signal.effect, signal.effect_low, signal.effect_high, language),
    }


def act_of(lead: Lead) -> Act | None:
    """The act a lead points at."""
    return Taxonomy.load().act(lead.act) if lead.act else None


def rules_broken(act: Act | None) -> list[Basis]:
    """The rules an act goes against, with their articles."""
    return [basis for basis in act.basis if basis.relation == "rule"] if act else []


def evidence(signals: list[Signal]) -> list[str]:
    """The dossiers of all signals, those of the best signal first."""
    return list(dict.fromkeys(code for signal in signals for code in signal.dossiers))
