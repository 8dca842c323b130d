"""What comes in becomes current whole or not at all, the same twice changes nothing, and there is a way back."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from tests.imports.conftest import DOSSIERS, EVENTS

from liem.base import clock
from liem.base.errors import InputError, UserError
from liem.dossiers.records import content_checksum
from liem.imports import actions, queries
from liem.imports.models import Adoption, Import, Snapshot
from liem.imports.states import ImportState
from liem.jobs.models import Job
from liem.trail.models import TrailEntry

Write = Callable[..., Path]
pytestmark = pytest.mark.usefixtures("db")


def bring(source: Path, **more: bool) -> Import:
    return actions.bring_now(source, by="system", now=clock.now(), announce=False, **more)


def held(table: str = "dossiers") -> list[tuple]:
    records = queries.current_records()
    assert records is not None
    return duckdb.sql(f"SELECT * FROM '{records.path(table)}'").fetchall()


def test_the_first_records_become_current(home: Path, write: Write) -> None:
    row = bring(write())
    assert row.state == ImportState.ACCEPTED
    assert row.changes["dossiers"] == {"added": 2, "changed": 0, "unchanged": 0, "removed": 0}
    assert queries.current_snapshot() == row.snapshot
    assert row.snapshot is not None
    assert (row.snapshot.dossiers, str(row.snapshot.first_day)) == (2, "2026-03-02")
    assert [dossier[0] for dossier in held()] == ["D1", "D2"]


def test_the_same_records_twice_change_nothing(home: Path, write: Write) -> None:
    first, second = bring(write()), bring(write("again"))
    assert second.state == ImportState.NOTHING_NEW
    assert second.snapshot == first.snapshot
    assert Adoption.objects.count() == Snapshot.objects.count() == 1
    assert len(list((home / "records").iterdir())) == 1


def test_the_same_records_in_another_order_and_form_change_nothing(home: Path, write: Write) -> None:
    bring(write())
    head, *lines = EVENTS.splitlines()
    source = write("turned", events="\n".join([head, *reversed(lines)]) + "\n")
    duckdb.sql(f"SELECT * FROM '{source}/dossiers.csv' ORDER BY dossier DESC").write_parquet(
        f"{source}/dossiers.parquet"
    )
    (source / "dossiers.csv").unlink()
    assert bring(source).state == ImportState.NOTHING_NEW


def test_a_corrected_file_says_what_changed(home: Path, write: Write) -> None:
    bring(write())
    corrected = DOSSIERS.replace("06T10:00:00,granted", "07T10:00:00,refused").replace("D2,P1", "D3,P1")
    row = bring(write("corrected", dossiers=corrected, events=EVENTS.replace("D2,", "D3,")))
    assert row.changes["dossiers"] == {"added": 1, "changed": 1, "unchanged": 0, "removed": 0}
    assert [dossier[0] for dossier in held()] == ["D1", "D2", "D3"]
    changes = queries.kept_rows(row.pk, "changes", queries.Selection())
    assert ("dossiers", "D1", "outcome", "granted", "refused") in changes.rows
    assert [line[2] for line in changes.rows] == ["finished_at", "outcome"]


def test_a_complete_set_takes_out_what_it_does_not_contain(home: Path, write: Write) -> None:
    bring(write())
    only_one = write("one", dossiers="\n".join(DOSSIERS.splitlines()[:2]), events="\n".join(EVENTS.splitlines()[:3]))
    assert bring(only_one, complete=True).changes["dossiers"]["removed"] == 1
    assert [dossier[0] for dossier in held()] == ["D1"]


def test_rows_not_accepted_are_kept_with_their_place_and_reason(home: Path, write: Write) -> None:
    row = bring(write(dossiers=DOSSIERS + "D3,P1,U1,A3,yesterday,,,\n"))
    assert row.rejected == {"dossiers": 1}
    found = queries.kept_rows(row.pk, "rejections", queries.Selection())
    line = dict(zip(found.columns, found.rows[0], strict=True))
    assert (line["table"], line["line"], line["column"]) == ("dossiers", 4, "received_at")
    assert line["reason"]


def test_what_cannot_be_read_leaves_the_current_records_alone_and_says_why(home: Path, write: Write) -> None:
    bring(write())
    before = queries.current_snapshot()
    broken = write("broken", dossiers="what,is,this\n1,2,3\n")
    with pytest.raises(UserError):
        bring(broken)
    row = Import.objects.first()
    assert row is not None
    assert row.state == ImportState.REFUSED
    assert "dossier" in row.reason_refused
    assert queries.current_snapshot() == before


def test_an_unexpected_error_is_kept_as_such(home: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(actions.bringing, "merge_into", broken)
    with pytest.raises(OSError, match="no space"):
        bring(write())
    assert Import.objects.get().reason_refused == actions.UNEXPECTED
    assert queries.current_snapshot() is None


def test_one_can_return_to_earlier_records_and_back(home: Path, write: Write) -> None:
    first = bring(write()).snapshot
    later = bring(write("later", dossiers=DOSSIERS.replace("granted", "refused"))).snapshot
    assert first is not None
    assert later is not None
    actions.return_to(first, by="system", now=clock.now())
    assert queries.current_snapshot() == first
    with pytest.raises(UserError, match="đang là hiện hành"):
        actions.return_to(first, by="system", now=clock.now())
    actions.return_to(later, by="system", now=clock.now())
    assert queries.current_snapshot() == later
    assert Adoption.objects.count() == 4


def test_records_whose_files_are_gone_cannot_become_current(home: Path, write: Write) -> None:
    first = bring(write()).snapshot
    bring(write("later", dossiers=DOSSIERS.replace("granted", "refused")))
    assert first is not None
    (home / "records" / first.checksum / "records.json").unlink()
    with pytest.raises(InputError):
        actions.return_to(first, by="system", now=clock.now())


def test_a_snapshot_is_named_by_what_it_holds(home: Path, write: Write) -> None:
    row = bring(write())
    records = queries.current_records()
    assert records is not None
    assert row.snapshot is not None
    assert records.folder.name == row.snapshot.checksum == content_checksum(records)
    assert set(records.rows) == {"dossiers", "events"}


def test_the_rooms_below_are_told_in_the_same_transaction(home: Path, write: Write) -> None:
    actions.bring_now(write(), by="system", now=clock.now())
    assert Job.objects.filter(kind="leads.detect").count() == 1


def test_every_step_leaves_its_entry_in_the_trail(home: Path, write: Write) -> None:
    row = bring(write())
    events = list(TrailEntry.objects.filter(stream="imports").order_by("position").values_list("event", flat=True))
    assert events == ["import_asked", "import_accepted", "records_adopted"]
    entry = TrailEntry.objects.get(event="import_accepted")
    assert row.snapshot is not None
    assert entry.after is not None
    assert entry.after["snapshot"] == row.snapshot.checksum
    assert "A1" not in str(entry.after)


def test_if_the_trail_cannot_be_written_nothing_becomes_current(
    home: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = actions.trail.record

    def broken(stream: str, event: str, **more: object) -> object:
        if event == "records_adopted":
            raise RuntimeError("the trail is closed")
        return real(stream, event, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(actions.trail, "record", broken)
    with pytest.raises(RuntimeError):
        bring(write())
    assert queries.current_snapshot() is None
    assert Import.objects.get().outcome == ""
