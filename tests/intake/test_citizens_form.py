"""The form as a browser without scripts and without cookies meets it."""

import re
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from liem.agencies import actions as agencies
from liem.base import clock
from liem.intake import pace, queries, receipt
from liem.intake.content import LONGEST
from liem.intake.forms import offices_to_name
from liem.intake.models import Report
from liem.people.row_security import acting_as_system
from tests.intake.office import NOW, OFFICE, SECRET_NAME, SECRET_WORDS, Officer

TELL, FOLLOW = "/report/tell/", "/report/follow/"


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    from liem.intake.views import follow, form, reporter

    fresh = pace.Pace()
    for module in (form, follow, reporter):
        monkeypatch.setattr(module, "PACE", fresh)
    reporter._PAGES.clear()
    offices_to_name.cache_clear()


def hidden(page: Any) -> dict[str, str]:
    """The hidden fields of the first form."""
    text = page.content.decode()
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))


def walk(client: Client, answers: dict[str, dict[str, str]] | None = None) -> Any:
    """Answer question after question, and stop at the review."""
    answers = {"what": {"what": SECRET_WORDS}} | (answers or {})
    page = client.get(TELL)
    for _ in range(12):
        fields = hidden(page)
        if fields["step"] == "review":
            return page
        page = client.post(TELL, fields | {"go": "next"} | answers.get(fields["step"], {}))
        assert page.status_code == 200, page.content.decode()[:3000]
    raise AssertionError("the form has no end")


def send(client: Client, answers: dict[str, dict[str, str]] | None = None) -> Any:
    return client.post(TELL, hidden(walk(client, answers)) | {"go": "send"})


def code_of(page: Any) -> str:
    found = re.search(r'class="code"[^>]*>([0-9A-Z-]{24})<', page.content.decode())
    assert found, page.content.decode()[:2000]
    return found[1]


def stored() -> int:
    with transaction.atomic(), acting_as_system():
        return Report.objects.count()


def test_the_whole_way_without_a_name_needs_no_cookie_and_leaves_none(citizen: Client) -> None:
    page = send(citizen)
    assert page.status_code == 200
    follow = citizen.post(FOLLOW, {"receipt": code_of(page).lower().replace("-", " ")})
    assert follow.status_code == 200
    assert SECRET_WORDS in follow.content.decode()
    assert not citizen.cookies


def test_sending_twice_shows_the_same_receipt_and_stores_once(citizen: Client) -> None:
    review = hidden(walk(citizen)) | {"go": "send"}
    assert code_of(citizen.post(TELL, review)) == code_of(citizen.post(TELL, review))
    assert stored() == 1


def test_a_changed_text_after_sending_is_another_report_and_not_lost(citizen: Client) -> None:
    review = walk(citizen)
    citizen.post(TELL, hidden(review) | {"go": "send"})
    changed = citizen.post(TELL, hidden(review) | {"edit": "what"})
    again = citizen.post(TELL, hidden(changed) | {"what": SECRET_WORDS + " và nữa", "go": "next"})
    citizen.post(TELL, hidden(again) | {"go": "send"})
    assert stored() == 2


def test_nothing_is_stored_before_send(citizen: Client) -> None:
    walk(citizen)
    assert stored() == 0


def test_going_back_keeps_what_was_typed_even_when_it_cannot_be_sent(citizen: Client) -> None:
    too_long = "x" * (LONGEST["what"] + 5)
    page = citizen.post(TELL, {"step": "what", "what": too_long, "go": "back"})
    assert hidden(page)["step"] == "story"
    page = citizen.post(TELL, hidden(page) | {"go": "next"})
    assert too_long in page.content.decode()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", 422),
        ("   ", 422),
        ("x" * (LONGEST["what"] + 1), 422),
        ("\x00\x01\x02 bị đòi tiền ở đâu đó \x1b", 200),
        ("‮tiền đòi bị ở quầy số ba‬", 200),
        ("🙏🏽🙏🏽🙏🏽 họ đòi tiền tôi 💸", 200),
        ("Ⅷ ﷽ ｆｕｌｌ ѕame-lооking letters", 200),
        ("<script>alert(1)</script><img src=x onerror=alert(1)>", 200),
    ],
)
def test_bad_texts_are_answered_in_one_sentence_and_kept(citizen: Client, text: str, status: int) -> None:
    page = citizen.post(TELL, {"step": "what", "what": text, "go": "next"})
    assert page.status_code == status
    if status == 422:
        assert page.content.decode().count('class="field-error"') == 1
        assert text.strip() in page.content.decode()


