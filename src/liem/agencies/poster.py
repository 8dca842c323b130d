"""The poster for the counter wall: A4, both languages, with a QR code. Typeset on this machine, nothing is fetched."""

import io
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
import typst

_TEMPLATE = Path(__file__).parent / "poster.typ"


def poster(agency_vi: str, agency_en: str, address: str, hotlines: list[dict[str, str]], mailboxes: list[str]) -> bytes:
    """The PDF. ``address`` is what the QR code opens; ``hotlines``: ``number``, ``hours_vi``, ``hours_en``.

    Everything shown is handed over as data, never as markup: a name cannot change the page.
    """
    data: dict[str, Any] = {
        "agency_vi": agency_vi,
        "agency_en": agency_en,
        "address": address,
        "hotlines": hotlines,
        "mailboxes": mailboxes,
    }
    return _typeset(json.dumps(data), address)


@lru_cache(maxsize=128)
def _typeset(data: str, address: str) -> bytes:
    """Made once for what stands on it: anybody may ask for a poster, and typesetting takes a second of the machine."""
    files: Any = {"main": _TEMPLATE.read_bytes(), "qr.svg": _qr(address)}
    made = typst.compile(files, sys_inputs={"data": data}, format="pdf")
    return bytes(made)


def _qr(address: str) -> bytes:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, scale=10, dark="#074a3c")
    return out.getvalue()
