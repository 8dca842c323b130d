"""Files of evidence: sealed as they came, shown made harmless, every hand recorded, and nobody past the wall."""

import hashlib
import io

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from tests.cases.conftest import at
from tests.cases.test_pages_of_a_matter import client_of
from tests.intake.test_files import pdf, with_exif
from tests.intake.test_recordings import FOLDER as RECORDINGS
from tests.intake.test_recordings import TOLD

from liem.base.errors import UserError
from liem.cases import actions, filing
from liem.cases.custody import actions as custody
from liem.cases.custody.models import CustodyStep, EvidenceFile
from liem.intake.cleaning import RefusedFile
from liem.intake.files import InMemory
from liem.intake.vessels import path_of
from liem.people.row_security import acting_as_system
from liem.trail.models import TrailEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def piece(matter, officer):
    return filing.add_evidence(matter, "Ảnh chụp biên lai", at("2026-03-01").date(), by=officer, now=at("2026-03-02"))


def hands(piece):
    with acting_as_system():
        return [(one.hand, one.by) for one in CustodyStep.objects.filter(evidence=piece)]


def address(piece, more=""):
    return f"/cases/{piece.matter_id}/evidence/{piece.pk}/{more}"


def sent(name, data):
    return SimpleUploadedFile(name, data, content_type="text/html")


def test_a_picture_is_drawn_anew_to_look_at_and_its_original_kept_byte_for_byte(piece, officer):
    came, client = with_exif(), client_of(officer)
    page = client.post(address(piece, "put-in/"), {"files": [sent("biên lai.jpg", came)]}, follow=True)
    assert "biên lai.jpg" in page.content.decode()
    assert hashlib.sha256(came).hexdigest() in page.content.decode()
    with acting_as_system():
        row = EvidenceFile.objects.get()
    shown = client.get(address(piece, f"{row.pk}/"))
    looked_at = b"".join(shown.streaming_content)
    assert shown["Content-Type"] == "image/jpeg"
    assert "sandbox" in shown["Content-Security-Policy"]
    assert b"SecretPhone" in came
    assert b"SecretPhone" not in looked_at
    taken = client.post(address(piece, f"{row.pk}/take-out/"), {"reason": "Gửi giám định theo QĐ 12."})
    assert b"".join(taken.streaming_content) == came
    assert taken["Content-Type"] == "application/octet-stream"
    assert taken["Content-Disposition"].startswith("attachment")
    assert [hand for hand, _by in hands(piece)] == ["entered", "put_in", "looked", "took_out"]
    assert {by for _hand, by in hands(piece)} == {officer.number}
    page = client.get(address(piece)).content.decode()
    assert "Gửi giám định theo QĐ 12." in page
    assert TrailEntry.objects.filter(event="evidence_took_out").count() == 1


def test_nothing_lies_on_the_disk_or_in_the_database_in_the_clear(piece, officer):
    row = custody.put_in(piece, InMemory("thư.pdf", pdf()), by=officer, now=at("2026-03-02"))
    for vessel in (row.original, row.shown):
        assert b"SecretAuthor" not in path_of(vessel).read_bytes()
        assert b"%PDF" not in path_of(vessel).read_bytes()
    shown = b"".join(custody.look(row, by=officer, now=at("2026-03-02")).pieces)
    assert shown.startswith(b"%PDF")
    assert b"SecretScript" not in shown


@pytest.mark.parametrize("name", ["notes.m4a", "places-in-a-track.mp4"])
def test_a_recording_is_listened_to_without_its_notes_and_its_original_kept_byte_for_byte(piece, officer, name):
    came = (RECORDINGS / name).read_bytes()
    row = custody.put_in(piece, InMemory(name, came), by=officer, now=at("2026-03-02"))
    looked_at = b"".join(custody.look(row, by=officer, now=at("2026-03-02")).pieces)
    assert row.is_changed
    assert any(word in came for word in TOLD)
    assert [word for word in TOLD if word in looked_at] == []
    taken = custody.take_out(row, "Gửi giám định theo QĐ 12.", by=officer, now=at("2026-03-02"))
    assert b"".join(taken.pieces) == came


def test_who_has_the_database_and_the_disk_but_not_the_key_of_the_house_opens_nothing(piece, officer, settings):
    row = custody.put_in(piece, InMemory("a.jpg", with_exif()), by=officer, now=at("2026-03-02"))
    settings.LIEM_INTAKE_KEY = b"another key of thirty-two bytes!"
    with pytest.raises(UserError, match="was changed"):
        custody.look(row, by=officer, now=at("2026-03-02"))


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.jpg", b"MZ\x90\x00 this program cannot be run", "not taken"),
        ("a.jpg", b"", "empty"),
        ("trang.html", b"<html><script>alert(1)</script></html>", ""),
        ("a.pdf", b"%PDF-1.7 broken", ""),
    ],
)
def test_what_is_not_taken_is_refused_in_a_sentence_and_leaves_nothing(piece, officer, name, data, why):
    before = {path for path in (settings.LIEM_HOME / "sealed").rglob("*") if path.is_file()}
    page = (
        client_of(officer).post(address(piece, "put-in/"), {"files": [sent(name, data)]}, follow=True).content.decode()
    )
    assert f"{name}: " in page
    assert why in page
    with acting_as_system():
        assert not EvidenceFile.objects.exists()
    assert {path for path in (settings.LIEM_HOME / "sealed").rglob("*") if path.is_file()} == before
    with pytest.raises(RefusedFile):
        custody.put_in(piece, InMemory(name, data), by=officer, now=at("2026-03-02"))