def test_no_field_and_no_message_lets_markup_through(citizen: Client) -> None:
    attack = "\"'><script>alert(7)</script>"
    fields = ("what", "place", "procedure", "dossier", "asked_for", "when", "who", "evidence", "name", "contact")
    steps = {step: dict.fromkeys(fields, f"{attack} dài thêm") for step in
             ("what", "place", "procedure", "asked", "when", "who", "evidence")}  # fmt: skip
    steps["place"]["unit"] = steps["who"]["accused_as"] = ""
    review = walk(citizen, steps | {"story": {"story": "asked"}})
    receipt_page = citizen.post(TELL, hidden(review) | {"go": "send"})
    code = code_of(receipt_page)
    follow = citizen.post(FOLLOW, {"receipt": code, "verb": "message", "text": attack})
    for page in (review, receipt_page, follow):
        assert b"<script>alert" not in page.content
    assert "&lt;script&gt;alert(7)" in follow.content.decode()


def test_a_changed_draft_is_refused_and_nothing_stored(citizen: Client) -> None:
    fields = hidden(walk(citizen))
    draft = fields["draft"]
    for wrong in (draft[:-6] + "AAAAA=", "x", draft[:40], "A" * 500_000):
        answer = citizen.post(TELL, fields | {"draft": wrong, "go": "send"})
        assert answer.status_code == 400
    assert stored() == 0


def test_a_form_of_another_site_is_refused(citizen: Client) -> None:
    fields = hidden(walk(citizen)) | {"go": "send"}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert citizen.post(TELL, fields, headers=headers).status_code == 403
    assert stored() == 0


def test_a_name_is_never_forced_and_goes_into_the_vault(citizen: Client, custodian: Officer) -> None:
    page = send(citizen, {"name": {"named": "yes", "name": SECRET_NAME}})
    assert page.status_code == 200
    with transaction.atomic(), acting_as_system():
        report = Report.objects.get()
        assert report.is_named
        assert SECRET_NAME.encode() not in bytes(report.identity.sealed)  # type: ignore[attr-defined]
    asked = citizen.post(TELL, {"step": "name", "named": "yes", "go": "next"})
    assert asked.status_code == 422


def test_good_service_is_told_in_four_questions(citizen: Client) -> None:
    page = send(citizen, {"story": {"story": "served_well"}})
    assert page.status_code == 200
    with transaction.atomic(), acting_as_system():
        assert Report.objects.get().kind == "good_service"


def test_a_report_about_the_head_never_goes_to_that_office(citizen: Client, other_officer: Officer) -> None:
    agencies.keep_agency(
        "UB01", name_vi="UBND phường", level="commune", function="service", parent=OFFICE, by="system", now=NOW
    )
    send(citizen, {"place": {"unit": "UB01"}, "who": {"accused_as": "head"}})
    with transaction.atomic(), acting_as_system():
        assert Report.objects.get().agency == OFFICE


def test_without_any_key_the_text_is_kept_on_the_page_and_nothing_is_stored(db: None) -> None:
    client = Client()
    page = send(client)
    assert page.status_code == 503
    assert hidden(page)["draft"]
    assert stored() == 0


def test_a_wrong_receipt_is_told_in_one_sentence(citizen: Client) -> None:
    for text in ("", "abc", receipt.new_receipt().grouped, "\x00", "x" * 5000):
        page = citizen.post(FOLLOW, {"receipt": text})
        assert page.status_code == 422
        assert page.content.decode().count('class="field-error"') == 1


