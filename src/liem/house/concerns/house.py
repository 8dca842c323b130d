"""What the house itself has for the desk: jobs that failed, accounts without a role, the proof of the trail."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liem.house.concerns import Line
from liem.house.state_page import facts
from liem.house.templatetags.shell import instant, number
from liem.house.trail_pages import VERIFY
from liem.jobs.models import Job
from liem.jobs.states import State
from liem.people.models import Account
from liem.people.rules import Scope
from liem.trail import queries as trail

_RECENT = timedelta(days=7)


def jobs(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    failed = Job.objects.filter(state=State.FAILED, ended_at__gt=now - _RECENT).count()
    if failed:
        text = ngettext("job failed in the last seven days", "jobs failed in the last seven days", failed)
        yield Line(text, "jobs:list", failed, late=True)
    running = Job.objects.filter(state__in=[State.WAITING, State.RUNNING]).count()
    if running:
        text = ngettext("%(n)s job is under way", "%(n)s jobs are under way", running) % {"n": number(running)}
        yield Line(text, "jobs:list")


def state(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    """What the house asks of its administrator."""
    asked = sum(not fact.is_well for fact in facts(Path(settings.LIEM_HOME), now))
    if asked:
        text = ngettext("thing about the house to be seen to", "things about the house to be seen to", asked)
        yield Line(text, "house:state", asked)


def accounts(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    open_ones = Account.objects.filter(is_active=True)
    idle = open_ones.filter(appointments__isnull=True).count()
    if idle:
        yield Line(ngettext("account without a role", "accounts without a role", idle), "people:accounts", idle)
    untouched = open_ones.filter(must_change_password=True).count()
    if untouched:
        text = ngettext("account still has its first password", "accounts still have their first password", untouched)
        yield Line(text, "people:accounts", untouched)


def proof(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    proof = Job.objects.filter(kind=VERIFY, state=State.DONE).first()
    if proof is None or proof.ended_at is None:
        yield Line(_("Prove the trail: that was not done yet"), "house:trail", waits=True)
    elif (proof.result or {}).get("broken"):
        yield Line(_("break in the trail: see where"), "house:trail", 1, late=True)
    else:
        yield Line(_("The trail was whole on %(day)s") % {"day": instant(proof.ended_at)}, "house:trail")
    today = trail.entries(first=now - timedelta(days=1)).count()
    text = ngettext("%(n)s entry in the last day", "%(n)s entries in the last day", today) % {"n": number(today)}
    yield Line(text, "house:trail")
