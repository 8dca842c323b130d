"""The calibration of a run: it goes on where it left off, its figures are shown, and what failed stays off."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from liem.base import clock
from liem.base.progress import Silent
from liem.detection.run import Options
from liem.jobs.models import Job
from liem.leads import actions, placebo
from liem.leads.models import Run

ROW = {"id": "D1", "version": 1, "off": False, "reason_vi": "", "reason_en": "", "controls": {"weekday": 0}}
REPORT = {
    "shuffles": 5,
    "anybody_named": 1,
    "indicators": [ROW, {**ROW, "id": "D5", "off": True, "reason_vi": "vì thử", "reason_en": "for the test"}],
    "look_alikes": [{"draws": 4, "named": 0}],
    "power": [
        {"act": "D", "indicator": "D1", "strength": "+25%", "from_cases": n, "draws": 4, "found": found}
        for n, found in ((20, 0), (100, 4), (200, 3), (400, 4))
    ],
}


def test_what_was_done_before_is_added_and_the_seed_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seeds = []

    def calibrate(records: object, out: Path, plan: placebo.Plan, progress: object) -> dict[str, Any]:
        seeds.append(plan.seed)
        return REPORT

    monkeypatch.setattr(placebo, "calibrate", calibrate)
    first = placebo.run_placebo(object(), tmp_path, Silent())  # type: ignore[arg-type]
    assert first is not None
    again = placebo.run_placebo(object(), tmp_path, Silent(), former=first)  # type: ignore[arg-type]
    assert again is not None
    assert (again["shuffles"], again["named"]) == (10, 2)
    assert seeds[1] == seeds[0] + 5
    assert [row["id"] for row in again["off"]] == ["D5"]


def test_an_act_is_seen_from_the_number_of_cases_on_above_which_it_is_always_found() -> None:
    (row,) = placebo.seen_from(REPORT["power"])  # type: ignore[arg-type]
    assert row["from_cases"] == 400, "at 200 only three of four were found"


def shown(office: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def found(*_: Any, former: dict[str, Any] | None, **__: Any) -> dict[str, Any]:
        assert former is None
        power = [{"act": "D", "indicator": "D1", "strength": "+25%", "from_cases": 400}]
        off = [{"id": "D5", "reason_vi": "vì thử", "reason_en": "for the test"}]
        return {"shuffles": 12, "named": 1, "indicators": ["D1"], "off": off, "power": power}

    monkeypatch.setattr(actions, "run_placebo", found)
    actions.placebo_now(office, by="system", now=clock.now())


def test_the_method_shows_what_the_calibration_found(
    office: Run, client: Client, somebody: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(office, monkeypatch)
    sentence = "Trong 12 lần xáo trộn, có 1 lần có người bị nêu."
    page = client.get("/leads/method/").content.decode()
    assert sentence in page
    assert "vì thử" in page
    assert "+25%" in page
    assert sentence in somebody("inspector").get(f"/leads/runs/{office.pk}/").content.decode()


def test_an_inspector_has_the_placebo_run(office: Run, somebody: Callable[..., Client]) -> None:
    address = f"/leads/runs/{office.pk}/placebo/"
    assert somebody("steering_committee").post(address).status_code == 403
    assert somebody("inspector").post(address).status_code == 302
    assert Job.objects.get().kind == actions.PLACEBO


def test_the_report_is_taken_away_by_whoever_may_detect(office: Run, somebody: Callable[..., Client]) -> None:
    address = f"/leads/runs/{office.pk}/calibration.html"
    assert somebody("inspector").get(address).status_code == 404
    path = placebo.report_of(settings.LIEM_HOME / "runs" / office.pk, "report.html")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("<!doctype html>", "utf-8")
    answer = somebody("inspector").get(address)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert somebody("steering_committee").get(address).status_code == 403


def test_the_next_detection_obeys_the_latest_calibration(office: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path = placebo.report_of(settings.LIEM_HOME / "runs" / office.pk)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(REPORT), "utf-8")
    office.placebo = {"shuffles": 5, "named": 1}
    office.save(update_fields=["placebo"])
    asked: list[Options] = []

    class Enough(Exception):
        """Nothing more is to be seen."""

    def detect(records: object, out: Path, options: Options, *_more: object) -> None:
        asked.append(options)
        raise Enough

    monkeypatch.setattr(actions, "detect", detect)
    with pytest.raises(Enough):
        actions.detect_now(office.snapshot, actions.Wish(fdr=0.04), by="system", now=clock.now())
    assert asked[0].calibration == path
    assert actions._off(path) == ["D5"]
