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
from liem.detection.catalogue import indicators
from liem.detection.run import Options
from liem.jobs.models import Job
from liem.leads import actions, placebo
from liem.leads.models import Run

VERSION = {one.id: one.version for one in indicators()}
ROW = {"id": "D1", "version": VERSION["D1"], "off": False, "reason_vi": "", "reason_en": "", "controls": {"weekday": 0}}
OFF = {**ROW, "id": "D5", "version": VERSION["D5"], "off": True, "reason_vi": "vì thử", "reason_en": "for the test"}
REPORT = {
    "shuffles": 5,
    "anybody_named": 1,
    "indicators": [ROW, OFF],
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
        power = [
            {"act": act, "indicator": indicator, "strength": strength, "from_cases": 400}
            for act, indicator, strength in (("D", "D1", "+25%"), ("B", "B1", "x1.5"), ("E", "E1", "5/month"))
        ]
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
    for strength in ("+25 điểm %", "×1,5", "5 lượt mỗi tháng"):
        assert f"<td>{strength}</td>" in page
    assert sentence in somebody("inspector").get(f"/leads/runs/{office.pk}/").content.decode()


def test_a_run_tells_whom_nobody_could_be_compared_with_and_what_to_know_of_the_records(
    office: Run, somebody: Callable[..., Client]
) -> None:
    client = somebody("inspector")
    page = client.get(f"/leads/runs/{office.pk}/").content.decode()
    for said in ("Đã tính, nhưng không có ai để so sánh", "chỉ một cán bộ có hồ sơ", "1 đơn vị sáp nhập"):
        assert said in page
    client.cookies["liem_language"] = "en"
    page = client.get(f"/leads/runs/{office.pk}/").content.decode()
    assert "only one official has dossiers" in page
    method = client.get("/leads/method/").content.decode()
    pairs = method.partition('id="B5"')[2].partition("</section>")[0]
    assert "Looked at from 15 dossiers of the pair on" in pairs


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


# -- and what people found


def verified_wrong(indicator: str, times: int = 30, version: int | None = None) -> None:
    from liem.leads.models import Verification
    from liem.leads.verifying import record_verification

    for n in range(times):
        for arm in ("flagged", "random"):
            source = f"{arm}-{n}"
            record_verification([indicator], "not_found", arm=arm, source=source, by="system", now=clock.now())
    if version is not None:
        Verification.objects.update(version=version)


def really_detected(office: Run, monkeypatch: pytest.MonkeyPatch, fdr: float) -> Run:
    """The real detection, over the real files of the small office."""
    from liem.detection.run import detect
    from liem.leads.facts import keep_facts

    monkeypatch.setattr(actions, "detect", detect)
    monkeypatch.setattr(actions, "keep_facts", keep_facts)
    return actions.detect_now(office.snapshot, actions.Wish(fdr=fdr), by="system", now=clock.now())


def test_an_indicator_people_found_mostly_wrong_is_left_out_of_the_next_detection_and_the_method_says_so(
    office: Run, somebody: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = really_detected(office, monkeypatch, 0.03)
    assert "D1" not in before.options.get("off", [])
    verified_wrong("D1")
    after = really_detected(office, monkeypatch, 0.03)
    assert after.pk != before.pk, "the same records and wish, and still another run"
    row = after.computed.get(indicator="D1")
    assert "0 of 30 of its signs were founded" in row.skipped_en
    assert "0 trên 30" in row.skipped_vi
    assert not before.computed.get(indicator="D1").skipped_en.startswith("it is switched off")
    client = Client()
    client.cookies["liem_language"] = "en"
    page = client.get("/leads/method/").content.decode()
    shown = page.partition('id="D1"')[2].partition("</section>")[0]
    assert "0 of 30 founded, 0 explained: between 0% and 11%" in " ".join(shown.replace("\xa0", "").split())
    assert "Among those drawn by lot that it had not flagged: 0 of 30" in shown
    assert "Suspended by itself: wrong too often" in shown
    assert "it is switched off" in shown
    assert "it is switched off" not in page.partition('id="D2"')[2].partition("</section>")[0]


def test_a_new_version_of_an_indicator_is_measured_anew(office: Run) -> None:
    from liem.leads import queries
    from liem.leads.switched_off import found_mostly_wrong

    verified_wrong("D1")
    assert [one.indicator for one in found_mostly_wrong()] == ["D1"]
    verified_wrong("D1", version=99)
    assert found_mostly_wrong() == []
    assert "D1" not in queries.precision()


def test_what_failed_its_calibration_and_what_people_found_wrong_are_both_left_out(office: Run, tmp_path: Path) -> None:
    from liem.detection.calibration.verdict import switched_off
    from liem.leads.switched_off import left_out

    path = tmp_path / "report.json"
    path.write_text(json.dumps(REPORT), "utf-8")
    with left_out(path) as off:
        assert off == path, "nobody has verified anything"
    verified_wrong("D1")
    with left_out(path) as off:
        assert set(switched_off(off)) == {"D1", "D5"}
    with left_out(None) as off:
        assert set(switched_off(off)) == {"D1"}
    assert not off.exists()