def test_messages_withdrawing_reopening_and_rating_by_receipt(citizen: Client) -> None:
    code = code_of(send(citizen))
    for verb, more in (
        ("message", {"text": "Tôi có thêm ảnh"}),
        ("withdraw", {}),
        ("rate", {"satisfaction": "4"}),
        ("reopen", {}),
    ):
        assert citizen.post(FOLLOW, {"receipt": code, "verb": verb} | more).status_code == 200, verb
    again = citizen.post(FOLLOW, {"receipt": code, "verb": "reopen"})
    assert 'notice warning" role="status"' in again.content.decode()
    assert citizen.post(FOLLOW, {"receipt": code, "verb": "message", "text": " "}).status_code == 422


def test_a_third_party_can_check_the_acknowledgement(citizen: Client) -> None:
    code = code_of(send(citizen))
    proof = citizen.post(FOLLOW, {"receipt": code, "verb": "acknowledgement"}).content.decode()
    text = citizen.post(FOLLOW, {"receipt": code, "verb": "content"}).content.decode()

    def verdict(proof: str, text: str = "") -> str:
        page = citizen.post("/report/acknowledgement/", {"acknowledgement": proof, "content": text}).content.decode()
        found = re.search(r'class="notice (\w+)"', page)
        return found[1] if found else ""

    assert verdict(proof) == verdict(proof, text) == "success"
    assert verdict(proof, text.replace("ba triệu", "bốn triệu")) == "error"
    number = f"{clock.today().year}-0"
    assert number in proof
    assert verdict(proof.replace(number, number.replace("-0", "-1"))) == "error"
    assert verdict("nonsense") == "error"
    assert SECRET_WORDS not in proof


def test_guessing_receipts_is_slowed_and_a_right_one_still_opens_after_waiting(citizen: Client) -> None:
    code = code_of(send(citizen))
    statuses = [citizen.post(FOLLOW, {"receipt": receipt.new_receipt().grouped}).status_code for _ in range(30)]
    assert statuses[0] == 422
    assert statuses[-1] == 429
    asked = citizen.post(FOLLOW, {"receipt": code})
    ticket = hidden(asked)["ticket"]
    answer = next(str(n) for n in range(10_000_000) if pace.solves(ticket, str(n)))
    assert citizen.post(FOLLOW, {"receipt": code, "ticket": ticket, "work": answer}).status_code == 200
    assert citizen.post(FOLLOW, {"receipt": code, "ticket": ticket, "work": answer}).status_code == 429  # once only


def test_slips_of_the_pen_do_not_count_as_guessing(citizen: Client) -> None:
    code = code_of(send(citizen))
    wrong = ("0" if code[0] != "0" else "1") + code[1:]
    assert {citizen.post(FOLLOW, {"receipt": wrong}).status_code for _ in range(30)} == {422}


def test_pages_are_light(citizen: Client, settings: Any) -> None:
    from pathlib import Path

    styles = sum(
        (Path(settings.BASE_FOLDER) / path).stat().st_size
        for path in ("house/static/liem/liem.css", "intake/static/intake/intake.css", "intake/static/intake/report.js")
    )
    review = walk(citizen, {"what": {"what": "Họ đòi thêm giấy tờ. " * 100}})
    receipt_page = citizen.post(TELL, hidden(review) | {"go": "send"})
    pages = [citizen.get("/report/"), citizen.get(TELL), citizen.get("/report/kinds/"), review, receipt_page]
    assert max(len(page.content) for page in pages) + styles < 40_000


def test_the_public_pages_of_reporters_leave_no_line_in_the_log(citizen: Client, caplog: Any) -> None:
    import logging

    with caplog.at_level(logging.INFO, "liem.requests"):
        send(citizen)
        citizen.post(FOLLOW, {"receipt": "abc"})
    assert [record for record in caplog.records if record.name.startswith("liem")] == []


