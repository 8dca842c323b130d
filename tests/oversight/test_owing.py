"""Where what is owed stands, reckoned by the database for all at once, is what the rules say of each."""

import random
from datetime import date, datetime, timedelta

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
            duty = Duty.objects.create(paper=paper, kind="task", unit=f"U{number}", what="x", recorded_at=instant(0),
                                       due_on=day(number % 40) if number % 7 else None, recorded_by="1")  # fmt: skip
            lived(duty, number)
        standings = set()
        for today, known in ((day(20), None), (day(60), None), (day(20), day(12)), (day(60), day(0))):
            found = owing.duties(today, known=known)
            assert len(found) == 150
            by_key = {one.duty.pk: one for one in found}
            for duty in Duty.objects.prefetch_related("happened"):
                said, right = by_key[duty.pk], owing.owed(duty, today, known)
                assert (said.standing, said.due, said.reply_due, said.accepted, said.late, said.silent) == (
                    right.standing, right.due, right.reply_due, right.accepted, right.late, right.silent,
                ), (duty.pk, today, known)  # fmt: skip
                standings.add(said.standing)
        assert standings == set(Standing), "the histories reach every standing"


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
                assert len(owing.followed(owing.duties(day(9)))) == 1
            assert len(asked) == 1
