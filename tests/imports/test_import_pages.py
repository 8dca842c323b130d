"""The pages of the data steward: sending files, watching, reading what was not accepted, going back."""

import csv
import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.imports.conftest import DOSSIERS, EVENTS

from liem.base import clock
from liem.imports import actions, queries, tasks
from liem.imports.models import Import
from liem.imports.states import ImportState
from liem.jobs.models import Job
from liem.jobs.progress import JobProgress
from liem.jobs.states import State

Somebody = Callable[[str], Client]
Write = Callable[..., Path]


def files(**tables: str) -> list[SimpleUploadedFile]:
    given = {"dossiers": DOSSIERS, "events": EVENTS} | tables
    return [SimpleUploadedFile(f"{name}.csv", text.encode()) for name, text in given.items()]


def work_through(row: Import) -> Import:
    """Do the job as a worker would."""
    assert row.job is not None

    class Told(JobProgress):
        def _write(self) -> None:
            pass

    tasks.bring(Told(row.job.pk), by=row.asked_by, **row.job.arguments)
    Job.objects.filter(pk=row.job.pk).update(state=State.DONE, ended_at=clock.now())
    row = Import.objects.get(pk=row.pk)
    return row


def test_files_sent_from_a_browser_become_current(home: Path, steward: Client) -> None:
    answer = steward.post("/records/bring/", {"records": files()})
    row = Import.objects.get()
    assert answer["Location"] == f"/records/{row.pk}/"
    assert row.state == ImportState.WAITING
    assert "Đang chờ" in steward.get(f"/records/{row.pk}/").content.decode()
    row = work_through(row)
    assert row.state == ImportState.ACCEPTED
    page = steward.get(f"/records/{row.pk}/").content.decode()
    assert "Đây là dữ liệu hiện hành" in page
    assert "Mọi dòng đều được tiếp nhận." in page
    assert list((home / "uploads").iterdir()) == []
    assert not (home / "imports" / str(row.pk) / "source").exists()


def test_the_progress_shows_itself_with_and_without_scripts(home: Path, steward: Client) -> None:
    steward.post("/records/bring/", {"records": files()})
    row = Import.objects.get()
    Job.objects.update(state=State.RUNNING, started_at=clock.now(), stage="check", done=5, total=10)
    page = steward.get(f"/records/{row.pk}/").content.decode()
    assert "Đang kiểm tra từng dòng" in page
    assert "50 %" in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    part = steward.get(f"/records/{row.pk}/progress/").content.decode()
    assert "data-poll" in part
    assert "<html" not in part


def test_an_import_is_called_off_and_nothing_changes(home: Path, steward: Client) -> None:
    steward.post("/records/bring/", {"records": files()})
    row = Import.objects.get()
    steward.post(f"/records/{row.pk}/cancel/")
    row = Import.objects.get()
    assert row.state == ImportState.CANCELLED
    assert queries.current_snapshot() is None
    assert "không hủy được nữa" in steward.post(f"/records/{row.pk}/cancel/", follow=True).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("dossiers.exe", b"MZ", "không phải loại tệp"),
        ("dossiers.csv", b"", "rỗng"),
        ("mapping.toml", b"a=1", "tệp ánh xạ"),
    ],
)
def test_files_that_hold_no_records_are_refused_with_a_sentence(
    name: str, content: bytes, words: str, home: Path, steward: Client
) -> None:
    answer = steward.post("/records/bring/", {"records": [SimpleUploadedFile(name, content)]})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Import.objects.exists()
    assert list((home / "uploads").iterdir()) == []


def test_nothing_chosen_is_said(home: Path, steward: Client) -> None:
    answer = steward.post("/records/bring/", {})
    assert answer.status_code == 422
    assert "Hãy chọn tệp cần nhập." in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["../../../evil.csv", "..\\..\\evil.csv", "/etc/cron.d/evil.csv", "a\x00b.csv", "\u202eevil.csv"]
)
def test_a_hostile_name_stays_in_its_folder(name: str, home: Path, steward: Client) -> None:
    events, dossiers = files()
    hostile = SimpleUploadedFile("x.csv", b"a,b\n1,2\n")
    hostile._name = name  # type: ignore[attr-defined]
    steward.post("/records/bring/", {"records": [events, dossiers, hostile]})
    kept = [path for path in home.rglob("*") if path.is_file()]
    assert kept
    assert all(home in path.resolve().parents for path in kept)
    assert not [path for path in home.parent.iterdir() if path != home]


