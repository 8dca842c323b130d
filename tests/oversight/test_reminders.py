"""Reminders of what is owed: none lost over days of downtime, none twice, to whom it is for."""

import threading
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from tests.oversight.conftest import Somebody, account_of
from tests.oversight.test_duties import a_paper, ago, record
from tests.oversight.test_watch_list_pages import a_decision, put

from liem.base import clock
from liem.oversight import reminders
from liem.oversight.models import Clock, Notice, WatchEntry
from liem.people.row_security import acting_as_system


def notices() -> list[tuple[str, str, str]]:
    """Kind of clock, step, and who is told by sign-in name."""
    from liem.people.models import Account

    with transaction.atomic(), acting_as_system():
        names = {one.number: one.sign_in_name for one in Account.objects.all()}
        rows = Notice.objects.order_by("at", "pk").values_list("clock__kind", "reminder", "account")
        return [(kind, step, names[account]) for kind, step, account in rows]


def send(days: int) -> int:
    return reminders.send_all(clock.now() + timedelta(days=days))


def test_a_week_of_downtime_loses_no_reminder_and_sends_none_twice(somebody: Somebody) -> None:
    inspector, head, staff = somebody("inspector"), somebody("head_of_unit", "U1"), somebody("internal_affairs")
    a_paper(inspector, due_on=ago(-20))
    assert send(0) == 0
    assert send(60) == 5
    assert send(60) == 0
    told: dict[str, set[str]] = {}
    for kind, step, who in notices():
        assert kind == "due"
        told.setdefault(step, set()).add(who)
    names = {"head": "head-of-unit-u1", "inspector": "inspector-all", "staff": "internal-affairs-all"}
    assert told == {
        "soon": {names["head"]},
        "last": {names["head"]},
        "overdue": {names["head"], names["inspector"]},
        "urged": {names["head"], names["inspector"]},
        "escalated": {names["head"], names["inspector"], names["staff"]},
    }
    for client, n in ((head, 5), (inspector, 3), (staff, 1)):
        assert len(client.get("/oversight/notices/").context["notices"]) == n
    assert head.post("/oversight/notices/").status_code == 302
    assert head.get("/oversight/notices/").context["notices"] == []
    assert len(staff.get("/oversight/notices/").context["notices"]) == 1, "each reads their own"


def test_what_is_done_or_extended_is_not_reminded_of_as_before(somebody: Somebody) -> None:
    inspector, head = somebody("inspector"), somebody("head_of_unit", "U1")
    number = a_paper(inspector, due_on=ago(-10))
    extended = record(inspector, number, "extend", on=ago(1), due_on=ago(-90), number="9/QĐ")
    assert extended == 302
    assert send(20) == 0
    record(head, number, "say_done", on=ago(0), amount="12000000")
    assert send(300) == 0
    record(inspector, number, "return", on=ago(0))
    assert send(300) == 5, "owed again"


def test_a_reply_to_an_urging_has_its_own_clock(somebody: Somebody) -> None:
    inspector, head = somebody("inspector"), somebody("head_of_unit", "U1")
    number = a_paper(inspector, due_on=ago(-300))
    record(inspector, number, "urge", on=ago(1), due_on=ago(-15), number="80/TTr")
    assert send(40) == 5
    assert {kind for kind, _step, _who in notices()} == {"reply"}
    record(head, number, "report", on=ago(0))
    with transaction.atomic(), acting_as_system():
        assert Clock.objects.get(kind="reply").next_at is None


def test_a_direction_of_the_committee_is_told_to_internal_affairs_alone(somebody: Somebody) -> None:
    staff = somebody("internal_affairs")
    somebody("head_of_unit", "U1")
    somebody("inspector")
    put(staff)
    with transaction.atomic(), acting_as_system():
        number = WatchEntry.objects.get().pk
    staff.post(f"/oversight/watch/{number}/", a_decision(verb="direct", number="2", asked_of="U1", due_on=ago(-15)))
    send(60)
    assert {who for _kind, _step, who in notices()} == {"internal-affairs-all"}
    assert len(notices()) == 5
    staff.post(f"/oversight/watch/{number}/", a_decision(verb="report", number="3", decided_on=ago(0)))
    with transaction.atomic(), acting_as_system():
        assert Clock.objects.get().next_at is None


def test_what_was_corrected_reminds_nobody(somebody: Somebody) -> None:
    inspector = somebody("inspector")
    number = a_paper(inspector, due_on=ago(-10))
    wish = {"kind": "money", "unit": "U2", "what": "Hoàn trả.", "amount": "1000", "due_on": ago(-300)}
    inspector.post(f"/oversight/duties/{number}/correct/", wish | {"why": "Ghi nhầm đơn vị."})
    assert send(60) == 0


def test_who_read_the_row_late_sends_nothing(somebody: Somebody) -> None:
    a_paper(somebody("inspector"), due_on=ago(-10))
    later = clock.now() + timedelta(days=60)
    with transaction.atomic(), acting_as_system():
        stale = Clock.objects.get()
        reminders.send(Clock.objects.get(), later)
        before = Notice.objects.count()
        reminders.send(stale, later)
        assert Notice.objects.count() == before


def test_a_notice_is_seen_by_whom_it_is_for_alone(somebody: Somebody) -> None:
    from liem.people.access import scope_of
    from liem.people.row_security import acting_as

    inspector = somebody("inspector")
    a_paper(inspector, due_on=ago(-10))
    somebody("head_of_unit", "U1")
    send(9)
    for client, seen in ((inspector, False), (somebody("head_of_unit", "U1"), True)):
        account = account_of(client)
        with transaction.atomic(), acting_as(account, scope_of(account, "duties.see")):
            assert Notice.objects.exists() is seen
            assert Notice.objects.update(read_at=clock.now()) == 0, "only the house writes"


def test_two_workers_send_each_reminder_once(own_database: Any) -> None:
    del own_database
    from liem.oversight.models import Duty, Paper

    later = clock.now() + timedelta(days=200)
    with transaction.atomic(), acting_as_system():
        paper = Paper.objects.create(
            source="plan", number="1", issuer="x", issued_on=clock.today(), title="x", recorded_at=clock.now()
        )
        for number in range(12):
            duty = Duty.objects.create(
                paper=paper, kind="task", unit=f"U{number}", what="x", recorded_at=clock.now(),
                due_on=clock.today() + timedelta(days=30),
            )  # fmt: skip
            reminders.reckon_duty(duty, now=clock.now())
    sent: list[int] = []

    def work() -> None:
        sent.append(reminders.send_all(later))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(sent) == 12 * 5
    with transaction.atomic(), acting_as_system():
        assert not Clock.objects.exclude(next_at=None).exists()
