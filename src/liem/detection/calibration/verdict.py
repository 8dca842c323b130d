"""What follows from a calibration: which indicators stay off until somebody has found out why they failed."""

import json
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

from liem.base.errors import InputError
from liem.detection.indicator import Text

KS_LEVEL = 0.001
"""One-sided Kolmogorov–Smirnov level, divided among the indicators, below which p-values are too small."""
MOST_NAMED = 1
"""Names that a control outcome or a false deadline may give by chance."""

_SHUFFLED = Text(
    "khi hồ sơ được chia lại ngẫu nhiên, chỉ số này vẫn nêu tên ai đó trong {0} trên {1} lần (cho phép đến {2} %)",
    "with dossiers dealt out at random it still named somebody in {0} of {1} shuffles (up to {2}% are allowed)",
)
_SMALL = Text(
    "khi hồ sơ được chia lại ngẫu nhiên, giá trị p nhỏ hơn mức phải có (Kolmogorov–Smirnov, lệch {0})",
    "with dossiers dealt out at random its p-values are smaller than they may be (Kolmogorov–Smirnov, distance {0})",
)
_CONTROL = Text(
    "chỉ số này nêu tên {0} người về một điều không ai gây ra ({1})",
    "it named {0} persons for something nobody can have caused ({1})",
)
_DEADLINE = Text(
    "chỉ số này nêu tên {0} người ở một thời hạn giả ({1} ngày)", "it named {0} persons at a false deadline ({1} days)"
)


@dataclass(frozen=True)
class SwitchedOff:
    """An indicator that is off, and why.

    ``wholly``: its breaches too. A calibration judges statistics and leaves breaches alone; where people who read the
    dossiers found that its signs are mostly wrong, its reading of a dossier is what was wrong.
    """

    indicator: str
    version: int
    reason_vi: str
    reason_en: str
    wholly: bool = False


def allowed(fdr: float, shuffles: int) -> float:
    """Largest share of shuffles with a name: the nominal one and two standard errors."""
    return fdr + 2 * sqrt(fdr * (1 - fdr) / max(shuffles, 1))


def failure(figures: dict[str, Any], fdr: float, indicators: int) -> Text | None:
    """The first reason why an indicator fails, or ``None``."""
    shuffles, limit = int(figures["shuffles"]), allowed(fdr, int(figures["shuffles"]))
    if figures["named_in"] > limit * shuffles:
        return _filled(_SHUFFLED, figures["named_in"], shuffles, round(100 * limit))
    if figures["ks_p"] < KS_LEVEL / max(indicators, 1):
        return _filled(_SMALL, figures["ks_distance"])
    for reason, key in ((_CONTROL, "controls"), (_DEADLINE, "false_deadlines")):
        for name, hits in figures[key].items():
            if hits > MOST_NAMED:
                return _filled(reason, hits, name)
    return None


def _filled(text: Text, *values: object) -> Text:
    return Text(text.vi.format(*values), text.en.format(*values))


def switched_off(path: Path) -> dict[str, SwitchedOff]:
    """The indicators a calibration's ``report.json`` switches off. Raises InputError for a file that is none."""
    try:
        document = json.loads(path.read_text("utf-8"))
        rows = [row for row in document["indicators"] if row["off"]]
        found = [
            SwitchedOff(row["id"], int(row["version"]), row["reason_vi"], row["reason_en"], row.get("wholly") is True)
            for row in rows
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            "is no report of a calibration", str(path), "name the report.json of liem calibrate"
        ) from error
    return {one.indicator: one for one in found}
