"""Reports that officers linked become counts by month, join the signs of the records, and betray nobody on the way."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import transaction
from django.test import Client

from liem.base import clock
from liem.base.clock import VIETNAM
from liem.detection.reports import SCHEMA
from liem.detection.signals import FIGURES, RowWriter
from liem.leads import said
from liem.leads.models import IndicatorResult, Lead, ReportCount, RunRequest
from liem.people.row_security import acting_as_system
from liem.sorting import actions, queries
from liem.sorting.counting import Mention, by_month
from liem.sorting.models import Link
from liem.trail.models import TrailEntry
from tests.conftest import open_account
from tests.detection.worked_examples import record_set
from tests.sorting.office import WORDS, Offices

TEXTS = (
    "Hồ sơ đăng ký kinh doanh bị trả lại ba lần mà không ghi rõ lý do gì cả.",
    "Chị ở cửa tiếp nhận bảo tôi về làm lại bản vẽ, dù bản vẽ đã được thẩm định.",
    "Nộp trực tuyến rồi vẫn bị gọi lên mang bản giấy, mất trọn một ngày công.",
    "Hẹn ngày hai mươi mà đến ngày ba mươi vẫn chưa ký, hỏi thì được trả lời chờ.",
    "Người ta nói thẳng: muốn nhanh thì phải biết điều, còn không thì cứ đợi.",
    "Con tôi xin giấy xác nhận cư trú, cán bộ đòi thêm hợp đồng thuê nhà công chứng.",
    "Gia đình chờ sổ hồng đã bảy tháng, lần nào tới cũng bị hỏi giấy mới.",
    "Bà cụ hàng xóm phải nhờ người quen gọi điện thì mới được nhận lại giấy tờ.",
    "Họ bảo thiếu chữ ký giáp ranh, trong khi biên bản đo đạc có đủ chữ ký.",
    "Doanh nghiệp tôi nộp lại hồ sơ cấp phép bốn bận vì những lỗi chính tả nhỏ.",
)


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=VIETNAM)


def stamp(one: Any) -> dict[str, Any]:
    return {"by": one.number, "now": clock.now()}


def said_of(offices: Offices, code: str, *days: date, kind: str = "official", **more: Any) -> list[Any]:
    """Reports in different words, received on these days and linked to a subject."""
    found = []
    for number, day in enumerate(days):
        found.append(offices.send(TEXTS[number % len(TEXTS)] + f" ({code})", now=on(day), **more).opened.report)
    with transaction.atomic(), offices.hoa.acting():
        for report in found:
            actions.link(report, kind, f" {code} ", **stamp(offices.hoa))
    return found


# -- counting


def test_reports_are_counted_by_subject_and_month_and_a_campaign_is_one_voice(offices: Offices) -> None:
    first, last = date(2026, 3, 1), date(2026, 4, 30)
    campaign = [offices.send(text, now=on(date(2026, 3, day))).opened.report
                for day, text in ((2, WORDS), (9, WORDS + " Tôi rất bức xúc."))]  # fmt: skip
    with transaction.atomic(), offices.hoa.acting():
        for report in campaign:
            actions.link(report, "official", "CC-0001", **stamp(offices.hoa))
            actions.link(report, "official", " CC-0001 ", **stamp(offices.hoa))
            actions.link(report, "dossier", "H-1", **stamp(offices.hoa))
        assert Link.objects.count() == 4
    said_of(offices, "CC-0001", date(2026, 4, 7), date(2026, 4, 7), date(2026, 4, 8))
    table = queries.report_counts(first, last)
    rows = [(row["subject"], row["period_from"], row["period_to"], row["n"], row["n_independent"])
            for row in table.to_pylist()]  # fmt: skip
    assert rows == [
        ("CC-0001", date(2026, 3, 1), date(2026, 3, 31), 2, 1),
        ("CC-0001", date(2026, 4, 1), date(2026, 4, 30), 3, 2),
    ]
    assert table.schema == SCHEMA
    assert queries.report_counts(date(2026, 5, 1), date(2026, 5, 31)).num_rows == 0


def test_praise_and_what_is_no_report_point_at_nobody(offices: Offices) -> None:
    praise = offices.send(TEXTS[0], kind="good_service", now=on(date(2026, 3, 3))).opened.report
    advert = offices.send(TEXTS[1], now=on(date(2026, 3, 4)))
    with transaction.atomic(), offices.hoa.acting():
        for report in (praise, advert.opened.report):
            actions.link(report, "official", "CC-1", **stamp(offices.hoa))
        actions.suspect(advert.opened.report, "advertisement", **stamp(offices.hoa))
    with transaction.atomic(), offices.lan.acting():
        actions.confirm_no_report(offices.read(offices.lan, advert), **stamp(offices.lan))
    assert queries.report_counts(date(2026, 1, 1), date(2026, 12, 31)).num_rows == 0


def test_voices_of_months_may_be_added() -> None:
    days = [date(2026, 1, 30), date(2026, 2, 2), date(2026, 2, 3), date(2026, 3, 1)]
    mentions = [Mention("unit", "U1", number, day) for number, day in enumerate(days)]
    counts = by_month(mentions, [(3, 0), (1, 2)])
    assert [(one.month.month, one.n, one.independent) for one in counts] == [(1, 1, 1), (2, 2, 1), (3, 1, 0)]


# -- small numbers


def row(month: int, n: int, subject: str = "C1") -> dict[str, Any]:
    days = {"period_from": date(2026, month, 1), "period_to": date(2026, month, 28)}
    return {"subject_kind": "official", "subject": subject, "n": n + 1, "n_independent": n, **days}


@pytest.mark.parametrize("months", [[1, 1], [2], [], [0, 0, 2]])
def test_of_whom_few_spoke_nothing_is_said(months: list[int]) -> None:
    assert list(said.shown(row(number + 1, n) for number, n in enumerate(months))) == []


@pytest.mark.parametrize("months", [[1, 1, 1], [3, 1], [1, 5, 2, 2, 1], [4, 4, 4], [2, 2, 2, 2, 2, 2]])
def test_no_period_shown_has_few_voices_and_none_is_lost(months: list[int]) -> None:
    told = list(said.shown(row(number + 1, n) for number, n in enumerate(months)))
    assert all(one["n_independent"] >= said.FEWEST for one in told)
    assert sum(one["n_independent"] for one in told) == sum(months)
    assert told[0]["period_from"] == date(2026, 1, 1)
    assert told[-1]["period_to"] == date(2026, len(months), 28)


def test_a_month_that_is_not_over_is_not_counted(offices: Offices) -> None:
    today = date(2026, 5, 20)
    said_of(offices, "C1", date(2026, 5, 4), date(2026, 5, 11))
    assert said.said_until(today, date(2026, 1, 7)) is None
    said_of(offices, "C1", date(2026, 4, 30))
    counted = said.said_until(today, date(2026, 1, 7))
    assert counted is not None
    assert counted.through == date(2026, 4, 30)
    assert counted.counts.column("n").to_pylist() == [1]
    assert counted.as_json()["reports"] is None, "one report is not told, even of all"


def test_figures_of_few_reports_are_blanked_in_the_files_of_a_run(tmp_path: Path) -> None:
    rows = [
        {"indicator": indicator, "subject_kind": "official", "subject": f"C{n}", "observed": float(n), "expected": 2.5,
         "effect": n / 2.5, "p_value": 0.5, "shrunk": 1.0, "n": 40, "eligible": True}
        for indicator in ("B10", "C1")
        for n in range(6)
    ]  # fmt: skip
    with RowWriter(tmp_path / "indicators.parquet", FIGURES) as writer:
        writer.write(rows)
    said.hide_small_numbers(tmp_path)
    kept = pq.read_table(tmp_path / "indicators.parquet").to_pylist()
    assert len(kept) == len(rows)
    for one in kept:
        few = one["indicator"] == "B10" and one["subject"] in ("C0", "C1", "C2")
        assert (one["observed"] is None) == few
        assert all((one[name] is None) == few for name in ("effect", "p_value", "shrunk"))
        assert one["expected"] == 2.5
        assert one["n"] == 40


def test_counts_of_the_records_stay_beside_those_of_the_platform(tmp_path: Path) -> None:
    from liem.detection.catalogue import indicators

    records = record_set(next(one for one in indicators() if one.id == "B10").example, tmp_path)
    ours = pa.Table.from_pylist([row(3, 4) | {"source": "report", "exposure": None}], SCHEMA)
    both = said.Said(ours, date(2026, 4, 30)).beside(records)
    assert both.num_rows == 6
    assert both.schema == SCHEMA


# -- the whole way


@pytest.fixture
def brought(offices: Offices, tmp_path: Path, settings: Any) -> Any:
    """Records in which one official's dossiers wait unlike others': a pattern of the log alone."""
    from liem.detection.catalogue import indicators
    from liem.imports.actions import bring_now
    from liem.imports.queries import current_snapshot

    settings.LIEM_HOME = tmp_path / "home"
    record_set(next(one for one in indicators() if one.id == "B1").example, tmp_path / "made")
    bring_now(tmp_path / "made" / "source", complete=True, by="system", now=clock.now())
    return current_snapshot()


def signed_in(role: str, unit: str = "*") -> Client:
    client = Client()
    client.force_login(open_account(f"{role.replace('_', '-')}-x", role, unit))
    client.cookies["liem_language"] = "en"
    return client


@pytest.mark.slow
def test_sorted_reports_make_a_pattern_of_the_records_a_lead_of_two_sources(
    offices: Offices, brought: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from liem.leads import actions as leads
    from liem.leads import queries as found

    before = leads.detect_now(brought, by="system", now=clock.now())
    with transaction.atomic(), acting_as_system():
        assert [one.sources for one in Lead.objects.filter(run=before).exclude(grade="breach")] == [["log"]]
    assert "said" not in before.report

    said_of(offices, "X9", *(date(2026, 3, day) for day in (3, 10, 17, 24)), *(date(2026, 4, d) for d in (7, 14)),
            date(2026, 5, 5), date(2026, 5, 19))  # fmt: skip
    said_of(offices, "A0", date(2026, 4, 2))
    said_of(offices, "TT-1", date(2026, 4, 3), kind="procedure")

    RunRequest.objects.all().delete()
    asked = leads.detect_if_people_said_more(by="system", now=clock.now())
    assert asked is not None, "what people said since is noticed by itself"
    assert leads.detect_if_people_said_more(by="system", now=clock.now()) is None, "and asked for once"

    run = leads.detect_now(brought, by="system", now=clock.now())
    assert run.pk != before.pk
    with transaction.atomic(), acting_as_system():
        lead = Lead.objects.get(run=run, grade="convergent")
        assert (lead.subject_kind, lead.subject, lead.sources) == ("official", "X9", ["citizen", "log"])
        assert "B10" in lead.indicators
        few = IndicatorResult.objects.filter(run=run, indicator="B10", observed__gt=0, observed__lt=said.FEWEST)
        assert not few.exists(), "of A0 one person spoke: no figure says so"
        shown = list(ReportCount.objects.filter(run=run).values_list("subject", "period_from", "period_to", "n"))
    assert shown == [
        ("X9", date(2026, 3, 1), date(2026, 3, 31), 4),
        ("X9", date(2026, 4, 1), date(2026, 5, 31), 4),
    ]
    assert run.report["said"]["reports"] == 10
    assert run.report["said"]["independent"] == 10
    entry = TrailEntry.objects.filter(event="run_loaded").latest("position")
    assert entry.after["said"]["reports"] == 10
    assert "X9" not in str(entry.after)

    RunRequest.objects.all().delete()
    assert leads.detect_if_people_said_more(by="system", now=clock.now()) is None, "nothing more was said"
    assert leads.detect_now(brought, by="system", now=clock.now()).pk == run.pk, "the same is looked through once"

    page = signed_in("inspector").get(f"/leads/lead/{lead.lead}/").content.decode()
    assert "What people report" in page
    assert "Mar 2026" in page
    assert "Apr 2026 – May 2026" in page
    head = signed_in("head_of_unit", "X-01").get(f"/leads/lead/{lead.lead}/")
    assert head.status_code == 200
    assert "What people report" not in head.content.decode()
    told = signed_in("data_steward").get(f"/leads/runs/{run.pk}/").content.decode()
    assert "10, of which 10 independent of one another" in told

    with transaction.atomic(), offices.hoa.acting():
        report = Link.objects.filter(code="X9").first().report  # type: ignore[union-attr]
        (meeting,) = queries.meetings(report)
    assert meeting.leads == [], "an intake officer sees no leads"
    account = open_account("thanh", "inspector", "*")
    from liem.people.row_security import acting_as
    from liem.people.rules import Scope

    with transaction.atomic(), acting_as(account, Scope(frozenset(["inspector"]), frozenset(["*"]))):
        assert [one.lead for one in found.leads_about(run, "official", "X9")] == [lead.lead]


def test_the_present_month_is_known_by_its_last_day() -> None:
    from liem.sorting.counting import last_of_month

    for day in (date(2024, 2, 1), date(2026, 12, 31), date(2026, 1, 31)):
        assert (last_of_month(day) + timedelta(days=1)).day == 1
        assert last_of_month(day).month == day.month


def test_a_flood_of_equal_reports_keeps_few_pairs_each_and_stays_one_voice(offices: Offices) -> None:
    from liem.sorting.models import Likeness
    from liem.sorting.sketching import MOST_KEPT

    flood = [offices.send(f"{WORDS} Lần {number}.").opened.report for number in range(MOST_KEPT + 10)]
    with transaction.atomic(), offices.hoa.acting():
        for report in flood:
            actions.link(report, "official", "CC-7", by=offices.hoa.number, now=clock.now())
    today = clock.today()
    (row,) = queries.report_counts(today, today).to_pylist()
    assert (row["n"], row["n_independent"]) == (len(flood), 1)
    with transaction.atomic(), acting_as_system():
        assert max(Likeness.objects.filter(report=one).count() for one in flood) == MOST_KEPT
