"""The number of a run: the same records, wish and versions are the same run, wherever it is done."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from liem import __version__
from liem.base.identifiers import stable_id
from liem.detection.catalogue import indicators


def wish(
    first: date | None, last: date | None, fdr: float, only: str | None = None, off: Iterable[str] = ()
) -> dict[str, Any]:
    """What was asked of a run; ``only``: the indicators asked for by name, where not all were; ``off``: those that a
    calibration switched off.
    """
    asked = {
        "first": first.isoformat() if first else None,
        "last": last.isoformat() if last else None,
        "fdr": fdr,
    }
    return asked | ({"indicators": only} if only else {}) | ({"off": sorted(off)} if off else {})


def versions_used() -> dict[str, Any]:
    """The versions on which results depend."""
    return {"liem": __version__, "indicators": {one.id: one.version for one in indicators()}}


def run_number(records: str, asked: Mapping[str, Any]) -> str:
    """The number of a run over the records of that checksum.

    >>> run_number("0" * 64, wish(None, None, 0.05)) == run_number("0" * 64, wish(None, None, 0.05))
    True
    """
    return stable_id("r", records, json.dumps(asked, sort_keys=True), json.dumps(versions_used(), sort_keys=True))
