"""What must hold of the statutory clock whatever happens: order, monotony, no gap, no extension that shortens."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import given as _given
from hypothesis import strategies as st

from liem.base.clock import VIETNAM
from liem.law import explaining
from liem.law.calendar import WorkingCalendar
from liem.law.clock import Facts, Grant, Stop, due
from liem.law.limits import Limits

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # other work may share the machine


def given(*strategies):
    return lambda test: patient(_given(*strategies)(test))


LAW, CALENDAR = Limits.load(), WorkingCalendar.load()
RECEIVED = date(2026, 7, 5)
IDS = (
    "denunciation.resolve",
    "complaint.resolve_first",
    "crime_report.resolve",
    "denunciation.intake",
    "reflection.handle",
)
RULES = [LAW.rule(id_, RECEIVED) for id_ in IDS]
days = st.dates(date(2026, 7, 6), date(2027, 4, 30))
stops = st.builds(
    lambda since, length, ground: Stop(since, ground, None if length is None else since + timedelta(days=length)),
    days,
    st.one_of(st.none(), st.integers(-2, 60)),
    st.sampled_from(["suspended", "supplement_requested"]),
)
closed = stops.filter(lambda stop: stop.until is not None)
codes = st.sampled_from(["complex", "especially_complex", "procuracy", "many_places"])
grants = st.builds(Grant, days, codes, st.one_of(st.none(), st.integers(0, 70)))
rules = st.sampled_from(RULES)


def instant(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), VIETNAM)


def last(rule, facts):
    return due(rule, facts, CALENDAR).last_day


@given(rules, days, st.lists(stops, max_size=4), st.lists(grants, max_size=4), st.randoms())
def test_the_order_in_which_facts_are_told_does_not_matter(rule, start, halts, given_, random):
    facts = Facts(instant(start), tuple(halts), tuple(given_))
    first = due(rule, facts, CALENDAR)
    random.shuffle(halts)
    random.shuffle(given_)
    assert due(rule, replace(facts, stops=tuple(halts), grants=tuple(given_)), CALENDAR) == first


@given(rules, days, st.integers(0, 40), st.lists(closed, max_size=3))
def test_a_later_start_is_never_due_earlier(rule, start, later, halts):
    early = last(rule, Facts(instant(start), tuple(halts)))
    late = last(rule, Facts(instant(start + timedelta(days=later)), tuple(halts)))
    assert early <= late


@given(rules, days, st.lists(closed, max_size=3), st.lists(grants, max_size=3), grants)
def test_an_extension_never_shortens(rule, start, halts, given_, more):
    """The latest extension, so that it cannot take the place of one that was decided after it."""
    more = replace(more, decided_on=max([more.decided_on, *(one.decided_on for one in given_)]) + timedelta(days=1))
    before = last(rule, Facts(instant(start), tuple(halts), tuple(given_)))
    after = last(rule, Facts(instant(start), tuple(halts), (*given_, more)))
    assert before <= after


@given(rules, days, st.lists(closed, max_size=3), closed)
def test_a_stop_never_shortens(rule, start, halts, more):
    assert last(rule, Facts(instant(start), tuple(halts))) <= last(rule, Facts(instant(start), (*halts, more)))


@given(rules, days, st.lists(stops, max_size=3), st.lists(grants, max_size=3))
def test_each_day_is_explained_once_and_the_days_counted_are_those_allowed(rule, start, halts, given_):
    answer = due(rule, Facts(instant(start), tuple(halts), tuple(given_)), CALENDAR)
    steps = list(explaining.days(answer, CALENDAR))
    if answer.last_day is None:
        assert steps == []
        return
    assert [step.day for step in steps] == [
        start + timedelta(days=n) for n in range((answer.last_day - start).days + 1)
    ]
    if rule.unit == "working_day" and not answer.granted:
        assert sum(step.number is not None for step in steps) == rule.value
    if rule.unit == "day" and not answer.granted and answer.nominal == answer.last_day and not answer.stopped:
        assert sum(step.number is not None for step in steps) == rule.value


@given(rules, days, st.lists(stops, max_size=4), st.lists(grants, max_size=4))
def test_every_fact_counts_or_is_refused_with_a_reason(rule, start, halts, given_):
    answer = due(rule, Facts(instant(start), tuple(halts), tuple(given_)), CALENDAR)
    assert len(answer.stopped) + len(answer.granted) + len(answer.ignored) == len(halts) + len(given_)


@given(rules, days)
def test_the_last_day_is_a_day_on_which_offices_work(rule, start):
    assert CALENDAR.is_working_day(last(rule, Facts(instant(start))))


@given(rules, days, st.lists(days, min_size=1, max_size=3))
def test_after_a_hand_over_nothing_of_the_former_body_counts(rule, start, handed):
    answer = due(rule, Facts(instant(start), handed_over=tuple(handed)), CALENDAR)
    if rule.starts_at != "received" and start < max(handed):
        assert answer.state == "not_started"
    else:
        assert answer.started.date() == max(start, max(handed)) if rule.starts_at == "received" else start
