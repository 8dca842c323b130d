"""A matter never goes to whom it accuses: every unit × accused × relation, and thousands of drawn provinces."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liem.agencies.rules import (
    NOBODY,
    Accused,
    Agencies,
    Agency,
    Matter,
    Routing,
    exclusions,
    gravest,
    route,
    why_not,
)
from liem.agencies.states import LEADING, AccusedAs, Barred, Function, Kind, Level
from liem.agencies.table import read_table
from liem.base.errors import InputError

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 2)
TABLE = read_table()


def agency(code: str, level: str, parent: str = "", function: str = Function.SERVICE, head: str = "") -> Agency:
    return Agency(code, code, code, level, function, parent, code, head=head or f"head of {code}")


PROVINCE = [
    agency("T", Level.PROVINCE, function=Function.AUTHORITY),
    agency("S1", Level.DEPARTMENT, "T"),
    agency("S2", Level.DEPARTMENT, "T"),
    agency("TT", Level.DEPARTMENT, "T", Function.INSPECTORATE),
    agency("C1", Level.CENTRE, "S1"),
    agency("C2", Level.CENTRE, "S1"),
    agency("X1", Level.COMMUNE, "T"),
    agency("X2", Level.COMMUNE, "T"),
    agency("TD", Level.PROVINCE, "T", Function.RECEPTION),
    agency("BNC", Level.PROVINCE, function=Function.INTERNAL_AFFAIRS),
    agency("DT", Level.PROVINCE, function=Function.INVESTIGATOR),
    agency("VKS", Level.PROVINCE, function=Function.PROCURACY),
    agency("TTCP", Level.CENTRAL, function=Function.CENTRAL),
]
AGENCIES = Agencies.of(PROVINCE, DAY)
CODES = [one.code for one in PROVINCE if one.level != Level.CENTRAL]


def where(kind: str, place: str = "", how: str = "", official: str = "", **more: object) -> Routing:
    accused = (Accused(place, official, how),) if how else ()
    return route(Matter(kind, DAY, place, accused=accused, **more), AGENCIES, TABLE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "place", "how", "goes_to", "row"),
    [
        ("complaint", "S1", "", "S1", "complaint"),
        ("complaint", "", "", "TD", "without_place"),
        ("good_service", "X1", "", "X1", "own"),
        ("denunciation", "S1", "staff", "S1", "staff"),
        ("denunciation", "X1", "staff", "X1", "staff"),
        ("reflection", "X1", "staff", "TT", "conduct_in_commune"),
        ("reflection", "C1", "staff", "S1", "conduct_in_centre"),
        ("undecided", "C1", "unknown", "S1", "unknown_in_centre"),
        ("denunciation", "C1", "head", "S1", "leader_of_centre"),
        ("denunciation", "X1", "head", "TT", "leader"),
        ("denunciation", "S1", "leader", "TT", "leader"),
        ("denunciation", "TT", "head", "T", "leader"),
        ("denunciation", "T", "head", "BNC", "leader_of_province"),
        ("denunciation", "", "", "TT", "denunciation_without_place"),
        ("crime_report", "X1", "head", "DT", "crime"),
        ("crime_report", "DT", "unit", "VKS", "crime"),
    ],
)
def test_ordinary_ways(kind: str, place: str, how: str, goes_to: str, row: str) -> None:
    found = where(kind, place, how)
    assert (found.agency, found.row) == (goes_to, row)
    assert found.reason_vi
    assert found.reason_en


def test_officials_who_speak_out_are_kept_from_their_own_unit() -> None:
    assert where("denunciation", "S1", "staff", inner=True).agency == "TT"
    assert where("denunciation", "C1", "staff", inner=True).agency == "S1"
    assert where("denunciation", "TT", "head", inner=True).agency == "BNC"


def test_signs_of_crime_go_to_the_investigators_from_anywhere() -> None:
    assert {where("denunciation", code, "staff", crime_signs=True).agency for code in CODES} == {"DT"}


def test_an_agency_led_by_a_relative_of_the_accused_is_passed_over_and_the_answer_says_so() -> None:
    found = where("reflection", "X1", "staff", "CC-1", relatives=frozenset({"head of TT"}))
    assert found.agency == "T"
    assert ("TT", Barred.LED_BY_RELATIVE) in {(one.agency, one.why) for one in found.excluded}
    assert found.barred_officials == {"CC-1", "head of TT"}


def test_where_nobody_is_left_it_goes_up_and_says_so() -> None:
    found = where("denunciation", "T", "head", recused=frozenset({"BNC"}))
    assert (found.agency, found.last_resort) == ("TTCP", False)
    found = where("good_service", "T", "unit", recused=frozenset({"BNC", "VKS"}))
    assert found.agency == "TTCP"
    assert where("reflection", "X1", "", recused=frozenset(CODES)).last_resort


def test_a_merged_unit_is_answered_for_by_its_successor() -> None:
    former = Agency("X1-A", "Xã cũ", "Xã cũ", "commune", parent="T", successor="X1", valid_to=DAY - timedelta(days=1))
    agencies = Agencies.of([*PROVINCE, former], DAY)
    assert route(Matter("complaint", DAY, "X1-A"), agencies, TABLE).agency == "X1"
    matter = Matter("denunciation", DAY, "X1-A", accused=(Accused("X1-A", "", "head"),))
    assert "X1" in exclusions(matter, agencies)


def test_a_house_without_agencies_answers_with_none() -> None:
    found = route(Matter("reflection", DAY), Agencies.of([], DAY), TABLE)
    assert found.agency == ""
    assert "Chưa có cơ quan" in found.reason_vi


def forbidden(matter: Matter, agencies: Agencies) -> set[str]:
    """Said anew, without the rules: agencies that must never get the matter."""
    found = set(matter.recused)
    persons = {one.official for one in matter.accused if one.official} | matter.relatives
    closed = {one.code for one in agencies.known.values() if one.head in persons}
    for one in matter.accused:
        place = agencies.get(one.agency)
        if place and one.how in LEADING:
            closed.add(place.code)
        if place and one.how == AccusedAs.UNKNOWN:
            found.add(place.code)
    for one in agencies.known.values():
        over = one
        for _step in range(20):
            if over.code in closed:
                found.add(one.code)
            over = agencies.known.get(over.parent, over)
    return found - {one.code for one in agencies.known.values() if one.function == Function.CENTRAL}


@pytest.mark.slow
def test_every_kind_unit_accused_and_relation_of_the_province() -> None:
    for kind in Kind.values:
        for place in ["", *CODES]:
            for accused_place in CODES:
                for how in AccusedAs.values:
                    for related in ("", *CODES):
                        relatives = frozenset({f"head of {related}"}) if related else frozenset[str]()
                        accused = (Accused(accused_place, "CC-9", how),)
                        matter = Matter(kind, DAY, place, accused=accused, relatives=relatives)
                        found = route(matter, AGENCIES, TABLE)
                        assert found.agency
                        assert not set(found.offices) & forbidden(matter, AGENCIES), (matter, found)


FUNCTIONS = st.sampled_from([f for f in Function if f not in (Function.CENTRAL,)])


@st.composite
def provinces(draw: st.DrawFn) -> list[Agency]:
    """Any tree of agencies, heads that may lead several, parents that may not exist or run in a circle."""
    count = draw(st.integers(1, 12))
    codes = [f"A{number}" for number in range(count)]
    heads = [f"CC-{number}" for number in range(6)]
    agencies = [
        Agency(
            code,
            code,
            code,
            draw(st.sampled_from(Level.values)),
            draw(FUNCTIONS),
            draw(st.sampled_from(["", "gone", *codes])),
            code,
            head=draw(st.sampled_from(["", *heads])),
        )
        for code in codes
    ]
    return [*agencies, Agency("TTCP", "TTCP", "TTCP", Level.CENTRAL, Function.CENTRAL)]


@st.composite
def matters(draw: st.DrawFn) -> Matter:
    places = st.sampled_from(["", "gone", *(f"A{number}" for number in range(12))])
    officials = st.sampled_from(["", *(f"CC-{number}" for number in range(6))])
    accused = st.builds(Accused, places, officials, st.sampled_from(AccusedAs.values))
    return Matter(
        draw(st.sampled_from(Kind.values)),
        DAY,
        draw(places),
        draw(st.sampled_from(["", "land", "customs"])),
        tuple(draw(st.lists(accused, max_size=3))),
        frozenset(draw(st.lists(officials.filter(bool), max_size=2))),
        frozenset(draw(st.lists(places.filter(bool), max_size=2))),
        draw(st.booleans()),
        draw(st.booleans()),
    )


@settings(max_examples=400, deadline=None)
@given(provinces(), matters())
def test_no_drawn_province_sends_a_matter_to_whom_it_accuses(province: list[Agency], matter: Matter) -> None:
    agencies = Agencies.of(province, DAY)
    found = route(matter, agencies, TABLE)
    assert found.agency in agencies.known
    assert found.agency == found.offices[0]
    assert not set(found.offices) & forbidden(matter, agencies)
    assert not set(found.offices) & {one.agency for one in found.excluded}
    assert len(set(found.offices)) == len(found.offices)
    assert matter.barred_officials == found.barred_officials


@settings(max_examples=100, deadline=None)
@given(provinces(), matters())
def test_a_transfer_by_hand_meets_the_same_walls(province: list[Agency], matter: Matter) -> None:
    agencies = Agencies.of(province, DAY)
    for code in forbidden(matter, agencies) & set(agencies.known):
        assert why_not(code, matter, agencies, TABLE) is not None


def test_the_gravest_accusation_decides() -> None:
    assert gravest(Matter("reflection", DAY)) == NOBODY
    both = (Accused("S1", "", "staff"), Accused("S2", "", "head"))
    assert gravest(Matter("reflection", DAY, accused=both)) == "head"


def test_every_row_of_the_table_can_be_reached_and_says_its_confidence() -> None:
    ids = [row.id for row in TABLE.rows]
    assert len(ids) == len(set(ids))
    reached = {
        route(Matter(kind, DAY, place, field, accused, inner=inner, crime_signs=signs), AGENCIES, TABLE).row
        for kind in Kind.values
        for place in ("", *CODES)
        for field in ("", "land")
        for accused in ((), *((Accused(place, "", how),) for how in AccusedAs.values))
        for inner in (False, True)
        for signs in (False, True)
    }
    assert reached >= set(ids)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[rows]]\nid="x"\nto=["nowhere"]\n', "each is one of"),
        ('[[rows]]\nid="x"\nto=[]\nreason_vi="a"\nreason_en="a"\nconfidence="R"\nreceived_from=2020-01-01', "nowhere"),
        ('[[competences]]\nfunction="king"\nkinds=[]\n', "unknown function"),
        ("[[rows]\n", "is not valid TOML"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "routing.toml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=said) as refused:
        read_table(tmp_path / "routing.toml")
    assert "\n" not in str(refused.value)


def test_routing_and_the_register_speak_of_the_same_kinds() -> None:
    from liem.intake.states import Kind as Registered

    assert set(Kind.values) == set(Registered.values)
