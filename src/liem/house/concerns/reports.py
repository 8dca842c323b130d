"""What reports have for the desk: what nobody took up, who is watched over, lines that are dead, keys that lack."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liem.agencies import queries as agencies
from liem.base.clock import local
from liem.channels import queries as channels
from liem.house.concerns import Line
from liem.intake.models import IdentityRequest
from liem.intake.states import RequestState
from liem.people.keys.queries import present_key
from liem.people.models import Account
from liem.people.rules import Scope
from liem.sorting import queries as sorting


def reports(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    found = sorting.waiting_counts(scope.units, local(now).date())
    if found["late"]:
        text = ngettext("report is past its time limit", "reports are past their time limit", found["late"])
        yield Line(text, "sorting:desk", found["late"], late=True)
    if found["unread"]:
        text = ngettext("report nobody took up yet", "reports nobody took up yet", found["unread"])
        yield Line(text, "sorting:desk", found["unread"])
    if found["new"]:
        text = ngettext(
            "report to which its reporter added something", "reports to which reporters added something", found["new"]
        )
        yield Line(text, "sorting:desk", found["new"])
    left = sum(one.reports for one in sorting.closed_offices(scope.units, local(now).date()))
    if left:
        text = ngettext(
            "report of an agency that is closed waits to be handed over",
            "reports of agencies that are closed wait to be handed over",
            left,
        )
        yield Line(text, "sorting:hand_over", left, late=True)
    suspected = sorting.quarantine().filter(confirmed_at=None).exclude(marked_by=account.number).count()
    if suspected:
        text = ngettext(
            "mark that something is no report waits for a second person",
            "marks that something is no report wait for a second person",
            suspected,
        )
        yield Line(text, "sorting:quarantine", suspected)


def watched(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    due = sorting.reviews_due(now, timedelta(0)).count()
    if due:
        text = ngettext(
            "review of somebody who suffers for having spoken is due",
            "reviews of people who suffer for having spoken are due",
            due,
        )
        yield Line(text, "sorting:watches", due, late=True)


def directory(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    dead = agencies.dead_contacts()
    if dead:
        text = ngettext("hotline or mailbox does not answer", "hotlines or mailboxes do not answer", dead)
        yield Line(text, "agencies:manage", dead, asked="?state=dead")


def mailboxes(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    broken = channels.mailbox_states().exclude(error="").count()
    if broken:
        text = ngettext("mailbox cannot be collected", "mailboxes cannot be collected", broken)
        yield Line(text, "channels:doors", broken, late=True)


def requests_for_names(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    """Requests that wait for the second of the two who must agree."""
    asked = IdentityRequest.objects.filter(state=RequestState.ASKED).count()
    if asked:
        text = ngettext(
            "request for a reporter's name waits for your decision",
            "requests for reporters' names wait for your decision",
            asked,
        )
        yield Line(text, "intake:guard", asked)


def keys(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    """Whoever is to open what is sealed needs a key of their own first."""
    if present_key(account.number) is None:
        text = _("Make your key: without it you open nothing that is sealed to your office")
        yield Line(text, "people:my_key", waits=True)
