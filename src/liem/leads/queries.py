"""Reading what detection found. All of it runs in the row-level security of whoever asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum

from liem.base import clock
from liem.detection.identity import versions_used
from liem.imports import queries as imports
from liem.imports.models import Import, Snapshot
from liem.jobs.models import Job
from liem.jobs.states import ENDED, State
from liem.leads import expiry, known_codes, recusals
from liem.leads.models import (
    Computed,
    DaysFigure,
    FunnelPoint,
    IndicatorResult,
    Lead,
    Look,
    MonthFigure,
    Place,
    ReportCount,
    Run,
    RunRequest,
    Signal,
    Term,
    Verification,
)
from liem.leads.rules import Precision
from liem.leads.states import PUT_AWAY, Grade
from liem.people.models import Account
from liem.people.row_security import acting_as_system

SORTS = {
    "priority": ("-priority", "lead"),
    "unit": ("unit", "-priority", "lead"),
    "act": ("act", "-priority", "lead"),
    "dossiers": ("dossiers", "lead"),
    "period": ("period_to", "lead"),
    "expires": ("expires_at", "-priority", "lead"),
}
SOON = "soon"
"""The filter by which the desk shows signs whose time is nearly over."""
HANDED, BACK = "handed", "back"
"""Those by which it shows what others handed over, and what came back with something new after it was put away."""


def current_run() -> Run | None:
    """The run that screens show: the newest one loaded."""
    return Run.objects.filter(has_rows=True).select_related("snapshot").order_by("-loaded_at").first()


def occurs(kind: str, code: str) -> bool:
    """Whether the records that are current hold this code of a dossier, official, unit or procedure."""
    records = imports.current_records()
    return records is not None and known_codes.occurs(records, kind, code)


def is_being_looked_through() -> bool:
    """Whether a detection was asked for that has not ended."""
    return RunRequest.objects.exclude(job__state__in=ENDED).exists()


def findings_of(snapshot: Snapshot) -> list[dict[str, Any]]:
    """What makes the log of a snapshot doubtful, as the import that made it found."""
    row = Import.objects.filter(snapshot=snapshot, outcome="accepted").order_by("-pk").first()
    findings: list[dict[str, Any]] = row.findings if row else []
    return findings


def counts_by_indicator(run: Run) -> dict[str, tuple[int, int]]:
    """Indicator → subjects looked at (named in no signal included), signals."""
    looked = dict(IndicatorResult.objects.filter(run=run).order_by().values_list("indicator").annotate(n=Count("id")))
    named = dict(Signal.objects.filter(run=run).order_by().values_list("indicator").annotate(n=Count("id")))
    return {one: (looked.get(one, 0), named.get(one, 0)) for one in {*looked, *named}}


# -- the desk


def is_under_way() -> bool:
    """Whether records are just being brought in or looked through."""
    busy = Job.objects.filter(state__in=[State.WAITING, State.RUNNING])
    return busy.filter(kind__in=("house.demo", "imports.bring", "leads.detect")).exists()


def _looks_at_lead() -> QuerySet[Look]:
    return Look.objects.filter(
        subject_kind=OuterRef("subject_kind"), subject=OuterRef("subject"), act=OuterRef("act")
    ).order_by("-pk")


def _newest_look() -> dict[str, Subquery]:
    """The result of the newest look as ``looked``, and whether the unit itself looked as ``looked_by_unit``."""
    return {
        "looked": Subquery(_looks_at_lead().values("result")[:1]),
        "looked_by_unit": Subquery(_looks_at_lead().values("own_unit")[:1]),
    }


def waiting_with_units(run: Run, now: datetime, account: Account) -> list[tuple[str, int, datetime]]:
    """(unit, leads, last day) of what units look at first; no more is said of them to others. Acts as the house, and
    leaves out what ``account`` must not see whatever its role.
    """
    kept = recusals.codes_kept_from(account)
    with acting_as_system():
        held = Lead.objects.filter(run=run, held_until__gt=now).exclude(lead__in=kept)
        rows = held.order_by("unit").values_list("unit")
        return list(rows.annotate(n=Count("id"), last=Max("held_until")))


def of_own_unit(run: Run) -> QuerySet[Lead]:
    """What a unit has to look at itself: its single patterns, those still waiting first."""
    leads = Lead.objects.filter(run=run, grade="single").exclude(unit="")
    return leads.annotate(**_newest_look()).order_by(F("held_until").asc(nulls_last=True), "-priority", "lead")


def no_leads() -> QuerySet[Lead]:
    """Where nothing was looked through yet."""
    return Lead.objects.none()


def desk(run: Run, chosen: Mapping[str, Any], sort: str = "") -> QuerySet[Lead]:
    """The leads of a run that fit the filters, with the result of the newest look as ``looked``."""
    leads = Lead.objects.filter(run=run).annotate(**_newest_look())
    wrong = suspended()
    leads = leads.exclude(indicators__contained_by=wrong) if wrong else leads
    for condition in _conditions(run, chosen):
        leads = leads.filter(condition)
    order = SORTS.get(sort.removeprefix("-"), SORTS["priority"])
    if sort.startswith("-"):
        order = (f"-{order[0]}".replace("--", ""), *order[1:])
    return leads.order_by(*order)


def _conditions(run: Run, chosen: Mapping[str, Any]) -> Iterable[Q]:
    plain = {"unit": "unit", "act": "act", "grade": "grade", "kind": "subject_kind"}
    yield from (Q(**{column: chosen[name]}) for name, column in plain.items() if chosen.get(name))
    for name in ("field", "procedure"):
        if name in chosen:
            yield Q(**{f"{name}s__contains": [chosen[name]]})
    if "since" in chosen:
        yield Q(period_to__gte=chosen["since"])
    if "until" in chosen:
        yield Q(period_from__lte=chosen["until"])
    if "text" in chosen:
        yield _text_condition(run, chosen["text"])
    if chosen.get("looked") == SOON:
        yield Q(expires_at__lte=clock.now() + expiry.SOON)
    elif chosen.get("looked") == HANDED:
        yield Q(lead__in=chosen.get("handed", ()))
    elif chosen.get("looked") == BACK:
        yield Q(news__isnull=False)
    elif "looked" in chosen:
        yield Q(looked__isnull=True) if chosen["looked"] == "no" else Q(looked=chosen["looked"])


def _text_condition(run: Run, text: str) -> Q:
    """A lead's code, a word of its sentence, or a dossier that is evidence of its pattern.

    Patterns are few and are found by plain equality: behind row-level security no index of arrays is used.
    """
    patterns = Signal.objects.filter(run=run, kind="pattern", dossiers__contains=[text])
    evidence = list(patterns.order_by().values_list("signal", flat=True))
    found = Q(subject__icontains=text) | Q(lead=text) | Q(sentence_vi__icontains=text) | Q(sentence_en__icontains=text)
    return found | Q(signals__overlap=evidence) if evidence else found


def expiring(run: Run, now: datetime) -> int:
    """How many signs of the run are put away within the next days unless somebody takes them up."""
    return Lead.objects.filter(run=run, expires_at__lte=now + expiry.SOON).count()


def came_back(run: Run) -> int:
    """How many signs of the run are back with something new after they were put away, and not looked at since."""
    return desk(run, {"looked": BACK}).filter(expires_at__isnull=False).count()


def put_away(account: Account) -> QuerySet[Term]:
    """Signs that were put away, the newest first: codes, units and acts, no person. One that came back is not there,
    nor one about whoever asks, a declared relative, or what they stepped aside from.
    """
    running = Term.objects.filter(lead=OuterRef("lead"), pk__gt=OuterRef("pk"))
    found = Term.objects.filter(ending__in=PUT_AWAY).exclude(lead__in=recusals.codes_kept_from(account))
    return found.exclude(Exists(running)).order_by("-ended_at", "-pk")


def counts(leads: QuerySet[Lead]) -> dict[str, int]:
    """Leads by grade."""
    return dict(leads.order_by().values_list("grade").annotate(n=Count("id")))


def without(chosen: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The filters but one."""
    return {key: value for key, value in chosen.items() if key != name}


