"""The second wall: with the view gone past, the database still shows nobody what is not theirs."""

import pytest
from django.db import connection
from tests.cases.conftest import appointed, at, matter_of

from liem.base.errors import UserError
from liem.cases import actions, filing
from liem.cases.kept_out import on_adoption
from liem.cases.models import Concerned, Content, Deadline, Event, Exclusion, Matter
from liem.cases.states import Capacity
from liem.people import actions as people
from liem.people.relatives import actions as relatives
from liem.people.row_security import acting_as_system

pytestmark = pytest.mark.django_db


def sight() -> tuple[int, int, int, int]:
    """Rows of the register, of its parts, and of the content, as a view that filters nothing would fetch them."""
    return (
        Matter.objects.count(),
        Deadline.objects.count() + Event.objects.count(),
        Content.objects.count(),
        Concerned.objects.count(),
    )


NOTHING = (0, 0, 0, 0)
RELATIONS = {
    # relation: (role, unit, register, content)
    "handler": ("case_officer", "U1", True, True),
    "colleague in the unit": ("case_officer", "U1", False, False),
    "head of the unit": ("head_of_unit", "U1", True, True),
    "head of another unit": ("head_of_unit", "U2", False, False),
    "officer of another unit": ("case_officer", "U2", False, False),
    "inspector": ("inspector", "*", True, False),
    "internal affairs": ("internal_affairs", "*", True, False),
    "steering committee": ("steering_committee", "*", False, False),
    "auditor": ("auditor", "*", False, False),
    "administrator": ("system_administrator", "*", False, False),
}


@pytest.mark.parametrize("relation", RELATIONS)
def test_each_sees_what_is_theirs(matter, officer, seen_by, relation):
    role, unit, register, content = RELATIONS[relation]
    person = officer if relation == "handler" else appointed("somebody", role, unit)
    filing.add_person(matter, "Người được nêu tên", Capacity.STAFF, by=officer, now=at("2026-03-02"))
    rows = seen_by(person, sight)
    assert [count > 0 for count in rows] == [register, register, content, content]


def test_a_question_planned_for_one_shows_another_nothing_of_it(matter, officer, seen_by):
    """One connection serves everybody in turn: what is prepared for the handler is asked for a stranger next."""
    stranger = appointed("stranger", "case_officer", "U2")
    theirs = matter_of(unit="U2", handler=stranger.number)
    for _turn in range(8):
        assert seen_by(officer, lambda: [one.pk for one in Matter.objects.order_by("pk")]) == [matter.pk]
        assert seen_by(stranger, lambda: [one.pk for one in Matter.objects.order_by("pk")]) == [theirs.pk]
        assert Matter.objects.count() == 0, "nobody"
    with connection.cursor() as cursor:
        asked = """SELECT count(*) FROM pg_prepared_statements
            WHERE statement LIKE '%FROM "cases_matter" ORDER BY%' AND generic_plans + custom_plans > 8"""
        cursor.execute(asked)
        assert cursor.fetchone()[0] == 1, "the very same plan"


def serves(account, official):
    with acting_as_system():
        people.declare_codes(account, [official], by="system", now=at("2026-01-05"))


def test_the_person_concerned_sees_nothing_although_they_lead_the_unit(matter, officer, chief, seen_by):
    serves(chief, "CC-01")
    assert seen_by(chief, sight) != NOTHING
    filing.add_person(
        matter, "Trưởng đơn vị", Capacity.HEAD, official="CC-01", unit="U1", by=officer, now=at("2026-03-02")
    )
    assert seen_by(chief, sight) == NOTHING
    assert seen_by(officer, sight) == NOTHING, "nor does anybody who serves under them"


def test_a_matter_about_a_leader_is_brought_before_the_inspectorate(matter, officer, inspector, seen_by):
    filing.add_person(matter, "Phó đơn vị", Capacity.LEADER, unit="U1", by=officer, now=at("2026-03-02"))
    assert seen_by(inspector, lambda: Matter.objects.get(pk=matter.pk).leader) is True
    with pytest.raises(UserError, match="another unit"):
        actions.accept(matter, by=officer, now=at("2026-03-02"))
    actions.transfer(matter, "U2", "Lãnh đạo đơn vị có liên quan.", by=inspector, now=at("2026-03-03"))


