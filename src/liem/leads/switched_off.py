"""What the next detection leaves out: indicators that failed their calibration, and those people found mostly wrong.

Of the first the pattern alone is off: statistics failed, and a breach is read in its dossier. The second are off
wholly, breach and pattern: whoever read the dossiers did not find what the indicator said. It is then not computed at
all, and none of its signs is a second source against anybody; its next version begins anew.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from liem.detection import identity
from liem.detection.calibration.verdict import SwitchedOff, switched_off
from liem.detection.indicator import Text
from liem.leads import queries

_MOSTLY_WRONG = Text(
    "khi có người xác minh, chỉ {0} trên {1} dấu hiệu của chỉ số này có cơ sở (khoảng tin cậy từ {2} %)",
    "where people verified them, {0} of {1} of its signs were founded alone (interval from {2}%)",
)


def found_mostly_wrong() -> list[SwitchedOff]:
    """Indicators that suspended themselves, as they now are: a new version begins without a past."""
    versions = identity.versions_used()["indicators"]
    precision = queries.precision()
    return [_reason(code, versions[code], precision[code]) for code in queries.suspended() if code in versions]


def _reason(code: str, version: int, one: Any) -> SwitchedOff:
    figures = (one.found, one.verified, round(100 * one.interval[0]))
    vi, en = _MOSTLY_WRONG.vi.format(*figures), _MOSTLY_WRONG.en.format(*figures)
    return SwitchedOff(code, version, vi, en, wholly=True)


@contextmanager
def left_out(calibration: Path | None) -> Iterator[Path | None]:
    """A report of what is off, as detection reads one, while it is needed: the calibration, and what people found."""
    wrong = found_mostly_wrong()
    if not wrong:
        yield calibration
        return
    found = (switched_off(calibration) if calibration else {}) | {one.indicator: one for one in wrong}
    rows = [
        {
            "id": one.indicator,
            "version": one.version,
            "off": True,
            "reason_vi": one.reason_vi,
            "reason_en": one.reason_en,
            "wholly": one.wholly,
        }
        for one in found.values()
    ]
    with TemporaryDirectory(prefix="liem-off-") as folder:
        path = Path(folder) / "switched-off.json"
        path.write_text(json.dumps({"indicators": rows}, ensure_ascii=False), "utf-8")
        yield path