def test_the_same_file_twice_is_refused(piece, officer):
    custody.put_in(piece, InMemory("a.jpg", with_exif()), by=officer, now=at("2026-03-02"))
    with pytest.raises(UserError, match="the very same file"):
        custody.put_in(piece, InMemory("b.jpg", with_exif()), by=officer, now=at("2026-03-02"))


@pytest.mark.parametrize("harm", ["a byte", "gone", "exchanged"])
def test_a_file_that_was_changed_on_the_disk_proves_nothing_and_that_is_recorded(piece, officer, harm):
    row = custody.put_in(piece, InMemory("a.jpg", with_exif()), by=officer, now=at("2026-03-02"))
    other = custody.put_in(piece, InMemory("b.pdf", pdf()), by=officer, now=at("2026-03-02"))
    vessel = path_of(row.original)
    if harm == "a byte":
        data = bytearray(vessel.read_bytes())
        data[100] ^= 1
        vessel.write_bytes(data)
    elif harm == "gone":
        vessel.unlink()
    else:
        vessel.write_bytes(path_of(other.original).read_bytes())
    answer = client_of(officer).post(address(piece, f"{row.pk}/take-out/"), {"reason": "Gửi giám định tư pháp."})
    assert answer.status_code == 422
    assert "was changed since it was put in" in answer.content.decode()
    assert hands(piece)[-1] == ("broken", officer.number)


def test_no_copy_leaves_without_a_reason(piece, officer):
    row = custody.put_in(piece, InMemory("a.jpg", with_exif()), by=officer, now=at("2026-03-02"))
    client = client_of(officer)
    for reason in ("", "vì"):
        assert client.post(address(piece, f"{row.pk}/take-out/"), {"reason": reason}).status_code == 422
    assert [hand for hand, _by in hands(piece)] == ["entered", "put_in"]


def test_who_may_not_read_the_matter_reaches_no_piece_and_no_file(piece, officer, chief, inspector):
    from tests.cases.conftest import appointed, matter_of

    row = custody.put_in(piece, InMemory("a.jpg", with_exif()), by=officer, now=at("2026-03-02"))
    stranger = appointed("stranger", "case_officer", "U2")
    for person in (stranger, inspector, appointed("colleague", "case_officer", "U1")):
        client = client_of(person)
        for more in ("", f"{row.pk}/"):
            assert client.get(address(piece, more)).status_code == 404
        for more in ("put-in/", f"{row.pk}/take-out/"):
            assert client.post(address(piece, more), {"reason": "Tôi muốn xem tệp này."}).status_code == 404
    own = matter_of(unit="U2", handler=stranger.number)
    sideways = f"/cases/{own.pk}/evidence/{piece.pk}/{row.pk}/"
    assert client_of(stranger).get(sideways).status_code == 404, "by way of a matter of one's own"
    assert [hand for hand, _by in hands(piece)] == ["entered", "put_in"]


def test_the_database_shows_files_to_nobody_else_and_changes_none(piece, officer, inspector, seen_by):
    custody.put_in(piece, InMemory("a.jpg", with_exif()), by=officer, now=at("2026-03-02"))
    for model in (EvidenceFile, CustodyStep):
        assert seen_by(officer, model.objects.count) >= 1
        assert seen_by(inspector, model.objects.count) == 0
        with acting_as_system():
            with pytest.raises(DatabaseError, match="keeps what happened"), transaction.atomic():
                model.objects.all()._raw_delete("default")
            with pytest.raises(DatabaseError, match="keeps what happened"), transaction.atomic():
                model.objects.update(matter=piece.matter_id)


def test_whoever_may_only_read_looks_but_puts_nothing_in_and_takes_nothing_out(piece, officer, chief):
    from tests.cases.conftest import appointed

    row = custody.put_in(piece, InMemory("a.jpg", with_exif()), by=officer, now=at("2026-03-02"))
    reader = appointed("reader", "internal_affairs")
    actions.entitle(piece.matter, reader, "Theo dõi vụ việc.", by=chief, now=at("2026-03-02"))
    client = client_of(reader)
    assert client.get(address(piece, f"{row.pk}/")).status_code == 200
    assert hands(piece)[-1] == ("looked", reader.number)
    assert 'name="files"' not in client.get(address(piece)).content.decode()
    assert client.post(address(piece, "put-in/"), {"files": [sent("a.jpg", b"x")]}).status_code == 403
    assert client.post(address(piece, f"{row.pk}/take-out/"), {"reason": "Muốn có bản gốc."}).status_code == 403


def test_a_file_too_large_is_refused_while_it_comes(piece, officer, monkeypatch):
    from liem.intake import uploads

    monkeypatch.setattr(uploads, "MOST_OF_ONE", 1000)
    big = sent("lớn.jpg", io.BytesIO(with_exif() + b"\0" * 5000).read())
    page = client_of(officer).post(address(piece, "put-in/"), {"files": [big]}, follow=True).content.decode()
    assert "too large" in page
