"""Whether the records themselves are sound: each check speaks where it should and is silent on a sound log."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from liem.dossiers.quality import Finding, LogIntegrity, Severity, examine
from liem.dossiers.quality.sentences import SENTENCES
from liem.dossiers.quality.session import session
from liem.dossiers.records import read_records
from liem.dossiers.simulation import Options, simulate
from liem.law.calendar import WorkingCalendar

pytestmark = pytest.mark.slow

TODAY = date(2026, 12, 31)
STEPS = ("received", "forwarded", "appraised", "approved", "result_ready", "finished")
Row = dict[str, object]


def working_days(first: date, number: int) -> Iterator[date]:
    calendar = WorkingCalendar.load()
    yield from (calendar.add_working_days(first, n) for n in range(1, number + 1))


def sound() -> tuple[list[Row], list[Row]]:
    """Dossiers and events of an honest province: office hours, working days, every official at one unit."""
    dossiers, events = _sound()
    return [dict(row) for row in dossiers], [dict(row) for row in events]


@lru_cache(maxsize=1)
def _sound(units: int = 3, days: int = 45, per_day: int = 4, seed: int = 7) -> tuple[list[Row], list[Row]]:
    chance = random.Random(seed)  # noqa: S311
    dossiers: list[Row] = []
    events: list[Row] = []
    calendar = WorkingCalendar.load()
    for unit in range(units):
        for day in working_days(date(2026, 3, 1), days):
            for _ in range(chance.randint(per_day // 2, per_day * 2)):
                name = f"H{len(dossiers)}"
                received = datetime.combine(day, datetime.min.time()) + timedelta(
                    seconds=chance.randint(27_000, 60_000)
                )
                at = received
                for step in STEPS:
                    events.append(
                        {"dossier": name, "at": at, "activity": step, "official": f"C{unit}{chance.randint(0, 4)}"}
                    )
                    then = calendar.add_working_days(at.date(), chance.randint(0, 2))
                    moved = datetime.combine(then, datetime.min.time()) + timedelta(
                        seconds=chance.randint(27_000, 60_000)
                    )
                    at = max(at + timedelta(minutes=1), moved)
                last = events[-1]["at"]
                dossiers.append(
                    {"dossier": name, "procedure": "P1", "unit": f"U{unit}", "applicant": f"A{name}",
                     "received_at": received, "due_at": received + timedelta(days=20), "finished_at": last}
                )  # fmt: skip
    return dossiers, events


Spoil = Callable[[list[Row], list[Row]], None]


@pytest.fixture
def examined(tmp_path: Path) -> Callable[[Spoil], LogIntegrity]:
    def run(spoil: Spoil) -> LogIntegrity:
        dossiers, events = sound()
        spoil(dossiers, events)
        source = tmp_path / "source"
        source.mkdir()
        pq.write_table(pa.Table.from_pylist(dossiers), source / "dossiers.parquet")
        pq.write_table(pa.Table.from_pylist(events), source / "events.parquet")
        return examine(read_records(source, tmp_path / "out"), TODAY)

    return run


def worth_saying(integrity: LogIntegrity) -> dict[str, Finding]:
    """Findings beyond mere information."""
    return {found.code: found for found in integrity.findings if found.severity != "info"}


def test_a_sound_log_gives_no_warning(examined) -> None:
    integrity = examined(lambda dossiers, events: None)
    assert worth_saying(integrity) == {}
    assert integrity.sound


@pytest.mark.slow
@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_simulated_province_gives_no_warning_but_for_the_outage_it_has(tmp_path: Path, seed: int) -> None:
    simulate(tmp_path / "province", Options(dossiers=10_000, seed=seed, honest=True))
    records = read_records(tmp_path / "province", tmp_path / "out")
    assert sum(records.rejected.values()) == 0
    assert set(worth_saying(examine(records, TODAY))) <= {"gap_in_unit"}


@pytest.mark.slow
def test_missing_days_of_the_whole_log_are_serious(examined) -> None:
    def lose_two_weeks(dossiers: list[Row], events: list[Row]) -> None:
        events[:] = [e for e in events if not datetime(2026, 4, 6) <= e["at"] < datetime(2026, 4, 20)]  # noqa: DTZ001

    found = worth_saying(examined(lose_two_weeks))["gap_in_log"]
    assert (found.severity, found.n) == ("serious", 10)
    assert found.examples == ("2026-04-06 – 2026-04-17",)


@pytest.mark.slow
def test_missing_days_of_one_unit_are_named(examined) -> None:
    def lose_a_week(dossiers: list[Row], events: list[Row]) -> None:
        ours = {d["dossier"] for d in dossiers if d["unit"] == "U1"}
        lost = (datetime(2026, 4, 6), datetime(2026, 4, 11))  # noqa: DTZ001
        events[:] = [e for e in events if e["dossier"] not in ours or not lost[0] <= e["at"] < lost[1]]

    found = worth_saying(examined(lose_a_week))
    assert set(found) == {"gap_in_unit"}
    assert found["gap_in_unit"].examples == ("U1: 2026-04-06 – 2026-04-10",)


def test_holidays_are_no_gap(tmp_path: Path) -> None:
    """Tết 2026: the log above spans only spring; here a log that spans the new year's days off."""
    dossiers, events = [], []
    for number, day in enumerate(working_days(date(2026, 1, 15), 40)):
        for one in range(30):
            at = datetime.combine(day, datetime.min.time()) + timedelta(hours=8, minutes=7 * one)
            name = f"H{number}-{one}"
            dossiers.append({"dossier": name, "procedure": "P", "unit": "U", "applicant": name, "received_at": at})
            events.append({"dossier": name, "at": at, "activity": "received"})
    (tmp_path / "source").mkdir()
    pq.write_table(pa.Table.from_pylist(dossiers), tmp_path / "source" / "dossiers.parquet")
    pq.write_table(pa.Table.from_pylist(events), tmp_path / "source" / "events.parquet")
    assert worth_saying(examine(read_records(tmp_path / "source", tmp_path / "out"), TODAY)) == {}


