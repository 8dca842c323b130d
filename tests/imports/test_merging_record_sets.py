"""Two record sets become one; what changed is counted and kept."""

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liem.imports.merging import Merged, TableChange, merge

DOSSIER = "SELECT * FROM (VALUES {}) AS t(dossier, procedure, outcome)"
EVENT = "SELECT dossier, seq::INTEGER AS seq, activity FROM (VALUES {}) AS t(dossier, seq, activity)"


def write(folder: Path, **tables: str) -> Path:
    folder.mkdir()
    for name, query in tables.items():
        duckdb.sql(query).write_parquet(str(folder / f"{name}.parquet"))
    return folder


def rows(path: Path) -> list[tuple]:
    return duckdb.sql(f"SELECT * FROM '{path}'").fetchall()


@pytest.fixture
def held(tmp_path: Path) -> Path:
    return write(
        tmp_path / "held",
        dossiers=DOSSIER.format("('A','P','granted'), ('B','P',NULL), ('C','P','refused')"),
        events=EVENT.format("('A',1,'received'), ('A',2,'finished'), ('B',1,'received'), ('C',1,'received')"),
        procedures="SELECT 'P' AS procedure, NULL::DATE AS valid_from, 10 AS limit_working_days",
        accesses="SELECT * FROM (VALUES ('X','A'), ('X','A'), ('Y','B')) AS t(official, dossier)",
    )


def into(tmp_path: Path) -> Path:
    folder = tmp_path / "merged"
    folder.mkdir(exist_ok=True)
    return folder


def test_the_first_record_set_is_all_new(held: Path, tmp_path: Path) -> None:
    merged = merge(None, held, into(tmp_path))
    assert merged.tables["dossiers"] == TableChange(added=3)
    assert merged.tables["events"] == TableChange(added=4)
    assert rows(tmp_path / "merged" / "events.parquet") == rows(held / "events.parquet")


def test_the_same_records_again_are_nothing_new(held: Path, tmp_path: Path) -> None:
    merged = merge(held, held, into(tmp_path))
    assert merged.nothing_new
    assert merged.tables["events"] == TableChange(unchanged=4)
    for table in ("dossiers", "events", "procedures", "accesses"):
        assert sorted(rows(tmp_path / "merged" / f"{table}.parquet")) == sorted(rows(held / f"{table}.parquet"))


def test_a_corrected_dossier_takes_the_place_of_the_old_one_with_all_its_events(held: Path, tmp_path: Path) -> None:
    correction = write(
        tmp_path / "new",
        dossiers=DOSSIER.format("('A','P','refused'), ('D','P',NULL)"),
        events=EVENT.format("('A',1,'received'), ('D',1,'received')"),
    )
    merged = merge(held, correction, into(tmp_path))
    assert merged.tables["dossiers"] == TableChange(added=1, changed=1)
    assert merged.tables["events"] == TableChange(added=1, removed=1, unchanged=1)
    assert rows(tmp_path / "merged" / "dossiers.parquet") == [
        ("A", "P", "refused"),
        ("B", "P", None),
        ("C", "P", "refused"),
        ("D", "P", None),
    ]
    assert [row[:2] for row in rows(tmp_path / "merged" / "events.parquet")] == [("A", 1), ("B", 1), ("C", 1), ("D", 1)]
    assert rows(tmp_path / "merged" / "procedures.parquet") == rows(held / "procedures.parquet")


def test_what_changed_is_kept_with_before_and_after(held: Path, tmp_path: Path) -> None:
    correction = write(
        tmp_path / "new",
        dossiers=DOSSIER.format("('A','P','refused')"),
        events=EVENT.format("('A',1,'received')"),
        procedures="SELECT 'P' AS procedure, NULL::DATE AS valid_from, 15 AS limit_working_days",
    )
    merged = merge(held, correction, into(tmp_path))
    assert merged.changes is not None
    assert rows(merged.changes) == [
        ("dossiers", "A", "outcome", "granted", "refused"),
        ("events", "A", "event", "finished", None),
        ("procedures", "P", "limit_working_days", "10", "15"),
    ]


def test_a_complete_set_takes_the_place_of_everything(held: Path, tmp_path: Path) -> None:
    whole = write(
        tmp_path / "new",
        dossiers=DOSSIER.format("('A','P','granted')"),
        events=EVENT.format("('A',1,'received'), ('A',2,'finished')"),
    )
    merged = merge(held, whole, into(tmp_path), complete=True)
    assert merged.tables["dossiers"] == TableChange(unchanged=1, removed=2)
    assert merged.tables["procedures"] == TableChange(removed=1)
    assert merged.tables["accesses"] == TableChange(removed=3)
    assert rows(tmp_path / "merged" / "dossiers.parquet") == [("A", "P", "granted")]


def test_a_look_at_a_dossier_already_held_is_not_held_twice(held: Path, tmp_path: Path) -> None:
    later = write(
        tmp_path / "new",
        dossiers=DOSSIER.format("('C','P','refused')"),
        events=EVENT.format("('C',1,'received')"),
        accesses="SELECT * FROM (VALUES ('Y','B'), ('Z','C')) AS t(official, dossier)",
    )
    merged = merge(held, later, into(tmp_path))
    assert merged.tables["accesses"] == TableChange(added=1, unchanged=1)
    assert sorted(rows(tmp_path / "merged" / "accesses.parquet")) == [("X", "A"), ("X", "A"), ("Y", "B"), ("Z", "C")]


def test_a_column_that_only_the_new_file_has_is_kept(held: Path, tmp_path: Path) -> None:
    wider = write(
        tmp_path / "new",
        dossiers="SELECT 'A' AS dossier, 'P' AS procedure, 'granted' AS outcome, 'note' AS x_remark",
        events=EVENT.format("('A',1,'received'), ('A',2,'finished')"),
    )
    merged = merge(held, wider, into(tmp_path))
    assert merged.tables["dossiers"] == TableChange(changed=1)
    assert ("B", "P", None, None) in rows(tmp_path / "merged" / "dossiers.parquet")


BOOK = st.dictionaries(
    st.sampled_from("ABCDE"),
    st.tuples(st.sampled_from(["granted", "refused"]), st.lists(st.sampled_from("rsf"), min_size=1, max_size=3)),
    min_size=1,
)


def _write_book(folder: Path, book: dict[str, tuple[str, list[str]]]) -> Path:
    dossiers = ", ".join(f"('{name}','P','{outcome}')" for name, (outcome, _) in book.items())
    steps = [f"('{name}',{n},'{step}')" for name, (_, events) in book.items() for n, step in enumerate(events, 1)]
    return write(folder, dossiers=DOSSIER.format(dossiers), events=EVENT.format(", ".join(steps)))


@settings(max_examples=25, deadline=None)
@given(BOOK, BOOK)
def test_a_merge_is_what_a_dictionary_update_is(
    held: dict[str, tuple[str, list[str]]], new: dict[str, tuple[str, list[str]]]
) -> None:
    with TemporaryDirectory() as base:
        folder = Path(base)
        (folder / "merged").mkdir()
        merged: Merged = merge(_write_book(folder / "h", held), _write_book(folder / "n", new), folder / "merged")
        wanted = held | new
        found: dict[str, list[str]] = {}
        for dossier, _, activity in rows(folder / "merged" / "events.parquet"):
            found.setdefault(dossier, []).append(activity)
        assert found == {name: events for name, (_, events) in sorted(wanted.items())}
        assert merged.nothing_new == (wanted == held)
