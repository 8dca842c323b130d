"""The result of verifying goes back to the indicator; both arms are drawn so that anybody can redraw, and blind."""

import pytest
from tests.cases.conftest import at, found, heard, matter_of, verified

from liem.base.errors import UserError
from liem.cases import deeds, feedback
from liem.cases.models import Drawn, Matter
from liem.leads import queries as leads
from liem.leads.models import Verification
from liem.leads.rules import Precision
from liem.leads.verifying import record_verification
from liem.people.row_security import acting_as_system

pytestmark = pytest.mark.django_db


def test_the_same_seed_draws_the_same_and_another_draws_others():
    subjects = [f"S{n}" for n in range(50)]
    assert feedback.drawn(subjects, "2026", 8) == feedback.drawn(reversed(subjects), "2026", 8)
    assert feedback.drawn(subjects, "2026", 8) != feedback.drawn(subjects, "2027", 8)


def test_a_batch_has_both_arms_and_nobody_can_tell_them_apart(detection, inspector, seen_by):
    opened = feedback.draw_batch("C1", "seed-1", flagged=3, by_lot=3, unit="U1", by=inspector, now=at("2026-03-02"))
    assert len(opened) == 6
    with acting_as_system():
        arms = dict(Drawn.objects.values_list("code", "arm"))
        assert sorted(arms.values()) == ["flagged"] * 3 + ["random"] * 3
        assert {one.origin_ref for one in opened} == set(arms)
    assert seen_by(inspector, Drawn.objects.count) == 0, "the arm is nobody's to see"
    assert "random" not in str([vars(one) for one in opened])


def test_one_arm_alone_is_refused(detection, inspector):
    with pytest.raises(UserError, match="drawn by lot"):
        feedback.draw_batch("C1", "seed-1", flagged=3, by_lot=0, unit="U1", by=inspector, now=at("2026-03-02"))
    with pytest.raises(UserError, match="not so many"):
        feedback.draw_batch("C1", "seed-1", flagged=30, by_lot=3, unit="U1", by=inspector, now=at("2026-03-02"))


def test_a_concluded_verification_goes_back_to_its_indicator(detection, officer, inspector):
    opened = feedback.draw_batch("C1", "seed-1", flagged=1, by_lot=1, unit="U1", by=inspector, now=at("2026-03-01"))
    for one in opened:
        with acting_as_system():
            Matter.objects.filter(pk=one.pk).update(handler=officer.number)
        person, allegation = verified(one, officer)
        heard(one, officer, person)
        found(one, officer, person, allegation, "explained")
        values = {"outcome": "explained", "words": "Có lý do chính đáng.", "causes": [], "document": ""}
        deeds.BY_CODE["conclude"].run(one, values, officer, at("2026-03-18"))
    assert sorted(Verification.objects.values_list("indicator", "arm", "result")) == [
        ("C1", "flagged", "explained"),
        ("C1", "random", "explained"),
    ]
    assert leads.precision()["C1"] == Precision(1, 0, 1, 1, 0)


def test_an_indicator_that_is_mostly_wrong_suspends_itself():
    for n in range(30):
        record_verification(["D1"], "not_found", arm="flagged", source=f"M{n}", by="system", now=at("2026-03-01"))
        record_verification(["D2"], "found", arm="flagged", source=f"M{n}", by="system", now=at("2026-03-01"))
    assert leads.suspended() == ["D1"]


def test_a_matter_that_is_no_verification_feeds_nothing_back(officer):
    matter = matter_of("reflection", handler=officer.number)
    with acting_as_system():
        feedback.feed_back(matter, by="system", now=at("2026-03-01"))
    assert not Verification.objects.exists()
