"""What waits to become a matter: reports that were taken up, leads found worth verifying. And who must see neither."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from liem.cases.models import Matter
from liem.cases.states import OPEN, Kind, Origin
from liem.intake import queries as intake
from liem.intake import states as reported
from liem.intake.models import Recusal, Report
from liem.leads import expiry, recusals
from liem.leads import queries as leads
from liem.leads.models import Lead
from liem.leads.states import Result
from liem.people.relatives import queries as relatives
from liem.people.rules import Scope
from liem.people.states import EVERY_UNIT

SHOWN = 100
KINDS: dict[str, Kind] = {
    reported.Kind.REFLECTION: Kind.REFLECTION,
    reported.Kind.RECOMMENDATION: Kind.REFLECTION,
    reported.Kind.COMPLAINT: Kind.COMPLAINT_FIRST,
    reported.Kind.DENUNCIATION: Kind.DENUNCIATION,
    reported.Kind.CRIME_REPORT: Kind.CRIME_REPORT,
    reported.Kind.REFUSED_TO_PAY: Kind.CRIME_REPORT,
}
"""Kind of a report → kind of the matter it is proposed to become; the officer decides."""
_NUMBER = re.compile(r"(\d{4})-(\d{1,9})")


@dataclass(frozen=True)
class Arrival:
    """Something that waits: its number, since when, what is proposed."""

    origin: Origin
    reference: str
    kind: Kind
    unit: str
    since: date | None
    about_unit: str = ""
    act: str = ""


def reports(scope: Scope) -> list[Arrival]:
    """Reports taken up by the units of ``scope`` of which no matter was born, the oldest first."""
    found = intake.register(state=reported.State.ACCEPTED).filter(kind__in=KINDS)
    if EVERY_UNIT not in scope.units:
        found = found.filter(agency__in=scope.units)
    rows = list(found.order_by("received_on", "number")[: 5 * SHOWN])
    born = _born(Origin.REPORT, [row.register_number for row in rows])
    return [
        Arrival(Origin.REPORT, row.register_number, KINDS[row.kind], row.agency, row.received_on)
        for row in rows
        if row.register_number not in born
    ][:SHOWN]


def signs(scope: Scope) -> list[Arrival]:
    """Leads that somebody found worth verifying and of which no matter was born."""
    run = leads.current_run()
    if run is None:
        return []
    rows = list(leads.desk(run, {"looked": Result.NEEDS_VERIFICATION})[: 5 * SHOWN])
    born = _born(Origin.LEAD, [row.lead for row in rows])
    return [
        Arrival(Origin.LEAD, row.lead, Kind.LEAD, "", row.period_to, row.unit, row.act)
        for row in rows
        if row.lead not in born
    ][:SHOWN]


def _born(origin: Origin, references: list[str]) -> set[str]:
    return set(Matter.objects.filter(origin=origin, origin_ref__in=references).values_list("origin_ref", flat=True))


def in_hand(signs: Collection[str]) -> set[str]:
    """Of these signs, those of which a matter is open. Call as ``system``."""
    found = Matter.objects.filter(origin=Origin.LEAD, origin_ref__in=signs, status__in=OPEN)
    return set(found.values_list("origin_ref", flat=True))


def let_go(one: Matter, *, by: str, now: datetime) -> None:
    """A matter ended that bears nothing out: the sign it was born of leaves the lists, too. Call as ``system``."""
    if one.kind == Kind.LEAD and one.origin == Origin.LEAD and one.origin_ref:
        expiry.put_away(one.origin_ref, by=by, now=now)


def shut_out_with(origin: str, reference: str) -> dict[str, str]:
    """Account → ground: who must see nothing of what the matter is born of, and so nothing of the matter.

    Call as ``system``.
    """
    if origin == Origin.REPORT and (number := _NUMBER.fullmatch(reference.strip())):
        report = Report.objects.filter(year=int(number[1]), number=int(number[2])).first()
        rows = Recusal.objects.filter(report=report) if report else Recusal.objects.none()
        return dict.fromkeys(rows.values_list("account", flat=True), "concerned")
    if origin == Origin.LEAD:
        return _kept_from_lead(Lead.objects.filter(lead=reference).order_by("-pk").first())
    if origin == Origin.MATTER:
        former = Matter.objects.filter(number=reference).first()
        return dict(former.exclusions.values_list("account", "ground")) if former else {}
    return {}


def _kept_from_lead(lead: Lead | None) -> dict[str, str]:
    if lead is None:
        return {}
    return {
        **dict.fromkeys(recusals.accounts_aside(lead), "recused"),
        **dict.fromkeys(relatives.accounts_of_relatives(lead.persons), "relative"),
        **dict.fromkeys(relatives.accounts_of(lead.persons), "concerned"),
    }
