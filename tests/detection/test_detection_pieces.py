"""The small rules of detection, each against what it should say of a few made-up numbers."""

from datetime import date

import numpy as np
import pytest

from liem.base.errors import UserError
from liem.detection.absences import HANDOVER, absent_days
from liem.detection.catalogue import chosen, indicators
from liem.detection.leads import from_breaches, from_patterns
from liem.detection.newcomers import learning_times
from liem.detection.pair_excess import PairCells, pair_excess
from liem.detection.queueing import earlier_and_beyond
from liem.detection.rules import versions

BY_ID = {one.id: one for one in indicators()}


def test_who_was_ahead_and_who_was_overtaken_is_counted_as_by_hand() -> None:
    rng = np.random.default_rng(4)
    for _ in range(60):
        n = int(rng.integers(0, 40))
        group, order = rng.integers(0, 3, n), rng.integers(0, 15, n)
        value, bar = rng.integers(0, 20, n), rng.integers(0, 20, n)
        by_hand = [
            sum(group[j] == group[i] and order[j] < order[i] and value[j] > bar[i] for j in range(n)) for i in range(n)
        ]
        assert earlier_and_beyond(group, order, value, bar).tolist() == by_hand


def procedure(name: str, first: date | None, last: date | None, limit: int) -> dict[str, object]:
    return {
        "procedure": name,
        "valid_from": first,
        "valid_to": last,
        "limit_working_days": limit,
        "required_documents": ["b", "a", "a"],
        "fee": None,
        "max_supplement_requests": None,
    }


def test_a_later_version_of_a_procedure_ends_the_one_before_it() -> None:
    rows = [procedure("P", None, None, 10), procedure("P", date(2026, 3, 1), date(2026, 12, 31), 7)]
    old, new = versions(rows)
    assert (old.limit, old.last) == (10, date(2026, 2, 28))
    assert (new.limit, new.first, new.last) == (7, date(2026, 3, 1), date(2026, 12, 31))
    assert old.documents == ("a", "b")


def test_two_versions_of_the_same_first_day_leave_one() -> None:
    rows = [procedure("P", date(2026, 1, 1), date(2026, 6, 30), 10), procedure("P", date(2026, 1, 1), None, 7)]
    assert [version.limit for version in versions(rows)] == [7]


@pytest.mark.parametrize(("length", "beside"), [(6, 0), (12, HANDOVER)])
def test_a_long_unusual_gap_is_an_absence_and_an_ordinary_one_is_not(length: int, beside: int) -> None:
    busy = [day for day in range(100) if not 40 <= day < 40 + length]
    rare = list(range(0, 100, 5))
    official = np.array([7] * len(busy) + [8] * len(rare))
    away, day = absent_days(official, np.array(busy + rare), np.ones(len(official), dtype=np.int64))
    assert set(away.tolist()) == {7}
    assert sorted(day.tolist()) == list(range(40 - beside, 40 + length + beside))


@pytest.mark.parametrize(("left", "length"), [(1, 8), (3, 8), (1, 3)])
def test_next_to_nothing_for_a_week_is_an_absence_of_who_is_busy_otherwise(left: int, length: int) -> None:
    """Whoever has eight traces a day leaves ``left`` on each of ``length`` days."""
    day = np.arange(100)
    traces = np.where((day >= 40) & (day < 40 + length), left, 8)
    away, on = absent_days(np.full(100, 7), day, traces)
    expected = set(range(40, 48)) if (left, length) == (1, 8) else set()
    assert set(on.tolist()) == expected
    assert set(away.tolist()) == ({7} if expected else set())
    assert not len(absent_days(np.full(100, 7), day, np.minimum(traces, 1))[0]), "one a day is not busy"


def test_where_nobody_left_a_trace_nobody_was_away() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert not len(absent_days(nothing, nothing, nothing)[0])