def lead_choices(run: Run) -> dict[str, list[str]]:
    """Units, acts, procedures and fields that leads of the run have."""
    # asked once: to see that a row may be shown costs more than to read it
    rows = Lead.objects.filter(run=run).order_by().values_list("unit", "act", "procedures", "fields").distinct()
    units, acts, procedures, fields = (set[str]() for _name in range(4))
    for unit, act, of_procedures, of_fields in rows:
        units.add(unit)
        acts.add(act)
        procedures.update(of_procedures)
        fields.update(of_fields)
    return {
        "unit": sorted(units - {""}),
        "act": sorted(acts - {""}),
        "procedures": sorted(procedures),
        "fields": sorted(fields),
    }


def names(run: Run, kind: str, codes: Iterable[str] | None = None) -> dict[str, str]:
    """Code → name of units or of procedures."""
    places = Place.objects.filter(run=run, kind=kind)
    if codes is not None:
        places = places.filter(code__in=set(codes))
    return dict(places.values_list("code", "name"))


# -- one lead


def lead(run: Run, number: str) -> Lead | None:
    """A lead of the run, if whoever asks may see it."""
    return Lead.objects.filter(run=run, lead=number).select_related("run", "run__snapshot").first()


def signals_of(one: Lead) -> list[Signal]:
    """The signals of a lead, best first."""
    return list(Signal.objects.filter(run=one.run, signal__in=one.signals))


