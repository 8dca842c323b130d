"""Where what is owed stands, reckoned by the database for all at once, is what the rules say of each."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from liem.base.clock import VIETNAM
from liem.oversight import owing, rules
from liem.oversight.models import Duty, DutyEvent, Paper
from liem.oversight.states import DUTY_MOVES, OF_WHO_OWES, DutyVerb, Standing
from liem.people.row_security import acting_as_system

START = date(2026, 3, 1)


def day(number: int) -> date:
    return START + timedelta(days=number)


def instant(number: int) -> datetime:
    return datetime.combine(day(number), datetime.min.time(), VIETNAM) + timedelta(hours=23)


def lived(duty: Duty, seed: int) -> None:
    """A history as the pages let it be written: moves that are possible, now and then something struck out."""
    chance, when = random.Random(seed), 0  # noqa: S311 - the same history every time
    for _ in range(chance.randint(0, 9)):
        when += chance.randint(0, 6)
        former = owing.happened(duty.happened.order_by("pk"))
        verb = chance.choice([verb for there, verb in DUTY_MOVES if there is rules.standing(former)] or [None])
        strikes, due, amount = None, None, None
        stand = rules.in_force(former)
        if verb is None or (stand and chance.random() < 0.25):
            wrong = stand[-1]
            verb = DutyVerb.TAKE_BACK if wrong.verb in OF_WHO_OWES else DutyVerb.STRIKE
            strikes = wrong.row
        if verb in (DutyVerb.URGE, DutyVerb.EXTEND):
            due = day(when + chance.randint(1, 30))
        if verb is DutyVerb.ACCEPT:
            amount = chance.randint(1, 1000)
        DutyEvent.objects.create(
            duty=duty, unit=duty.unit, verb=verb, on=day(when), due_on=due, amount=amount, corrects_id=strikes,
            note="x", recorded_at=instant(when + chance.randint(0, 3)), recorded_by="1",
        )  # fmt: skip


@pytest.mark.django_db
def test_the_database_and_the_rules_agree_on_histories_made_at_random() -> None:
    with transaction.atomic(), acting_as_system():
        paper = Paper.objects.create(source="plan", number="1", issuer="x", issued_on=START, title="x",
                                     recorded_at=instant(0), recorded_by="1")  # fmt: skip
        for number in range(150):
            kind = ("task", "answer", "rectify")[number % 3]
            duty = Duty.objects.create(paper=paper, kind=kind, unit=f"U{number % 8}", what="x", recorded_at=instant(0),
                                       due_on=day(number % 40) if number % 7 else None, recorded_by="1")  # fmt: skip
            lived(duty, number)
        standings = set()
        for today, known in ((day(20), None), (day(60), None), (day(20), day(12)), (day(60), day(0))):
            found = owing.duties(owing.Asked(today, known=known))
            assert len(found) == 150
            by_key = {one.duty.pk: one for one in found}
            for duty in Duty.objects.prefetch_related("happened"):
                said, right = by_key[duty.pk], owing.owed(duty, today, known)
                assert (said.standing, said.due, said.reply_due, said.accepted, said.late, said.silent) == (
                    right.standing, right.due, right.reply_due, right.accepted, right.late, right.silent,
                ), (duty.pk, today, known)  # fmt: skip
                standings.add(said.standing)
        assert standings == set(Standing), "the histories reach every standing"
        for known in (None, day(12)):
            for state in ("", "late", "silent", "open", "ended"):
                asked = owing.Asked(day(30), state=state, known=known)
                agree(asked, owing.duties(asked))


def agree(asked: owing.Asked, rows: list[owing.Owed]) -> None:
    """What the database counts is what its rows are, however many are asked for at once."""
    counts = owing.counts(asked, START)
    assert (counts.n, counts.late, counts.silent) == (
        len(rows), sum(one.late for one in rows), sum(one.silent for one in rows)
    )  # fmt: skip
    assert counts.new == len(rows), "the paper was issued on that day"
    assert owing.counts(asked, START + timedelta(days=1)).new == 0
    soon = [row for row in rows if row.standing is Standing.OWED and row.due and day(30) <= row.due <= day(60)]
    assert counts.soon == len(soon)
    if not asked.state:
        assert [facts(row) for row in owing.duties(replace(asked, state="soon"))] == [facts(row) for row in soon]
    for one in counts.units:
        of_unit = [row for row in rows if row.duty.unit == one.unit]
        late = [row for row in of_unit if row.late]
        oldest = min((row.due for row in late if row.due), default=None)
        silent = sum(row.silent for row in of_unit)
        open_ = sum(row.standing in (Standing.OWED, Standing.SAID_DONE) for row in of_unit)
        assert (one.n, one.open, one.late, one.oldest, one.silent) == (
            len(of_unit), open_, len(late), oldest, silent,
        )  # fmt: skip
        assert owing.duties(replace(asked, units=[one.unit])) == of_unit
    assert sum(one.done for one in counts.followed) == sum(row.standing is Standing.DONE for row in rows)
    assert sum(one.accepted for one in counts.followed) == sum(row.accepted for row in rows)
    assert rows == sorted(rows, key=lambda row: (not row.late, row.due or date.max, row.duty.pk))
    assert [row for start in range(0, len(rows), 7) for row in owing.Pages(asked, counts.n)[start : start + 7]] == rows
    few = owing.rows(owing.counts(asked, most=9, start=3).shown)
    assert [facts(row) for row in few] == [facts(row) for row in rows[3:12]]
    late = owing.counts(asked, shown="late", most=9).shown
    assert [row.pk for row in late] == [row.duty.pk for row in rows if row.late][:9]


def facts(row: owing.Owed) -> tuple[Any, ...]:
    duty = row.duty
    words = (duty.pk, duty.unit, str(duty.kind), duty.what, duty.amount, duty.paper.pk, str(duty.paper))
    return (*words, row.standing, row.due, row.reply_due, row.accepted, row.late, row.silent)


@pytest.mark.django_db
def test_all_that_is_owed_is_one_query_however_much_it_is() -> None:
    with transaction.atomic(), acting_as_system():
        for number in range(3):
            paper = Paper.objects.create(source="plan", number=str(number), issuer="x", issued_on=START, title="x",
                                         recorded_at=instant(0), recorded_by="1")  # fmt: skip
            Duty.objects.create(paper=paper, kind="task", unit="U1", what="x", recorded_at=instant(0), recorded_by="1")
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert len(owing.duties(owing.Asked(day(9)))) == number + 1
            assert len(asked) == 1


@pytest.mark.django_db
def test_as_of_a_day_nothing_is_owed_by_a_later_paper_and_nothing_later_has_happened() -> None:
    with transaction.atomic(), acting_as_system():
        paper = Paper.objects.create(source="plan", number="1", issuer="x", issued_on=START, title="x",
                                     recorded_at=instant(0), recorded_by="1")  # fmt: skip
        later = Paper.objects.create(source="plan", number="2", issuer="x", issued_on=day(20), title="x",
                                     recorded_at=instant(20), recorded_by="1")  # fmt: skip
        for one in (paper, later):
            Duty.objects.create(paper=one, kind="task", unit="U1", what="x", recorded_at=one.recorded_at,
                                due_on=day(5), recorded_by="1")  # fmt: skip
        duty = Duty.objects.get(paper=paper)
        for number, verb in enumerate(("say_done", "accept")):
            DutyEvent.objects.create(duty=duty, unit="U1", verb=verb, on=day(15 + number), note="x",
                                     recorded_at=instant(30), recorded_by="1")  # fmt: skip
        found = {n: [(one.duty.pk, str(one.standing), one.late) for one in owing.duties(owing.Asked(day(n)))]
                 for n in (4, 10, 15, 16)}  # fmt: skip
        assert found[4] == [(duty.pk, "owed", False)]
        assert found[10] == [(duty.pk, "owed", True)]
        assert found[15] == [(duty.pk, "said_done", False)]
        assert found[16] == [(duty.pk, "done", False)]
        assert owing.counts(owing.Asked(day(19)), day(1)).new == 0
        assert owing.counts(owing.Asked(day(20)), day(1)).new == 1