def test_who_came_later_learns_for_half_a_year_and_a_trainee_all_along() -> None:
    rows = [
        {"official": "old", "post": None, "from": None, "to": None},
        {"official": "new", "post": "chuyên viên", "from": date(2026, 5, 1), "to": None},
        {"official": "tập", "post": "Công chức tập sự", "from": date(2025, 1, 1), "to": date(2026, 6, 30)},
        {"official": "moved", "post": None, "from": date(2020, 1, 1), "to": date(2026, 4, 30)},
        {"official": "moved", "post": None, "from": date(2026, 5, 1), "to": None},
    ]
    times = learning_times(rows, date(2026, 1, 1))
    assert times["new"] == (date(2026, 5, 1), date(2026, 10, 28))
    assert times["tập"] == (date(2025, 1, 1), date(2026, 6, 30))
    assert set(times) == {"new", "tập"}


def pairs(rng: np.random.Generator, favour: float) -> PairCells:
    """30 officials, 12 agents and people who come themselves; agent 0 is quick everywhere; 3|5 is favoured."""
    official, agent = np.repeat(np.arange(30), 13), np.tile(np.arange(-1, 12), 30)
    n = np.where(agent < 0, 80, rng.integers(10, 40, len(agent)))
    log_odds = -1.2 + rng.normal(0, 0.3, 30)[official] + np.where(agent == 0, 1.5, 0.0)
    log_odds = log_odds + np.where((official == 3) & (agent == 5), favour, 0.0) + rng.normal(0, 0.15, len(agent))
    events = rng.binomial(n, 1 / (1 + np.exp(-log_odds)))
    return PairCells(official, agent, np.zeros(len(agent), dtype=np.int64), n.astype(float), events.astype(float))


def test_a_favoured_pair_stands_out_and_a_specialised_agent_does_not() -> None:
    found = pair_excess(pairs(np.random.default_rng(1), 2.5))
    order = np.argsort(found.p)
    assert (found.official[order[0]], found.agent[order[0]]) == (3, 5)
    assert found.p[order[0]] < 1e-4
    assert found.p[found.agent == 0].min() > 0.001


def test_without_favour_small_p_values_are_no_more_frequent_than_they_say() -> None:
    p = np.concatenate([pair_excess(pairs(np.random.default_rng(seed), 0.0)).p for seed in range(6)])
    assert (p <= 0.01).mean() <= 0.012
    assert (p <= 0.05).mean() <= 0.055


def signal(indicator: str, subject: str, unit: str | None = "X-1", kind: str = "official") -> dict[str, object]:
    act = BY_ID[indicator].act
    return {
        "signal": f"{indicator}-{subject}",
        "indicator": indicator,
        "act": act,
        "subject_kind": kind,
        "subject": subject,
        "unit": unit,
    }


def test_two_patterns_of_one_source_make_no_lead_on_a_person_but_a_look_at_the_unit() -> None:
    (lead,) = from_patterns([signal("B1", "C7"), signal("D1", "C7")], BY_ID)
    assert (lead["subject_kind"], lead["subject"], lead["grade"]) == ("unit", "X-1", "single")
    assert lead["sources"] == ["log"]


def test_two_sources_that_agree_make_a_convergent_lead_on_the_person() -> None:
    (lead,) = from_patterns([signal("B1", "C7"), signal("E1", "C7")], BY_ID)
    assert (lead["subject_kind"], lead["subject"], lead["grade"]) == ("official", "C7", "convergent")
    assert lead["sources"] == ["access", "log"]


def test_a_dossier_is_a_lead_when_a_grave_rule_or_two_rules_were_broken() -> None:
    broken = [
        ("late", "D0", "s1"),
        ("late", "D4", "s2"),
        ("fee", "B9", "s3"),
        ("two", "D0", "s4"),
        ("two", "C3", "s5"),
    ]
    leads = {lead["subject"]: lead for lead in from_breaches(broken, BY_ID)}
    assert set(leads) == {"fee", "two"}, "lateness and its missing apology are one fact"
    assert leads["two"]["signals"] == ["s4", "s5"]


def test_an_unknown_indicator_is_named_with_those_that_exist() -> None:
    with pytest.raises(UserError, match=r"no indicator Z9; there are A1"):
        chosen("B1,z9")
    assert [one.id for one in chosen("d1, B1,D1")] == ["D1", "B1"]
