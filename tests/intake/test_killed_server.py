"""A server killed with SIGKILL while reports come in: every receipt that was shown opens, and no number is missing."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from benchmarks.intake_load import Citizens, _attack, network, numbers_and_gaps, prepare
from benchmarks.serving import Hung, Serving, joined

pytestmark = pytest.mark.slow
REPORTS, AT_ONCE, KILLS = 60, 6, 2
LONGEST = 300.0
"""Seconds; what takes longer hangs, and is told instead of waited for."""


@pytest.fixture
def serving(own_database: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serving]:
    monkeypatch.setenv("LIEM_WEB_DSN", own_database.web)
    monkeypatch.setenv("LIEM_OWNER_DSN", own_database.owner)
    prepare()
    served = Serving()
    try:
        yield served
    finally:
        served.kill()


def test_no_receipt_is_lost_when_the_server_is_killed(serving: Serving) -> None:
    citizens = Citizens(serving.port)
    sending = threading.Thread(target=citizens.send_many, args=(REPORTS, AT_ONCE), daemon=True)
    sending.start()
    for _ in range(KILLS):
        time.sleep(1.0)
        serving.kill()
        serving.start()
    joined(sending, LONGEST, "sending")
    assert citizens.not_taken == []
    assert citizens.broken > 0  # it was killed in the middle of something
    assert len(citizens.shown) == REPORTS
    assert citizens.lost() == 0
    assert numbers_and_gaps() == (REPORTS, 0)  # what was sent again was stored once


def test_a_flood_does_not_keep_an_honest_report_from_its_receipt(serving: Serving) -> None:
    attacker, honest, stop, address = Citizens(serving.port), Citizens(serving.port), threading.Event(), network()
    unhurried = honest.send_one("Tôi bị đòi thêm giấy tờ.", network())
    flood = threading.Thread(target=_attack, args=(attacker, address, 0.05, stop), daemon=True)
    flood.start()
    time.sleep(4)
    try:
        seconds = [honest.send_one("Tôi bị đòi thêm giấy tờ.", where) for where in (network(), address)]
    finally:
        stop.set()
        joined(flood, LONGEST, "the flood")
    assert honest.not_taken == []
    assert attacker.refused > 0
    assert max(seconds) < 10.5 + 3 * unhurried  # eight seconds of waiting at most, then the receipt, on any machine
    assert honest.lost() == 0


def test_a_server_that_cannot_start_is_told_with_what_it_said(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    serving.kill()
    monkeypatch.setenv("LIEM_WEB_DSN", "host=/nowhere user=nobody dbname=nothing")
    monkeypatch.setenv("DATABASE_URL", "mysql://nobody")
    with pytest.raises(Hung, match="DATABASE_URL"):
        serving.start()


def test_an_answer_that_sending_again_does_not_change_ends_the_sending(serving: Serving) -> None:
    citizens = Citizens(serving.port)
    assert citizens.send_one("", network()) == float("inf")  # no text: the form asks for it
    assert citizens.not_taken[0].startswith("status 422 ")


def test_a_thread_that_hangs_is_named_with_where_it_stands() -> None:
    stop = threading.Event()
    hanging = threading.Thread(target=stop.wait, name="waits", daemon=True)
    hanging.start()
    with pytest.raises(Hung, match=r"(?s)the sender \(waits\) did not end within 0 s.*threading"):
        joined(hanging, 0.2, "the sender")
    stop.set()