def said_about(one: Lead) -> list[ReportCount]:
    """How many reports point where the lead points: by runs of whole months, none with too few, no content.

    Persons are left out of a lead that rests on one pattern alone, as everywhere on it.
    """
    about = Q(subject_kind="procedure", subject__in=one.procedures)
    if one.unit:
        about |= Q(subject_kind="unit", subject=one.unit)
    if one.grade != Grade.SINGLE:
        about |= Q(subject_kind="official", subject__in=one.persons)
    return list(ReportCount.objects.filter(about, run=one.run))


def looks_at(one: Lead) -> QuerySet[Look]:
    """All looks at this subject and act, whichever run showed it; the newest first."""
    return Look.objects.filter(subject_kind=one.subject_kind, subject=one.subject, act=one.act)


def funnel(signal: Signal) -> list[tuple[float, float]]:
    """Expected and observed of everybody looked at by a signal's indicator, without names."""
    points = FunnelPoint.objects.order_by().filter(  # whoever draws them puts them in order
        run=signal.run, indicator=signal.indicator, subject_kind=signal.subject_kind, expected__gt=0
    )
    return [(expected, observed or 0.0) for expected, observed in points.values_list("expected", "observed")]


def compared(run: Run, indicator: str, subject_kind: str) -> tuple[list[tuple[float, float]], int, int]:
    """Everybody an indicator looked at, without names: expected and observed, how many, how many had enough."""
    rows = FunnelPoint.objects.filter(run=run, indicator=indicator, subject_kind=subject_kind)
    found = list(rows.values_list("expected", "observed", "eligible"))
    points = sorted((expected, observed or 0.0) for expected, observed, _ in found if expected)
    return points, len(found), sum(eligible for _, _, eligible in found)


def signals_on_dossier(run: Run, dossier: str) -> list[Signal]:
    """Rules broken in a dossier, as whoever asks may see them."""
    return list(Signal.objects.filter(run=run, subject_kind="dossier", subject=dossier))


def leads_with_dossier(run: Run, dossier: str) -> QuerySet[Lead]:
    """Leads about a dossier itself."""
    return Lead.objects.filter(run=run, subject_kind="dossier", subject=dossier)


# -- units and procedures


@dataclass(frozen=True, order=True)
class Volume:
    """Counts of a unit or a procedure in a run."""

    code: str
    received: int
    timed: int
    in_time: int
    supplemented: int
    still_open: int


COUNTS = ("received", "timed", "in_time", "supplemented", "still_open")


def volumes(run: Run, kind: str) -> list[Volume]:
    """Counts per unit or per procedure, in the order of their codes: this is no ranking."""
    rows = MonthFigure.objects.filter(run=run).order_by(kind).values(kind)
    rows = rows.annotate(**{f"all_{name}": Sum(name) for name in COUNTS})
    return [Volume(row[kind], *(row[f"all_{name}"] for name in COUNTS)) for row in rows]


def volume(run: Run, kind: str, code: str) -> Volume | None:
    """Counts of one unit or procedure, as far as whoever asks may see them."""
    totals = MonthFigure.objects.filter(run=run, **{kind: code}).aggregate(**{f"all_{n}": Sum(n) for n in COUNTS})
    if not totals["all_received"]:
        return None
    return Volume(code, *(totals[f"all_{name}"] for name in COUNTS))


def months(run: Run, kind: str, code: str) -> list[dict[str, Any]]:
    """Counts by month of one unit or procedure."""
    rows = MonthFigure.objects.filter(run=run, **{kind: code}).order_by("month").values("month")
    return list(rows.annotate(**{f"all_{name}": Sum(name) for name in COUNTS}))