def test_too_much_at_once_is_refused_before_it_fills_the_disk(home: Path, steward: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("liem.imports.uploads.most_bytes", lambda: 1000)
    answer = steward.post("/records/bring/", {"records": [SimpleUploadedFile("dossiers.csv", b"x" * 200_000)]})
    assert answer.status_code == 413
    assert list((home / "uploads").iterdir()) == []


def test_files_sent_to_another_page_or_by_a_stranger_are_not_kept(
    home: Path, client: Client, somebody: Somebody
) -> None:
    client.post("/sign-in/", {"records": files()})
    client.post("/records/bring/", {"records": files()})
    inspector = somebody("inspector")
    assert inspector.post("/records/bring/", {"records": files()}).status_code == 403
    assert not (home / "uploads").exists()


def test_files_of_a_form_that_never_ended_are_forgotten_after_a_day(home: Path, steward: Client) -> None:
    uploads = home / "uploads"
    uploads.mkdir(parents=True)
    for name, age in (("part-old", 2 * 24 * 3600), ("part-new", 60)):
        (uploads / name).write_text("x")
        os.utime(uploads / name, (time.time() - age,) * 2)
    steward.post("/records/bring/", {"records": files()})
    assert [path.name for path in uploads.iterdir()] == ["part-new"]


def test_the_inbox_offers_what_holds_records_and_no_way_out_of_it(home: Path, steward: Client, write: Write) -> None:
    inbox = home / "inbox"
    inbox.mkdir(parents=True)
    write().rename(inbox / "thang-3")
    (inbox / "readme.txt").write_text("x")
    (inbox / ".hidden.csv").write_text("x")
    (inbox / "link").symlink_to("/etc")
    assert queries.inbox() == ["thang-3"]
    assert "thang-3" in steward.get("/records/bring/").content.decode()
    for name in ("../../etc", "link", "readme.txt"):
        assert steward.post("/records/bring/", {"inbox": name}).status_code == 422
    steward.post("/records/bring/", {"inbox": "thang-3"})
    assert work_through(Import.objects.get()).state == ImportState.ACCEPTED
    assert (inbox / "thang-3" / "dossiers.csv").exists(), "what lies in the inbox is read, not taken"


REJECTED = DOSSIERS + "".join(f"E{n},P1,U1,A{n},=cmd|{n},,,\n" for n in range(60))


@pytest.fixture
def with_rejections(home: Path, write: Write, db: None) -> Import:
    return actions.bring_now(write(dossiers=REJECTED), by="system", now=clock.now(), announce=False)


def test_rows_not_accepted_are_found_sorted_and_paged(with_rejections: Import, steward: Client) -> None:
    address = f"/records/{with_rejections.pk}/rejections/"
    assert steward.get(address).context["found"].found == 60
    assert len(steward.get(f"{address}?page=2").context["found"].rows) == 10
    assert [row[2] for row in steward.get(f"{address}?sort=-line").context["found"].rows[:2]] == [63, 62]
    assert steward.get(f"{address}?text=cmd%7C7").context["found"].found == 1
    assert steward.get(f"{address}?table=events").context["found"].found == 0
    for nonsense in ("?sort=%22;DROP", "?page=-1", "?page=x", "?table=%27", "?text=%25"):
        assert steward.get(address + nonsense).status_code == 200


def test_rows_not_accepted_are_taken_away_without_formulas(with_rejections: Import, steward: Client) -> None:
    answer = steward.get(f"/records/{with_rejections.pk}/rejections.csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 61
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    answer = steward.get(f"/records/{with_rejections.pk}/rejections.xlsx?text=cmd%7C7")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    assert sheet.max_row == 2
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_an_import_without_rejections_has_an_honest_empty_page(home: Path, write: Write, steward: Client) -> None:
    row = actions.bring_now(write(), by="system", now=clock.now(), announce=False)
    assert "Mọi dòng đều được tiếp nhận" in steward.get(f"/records/{row.pk}/rejections/").content.decode()
    assert steward.get(f"/records/{row.pk}/changes/").status_code == 200


def test_returning_to_earlier_records_asks_first(home: Path, write: Write, steward: Client) -> None:
    first = actions.bring_now(write(), by="system", now=clock.now(), announce=False).snapshot
    actions.bring_now(
        write("more", dossiers=DOSSIERS.replace("granted", "refused")), by="system", now=clock.now(), announce=False
    )
    assert first is not None
    assert "Quay lại dữ liệu này" in steward.get("/records/").content.decode()
    asked = steward.get(f"/records/return/{first.checksum}/")
    assert "Đưa dữ liệu trước thành hiện hành" in asked.content.decode()
    assert queries.current_snapshot() != first
    steward.post(f"/records/return/{first.checksum}/")
    assert queries.current_snapshot() == first
    assert steward.get(f"/records/return/{'0' * 64}/").status_code == 404


def test_only_a_data_steward_brings_records_in(home: Path, write: Write, somebody: Somebody, client: Client) -> None:
    row = actions.bring_now(write(), by="system", now=clock.now(), announce=False)
    inspector, head = somebody("inspector"), somebody("head_of_unit")
    assert inspector.get("/records/").status_code == 200
    assert "Nhập dữ liệu" not in inspector.get("/records/").content.decode()
    assert row.snapshot is not None
    for address in ("/records/bring/", f"/records/return/{row.snapshot.checksum}/"):
        assert inspector.get(address).status_code == 403
    assert inspector.post(f"/records/{row.pk}/cancel/").status_code == 403
    for address in ("/records/", f"/records/{row.pk}/", f"/records/{row.pk}/rejections.csv"):
        assert head.get(address).status_code == 403
        assert client.get(address).status_code == 302


def test_an_empty_house_says_what_to_do(home: Path, steward: Client) -> None:
    assert "Hãy kết xuất hồ sơ" in steward.get("/records/").content.decode()
    assert steward.get("/records/77/").status_code == 404
