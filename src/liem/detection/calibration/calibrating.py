"""One calibration: records in, ``report.json`` and ``report.html`` out, whole or not at all."""

import json
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from liem import __version__
from liem.base.progress import Progress, Silent
from liem.detection.calibration.document import html
from liem.detection.calibration.placebos import (
    CURVE,
    Shuffled,
    run_controls,
    run_shuffles,
    stability,
    stopwatch,
)
from liem.detection.calibration.plan import Plan
from liem.detection.calibration.power import run_power
from liem.detection.calibration.questions import Question, ask
from liem.detection.calibration.verdict import allowed, failure
from liem.dossiers.records import RecordSet

JSON, HTML = "report.json", "report.html"
FOR_SHUFFLES = 0.5
"""Share of the time allowed that the shuffles may take: the acts put in need theirs."""


def calibrate(
    records: RecordSet, out: Path, plan: Plan | None = None, progress: Progress | None = None
) -> dict[str, Any]:
    """Calibrate on ``records`` and write both reports into ``out``; returns what ``report.json`` says.

    Raises UserError where there is nothing to look at. Interrupted, it leaves ``out`` as it was.
    """
    plan, progress = plan or Plan(), progress or Silent()
    out.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".calibrate-", dir=out))
    try:
        report = measured(records, folder, plan, progress)
        progress.stage("write")
        (folder / JSON).write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")
        (folder / HTML).write_text(html(report), "utf-8")
        for name in (JSON, HTML):
            (folder / name).replace(out / name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return report


def measured(records: RecordSet, folder: Path, plan: Plan, progress: Progress) -> dict[str, Any]:
    """Everything the report says."""
    worked, over = time.process_time(), stopwatch(plan.seconds)
    questions = ask(records, folder, plan, progress)
    shuffled_enough = stopwatch(None if plan.seconds is None else FOR_SHUFFLES * plan.seconds)
    found = run_shuffles(questions.asked, plan, progress, shuffled_enough) if questions.asked else Shuffled()
    progress.stage("controls")
    controls = run_controls(questions.controls, plan)
    deadlines = run_controls(questions.deadlines, plan)
    steady = stability(questions.halves, plan.fdr)
    power, alike = run_power(questions, plan, progress, over) if questions.asked else ([], [])
    made_up = (controls, deadlines)
    rows = [_row(one, found, made_up, steady, plan.fdr, len(questions.asked)) for one in questions.asked]
    return {
        "liem": __version__,
        "checksums": questions.checksums,
        "seed": plan.seed,
        "fdr": plan.fdr,
        "shuffles": found.done,
        "anybody_named": found.anybody,
        "allowed_share": round(allowed(plan.fdr, found.done), 4),
        "curve_at": [round(float(at), 3) for at in CURVE],
        "indicators": rows,
        "power": power,
        "look_alikes": alike,
        "skipped": [vars(one) for one in questions.skipped],
        "cpu_seconds": round(time.process_time() - worked, 1),
    }


def _row(
    one: Question,
    found: Shuffled,
    made_up: tuple[dict[str, dict[str, int]], dict[str, dict[str, int]]],
    steady: dict[str, dict[str, Any]],
    fdr: float,
    indicators: int,
) -> dict[str, Any]:
    indicator = one.indicator
    distance, ks_p, tests = found.too_small(indicator.id)
    row: dict[str, Any] = {
        "id": indicator.id,
        "version": indicator.version,
        "act": indicator.act,
        "name_vi": indicator.name.vi,
        "name_en": indicator.name.en,
        "about": "pair" if one.pairs is not None else "official",
        "shuffles": found.done,
        "named_in": found.named_in.get(indicator.id, 0),
        "false_names": found.names.get(indicator.id, 0),
        "tests": tests,
        "ks_distance": round(distance, 4),
        "ks_p": round(ks_p, 6),
        "p_curve": found.curve(indicator.id),
        "controls": made_up[0].get(indicator.id, {}),
        "false_deadlines": made_up[1].get(indicator.id, {}),
        "stability": steady.get(indicator.id),
    }
    reason = failure(row, fdr, indicators)
    return {
        **row,
        "off": reason is not None,
        "reason_vi": reason.vi if reason else "",
        "reason_en": reason.en if reason else "",
    }
