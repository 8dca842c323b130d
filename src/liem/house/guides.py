"""Where to begin: two or three steps for each role, shown on the desk, open in the first week of an account."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from liem.house.navigation import may_open
from liem.people.states import Role

R = Role
NEW = timedelta(days=7)
"""How long an account is new."""


@dataclass(frozen=True)
class Step:
    """One thing to do, and the page on which it is done."""

    text: Any
    route: str

    @property
    def address(self) -> str:
        return reverse(self.route)


_KEY = Step(_("Make or open your own key: with it alone you read what is sealed to your office."), "people:my_key")
_METHOD = Step(_("Read how signs are found, and how often they err, before you rely on one."), "leads:method")

GUIDES: Mapping[Role, tuple[Step, ...]] = {
    R.INSPECTOR: (
        Step(
            _("Open a lead with two sources: its sheet says what was counted and what would explain it."), "leads:desk"
        ),
        Step(
            _("Write down on the sheet what you found; what is explained is closed, and the reason stays."),
            "leads:desk",
        ),
        Step(_("Sort what people report: who handles it, by which limit, and who must not see it."), "sorting:desk"),
        Step(_("See what is owed and late, and urge it."), "oversight:duties"),
    ),
    R.INTERNAL_AFFAIRS: (
        Step(_("Keep the committee's list: put on, direct, remove, each with its paper."), "oversight:watch"),
        Step(_("See who owes what by when, and what is silent after an urging."), "oversight:duties"),
        Step(_("Read a lead with its evidence sheet."), "leads:desk"),
    ),
    R.STEERING_COMMITTEE: (
        Step(_("See what is watched, what changed, what is stuck and who answers for it."), "oversight:committee"),
        Step(_("See the list as it is today or was on any day, and take the pack for the meeting."), "oversight:watch"),
        Step(_("See who owes what by when."), "oversight:duties"),
        Step(_("See how units and procedures stand, with intervals and without a ranking."), "leads:procedures"),
    ),
    R.EXTERNAL_SUPERVISOR: (
        Step(_("See the figures of the whole, recommend, and follow what became of it."), "oversight:supervision"),
        _METHOD,
    ),
    R.HEAD_OF_UNIT: (
        Step(_("Look at your own unit first: an honest answer closes a sign before others see it."), "leads:own"),
        Step(_("Give matters nobody handles to somebody who may handle them."), "cases:desk"),
        Step(_("Say what was done about what your unit owes."), "oversight:duties"),
    ),
    R.CASE_OFFICER: (
        Step(_("Open the matter that is due next: the page says which step the law allows now."), "cases:desk"),
        _KEY,
        _METHOD,
    ),
    R.PREVENTION_OFFICER: (
        Step(
            _("See which procedures make nearly everybody stumble: there the rule is to be mended."), "leads:procedures"
        ),
        Step(_("Compare units of the same work, with intervals; small numbers say little."), "leads:units"),
        _METHOD,
    ),
    R.INTAKE_OFFICER: (
        _KEY,
        Step(_("Sort what came in: what is late stands first."), "sorting:desk"),
        Step(_("Enter what came by telephone, at the counter or by post, so that nothing is lost."), "channels:doors"),
    ),
    R.IDENTITY_CUSTODIAN: (
        _KEY,
        Step(_("Decide on requests for a reporter's name: only for a stated and lawful need."), "intake:guard"),
    ),
    R.DATA_STEWARD: (
        Step(_("See what was brought in, what was not accepted and why, line by line."), "imports:list"),
        Step(_("Bring in records: nothing changes before all was read."), "imports:bring"),
        Step(_("Follow the work in the background."), "jobs:list"),
    ),
    R.AUDITOR: (
        Step(_("Prove the trail: every entry is chained to the one before it."), "house:trail"),
        Step(_("Look up who opened what, by account, event or day; the trail holds no content."), "house:trail"),
    ),
    R.SYSTEM_ADMINISTRATOR: (
        Step(_("Open accounts and appoint people to roles, by unit and by date."), "people:accounts"),
        Step(_("Look whether the house stands well: disk, jobs, backup, checkpoint."), "house:state"),
        Step(_("Set up a second factor for yourself."), "people:second_factor"),
    ),
}
"""Role → its first steps. Whoever holds several roles gets the steps of all, each page once."""


def steps(request: HttpRequest, roles: Iterable[str]) -> Iterator[Step]:
    """The first steps of these roles, as far as the visitor may open their pages."""
    told: set[str] = set()
    for role in sorted(roles):
        for step in GUIDES.get(Role(role), ()):
            if str(step.text) not in told and may_open(request, step.address):
                told.add(str(step.text))
                yield step


def is_new(created_at: datetime, now: datetime) -> bool:
    """Whether an account was opened within the last week."""
    return now - created_at < NEW
