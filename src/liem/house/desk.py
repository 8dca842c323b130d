"""What stands on the desk: what waits for somebody in one's roles, and what is new. Counts and dates, never content.

Each concern asks a room's queries under the permission that opens the room's page, with row-level security set to the
units in which the account holds it: nobody is told of more than they could open.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liem.agencies import queries as agencies
from liem.base.clock import local
from liem.cases import queries as cases
from liem.channels import queries as channels
from liem.house.templatetags.shell import instant, number
from liem.house.trail_pages import VERIFY
from liem.imports import queries as imports
from liem.jobs.models import Job
from liem.jobs.states import State
from liem.leads import queries as leads
from liem.people.access import scope_of
from liem.people.models import Account
from liem.people.row_security import acting_as
from liem.people.rules import Scope
from liem.sorting import queries as sorting
from liem.trail import queries as trail

_RECENT = timedelta(days=7)


@dataclass(frozen=True)
class Line:
    """One thing on the desk. ``count`` of what waits; a line of news has none. ``late`` is shown as such."""

    text: str
    route: str
    count: int = 0
    late: bool = False
    asked: str = ""
    arguments: tuple[Any, ...] = ()

    @property
    def address(self) -> str:
        """Where it is dealt with."""
        return reverse(self.route, args=self.arguments) + self.asked


Concern = Callable[[Account, Scope, datetime], Iterable[Line]]


def lines(account: Account, now: datetime) -> tuple[list[Line], list[Line]]:
    """What waits, the late first, and what is new."""
    waiting: list[Line] = []
    news: list[Line] = []
    for permission, concern in _CONCERNS:
        scope = scope_of(account, permission)
        if scope.roles:
            with acting_as(account, scope):
                for line in filter(_can_be_opened, concern(account, scope, now)):
                    (waiting if line.count else news).append(line)
    return sorted(waiting, key=lambda line: not line.late), news


def _can_be_opened(line: Line) -> bool:
    try:
        return bool(line.address)
    except NoReverseMatch:
        return False


def _leads(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    run = leads.current_run()
    if run is None:
        return
    unseen = leads.counts(leads.desk(run, {"looked": "no"}))
    for grade, count in unseen.items():
        yield Line(_GRADES[grade](count), "leads:desk", count, asked=f"?looked=no&grade={grade}")
    yield Line(_("Records were looked through on %(day)s") % {"day": instant(run.loaded_at)}, "leads:desk")


_GRADES: dict[str, Callable[[int], str]] = {
    "convergent": lambda n: ngettext(
        "lead with two independent signs, nobody has looked yet",
        "leads with two independent signs, nobody has looked yet",
        n,
    ),
    "breach": lambda n: ngettext("breach to be checked in its dossier", "breaches to be checked in their dossiers", n),
    "single": lambda n: ngettext(
        "single sign about a unit, nobody has looked yet", "single signs about units, nobody has looked yet", n
    ),
}


def _records(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    last = imports.history().first()
    if last is None:
        yield Line(_("No records were brought in yet"), "imports:list")
        return
    if last.rows_rejected:
        text = ngettext(
            "row of the last import was not accepted", "rows of the last import were not accepted", last.rows_rejected
        )
        yield Line(text, "imports:import", last.rows_rejected, arguments=(last.pk,))
    if last.ended_at:
        told = {"day": instant(last.ended_at), "state": last.state.label}
        yield Line(_("Last import on %(day)s: %(state)s") % told, "imports:import", arguments=(last.pk,))


def _jobs(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    failed = Job.objects.filter(state=State.FAILED, ended_at__gt=now - _RECENT).count()
    if failed:
        text = ngettext("job failed in the last seven days", "jobs failed in the last seven days", failed)
        yield Line(text, "jobs:list", failed, late=True)
    running = Job.objects.filter(state__in=[State.WAITING, State.RUNNING]).count()
    if running:
        text = ngettext("%(n)s job is under way", "%(n)s jobs are under way", running) % {"n": number(running)}
        yield Line(text, "jobs:list")


def _matters(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    found = cases.counts(account, scope, now)
    if found["late"]:
        text = ngettext(
            "matter of yours is past its time limit", "matters of yours are past their time limit", found["late"]
        )
        yield Line(text, "cases:desk", found["late"], late=True, asked="?late=on")
    if found["mine"]:
        yield Line(
            ngettext("open matter in your hands", "open matters in your hands", found["mine"]),
            "cases:desk",
            found["mine"],
        )
    if found["unassigned"]:
        text = ngettext("matter nobody handles yet", "matters nobody handles yet", found["unassigned"])
        yield Line(text, "cases:desk", found["unassigned"], asked="?whose=unassigned")
    if found["unread"]:
        yield Line(ngettext("unread notice", "unread notices", found["unread"]), "cases:notices", found["unread"])


def _reports(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    found = sorting.waiting_counts(scope.units, local(now).date())
    if found["late"]:
        text = ngettext("report is past its time limit", "reports are past their time limit", found["late"])
        yield Line(text, "sorting:desk", found["late"], late=True)
    if found["unread"]:
        text = ngettext("report nobody took up yet", "reports nobody took up yet", found["unread"])
        yield Line(text, "sorting:desk", found["unread"])
    suspected = sorting.quarantine().filter(confirmed_at=None).exclude(marked_by=account.number).count()
    if suspected:
        text = ngettext(
            "mark that something is no report waits for a second person",
            "marks that something is no report wait for a second person",
            suspected,
        )
        yield Line(text, "sorting:quarantine", suspected)


def _watched(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    due = sorting.reviews_due(now, timedelta(0)).count()
    if due:
        text = ngettext(
            "review of somebody who suffers for having spoken is due",
            "reviews of people who suffer for having spoken are due",
            due,
        )
        yield Line(text, "sorting:watches", due, late=True)


def _directory(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    dead = agencies.dead_contacts()
    if dead:
        text = ngettext("hotline or mailbox does not answer", "hotlines or mailboxes do not answer", dead)
        yield Line(text, "agencies:manage", dead, asked="?state=dead")


def _mailboxes(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    broken = channels.mailbox_states().exclude(error="").count()
    if broken:
        text = ngettext("mailbox cannot be collected", "mailboxes cannot be collected", broken)
        yield Line(text, "channels:doors", broken, late=True)


def _accounts(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    open_ones = Account.objects.filter(is_active=True)
    idle = open_ones.filter(appointments__isnull=True).count()
    if idle:
        yield Line(ngettext("account without a role", "accounts without a role", idle), "people:accounts", idle)
    untouched = open_ones.filter(must_change_password=True).count()
    if untouched:
        text = ngettext("account still has its first password", "accounts still have their first password", untouched)
        yield Line(text, "people:accounts", untouched)


def _proof(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    proof = Job.objects.filter(kind=VERIFY, state=State.DONE).first()
    if proof is None or proof.ended_at is None:
        yield Line(_("The trail was not proved yet"), "house:trail")
    elif (proof.result or {}).get("broken"):
        yield Line(_("break in the trail: see where"), "house:trail", 1, late=True)
    else:
        yield Line(_("The trail was whole on %(day)s") % {"day": instant(proof.ended_at)}, "house:trail")
    today = trail.entries(first=now - timedelta(days=1)).count()
    text = ngettext("%(n)s entry in the last day", "%(n)s entries in the last day", today) % {"n": number(today)}
    yield Line(text, "house:trail")


_CONCERNS: tuple[tuple[str, Concern], ...] = (
    ("sorting.sort", _reports),
    ("sorting.protect", _watched),
    ("channels.enter", _mailboxes),
    ("cases.see", _matters),
    ("leads.see", _leads),
    ("imports.see", _records),
    ("agencies.manage", _directory),
    ("jobs.see", _jobs),
    ("trail.see", _proof),
    ("accounts.manage", _accounts),
)
"""Permission → what it puts on the desk, in the order in which it is shown."""
