"""The codes on poster and receipt, read back from paper by a reader that shares nothing with what draws them."""

import io
import re
import shutil
import subprocess
from typing import Any

import numpy as np
import pytest
import segno
from django.test import Client, RequestFactory
from PIL import Image, ImageDraw, ImageFilter

from liem.agencies import actions, poster
from liem.base import clock
from liem.intake.qr import picture
from liem.intake.receipt import new_receipt
from tests import qr

PUBLIC = "https://phananh.tinh.example"


def on_paper(code: Image.Image, seed: int = 1) -> Image.Image:
    """The picture as a camera might get it from a sheet of paper: a little turned, blurred, grey and grainy."""
    turned = code.convert("L").rotate(2.5, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    grey = np.asarray(turned.filter(ImageFilter.GaussianBlur(1.2)), dtype=float) * 0.75 + 40
    grain = np.random.default_rng(seed).normal(0, 6, grey.shape)
    return Image.fromarray(np.clip(grey + grain, 0, 255).astype(np.uint8))


def photographed(code: Image.Image, seed: int) -> str:
    """What the paper says, read as people do: held to the camera again where a picture was not good enough. Our reader
    corrects nothing, and of one picture in a hundred and fifty the grain spoils a module.
    """
    for again in range(3):
        try:
            return qr.read(on_paper(code, seed + 1000 * again))
        except ValueError:
            continue
    raise AssertionError("three pictures of the code could not be read")


@pytest.mark.parametrize("level", "lmqh")
@pytest.mark.parametrize(
    "text", ["https://a.vn/report/", "ă" * 50, "HELLO 12:/", "https://a.vn/report/follow/#" + "7Q" * 12]
)
def test_the_reader_reads_what_is_drawn_and_refuses_what_is_damaged(text: str, level: str) -> None:
    out = io.BytesIO()
    segno.make(text, error=level, micro=False).save(out, kind="png", scale=6, border=4)
    code = Image.open(out).convert("L")
    assert qr.read(on_paper(code)) == text
    middle = code.size[0] // 2
    ImageDraw.Draw(code).rectangle((middle, middle, middle + 30, middle + 30), fill=0)
    with pytest.raises(ValueError, match="damaged"):
        qr.read(code)


@pytest.fixture
def agency(db: None) -> None:
    now = clock.now()
    actions.keep_agency("X-1", name_vi="Ủy ban nhân dân phường Một", level="commune", by="system", now=now)
    actions.list_contact("X-1", "hotline", "1900 1111", valid_from=clock.today(), by="system", now=now)


def printed(pdf: bytes, dots: int) -> Image.Image:
    """The page as a printer gets it."""
    program = shutil.which("pdftoppm")
    if program is None:
        pytest.skip("pdftoppm is missing: sudo apt-get install -y poppler-utils")
    made = subprocess.run([program, "-r", str(dots), "-gray", "-"], input=pdf, capture_output=True, check=True)
    return Image.open(io.BytesIO(made.stdout))


@pytest.mark.parametrize("dots", [100, 300])
def test_the_code_on_the_printed_poster_opens_the_public_form(agency: None, settings: Any, dots: int) -> None:
    settings.LIEM_PUBLIC_ADDRESS = PUBLIC + "/"
    pdf = Client(headers={"host": "localhost"}).get("/agencies/poster/X-1.pdf").content
    page = printed(pdf, dots)
    assert qr.read(page) == f"{PUBLIC}/report/"
    assert qr.read(on_paper(page)) == f"{PUBLIC}/report/"
    assert Client().get("/report/").status_code == 200


def test_the_form_that_the_poster_names_is_there_without_a_public_address_too(agency: None) -> None:
    pdf = Client().get("/agencies/poster/X-1.pdf").content
    assert qr.read(printed(pdf, 150)) == "http://testserver/report/"


def test_a_poster_is_typeset_once_for_what_stands_on_it(agency: None, monkeypatch: pytest.MonkeyPatch) -> None:
    poster._typeset.cache_clear()
    made: list[str] = []
    drawn = poster.typst.compile
    monkeypatch.setattr(poster.typst, "compile", lambda *a, **more: (made.append("x"), drawn(*a, **more))[1])
    first = [Client().get("/agencies/poster/X-1.pdf").content for _ in range(3)]
    assert len(made) == 1
    assert len(set(first)) == 1
    actions.list_contact("X-1", "mailbox", "x@a.vn", valid_from=clock.today(), by="system", now=clock.now())
    Client().get("/agencies/poster/X-1.pdf")
    assert len(made) == 2


def drawn(svg: str, scale: int = 6) -> Image.Image:
    """The picture of a receipt in dots: its dark modules are strokes along lines, each one module high."""
    width, height = (int(one) for one in re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups())  # type: ignore[union-attr]
    page = Image.new("L", (width * scale, height * scale), 255)
    pen = ImageDraw.Draw(page)
    path = re.findall(r'<path[^>]* d="([^"]+)"', svg)[-1]
    x = y = 0.0
    for verb, numbers in re.findall(r"([Mmh])([-0-9. ]+)", path):
        values = [float(one) for one in re.findall(r"-?[0-9.]+", numbers)]
        if verb == "M":
            x, y = values
        elif verb == "m":
            x, y = x + values[0], y + values[1]
        else:
            box = (x * scale, (y - 0.5) * scale, (x + values[0]) * scale - 1, (y + 0.5) * scale - 1)
            pen.rectangle(box, fill=0)
            x += values[0]
    return page


@pytest.mark.parametrize(
    ("public", "at_desk", "begins"),
    [
        ("", False, "http://testserver/report/follow/#"),
        (PUBLIC, False, "http://testserver/report/follow/#"),  # the citizen came by this address: it works for them
        (PUBLIC, True, f"{PUBLIC}/report/follow/#"),
        ("", True, "http://testserver/report/follow/#"),
    ],
)
def test_the_code_of_a_receipt_opens_that_receipt(settings: Any, public: str, at_desk: bool, begins: str) -> None:
    settings.LIEM_PUBLIC_ADDRESS = public
    for seed in range(5):
        receipt = new_receipt()
        svg = str(picture(RequestFactory().get("/report/tell/"), receipt, at_desk=at_desk))
        assert photographed(drawn(svg), seed) == begins + receipt.grouped