def moved(events: list[Row], dossiers: list[Row], by: timedelta) -> None:
    for row in (*events, *dossiers):
        for name in ("at", "received_at", "finished_at", "due_at"):
            if isinstance(row.get(name), datetime):
                row[name] += by  # type: ignore[operator]


@pytest.mark.slow
def test_a_log_written_in_another_zone_shows_as_work_at_night(examined) -> None:
    found = worth_saying(examined(lambda dossiers, events: moved(events, dossiers, timedelta(hours=-7))))
    assert found["night_work"].severity == "serious"
    assert found["night_work"].n == 3


@pytest.mark.slow
def test_a_log_moved_by_two_days_shows_as_work_on_days_off(examined) -> None:
    found = worth_saying(examined(lambda dossiers, events: moved(events, dossiers, timedelta(days=2))))
    assert found["work_on_days_off"].n == 3


@pytest.mark.slow
def test_events_after_today_are_in_the_future(examined) -> None:
    def far(dossiers: list[Row], events: list[Row]) -> None:
        events[5]["at"] = datetime(2062, 3, 2, 8)  # noqa: DTZ001

    found = worth_saying(examined(far))["in_future"]
    assert (found.n, found.severity) == (1, "warning")


@pytest.mark.slow
def test_days_outside_the_calendar_are_said(examined) -> None:
    def old(dossiers: list[Row], events: list[Row]) -> None:
        dossiers[0]["due_at"] = datetime(2062, 3, 2)  # noqa: DTZ001

    assert worth_saying(examined(old))["outside_calendar"].n == 1


def test_the_days_the_records_are_joined_with_are_those_of_the_calendar(source) -> None:
    with session(source.read(), TODAY) as opened:
        laid_out = opened.rows("SELECT day, is_working, ordinal FROM days ORDER BY day")
    assert laid_out == [(row.day, row.is_working, row.ordinal) for row in WorkingCalendar.load().table()]


def test_several_offsets_or_some_without_are_told_apart(source) -> None:
    assert examine(source.read(), TODAY).with_code("mixed_offsets") is None
    text = (source.folder / "events.csv").read_text("utf-8")
    source.write("events.csv", text.replace("08:00:00+07:00", "01:00:00Z", 1))
    several = examine(source.read(), TODAY).with_code("mixed_offsets")
    assert several is not None
    assert (several.n, several.examples) == (1, ("events.at: +07:00 2, Z 1",))
    source.write("events.csv", text.replace("08:00:00+07:00", "08:00:00", 1))
    partly = examine(source.read(), TODAY).with_code("mixed_offsets")
    assert partly is not None
    assert "without one they are taken as Vietnam's" in partly.en


