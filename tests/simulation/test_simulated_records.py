"""The simulated record set is what the exchange format says, sound, and the same for the same seed."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from liem.dossiers.tables import ACTIVITIES, TABLES, Kind
from liem.law.calendar import WorkingCalendar
from tests.simulation.provinces import Province, made

TYPES = {
    Kind.CODE: pl.String,
    Kind.TEXT: pl.String,
    Kind.LIST: pl.List(pl.String),
    Kind.INTEGER: pl.Int32,
    Kind.MONEY: pl.Int64,
    Kind.FLAG: pl.Boolean,
    Kind.DAY: pl.Date,
    Kind.INSTANT: pl.Datetime("us"),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_every_column_typed_as_the_format_says(province: Province, name: str) -> None:
    expected = {column.name: TYPES[column.kind] for column in TABLES[name].columns}
    assert dict(province.table(name).schema) == expected


@pytest.mark.parametrize("name", TABLES)
def test_required_columns_are_filled_and_choices_are_allowed_ones(province: Province, name: str) -> None:
    table = province.table(name)
    for column in TABLES[name].columns:
        if column.required:
            assert table[column.name].null_count() == 0, column.name
        if column.one_of:
            assert set(table[column.name].drop_nulls()) <= set(column.one_of)


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if table.key])
def test_keys_are_unique(province: Province, name: str) -> None:
    assert not province.table(name).select(TABLES[name].key).is_duplicated().any()


@pytest.mark.parametrize(
    ("name", "column", "target"),
    [(name, c.name, c.refers_to) for name, table in TABLES.items() for c in table.columns if c.refers_to],
)
def test_every_reference_leads_somewhere(province: Province, name: str, column: str, target: str) -> None:
    known = set(province.table(target)[TABLES[target].columns[0].name])
    assert set(province.table(name)[column].drop_nulls()) <= known


def test_every_activity_is_one_the_format_knows(province: Province) -> None:
    assert set(province.table("events")["activity"]) <= set(ACTIVITIES)


def test_events_of_a_dossier_stand_in_the_order_of_time_and_start_with_its_receipt(province: Province) -> None:
    events = province.table("events").with_columns(before=pl.col("at").shift(1).over("dossier"))
    assert events.filter(pl.col("before") > pl.col("at")).is_empty()
    first = events.group_by("dossier", maintain_order=True).first()
    joined = province.table("dossiers").join(first, on="dossier")
    assert joined.height == province.table("dossiers").height
    assert (joined["activity"] == "received").all()
    assert (joined["at"] == joined["received_at"]).all()


def test_a_dossier_is_finished_when_its_last_step_says_so(province: Province) -> None:
    last = province.table("events").group_by("dossier", maintain_order=True).last()
    joined = province.table("dossiers").join(last, on="dossier")
    closed = joined.filter(pl.col("finished_at").is_not_null())
    assert closed["activity"].is_in(["finished", "withdrawn"]).all()
    assert (closed["at"] == closed["finished_at"]).all()
    still_open = joined.filter(pl.col("finished_at").is_null())
    assert 0 < still_open.height < 0.1 * joined.height
    assert not still_open["activity"].is_in(["finished", "withdrawn"]).any()
    assert still_open["outcome"].null_count() == still_open.height


def test_the_order_of_work_is_kept(province: Province) -> None:
    first = province.table("events").group_by("dossier", "activity").agg(pl.col("at").min())
    wide = first.pivot("activity", index="dossier", values="at")
    pairs = [
        ("receipt_slip_issued", "forwarded"),
        ("forwarded", "supplement_requested"),
        ("supplement_requested", "supplement_received"),
        ("suspended", "resumed"),
        ("forwarded", "appraised"),
        ("appraised", "approved"),
        ("approved", "result_ready"),
        ("result_ready", "finished"),
    ]
    for earlier, later in pairs:
        both = wide.filter(pl.col(earlier).is_not_null() & pl.col(later).is_not_null())
        assert both.height > 50
        assert (both[earlier] <= both[later]).all(), (earlier, later)


def test_nothing_is_on_record_after_the_hand_over_and_all_in_office_hours(province: Province) -> None:
    events = province.table("events")
    assert events["at"].max().date() <= date(2026, 6, 30)  # type: ignore[union-attr]
    hours = events["at"].dt.hour()
    assert (hours.is_between(7, 16) | (events["activity"] == "receipt_slip_issued")).mean() > 0.999
    calendar = WorkingCalendar.load()
    days = events["at"].dt.date().unique().to_list()
    off = [day for day in days if not calendar.is_working_day(day)]
    assert all(day.weekday() == 5 for day in off), "only Saturday mornings are open on days off"


def test_the_due_date_is_the_limit_in_working_days_where_the_clock_never_stood(province: Province) -> None:
    calendar = WorkingCalendar.load()
    moved = province.table("events").filter(
        pl.col("activity").is_in(["supplement_requested", "suspended", "due_changed"])
    )
    plain = province.table("dossiers").join(moved, on="dossier", how="anti").sample(400, seed=1)
    limits = dict(province.table("procedures").select("procedure", "limit_working_days").iter_rows())
    for row in plain.iter_rows(named=True):
        due = calendar.add_working_days(row["received_at"].date(), limits[row["procedure"]])
        assert row["due_at"].date() == due


def test_an_official_works_only_where_and_while_assigned(province: Province) -> None:
    events = province.table("events").filter(pl.col("official").is_not_null())
    spells = province.table("officials").select("official", pl.col("unit"), "from", "to")
    at_home = events.join(spells, on=["official", "unit"]).filter(
        (pl.col("from") <= pl.col("at").dt.date()) & (pl.col("to").is_null() | (pl.col("to") >= pl.col("at").dt.date()))
    )
    assert at_home.height == events.height


def test_names_and_codes_say_that_they_are_invented(province: Province) -> None:
    names = [*province.table("units")["name"], *province.table("procedures")["name"]]
    assert all("mô phỏng" in name.lower() for name in names)
    assert province.table("officials")["official"].str.contains(r"^CC-\d{4,}$").all()
    assert province.table("dossiers")["agent"].drop_nulls().str.contains(r"^DV-\d{3,}$").all()
    assert province.table("dossiers")["applicant"].str.contains(r"^(ND|DN)-\d{8}$").all()


def test_the_same_seed_gives_the_same_province_and_another_seed_another(tmp_path: Path) -> None:
    one = made(tmp_path / "one", dossiers=600, seed=5)
    same = made(tmp_path / "same", dossiers=600, seed=5)
    other = made(tmp_path / "other", dossiers=600, seed=6)
    for name in TABLES:
        assert (one.folder / f"{name}.parquet").read_bytes() == (same.folder / f"{name}.parquet").read_bytes()
    assert one.written == same.written
    assert not one.table("events").equals(other.table("events"))


def test_csv_says_what_parquet_says(tmp_path: Path) -> None:
    parquet = made(tmp_path / "parquet", dossiers=300, seed=5)
    made(tmp_path / "csv", dossiers=300, seed=5, format="csv")
    events = pl.read_csv(tmp_path / "csv" / "events.csv", infer_schema=False)
    assert events["at"].str.ends_with("+07:00").all()
    local = events["at"].str.head(19).str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us")
    amounts = events["amount"].cast(pl.Int64)
    assert events.with_columns(at=local, amount=amounts).equals(parquet.table("events"))
    asked = pl.read_csv(tmp_path / "csv" / "procedures.csv", infer_schema=False)["required_documents"].str.split(";")
    assert asked.to_list() == parquet.table("procedures")["required_documents"].to_list()


def test_size_grows_in_step_with_the_dossiers_asked_for(tmp_path: Path) -> None:
    small = made(tmp_path / "small", dossiers=2_000, seed=5).written.rows
    large = made(tmp_path / "large", dossiers=12_000, seed=5).written.rows
    assert (small["dossiers"], large["dossiers"]) == (2_000, 12_000)
    for name in ("events", "accesses"):
        assert large[name] / small[name] == pytest.approx(6, rel=0.08)


@pytest.mark.parametrize(("start", "months"), [(date(2024, 2, 29), 3), (date(2023, 11, 15), 26), (date(2025, 7, 1), 1)])
def test_any_period_can_be_simulated(tmp_path: Path, start: date, months: int) -> None:
    dossiers = made(tmp_path / "any", dossiers=400, start=start, months=months).table("dossiers")
    assert dossiers["received_at"].min().date() >= start  # type: ignore[union-attr]
    assert dossiers.height == 400


def test_a_whole_province_stands_still_for_the_outage_and_no_longer(province: Province) -> None:
    outages = [alike for alike in province.written.truth["look_alikes"] if alike["kind"] == "system_outage"]  # type: ignore[attr-defined]
    events = province.table("events").with_columns(day=pl.col("at").dt.date())
    for outage in outages:
        first = date.fromisoformat(outage["first_day"])
        back = WorkingCalendar.load().add_working_days(first, outage["working_days"])
        mine = events.filter(pl.col("unit") == outage["unit"])
        assert mine.filter((pl.col("day") >= first) & (pl.col("day") < back)).is_empty()
        assert not mine.filter(pl.col("day") == back).is_empty()
