"""What stands on the desk: what waits for somebody in one's roles, and what is new. Counts and dates, never content.

Each concern asks a room's queries under the permission that opens the room's page, with row-level security set to the
units in which the account holds it: nobody is told of more than they could open.
"""

from datetime import datetime

from django.urls import NoReverseMatch

from liem.house.concerns import Concern, Line, house, matters, records, reports
from liem.people.access import scope_of
from liem.people.models import Account
from liem.people.row_security import acting_as


def lines(account: Account, now: datetime) -> tuple[list[Line], list[Line]]:
    """What waits, the late first, and what is new."""
    waiting: list[Line] = []
    news: list[Line] = []
    for permission, concern in _CONCERNS:
        scope = scope_of(account, permission)
        if scope.roles:
            with acting_as(account, scope):
                for line in filter(_can_be_opened, concern(account, scope, now)):
                    (waiting if line.count or line.waits else news).append(line)
    return sorted(waiting, key=lambda line: not line.late), news


def _can_be_opened(line: Line) -> bool:
    try:
        return bool(line.address)
    except NoReverseMatch:
        return False


_CONCERNS: tuple[tuple[str, Concern], ...] = (
    ("keys.hold", reports.keys),
    ("sorting.sort", reports.reports),
    ("sorting.protect", reports.watched),
    ("intake.guard", reports.requests_for_names),
    ("channels.enter", reports.mailboxes),
    ("cases.see", matters.matters),
    ("duties.see", matters.duties),
    ("leads.answer", records.own_unit),
    ("leads.see", records.leads),
    ("procedures.see", records.procedures),
    ("oversight.watch", matters.watched),
    ("imports.see", records.records),
    ("agencies.manage", reports.directory),
    ("jobs.see", house.jobs),
    ("trail.see", house.proof),
    ("house.state", house.state),
    ("accounts.manage", house.accounts),
)
"""Permission → what it puts on the desk, in the order in which it is shown."""
