"""Somebody with two posts tries the role of the one in the unit of the other: in no table does it open anything."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from liem.base import clock
from liem.intake.models import Report, ReportStep
from liem.people import actions as people
from liem.people.row_security import acting_as
from liem.people.rules import Scope
from liem.people.states import Role
from liem.sorting.models import Link, Protection, Watch, WatchReview
from tests.sorting.office import WORDS, Offices
from tests.sorting.test_walls import CONTENT, seen

SEALED = (
    *CONTENT, "intake_report", "intake_sealedkey", "intake_sealedpart", "intake_reportstep", "channels_gathering",
)  # fmt: skip
READERS = {"intake_officer", "case_officer", "inspector", "head_of_unit"}
WATCHERS = {"internal_affairs"}


def both(role: str) -> Scope:
    """Intake officer of UB01, and ``role`` in TTT, where the reports lie."""
    posts = frozenset([("intake_officer", "UB01"), (role, "TTT")])
    return Scope(frozenset(["intake_officer", role]), frozenset(["UB01", "TTT"]), posts)


@pytest.mark.parametrize("role", [one for one in Role.values if one not in READERS])
def test_an_officer_elsewhere_sees_only_what_the_role_here_shows(role: str, rows: Any, new_account: Any) -> None:
    with acting_as(new_account("haivai"), both(role)):
        found = {table for table in SEALED if seen(table)}
    register = {"intake_report", "intake_reportstep", "channels_gathering"}
    assert found == (register if role in WATCHERS else set())


@pytest.mark.parametrize("role", ["external_supervisor", "internal_affairs", "steering_committee"])
def test_nor_can_they_write_there(role: str, rows: Any, new_account: Any, offices: Offices) -> None:
    with offices.hoa.acting():
        report, watch = Report.objects.filter(agency="TTT").first(), Watch.objects.first()
    assert report is not None
    assert watch is not None
    made = [
        lambda: ReportStep.objects.create(report=report, position=99, step="answered", on=clock.today()),
        lambda: Link.objects.create(report=report, kind="official", code="x", by="1", at=clock.now()),
        lambda: Protection.objects.create(watch=watch, what="safety", asked_on=clock.today()),
    ]
    with acting_as(new_account("haivai"), both(role)):
        for model in (Report, Link, ReportStep, WatchReview, Protection):
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {model._meta.db_table}")
                assert cursor.rowcount == 0, model
        for make in made:
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                make()


def test_a_head_here_who_is_officer_elsewhere_reads_but_does_not_protect(
    rows: Any,
    new_account: Any,
) -> None:
    with acting_as(new_account("haivai"), both("head_of_unit")):
        assert seen("sorting_watchreview")
        assert WatchReview.objects.update(result="none") == 0


def test_by_the_pages_the_desk_shows_the_office_of_the_post_alone(offices: Offices) -> None:
    theirs, mine = offices.send(), offices.send(WORDS + " Lần hai.", office="UB01")
    binh = offices.binh
    people.appoint(
        binh.account, Role.EXTERNAL_SUPERVISOR, unit="TTT", valid_from=clock.today(), by="system", now=clock.now()
    )
    client = binh.window()
    desk = client.get("/sorting/").content.decode()
    assert mine.register_number in desk
    assert theirs.register_number not in desk
    assert client.get(f"/sorting/report/{theirs.register_number}/").status_code == 404