@pytest.mark.slow
def test_dates_without_times_are_said_and_nothing_is_drawn_from_their_hours(examined) -> None:
    def dates_alone(dossiers: list[Row], events: list[Row]) -> None:
        for row in events:
            row["at"] = datetime.combine(row["at"].date(), datetime.min.time())  # type: ignore[attr-defined]
        for row in dossiers:
            row["received_at"] = datetime.combine(row["received_at"].date(), datetime.min.time())  # type: ignore[attr-defined]

    integrity = examined(dates_alone)
    assert integrity.with_code("dates_alone") is not None
    assert worth_saying(integrity) == {}


@pytest.mark.slow
def test_a_code_that_acts_in_two_units_within_minutes_may_be_shared(examined) -> None:
    def share(dossiers: list[Row], events: list[Row]) -> None:
        place = {d["dossier"]: d["unit"] for d in dossiers}
        for row in events:
            if row["official"] in ("C00", "C10"):
                row["official"] = "C99"
        assert {place[row["dossier"]] for row in events if row["official"] == "C99"} == {"U0", "U1"}

    found = worth_saying(examined(share))["shared_account"]
    assert found.n == 1
    assert found.examples[0].startswith("C99 (")


def test_a_code_assigned_to_both_units_is_not_suspected(tmp_path: Path) -> None:
    dossiers, events = sound()
    for row in events:
        row["official"] = "C99" if row["official"] in ("C00", "C10") else row["official"]
    source = tmp_path / "source"
    source.mkdir()
    pq.write_table(pa.Table.from_pylist(dossiers), source / "dossiers.parquet")
    pq.write_table(pa.Table.from_pylist(events), source / "events.parquet")
    codes = sorted({str(row["official"]) for row in events} - {"C99"})
    lines = [f"{code},U{code[1]}" for code in codes] + ["C99,U0", "C99,U1"]
    (source / "officials.csv").write_text("official,unit\n" + "\n".join(lines), "utf-8")
    assert "shared_account" not in worth_saying(examine(read_records(source, tmp_path / "out"), TODAY))


@pytest.mark.slow
def test_forty_dossiers_in_a_minute_again_and_again_is_an_inhuman_rate(examined) -> None:
    def race(dossiers: list[Row], events: list[Row]) -> None:
        for burst in range(3):
            at = datetime(2026, 5, 4 + burst, 15, 30)  # noqa: DTZ001
            for n in range(40):
                events.append(
                    {"dossier": f"H{n}", "at": at + timedelta(seconds=n), "activity": "signed", "official": "C01"}
                )
        for dossier in dossiers[:40]:
            dossier["finished_at"] = datetime(2026, 6, 30, 9)  # noqa: DTZ001

    found = worth_saying(examined(race))["inhuman_rate"]
    assert (found.n, found.examples) == (1, ("C01 (3)",))


@pytest.mark.slow
def test_many_officials_on_one_second_is_a_machine_writing(examined) -> None:
    def stamp(dossiers: list[Row], events: list[Row]) -> None:
        at = datetime(2026, 5, 4, 23, 59, 59)  # noqa: DTZ001
        for n in range(60):
            events.append({"dossier": f"H{n}", "at": at, "activity": "archived", "official": f"C{n % 3}{n % 5}"})
        for dossier in dossiers[:60]:
            dossier["finished_at"] = datetime(2026, 6, 30, 9)  # noqa: DTZ001

    found = worth_saying(examined(stamp))["same_instant"]
    assert (found.n, found.examples) == (60, ("2026-05-04 23:59:59: 60",))


@pytest.mark.slow
def test_dossiers_received_in_heaps_of_one_minute_were_entered_afterwards(examined) -> None:
    def heap(dossiers: list[Row], events: list[Row]) -> None:
        ours = [dossier for dossier in dossiers if dossier["unit"] == "U0"][:100]
        for dossier in ours:
            dossier["received_at"] = datetime(2026, 3, 2, 7, 1)  # noqa: DTZ001

    found = worth_saying(examined(heap))
    assert found["received_in_bulk"].n == 100


