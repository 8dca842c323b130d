"""What an evidence sheet says of a lead, put together from its signals, the indicators' own texts and the records."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.utils.translation import gettext as _

from liem.base.formats import Language
from liem.detection.catalogue import indicators
from liem.detection.evidence import Happening, Timeline
from liem.detection.indicator import Indicator
from liem.detection.statistics.funnel import additive_variance, winsorised_dispersion
from liem.law.acts import Act, Basis, Taxonomy
from liem.leads import charts, dossiers, queries
from liem.leads.models import Lead, Signal
from liem.leads.rules import NO_CODE, names_a_person, unnamed

MOST_SIGNALS = 30
"""Shown on one sheet; the rest is counted."""
SMALLEST_EXPECTED = 1.0
"""Subjects with fewer expected cases say nothing in a funnel."""


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
    drawn = {}
    if signal.expected and signal.observed is not None:
        drawn["funnel"] = _funnel(signal, language)
    if None not in (signal.effect, signal.effect_low, signal.effect_high):
        span = charts.Interval(signal.effect, 1.0, signal.effect_low, signal.effect_high)
        drawn["interval"] = charts.interval(span, _("Observed against expected: how many times as many"), language)
    return drawn


def _funnel(signal: Signal, language: Language) -> str:
    points = [point for point in queries.funnel(signal) if point[0] >= SMALLEST_EXPECTED]
    others = [charts.Dot(observed, expected) for expected, observed, _n in points]
    subject = charts.Dot(signal.observed or 0.0, signal.expected or 1.0)
    share = subject.expected / signal.n if signal.n and subject.expected < signal.n else None
    data = charts.Funnel(subject, others, honest_spread(points), share)
    return charts.funnel(data, _("This subject among all that were looked at"), language)


def honest_spread(points: list[tuple[float, float, float]]) -> float:
    """How much subjects differ beyond chance (τ of the log ratio, by moments): it widens the limits of a funnel."""
    if len(points) < 5:
        return 0.0
    expected, observed = (np.array([point[place] for point in points]) for place in (0, 1))
    phi = winsorised_dispersion((observed - expected) / np.sqrt(expected))
    return float(np.sqrt(additive_variance(phi, 1 / np.sqrt(expected))))


def act_of(lead: Lead) -> Act | None:
    """The act a lead points at."""
    return Taxonomy.load().act(lead.act) if lead.act else None


def rules_broken(act: Act | None) -> list[Basis]:
    """The rules an act goes against, with their articles."""
    return [basis for basis in act.basis if basis.relation == "rule"] if act else []


def evidence(signals: list[Signal]) -> list[str]:
    """The dossiers of all signals, those of the best signal first."""
    return list(dict.fromkeys(code for signal in signals for code in signal.dossiers))


def timeline(one: Timeline, as_of: datetime, language: Language, *, persons: bool = True) -> str:
    """A dossier drawn: its steps, the stopped clock, the due date. ``as_of``: the end of the records.

    Without ``persons`` no step says whose it was: for sheets that are not about a person.
    """
    promised = one.due_at.date() if one.due_at else None
    data = charts.Timeline(
        dossier=one.dossier,
        received=one.received_at,
        until=as_of,
        finished=one.ended_at,
        due=one.due,
        promised=promised if promised != one.due else None,
        limit=one.limit,
        counted=one.counted,
        late=max(dossiers.over(one) or 0, 0),
        stops=[charts.Stop(stop.start, stop.end if stop.closed else None, stop.working_days) for stop in one.stops],
        steps=[charts.Step(event.at, event.activity, note(event, persons=persons)) for event in one.events],
        is_working=dossiers.calendar().is_working_day,
    )
    return charts.timeline(data, language)


def note(event: Happening, *, persons: bool = True) -> str:
    """What an event says besides what was done."""
    said = (event.official if persons else None, event.document, event.reason)
    return " · ".join(text for text in said if text)