def test_receipts_and_texts_are_never_in_an_address(citizen: Client) -> None:
    page = send(citizen).content.decode()
    code = re.search(r'class="code"[^>]*>([0-9A-Z-]{24})<', page)
    assert code
    assert not [link for link in re.findall(r'(?:href|action|src)="([^"]*)"', page) if code[1] in link]


def test_the_report_reads_as_it_was_typed(citizen: Client) -> None:
    code = code_of(send(citizen, {"when": {"when": "Từ tháng Ba"}}))
    read = receipt.read(code)
    assert read
    opened = queries.find(read)
    assert opened
    with queries.as_reporter(opened):
        assert queries.content(opened).when == "Từ tháng Ba"


def test_a_page_kept_for_all_carries_the_draft_of_its_own_visitor_alone(citizen: Client, new_account: Any) -> None:
    from liem.base import clock
    from liem.intake import house_keys
    from liem.intake.draft import unlocked

    pages = {
        text: citizen.post(TELL, {"step": "what", "what": text, "go": "next"}) for text in (SECRET_WORDS, "x" * 99)
    }
    for text, page in pages.items():
        draft = unlocked(hidden(page)["draft"], house_keys.drafts(), clock.today())
        assert draft is not None
        assert draft.answers["what"] == text
        assert page.content.count(b'name="draft"') == 1
        assert page.headers["Cache-Control"] == "private, no-cache"
        assert text not in page.content.decode()
    filled = citizen.post(TELL, {"step": "what", "what": SECRET_WORDS, "place": "Hạc Thành", "go": "next"})
    back = citizen.post(TELL, hidden(filled) | {"place": "Hạc Thành", "unit": "", "go": "back"})
    again = citizen.post(TELL, hidden(back) | {"what": SECRET_WORDS, "go": "next"})
    assert "Hạc Thành" in again.content.decode(), "an answer given before stands on the page"
    assert again.headers["Cache-Control"] == "no-store", "what can be read is not kept by the browser"
    assert "Hạc Thành" not in citizen.post(TELL, {"step": "what", "what": "x" * 99, "go": "next"}).content.decode()
    signed_in = Client()
    signed_in.force_login(new_account("truc"))
    named = signed_in.post(TELL, {"step": "what", "what": "x" * 99, "go": "next"}).content.decode()
    assert "/sign-out/" in named
    assert "/sign-out/" not in citizen.post(TELL, {"step": "what", "what": "x" * 99, "go": "next"}).content.decode()


def test_the_language_is_changed_in_the_middle_and_nothing_typed_is_lost(db: None) -> None:
    client = Client()
    page = client.get(TELL)
    assert "/language/en/" in page.content.decode(), "nothing is typed yet: the switch of every page"
    page = client.post(TELL, hidden(page) | {"go": "next"})
    assert hidden(page)["step"] == "what"
    assert "/language/en/" not in page.content.decode(), "it would begin anew"

    page = client.post(TELL, hidden(page) | {"what": f"{SECRET_WORDS} ", "speak": "en"})
    text = page.content.decode()
    assert (page.headers["Content-Language"], page.cookies["liem_language"].value) == ("en", "en")
    assert 'lang="en"' in text.split("<head>")[0]
    assert SECRET_WORDS in text
    assert hidden(page)["step"] == "what"

    page = client.post(TELL, hidden(page) | {"what": SECRET_WORDS, "go": "next"})
    while hidden(page)["step"] != "review":
        page = client.post(TELL, hidden(page) | {"go": "next"})
    assert "Read over and send" in page.content.decode()
    page = client.post(TELL, hidden(page) | {"speak": "vi"})
    assert "Xem lại" in page.content.decode()
    assert SECRET_WORDS in page.content.decode()
    assert hidden(page)["step"] == "review"
    assert client.post(TELL, hidden(page) | {"speak": "xx", "go": "back"}).status_code == 200


def test_the_receipt_is_not_lost_by_a_change_of_language(citizen: Client) -> None:
    assert "/language/" not in send(citizen).content.decode()