@pytest.mark.slow
def test_events_in_heaps_of_one_minute_were_entered_afterwards(examined) -> None:
    def heap(dossiers: list[Row], events: list[Row]) -> None:
        ours = {d["dossier"] for d in dossiers if d["unit"] == "U0"}
        late = [row for row in events if row["dossier"] in ours and row["activity"] == "finished"]
        for n, row in enumerate(late):
            row["at"] = datetime(2026, 6, 30, 17, 0, n % 60)  # noqa: DTZ001
        for dossier in dossiers:
            dossier["finished_at"] = datetime(2026, 6, 30, 18)  # noqa: DTZ001

    assert worth_saying(examined(heap))["entered_in_bulk"].n > 100


@pytest.mark.slow
@pytest.mark.parametrize(
    ("hours", "share", "code"),
    [(1, 1.0, None), (24 * 9, 0.03, None), (24 * 9, 0.1, "recorded_late"), (-48, 0.1, "recorded_early")],
)
def test_the_lag_of_entry_is_looked_at_where_the_source_tells_it(examined, hours, share, code) -> None:
    def record(dossiers: list[Row], events: list[Row]) -> None:
        chance = random.Random(3)  # noqa: S311
        for row in events:
            lag = timedelta(hours=hours) if chance.random() < share else timedelta(minutes=5)
            row["recorded_at"] = (row["at"] + lag).isoformat()  # type: ignore[operator]

    assert set(worth_saying(examined(record))) == ({code} if code else set())


@pytest.mark.slow
@pytest.mark.parametrize(("share", "found"), [(0.0, set()), (0.1, {"against_numbers"})])
def test_numbers_that_run_against_the_time_show_back_dating(examined, share, found) -> None:
    def number(dossiers: list[Row], events: list[Row]) -> None:
        chance = random.Random(5)  # noqa: S311
        for position, row in enumerate(sorted(events, key=lambda row: row["at"])):  # type: ignore[arg-type,return-value]
            row["event_id"] = str(position)
        last = [row for row in events if row["activity"] == "finished"]
        for row in last:
            if chance.random() < 6 * share:
                row["at"] = row["at"] - timedelta(days=6)  # type: ignore[operator]

    codes = set(worth_saying(examined(number)))
    assert codes & {"against_numbers"} == found


@pytest.mark.slow
def test_numbers_given_dossier_by_dossier_are_no_order_of_entry(examined) -> None:
    def number(dossiers: list[Row], events: list[Row]) -> None:
        names = sorted({str(row["dossier"]) for row in events}, key=lambda name: hash(name) % 1009)
        place = {name: n for n, name in enumerate(names)}
        for n, row in enumerate(events):
            row["event_id"] = str(place[str(row["dossier"])] * 10 + n % 6)

    assert worth_saying(examined(number)) == {}


@pytest.mark.slow
def test_steps_after_the_end_suggest_a_back_dated_end(examined) -> None:
    def close_early(dossiers: list[Row], events: list[Row]) -> None:
        for dossier in dossiers[:100]:
            dossier["finished_at"] = dossier["received_at"]

    found = worth_saying(examined(close_early))["work_after_end"]
    assert 50 < found.n <= 100


@pytest.mark.slow
def test_an_answer_before_its_question_is_counted(examined) -> None:
    def answer(dossiers: list[Row], events: list[Row]) -> None:
        for n in range(50):
            at = dossiers[n]["received_at"] + timedelta(hours=1)  # type: ignore[operator]
            events.append({"dossier": f"H{n}", "at": at, "activity": "supplement_received", "official": "C01"})

    assert worth_saying(examined(answer))["answer_without_question"].n == 50


@pytest.mark.slow
def test_a_request_and_its_answer_in_order_are_sound(examined) -> None:
    def ask(dossiers: list[Row], events: list[Row]) -> None:
        for n in range(50):
            at = dossiers[n]["received_at"]
            for step, activity in enumerate(("supplement_requested", "supplement_received", "suspended", "resumed")):
                later = at + timedelta(minutes=step)  # type: ignore[operator]
                events.append({"dossier": f"H{n}", "at": later, "activity": activity, "official": "C01"})

    assert "answer_without_question" not in worth_saying(examined(ask))


@pytest.mark.slow
def test_events_within_a_day_before_receipt_are_counted(examined) -> None:
    def early(dossiers: list[Row], events: list[Row]) -> None:
        for dossier in dossiers[:200]:
            dossier["received_at"] += timedelta(minutes=30)  # type: ignore[operator]

    assert worth_saying(examined(early))["before_receipt"].n >= 200


