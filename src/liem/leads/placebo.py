"""The calibration of a run: shuffled officials above all, bounded in time, gone on with when asked for again.

The work is :mod:`liem.detection.calibration`; its report stays among the files of the run, its figures with the run.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from liem.base.progress import Progress
from liem.detection.calibration.calibrating import HTML, JSON, calibrate
from liem.detection.calibration.plan import Plan
from liem.dossiers.records import RecordSet

FOLDER = "calibration"
PLAN = Plan(shuffles=20, draws=4)
"""At most this, each time it is asked for."""
ENOUGH = 0.8
"""Share of the draws in which an act must be found to be called seen."""


def report_of(out: Path, name: str = JSON) -> Path:
    """Where the report of a run's calibration lies (``report.json`` or ``report.html``), if there is one."""
    return out / FOLDER / name


def run_placebo(
    records: RecordSet, out: Path, progress: Progress, plan: Plan = PLAN, former: Mapping[str, Any] | None = None
) -> dict[str, Any] | None:
    """Calibrate once more; shuffles, and those in which anybody was named, are added to those of ``former``.

    ``None`` where nothing about officials can be computed.
    """
    before = former or {"shuffles": 0, "named": 0}
    report = calibrate(records, out / FOLDER, replace(plan, seed=plan.seed + int(before["shuffles"])), progress)
    if not report["indicators"]:
        return dict(former) if former else None
    failed = [row for row in report["indicators"] if row["off"]]
    return {
        "shuffles": int(before["shuffles"]) + report["shuffles"],
        "named": int(before["named"]) + report["anybody_named"],
        "indicators": [row["id"] for row in report["indicators"]],
        "off": [{name: row[name] for name in ("id", "reason_vi", "reason_en")} for row in failed],
        "control_names": sum(sum(row["controls"].values()) for row in report["indicators"]),
        "look_alikes": {
            "draws": sum(row["draws"] for row in report["look_alikes"]),
            "named": sum(row["named"] for row in report["look_alikes"]),
        },
        "power": seen_from(report["power"]),
    }


def seen_from(power: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each act and strength, the number of cases from which on it was found in :data:`ENOUGH` of the draws.

    ``from_cases`` is ``None`` where it was not seen so often with any number that occurs here.
    """
    rows: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in power:
        rows.setdefault((row["act"], row["indicator"], row["strength"]), []).append(row)
    found = []
    for (act, indicator, strength), mine in rows.items():
        least = None
        for row in sorted(mine, key=lambda one: -one["from_cases"]):
            if row["found"] < ENOUGH * row["draws"]:
                break
            least = row["from_cases"]
        found.append({"act": act, "indicator": indicator, "strength": strength, "from_cases": least})
    return found


def written(out: Path) -> str | None:
    """The report to read, or ``None``."""
    path = report_of(out, HTML)
    return path.read_text("utf-8") if path.is_file() else None


def switches_something_off(path: Path) -> bool:
    """Whether a report is there and switches an indicator off."""
    return path.is_file() and any(row["off"] for row in json.loads(path.read_text("utf-8"))["indicators"])
