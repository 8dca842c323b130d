"""What matters and oversight have for the desk: limits, what is owed, what the committee watches."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import ngettext

from liem.base.clock import local
from liem.cases import queries as cases
from liem.house.concerns import Line
from liem.house.templatetags.shell import number
from liem.oversight import owing
from liem.oversight import queries as oversight
from liem.people.models import Account
from liem.people.rules import Scope


def matters(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
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


def duties(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    """What is owed and late, and what was urged and not answered."""
    owed = owing.counts(owing.Asked(local(now).date()))
    late, silent = owed.late, owed.silent
    if late:
        text = ngettext("task of a paper is past its day", "tasks of papers are past their day", late)
        yield Line(text, "oversight:duties", late, late=True)
    if silent:
        text = ngettext("urging was not answered in time", "urgings were not answered in time", silent)
        yield Line(text, "oversight:duties", silent, late=True)


def watched(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    """How many cases and incidents the committee watches today."""
    n = len(oversight.watched(local(now).date()))
    text = ngettext(
        "%(n)s case or incident is watched by the committee",
        "%(n)s cases and incidents are watched by the committee",
        n,
    )
    yield Line(text % {"n": number(n)}, "oversight:watch")