@pytest.mark.slow
def test_repeated_events_are_counted_though_they_differ_in_some_column(examined) -> None:
    def repeat(dossiers: list[Row], events: list[Row]) -> None:
        events.extend({**row, "reason": "lần hai"} for row in events[:400])
        events[0]["reason"] = None

    assert worth_saying(examined(repeat))["repeated_events"].n == 400


def test_codes_that_no_register_holds_are_named(source) -> None:
    source.write("officials.csv", "official,unit\nC7,U1\n")
    source.write("units.csv", "unit,name\nU1,Xã Một\n")
    found = worth_saying(examine(source.read(), TODAY))
    assert set(found) == {"unknown_events_official"}
    assert found["unknown_events_official"].examples == ("C1",)
    assert "cán bộ không có trong bảng officials" in found["unknown_events_official"].vi


def test_a_step_under_a_name_without_a_meaning_is_mentioned_with_the_name(examined) -> None:
    def dance(dossiers: list[Row], events: list[Row]) -> None:
        events[7]["activity"] = "yêu cầu bổ sung"

    told = examined(dance).with_code("plain_steps")
    assert (told.n, told.severity, told.examples) == (1, "info", ("yêu cầu bổ sung (1)",))


def test_a_log_in_its_own_words_is_to_be_translated(examined) -> None:
    def own_words(dossiers: list[Row], events: list[Row]) -> None:
        for event in events:
            event["activity"] = f"bước {event['activity']}"

    told = examined(own_words).with_code("plain_steps")
    assert (told.n, told.severity) == (told.of, "warning")
    assert "ánh xạ" in told.vi
    assert "mapping" in told.en


def test_documents_of_no_list_are_mentioned_where_there_are_lists(source) -> None:
    source.write("procedures.csv", "procedure,name,limit_working_days,required_documents\nP1,A,10,D1\n")
    source.write("events.csv", "dossier,at,activity,document\nH1,2026-03-02T08:00,supplement_requested,D9\n")
    assert examine(source.read(), TODAY).with_code("unknown_documents") is not None
    source.write("events.csv", "dossier,at,activity,document\nH1,2026-03-02T08:00,supplement_requested,D1\n")
    assert examine(source.read(), TODAY).with_code("unknown_documents") is None


def test_an_official_acting_after_the_assignment_ended_is_counted(source) -> None:
    source.write("officials.csv", "official,unit,from,to\nC1,U1,2026-01-01,2026-03-04\n")
    found = worth_saying(examine(source.read(), TODAY))["outside_assignment"]
    assert (found.n, found.of) == (1, 3)
    source.write("officials.csv", "official,unit,from,to\nC1,U1,2026-01-01,\n")
    assert worth_saying(examine(source.read(), TODAY)) == {}


def test_rows_not_accepted_weigh_by_their_share(source) -> None:
    text = (source.folder / "events.csv").read_text("utf-8")
    source.write("events.csv", text + "H1,soon,x,C1\n")
    found = worth_saying(examine(source.read(), TODAY))["rows_rejected"]
    assert (found.n, found.of, found.severity) == (1, 6, "serious")


def test_what_the_records_do_not_hold_is_said_with_what_it_switches_off(source) -> None:
    integrity = examine(source.read(), TODAY)
    found = integrity.with_code("no_dossiers_due_at")
    assert found is not None
    assert found.severity == "info"
    assert found.vi == "Dữ liệu không có ngày hẹn trả kết quả; không tính được việc đối chiếu với ngày đã hẹn."
    assert integrity.with_code("no_events_official") is None
    assert integrity.with_code("no_table_accesses") is not None


@pytest.mark.slow
def test_the_gravest_finding_comes_first(examined) -> None:
    def spoil(dossiers: list[Row], events: list[Row]) -> None:
        events[5]["at"] = datetime(2062, 3, 2, 8)  # noqa: DTZ001
        events[:] = [e for e in events if not datetime(2026, 4, 6) <= e["at"] < datetime(2026, 4, 20)]  # noqa: DTZ001

    weights = [Severity[found.severity.upper()] for found in examined(spoil).findings]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] is Severity.SERIOUS


def test_every_sentence_has_the_same_places_in_both_languages() -> None:
    import string

    for code, sentence in SENTENCES.items():
        vi, en = (
            {place for _, place, _, _ in string.Formatter().parse(text) if place} for text in vars(sentence).values()
        )
        assert {name.removesuffix("_vi") for name in vi} == {name.removesuffix("_en") for name in en}, code
