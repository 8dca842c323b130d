"""A server killed with SIGKILL while reports come in: every receipt that was shown opens, and no number is missing."""

import os
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from benchmarks.intake_load import Citizens, Serving, numbers_and_gaps, prepare

pytestmark = pytest.mark.slow
REPORTS, AT_ONCE, KILLS = 60, 6, 2


@pytest.fixture
def serving(own_database: Any) -> Iterator[Serving]:
    os.environ |= {"LIEM_WEB_DSN": own_database.web, "LIEM_OWNER_DSN": own_database.owner}
    prepare()
    served = Serving()
    yield served
    served.kill()
    for name in ("LIEM_WEB_DSN", "LIEM_OWNER_DSN"):
        os.environ.pop(name)


def test_no_receipt_is_lost_when_the_server_is_killed(serving: Serving) -> None:
    citizens = Citizens(serving.port)
    sending = threading.Thread(target=citizens.send_many, args=(REPORTS, AT_ONCE))
    sending.start()
    for _ in range(KILLS):
        time.sleep(1.0)
        serving.kill()
        serving.start()
    sending.join()
    assert citizens.broken > 0  # it was killed in the middle of something
    assert len(citizens.shown) == REPORTS
    assert citizens.lost() == 0
    assert numbers_and_gaps() == (REPORTS, 0)  # what was sent again was stored once


def test_a_flood_does_not_keep_an_honest_report_from_its_receipt(serving: Serving) -> None:
    from benchmarks.intake_load import _attack, network

    attacker, honest, stop, address = Citizens(serving.port), Citizens(serving.port), threading.Event(), network()
    flood = threading.Thread(target=_attack, args=(attacker, address, 0.05, stop))
    flood.start()
    time.sleep(4)
    seconds = [honest.send_one("Tôi bị đòi thêm giấy tờ.", where) for where in (network(), address)]
    stop.set()
    flood.join()
    assert attacker.refused > 0
    assert max(seconds) < 10.5  # eight seconds of waiting at most, then the receipt
    assert honest.lost() == 0
