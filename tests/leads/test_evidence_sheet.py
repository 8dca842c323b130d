"""The evidence sheet: the plain sentence, the doubts, the result of looking, and who looked."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from tests.shown import shown

from liem.base import clock
from liem.base.errors import UserError
from liem.leads import actions
from liem.leads.models import Look, Run
from liem.leads.queries import looks_at
from liem.people.row_security import acting_as_system
from liem.trail.models import TrailEntry

Somebody = Callable[..., Client]


@pytest.fixture
def inspector(somebody: Somebody) -> Client:
    return somebody("inspector")


def looks() -> list[Look]:
    with transaction.atomic(), acting_as_system():
        return list(Look.objects.all())


def test_the_sheet_says_the_sentence_the_doubts_and_where_it_comes_from(office: Run, inspector: Client) -> None:
    page = inspector.get("/leads/lead/l-person/").content.decode()
    for words in (
        "Trong 40 hồ sơ của cán bộ C1, 12 quá hạn.",
        "Lý do chính đáng có thể có",
        "Có lý do chính đáng.",
        "người liên quan phải được trình bày",
        "Có khoảng trống.",
        "Nên hỏi cán bộ hoặc đơn vị điều gì",
        office.pk,
        office.snapshot.checksum,
    ):
        assert words in page, words
    assert page.index("Trong 40 hồ sơ") < page.index("Dựa trên những gì")


def test_the_sheet_speaks_english_too(office: Run, inspector: Client) -> None:
    inspector.cookies["liem_language"] = "en"
    page = inspector.get("/leads/lead/l-person/").content.decode()
    assert "Of 40 dossiers of official C1, 12 were late." in page
    assert "What would make it innocent" in page
    assert "Lý do" not in page


def test_the_funnel_shows_others_without_their_names(office: Run, inspector: Client) -> None:
    page = shown(inspector.get("/leads/lead/l-person/"))
    assert page.count("<svg") >= 4
    assert "C2" not in page


def test_what_detection_found_cannot_carry_markup_into_the_page(office: Run, inspector: Client) -> None:
    page = inspector.get("/leads/lead/l-dossier/").content.decode()
    assert "<b>thiếu</b>" not in page
    assert "&lt;b&gt;thiếu&lt;/b&gt;" in page


def test_every_view_of_a_sheet_is_kept_in_the_trail(office: Run, inspector: Client) -> None:
    inspector.get("/leads/lead/l-person/")
    inspector.get("/leads/lead/l-unit/")
    seen = TrailEntry.objects.filter(event="viewed", subject_kind="lead").values_list("subject_id", flat=True)
    assert set(seen) == {"l-person", "l-unit"}


def test_the_result_of_looking_stays_with_its_reason_and_its_writer(office: Run, inspector: Client) -> None:
    answer = inspector.post(
        "/leads/lead/l-person/", {"result": "explained", "reason": "Hệ thống ngừng hai ngày, có biên bản."}, follow=True
    )
    page = answer.content.decode()
    assert "Hệ thống ngừng hai ngày, có biên bản." in page
    assert "Đã giải thích" in page
    assert "inspector-all" in page
    entry = TrailEntry.objects.filter(event="lead_looked_at").get()
    assert entry.after is not None
    assert entry.after["result"] == "explained"
    assert "Hệ thống" not in str(entry.after), "the trail holds no content"
    assert "Đã giải thích" in inspector.get("/leads/?kind=official").content.decode()
    assert [lead.lead for lead in inspector.get("/leads/?looked=explained").context["page"]] == ["l-person"]


@pytest.mark.parametrize(
    "form", [{"result": "guilty", "reason": "x" * 20}, {"result": "explained", "reason": " ok "}, {}]
)
def test_a_result_without_reason_is_not_kept(form: dict[str, str], office: Run, inspector: Client) -> None:
    answer = inspector.post("/leads/lead/l-person/", form)
    assert answer.status_code == 422
    assert "Vui lòng kiểm tra lại" in answer.content.decode()
    assert looks() == []


def test_the_action_itself_refuses_a_result_without_reason(office: Run, inspector: Client) -> None:
    from liem.leads.models import Lead
    from liem.people.models import Account

    with transaction.atomic(), acting_as_system():
        lead = Lead.objects.get(lead="l-person")
        with pytest.raises(UserError, match="10 characters"):
            actions.note_look(lead, "explained", "ok", by=Account.objects.get(), now=clock.now())


def test_a_case_officer_reads_results_but_writes_none(office: Run, inspector: Client, somebody: Somebody) -> None:
    inspector.post("/leads/lead/l-unit/", {"result": "not_found", "reason": "Đã đối chiếu hồ sơ giấy."})
    head = somebody("case_officer", "U2")
    page = head.get("/leads/lead/l-unit/").content.decode()
    assert "Đã đối chiếu hồ sơ giấy." in page
    assert 'name="reason"' not in page
    head.post("/leads/lead/l-unit/", {"result": "explained", "reason": "Tôi tự giải thích."})
    assert len(looks()) == 1


def test_a_look_is_found_again_when_new_records_renew_the_lead(office: Run, inspector: Client) -> None:
    inspector.post("/leads/lead/l-person/", {"result": "explained", "reason": "Có quyết định gia hạn."})
    later = actions.detect_now(office.snapshot, actions.Wish(fdr=0.1), by="system", now=clock.now())
    assert later.pk != office.pk
    with transaction.atomic(), acting_as_system():
        from liem.leads.models import Lead

        lead = Lead.objects.get(run=later, lead="l-person")
        assert [look.reason for look in looks_at(lead)] == ["Có quyết định gia hạn."]
    assert "Thuộc lần rà soát trước." in inspector.get("/leads/lead/l-person/").content.decode()
