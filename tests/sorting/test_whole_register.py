"""Everything received is in the register and in the trail, by whichever door; whoever oversees sees a gap."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from liem.base import clock
from liem.channels import actions as channels
from liem.channels.queries import ENTERED
from liem.intake import queries as reports
from liem.intake.models import Counter
from liem.people.row_security import acting_as_system
from liem.sorting import actions
from tests.sorting.office import Offices


def page(account: Any) -> str:
    client = Client()
    client.force_login(account)
    return client.get("/sorting/overview/").content.decode()


@pytest.fixture
def filled(offices: Offices) -> int:
    """A report by every door at which somebody enters one, one of the inner channel, one of the form, one set aside."""
    stamp = {"by": offices.hoa.number, "now": clock.now()}
    for number, channel in enumerate(ENTERED):
        said = {"what": f"Việc số {number} ở cửa {channel}.", "kind": "reflection", "once": f"{number:064x}"}
        channels.enter(channel, said, **stamp)
        channels.enter(channel, said, **stamp)  # sent twice
    channels.speak_out({"what": "Trưởng phòng ép ký.", "kind": "denunciation", "once": "f" * 64}, now=clock.now())
    spam = offices.send("Giảm giá toàn bộ cửa hàng!")
    with offices.hoa.acting():
        actions.suspect(spam.opened.report, "advertisement", **stamp)
    with offices.lan.acting():
        opened = offices.read(offices.lan, spam)
        actions.confirm_no_report(opened, by=offices.lan.number, now=clock.now())
    return len(ENTERED) + 2


def test_by_every_door_one_number_each_and_the_page_says_that_none_is_missing(filled: int, inspector: Any) -> None:
    (found,) = reports.wholeness()
    assert (found.given, found.kept, found.missing, found.untold) == (filled, filled, (), 0)
    assert found.is_whole
    assert "Không thiếu số nào" in page(inspector)


def test_a_number_without_a_report_and_a_report_without_its_trail_are_seen(filled: int, inspector: Any) -> None:
    with acting_as_system():
        Counter.objects.update(last=filled + 1)
    (found,) = reports.wholeness()
    assert (found.is_whole, found.missing) == (False, (filled + 1,))
    with acting_as_system(), connection.cursor() as cursor:
        cursor.execute("UPDATE intake_report SET number = %s WHERE number = 1", [filled + 1])
    (found,) = reports.wholeness()
    assert (found.missing, found.untold) == ((1,), 1)
    said = page(inspector)
    assert "không đầy đủ" in said
    assert "không ghi việc tiếp nhận của 1 tin báo" in said