@pytest.mark.parametrize("declared_by", ["the records", "the account", "the other's account"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_declared_relative_sees_nothing(matter, officer, chief, seen_by, declared_by, when):
    """Whoever declared it, and also where it is declared after the person was named."""
    if when == "before":
        related(chief, declared_by)
    filing.add_person(
        matter, "Người thân", Capacity.STAFF, official="CC-07", unit="U9", by=officer, now=at("2026-03-02")
    )
    if when == "after":
        assert seen_by(chief, sight) != NOTHING
        related(chief, declared_by)
    assert seen_by(chief, sight) == NOTHING


def related(account, declared_by):
    """Make the account that of a relative of CC-07."""
    if declared_by == "the account":
        people.declare_codes(account, [], ["CC-07"], by="system", now=at("2026-03-03"))
        return
    serves(account, "CC-02")
    if declared_by == "the records":
        relatives.take_over([("CC-07", "CC-02")])
        on_adoption(at("2026-03-03"))
    else:
        other = appointed("the_other", "case_officer", "U9")
        people.declare_codes(other, ["CC-07"], ["CC-02"], by="system", now=at("2026-03-03"))


def test_whoever_stepped_aside_sees_nothing_and_does_nothing(matter, officer, chief, seen_by):
    actions.exclude(matter, officer, "recused", by=chief, now=at("2026-03-02"))
    assert seen_by(officer, sight) == NOTHING
    with pytest.raises(UserError, match="concerns them"):
        actions.accept(matter, by=officer, now=at("2026-03-02"))
    with pytest.raises(UserError, match="excluded"):
        actions.assign(matter, officer, by=chief, now=at("2026-03-02"))


def test_nobody_sees_who_is_excluded(matter, officer, chief, seen_by):
    actions.exclude(matter, officer, "recused", by=chief, now=at("2026-03-02"))
    for person in (officer, chief):
        assert seen_by(person, Exclusion.objects.count) == 0


def test_a_former_officer_sees_nothing_more(matter, officer, chief, seen_by):
    taker = appointed("taker", "case_officer", "U1")
    actions.hand_over_everything(officer, taker, by=chief, now=at("2026-03-02"))
    assert seen_by(officer, sight) == NOTHING
    assert seen_by(taker, sight)[0] == 1


def test_an_inspector_reads_content_only_when_entitled_by_another(matter, chief, inspector, seen_by):
    with pytest.raises(UserError, match="entitles themselves"):
        actions.entitle(matter, inspector, "Kiểm tra đột xuất.", by=inspector, now=at("2026-03-02"))
    actions.entitle(matter, inspector, "Kiểm tra đột xuất.", by=chief, now=at("2026-03-02"))
    assert seen_by(inspector, Content.objects.count) == 1


def test_a_right_to_read_ends(matter, chief, inspector, seen_by):
    actions.entitle(matter, inspector, "Kiểm tra đột xuất.", until=at("2026-03-03"), by=chief, now=at("2026-03-02"))
    assert seen_by(inspector, Content.objects.count) == 0, "it ended before today"


@pytest.mark.parametrize("model", [Matter, Event, Content])
def test_nobody_writes_past_the_actions(matter, officer, seen_by, model):
    key = "matter_id" if model is not Matter else "pk"
    field = {Matter: {"unit": "U2"}, Event: {"by": "x"}, Content: {"title": "x"}}[model]
    assert seen_by(officer, lambda: model.objects.filter(**{key: matter.pk}).update(**field)) == 0


# -- a role counts in its own unit


@pytest.fixture
def of_two_units(db):
    """Leads U1 and handles matters in U2."""
    from datetime import date

    from liem.people.states import Role

    somebody = appointed("double", "head_of_unit", "U1")
    people.appoint(
        somebody, Role.CASE_OFFICER, unit="U2", valid_from=date(2024, 1, 1), by="system", now=at("2026-01-05")
    )
    somebody.refresh_from_db()
    return somebody


def test_a_head_of_one_unit_is_no_head_where_they_handle_matters(of_two_units, seen_by):
    led, foreign, own = matter_of(unit="U1"), matter_of(unit="U2"), matter_of(unit="U2", handler=of_two_units.number)
    seen = seen_by(of_two_units, lambda: set(Matter.objects.values_list("pk", flat=True)))
    read = seen_by(of_two_units, lambda: set(Content.objects.values_list("matter_id", flat=True)))
    assert seen == read == {led.pk, own.pk}
    assert foreign.pk not in seen


def test_nor_may_they_act_or_assign_there(of_two_units, seen_by):
    foreign = matter_of(unit="U2")
    with pytest.raises(UserError, match="another officer"):
        actions.accept(foreign, by=of_two_units, now=at("2026-03-02"))
    own = matter_of(unit="U2", handler=of_two_units.number)
    with pytest.raises(UserError, match="head of the unit"):
        actions.assign(own, of_two_units, by=of_two_units, now=at("2026-03-02"))
    actions.accept(own, by=of_two_units, now=at("2026-03-02"))


def test_the_database_knows_which_role_is_held_where(of_two_units, seen_by):
    """Attacker's way: both roles and both units are said, but not that the head leads U2."""
    from django.db import connection

    matter_of(unit="U2")

    def tricked():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('app.units', 'U1,U2', true), set_config('app.role', 'head_of_unit', true)"
            )
        return Matter.objects.count()

    assert seen_by(of_two_units, tricked) == 0
