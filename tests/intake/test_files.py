"""Files sent in: cleaned, sealed, and refused where they are not what they seem."""

import contextlib
import io
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
import xlsxwriter
from django.conf import settings
from django.db import transaction
from django.test import Client
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image

from liem.base.sealing import CannotOpen
from liem.intake import actions, files, vessels
from liem.intake.cleaning import RefusedFile
from liem.intake.files import InMemory
from liem.intake.models import SealedFile
from liem.intake.queries import as_reporter
from liem.people.row_security import acting_as_system
from tests.intake.office import NOW, PASSPHRASE, Officer

pytestmark = pytest.mark.django_db
Send = Callable[..., actions.Received]
GPS = b"GPSLatitude 19.8067"


def jpeg(size: tuple[int, int] = (64, 48), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, "JPEG", **more)
    return out.getvalue()


def with_exif() -> bytes:
    picture = Image.new("RGB", (64, 48), "red")
    exif = picture.getexif()
    exif[0x010F], exif[0x0132] = "SecretPhone 13", "2026:11:20 09:41:17"
    exif.get_ifd(0x8825)[2] = (19.0, 48.0, 24.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=GPS)
    return out.getvalue()


def pdf(**more: Any) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Author"] = "SecretAuthor"
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('SecretScript')")
    document.attachments["secret.txt"] = b"SecretAttachment"
    picture = pikepdf.Stream(document, with_exif())
    picture.Type, picture.Subtype, picture.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DCTDecode
    picture.Width, picture.Height, picture.ColorSpace, picture.BitsPerComponent = 64, 48, pikepdf.Name.DeviceRGB, 8
    document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    out = io.BytesIO()
    document.save(out, **more)
    return out.getvalue()