def split(run: Run, kind: str, code: str, by: str) -> list[Volume]:
    """Counts of one unit by procedure, or of one procedure by unit; the most dossiers first."""
    rows = MonthFigure.objects.filter(run=run, **{kind: code}).order_by().values(by)
    rows = rows.annotate(**{f"all_{name}": Sum(name) for name in COUNTS}).order_by("-all_received", by)
    return [Volume(row[by], *(row[f"all_{name}"] for name in COUNTS)) for row in rows]


def days_against_limit(run: Run, kind: str, code: str) -> list[tuple[int, int]]:
    """Working days beyond (+) or before (−) the limit → dossiers closed."""
    rows = DaysFigure.objects.filter(run=run, **{kind: code}).order_by("over").values_list("over")
    return list(rows.annotate(n=Sum("dossiers")))


def place(run: Run, kind: str, code: str) -> Place | None:
    """A unit or a procedure by its code."""
    return Place.objects.filter(run=run, kind=kind, code=code).first()


def breaches_in(run: Run, kind: str, code: str) -> list[tuple[str, int]]:
    """Indicator → rules broken in dossiers of a unit or procedure."""
    rows = Signal.objects.filter(run=run, kind="breach", **{kind: code}).order_by("indicator").values_list("indicator")
    return list(rows.annotate(n=Count("id")))


def patterns_in(run: Run, kind: str, code: str) -> QuerySet[Signal]:
    """Statistical signals about a unit or procedure itself; never those about its people."""
    return Signal.objects.filter(run=run, kind="pattern", subject_kind=kind, subject=code)


def places_with_signs(run: Run, kind: str) -> dict[str, int]:
    """Code → statistical signals about a unit or procedure itself, as far as whoever asks may see them."""
    rows = Signal.objects.filter(run=run, kind="pattern", subject_kind=kind).order_by().values_list("subject")
    return dict(rows.annotate(n=Count("id")))


def leads_of(run: Run, kind: str, code: str) -> QuerySet[Lead]:
    """Leads in a unit, or on a procedure."""
    leads = Lead.objects.filter(run=run).annotate(looked=Subquery(_looks_at_lead().values("result")[:1]))
    return leads.filter(unit=code) if kind == "unit" else leads.filter(procedures__contains=[code])


def leads_about(run: Run, kind: str, code: str) -> QuerySet[Lead]:
    """Leads about an official, unit, procedure or dossier, as far as whoever asks may see them.

    Of an official also those about a pair the official is half of; never one that rests on a single pattern, which
    speaks of no person.
    """
    if kind == "official":
        return Lead.objects.filter(run=run, persons__contains=[code]).exclude(grade=Grade.SINGLE)
    return leads_of(run, kind, code) if kind in ("unit", "procedure") else leads_with_dossier(run, code)


# -- runs


def runs() -> QuerySet[Run]:
    """All runs, newest first."""
    return Run.objects.select_related("snapshot")


def computed(run: Run) -> dict[str, Computed]:
    """Indicator → what became of it in a run."""
    return {row.indicator: row for row in Computed.objects.filter(run=run)}


# -- what came of verifying


def precision() -> dict[str, Precision]:
    """Indicator → how often it was right, as far as people verified it; by lot among those it had not flagged, too."""
    found: dict[str, dict[str, int]] = {}
    versions = versions_used()["indicators"]
    counted = Verification.objects.order_by().values_list("indicator", "version", "arm", "result")
    for indicator, version, arm, result, n in counted.annotate(n=Count("id")):
        if version not in (None, versions.get(indicator)):
            continue  # another version of it was verified: that says nothing of this one
        sums = found.setdefault(indicator, {})
        prefix = "random_" if arm == "random" else ""
        sums[f"{prefix}verified"] = sums.get(f"{prefix}verified", 0) + n
        if result == "found" or not prefix:
            name = "explained" if result == "explained" else f"{prefix}found"
            sums[name] = sums.get(name, 0) + (n if result in ("found", "explained") else 0)
    return {indicator: Precision(**sums) for indicator, sums in found.items()}


def suspended() -> list[str]:
    """Indicators that were wrong too often: a lead that rests on these alone is not shown on the desk."""
    return sorted(indicator for indicator, one in precision().items() if one.suspended)