def docx(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in ({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"} | parts).items():
            archive.writestr(name, data)
    return out.getvalue()


def add(received: actions.Received, name: str, data: bytes, **more: Any) -> SealedFile:
    return files.add_file(received.opened, InMemory(name, data), now=NOW, **more)


def bytes_of(received: actions.Received, row: SealedFile, *, original: bool = False) -> bytes:
    with as_reporter(received.opened):
        return files.as_bytes(files.read(received.opened, row, original=original)).getvalue()


def on_disk() -> bytes:
    return b"".join(path.read_bytes() for path in Path(settings.LIEM_HOME, "sealed").rglob("*") if path.is_file())


def test_a_picture_keeps_its_pixels_and_loses_place_time_and_device(send: Send) -> None:
    received = send()
    kept = bytes_of(received, add(received, "Ảnh quầy.JPG", with_exif()))
    assert Image.open(io.BytesIO(kept)).size == (64, 48)
    assert not Image.open(io.BytesIO(kept)).getexif()
    for secret in (GPS, b"SecretPhone", b"2026:11:20"):
        assert secret not in kept


def test_a_pdf_keeps_its_pages_and_loses_scripts_attachments_author_and_what_its_pictures_tell(send: Send) -> None:
    received = send()
    kept = bytes_of(received, add(received, "đơn.pdf", pdf()))
    with pikepdf.open(io.BytesIO(kept)) as document:
        assert len(document.pages) == 1
        assert "/OpenAction" not in document.Root
        assert "/Info" not in document.trailer
        assert not document.attachments
        whole = b"".join(thing.read_raw_bytes() for thing in document.objects if isinstance(thing, pikepdf.Stream))
    for secret in (b"SecretAuthor", b"SecretScript", b"SecretAttachment", b"SecretPhone", GPS):
        assert secret not in kept + whole


def test_the_original_is_kept_only_where_the_reporter_agreed(send: Send) -> None:
    received, sent = send(), with_exif()
    with pytest.raises(CannotOpen):
        bytes_of(received, add(received, "a.jpg", sent), original=True)
    assert bytes_of(received, add(received, "a.jpg", sent, keep_original=True), original=True) == sent


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.jpg", b""),
        ("program.jpg", b"MZ\x90\x00" + b"\0" * 500),
        ("page.txt", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("shell.sh", b"\x7fELF\x02\x01\x01"),
        ("cut.jpg", jpeg()[:200]),
        ("cut.pdf", pdf()[:300]),
        ("locked.pdf", pdf(encryption=pikepdf.Encryption(owner="o", user="u"))),
        ("two.mp3", b"ID3\x04\0\0\0\0\0\0" + b"\0" * 100 + b"<script>alert(1)</script>"),
        ("gif.ar", b"GIF89a" + b"\0" * 20 + docx()),
        ("zip.docx", docx(**{"word/document.xml": b"\0" * 30_000_000})),
        ("macro.docm", docx(**{"word/vbaProject.bin": b"x"})),
        ("slip.docx", docx(**{"../../../etc/passwd": b"x"})),
        ("cut.docx", docx()[:-30]),
    ],
)
def test_bombs_programs_and_double_natured_files_are_refused_in_a_sentence(send: Send, name: str, data: bytes) -> None:
    received, before = send(), on_disk()
    with pytest.raises(RefusedFile) as refused:
        add(received, name, data)
    assert 10 < len(str(refused.value)) < 160
    assert on_disk() == before
    with transaction.atomic(), acting_as_system():
        assert not SealedFile.objects.exists()


def test_an_archive_that_is_no_office_file_is_refused(send: Send) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(RefusedFile):
        add(send(), "a.zip", out.getvalue())


def test_a_picture_that_swells_is_refused_before_it_does(send: Send) -> None:
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    assert len(out.getvalue()) < 50_000
    with pytest.raises(RefusedFile):
        add(send(), "bomb.png", out.getvalue())


def test_a_picture_with_an_archive_behind_it_loses_the_archive(send: Send) -> None:
    received = send()
    kept = bytes_of(received, add(received, "x.jpg", jpeg() + docx(**{"word/x": b"SecretPart"})))
    assert b"PK\x03\x04" not in kept


@pytest.mark.parametrize(
    ("name", "data", "ending"),
    [
        ("voice.amr", b"#!AMR\n" + b"\x3c" * 200_000, "amr"),
        ("note.txt", "Họ nói: ba triệu.".encode(), "txt"),
    ],
)
def test_what_cannot_be_drawn_anew_is_kept_whole_and_sealed(send: Send, name: str, data: bytes, ending: str) -> None:
    received = send()
    row = add(received, name, data)
    assert bytes_of(received, row) == data
    assert data[50:] not in on_disk() or len(data) < 60


def test_a_film_is_kept_without_the_places_it_was_made_at_and_with_them_where_the_reporter_agrees(send: Send) -> None:
    data = (Path(__file__).parent / "recordings" / "places-in-a-track.mp4").read_bytes()
    received = send()
    alone, agreed = add(received, "film.mp4", data), add(received, "film.mp4", data, keep_original=True)
    assert b"SecretPlace" in data
    assert b"SecretPlace" not in bytes_of(received, alone)
    assert b"SecretPlace" not in bytes_of(received, agreed)
    assert bytes_of(received, agreed, original=True) == data
    with pytest.raises(CannotOpen):
        bytes_of(received, alone, original=True)


def office_text() -> bytes:
    from docx.shared import Inches

    document = Document()
    paragraph = document.add_paragraph("Họ đòi ba triệu đồng.")
    document.core_properties.author = document.core_properties.last_modified_by = "SecretAuthor"
    document.core_properties.comments = "SecretComment"
    document.add_picture(io.BytesIO(with_exif()), width=Inches(1))
    added = OxmlElement("w:ins")
    for name, value in (("author", "SecretColleague"), ("date", "2026-11-20T09:41:17Z"), ("id", "7")):
        added.set(qn(f"w:{name}"), value)
    added.append(paragraph.add_run(" Thêm sau.")._r)
    paragraph._p.append(added)
    document.part.relate_to("file:///C:/Users/SecretUser/form.dotx", "http://x/attachedTemplate", is_external=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def office_sheet() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.set_properties({"author": "SecretAuthor", "company": "SecretCompany", "comments": "SecretComment"})
        book.set_custom_property("Owner", "SecretOwner")
        sheet = book.add_worksheet("Phí")
        sheet.write("A1", "ba triệu")
        sheet.write_comment("A1", "trả cho quầy 3", {"author": "SecretColleague"})
    return out.getvalue()


def unpacked(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(name.encode() + archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize(
    ("name", "make", "kept"),
    [("don.docx", office_text, ("Họ đòi ba triệu", "Thêm sau")), ("phi.xlsx", office_sheet, ("ba triệu", "quầy 3"))],
)
def test_office_files_lose_who_wrote_them_and_keep_every_word(
    send: Send, name: str, make: Callable[[], bytes], kept: tuple[str, ...]
) -> None:
    data, received = make(), send()
    fresh = bytes_of(received, add(received, name, data))
    assert b"Secret" in unpacked(data)
    assert b"Secret" not in unpacked(fresh)
    assert b"2026-11-20" not in unpacked(fresh)
    assert all(word.encode() in unpacked(fresh) for word in kept)
    opened = Document(io.BytesIO(fresh)) if name.endswith("docx") else openpyxl.load_workbook(io.BytesIO(fresh))
    assert opened is not None  # what reads such files still reads it


def test_an_open_document_loses_its_author_and_stays_one(send: Send) -> None:
    out, received = io.BytesIO(), send()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("meta.xml", "<m><dc:creator>SecretAuthor</dc:creator></m>")
        archive.writestr("content.xml", "<t>ba triệu<dc:creator>SecretColleague</dc:creator></t>")
    fresh = bytes_of(received, add(received, "a.odt", out.getvalue()))
    assert b"Secret" not in unpacked(fresh)
    assert "ba triệu".encode() in unpacked(fresh)
    assert fresh[30:38] == b"mimetype"


def test_names_are_shown_plain(send: Send) -> None:
    received = send()
    for name in (
        "../../../etc/cron.d/x.jpg",
        "a\r\nSet-Cookie: x=1.jpg",
        "‮gpj.exe.jpg",
        "\x00.jpg",
        "<script>.jpg",
        ".jpg",
    ):
        add(received, name, jpeg())
    with as_reporter(received.opened):
        shown = [note.note["name"] for note in files_of(received)]
    assert len(shown) == 6
    assert not [name for name in shown if set(name) & set("/\\<>\r\n\0‮:")]
    assert all(name.endswith(".jpg") for name in shown)


def files_of(received: actions.Received) -> Any:
    from liem.intake import queries

    return queries.files(received.opened)


def test_a_vessel_that_was_changed_or_cut_does_not_open(send: Send) -> None:
    received = send()
    row = add(received, "voice.amr", b"#!AMR\n" + b"\x3c" * 200_000)
    with as_reporter(received.opened):
        vessel = vessels.path_of(files_of(received)[0].note["kept"]["vessel"])
    whole = vessel.read_bytes()
    turned = bytes([whole[70_000] ^ 1])
    for wrong in (whole[:70_000] + turned + whole[70_001:], whole[:-65_553], whole[:100]):
        vessel.write_bytes(wrong)
        with pytest.raises(CannotOpen):
            bytes_of(received, row)


# ---- over the web ----


def upload(client: Client, received: actions.Received, *sent: tuple[str, bytes], **more: str) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    given = [SimpleUploadedFile(name, data) for name, data in sent]
    return client.post("/report/files/", {"receipt": received.receipt.grouped, "files": given} | more)


def test_files_sent_with_the_receipt_are_taken_one_by_one(send: Send) -> None:
    received = send()
    page = upload(Client(), received, ("ảnh.jpg", with_exif()), ("xấu.exe", b"MZ\x90"), ("b.txt", b"xin chao ban"))
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count('class="notice success"') == 2
    assert "xấu.exe: " in text


def test_without_the_right_receipt_no_file_is_kept(send: Send) -> None:
    from liem.intake.receipt import new_receipt

    received, before = send(), on_disk()
    wrong = actions.Received(new_receipt(), received.acknowledgement, received.opened)
    assert upload(Client(), wrong, ("a.jpg", jpeg())).status_code == 422
    assert on_disk() == before


def test_too_many_files_at_once_are_told_and_the_first_ones_taken(send: Send) -> None:
    page = upload(Client(), send(), *[(f"{n}.jpg", jpeg()) for n in range(12)])
    assert page.content.decode().count('class="notice success"') == 10


def test_a_file_too_large_is_told_and_nothing_of_it_stays(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liem.intake.uploads.MOST_OF_ONE", 100_000)
    received, before = send(), on_disk()
    page = upload(Client(), received, ("lớn.mp4", b"\0\0\0\x20ftypisom" + os.urandom(300_000)))
    assert page.status_code == 200
    assert "lớn.mp4: " in page.content.decode()
    assert on_disk() == before


def test_files_leave_room_for_the_reports_themselves(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liem.intake.uploads.LEFT_FREE", 1 << 62)
    received, before = send(), on_disk()
    page = upload(Client(), received, ("a.jpg", jpeg()))
    assert page.status_code == 200
    assert "không còn chỗ" in page.content.decode()
    assert on_disk() == before
    send()


def test_senders_of_files_leave_threads_to_those_who_report(send: Send) -> None:
    from liem.intake.uploads import PLACES, NoPlace

    received, most = send(), max(1, settings.CONFIGURATION.threads // 2 - 1)
    with contextlib.ExitStack() as held:
        for number in range(most):
            held.enter_context(PLACES.taken_by(b"network %d" % number))
        page = upload(Client(), received, ("a.jpg", jpeg()))
        assert page.status_code == 503
        assert page.headers["Retry-After"]
        assert "Tin báo của bạn" in page.content.decode()
    assert upload(Client(), received, ("a.jpg", jpeg())).status_code == 200
    with contextlib.ExitStack() as held:
        for _ in range(max(1, most - 1)):
            held.enter_context(PLACES.taken_by(b"one network"))
        with pytest.raises(NoPlace), PLACES.taken_by(b"one network"):
            pass
        if most > 1:
            held.enter_context(PLACES.taken_by(b"another"))


def test_a_name_that_turns_letters_round_is_told_without_turning(send: Send) -> None:
    names = ("\u202egpj.exe.jpg", "\u202e", ".\u202e.")
    page = upload(Client(), send(), *((name, jpeg()) for name in names), ("\u202efdp.exe", b"MZ"))
    assert page.status_code == 200
    assert "\u202e" not in page.content.decode()


def test_what_a_dead_process_left_coming_in_is_removed() -> None:
    path, key = vessels.waiting()
    vessels.Filling(path, key).finish()
    os.utime(path, (time.time() - 2 * vessels.LEFT_BEHIND,) * 2)
    assert vessels.forget_left_behind() == 1


def test_an_officer_gets_pictures_to_see_and_everything_else_to_save(send: Send, officer: Officer) -> None:
    received = send()
    picture, film = add(received, "a.jpg", jpeg()), add(received, "b.amr", b"#!AMR\n" + b"\x3c" * 9600)
    client = Client()
    client.force_login(officer.account)
    assert client.get(f"/report/file/{picture.pk}/").status_code == 302  # the key is not open
    client.post("/my-key/", {"verb": "open", "passphrase": PASSPHRASE})
    seen, saved = client.get(f"/report/file/{picture.pk}/"), client.get(f"/report/file/{film.pk}/")
    assert seen.headers["Content-Type"] == "image/jpeg"
    assert saved.headers["Content-Type"] == "application/octet-stream"
    assert saved.headers["Content-Disposition"].startswith("attachment;")
    for answer in (seen, saved):
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert b"".join(answer.streaming_content)


def test_an_officer_of_another_office_gets_no_file(send: Send, other_officer: Officer) -> None:
    row = add(send(), "a.jpg", jpeg())
    assert other_officer.window().get(f"/report/file/{row.pk}/").status_code == 404
