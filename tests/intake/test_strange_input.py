"""Whatever is sent to the citizen's pages: an answer and no failure, nothing typed lost, nothing stored twice."""

import html
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from liem.base import clock
from liem.intake import house_keys, queries, receipt
from liem.intake.draft import Draft, unlocked
from liem.intake.forms import FORMS
from liem.intake.models import Report
from liem.intake.pace import new_ticket
from liem.intake.questions import STEP_OF, as_content, plain
from liem.intake.states import Kind, Story
from liem.people.row_security import acting_as_system
from liem.sorting.models import Watch
from liem.sorting.states import Consequence
from tests.intake.office import Officer
from tests.intake.strange import RAW, TEXTS, often
from tests.intake.test_citizens_form import FOLLOW, TELL, _quiet, code_of, hidden  # noqa: F401

pytestmark = pytest.mark.slow
ANSWERS: Any = st.fixed_dictionaries({name: TEXTS for name in STEP_OF})
PAGES = ("/report/", TELL, FOLLOW, "/report/files/", "/report/acknowledgement/", "/report/kinds/",
         "/channels/inner/", "/sorting/consequences/")  # fmt: skip
TYPES = (
    "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=b",
    "multipart/form-data; boundary=b; charset=utf-7", "multipart/form-data; boundary=" + "b" * 300,
    "multipart/form-data; boundary=b; charset=hex", "application/x-www-form-urlencoded; charset=utf-16",
    "multipart/form-data; boundary=b; charset=none-such", "application/json", "",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _no_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liem.intake.pace.QUIET", 10**9)


def stored() -> list[Report]:
    with transaction.atomic(), acting_as_system():
        return list(Report.objects.all())


def kept_in(page: Any) -> dict[str, str]:
    """What the form that came back carries: in its draft, or in its fields."""
    draft = unlocked(hidden(page).get("draft", ""), house_keys.drafts(), clock.today())
    return draft.answers if draft else {}


@often(80)
@given(step=st.sampled_from(list(FORMS)), answers=ANSWERS, go=st.sampled_from(["next", "back", ""]))
def test_of_any_answer_to_any_question_nothing_is_lost(citizen: Client, step: str, answers: Any, go: str) -> None:
    page = citizen.post(TELL, {"step": step, "go": go} | {name: answers[name] for name in FORMS[step].base_fields})
    assert page.status_code in (200, 422)
    text = html.unescape(page.content.decode()).replace("\r\n", "\n")
    for name, field in FORMS[step].base_fields.items():
        typed = plain(answers[name])
        if page.status_code == 422 and not hasattr(field, "choices"):
            assert typed in plain(text), name
        elif page.status_code == 200:
            assert kept_in(page).get(name) == typed, name
    if page.status_code == 422:
        assert 'class="field-error"' in page.content.decode()


@often(40)
@given(answers=ANSWERS, story=st.sampled_from(Story.values), named=st.sampled_from(["", "no"]))
def test_what_is_sent_is_what_was_typed_and_once(
    citizen: Client,
    answers: Any,
    story: str,
    named: str,
) -> None:
    given_ = {name: plain(value)[:400] for name, value in answers.items()}
    given_ |= {"story": story, "named": named, "unit": "", "accused_as": "", "kind": Kind.UNDECIDED, "when": ""}
    given_["what"] += " Họ đòi tiền tôi."
    before = len(stored())
    form = {"step": "review", "draft": Draft(clock.today(), answers=given_).locked(house_keys.drafts()), "go": "send"}
    pages = []
    for _ in range(2):
        ticket = new_ticket(house_keys.tickets())
        pages.append(citizen.post(TELL, form | {"ticket": ticket}))
    assert {page.status_code for page in pages} == {200}
    assert code_of(pages[0]) == code_of(pages[1])
    assert len(stored()) == before + 1
    opened = queries.find(receipt.read(code_of(pages[0])) or receipt.new_receipt())
    assert opened is not None
    with queries.as_reporter(opened):
        assert queries.content(opened) == as_content(given_, "vi")


@often(60)
@given(text=TEXTS, verb=st.sampled_from(["message", "rate", "identity", "withdraw", "reopen", "", "?"]), more=TEXTS)
def test_the_follow_page_takes_anything(citizen: Client, officer: Officer, text: str, verb: str, more: str) -> None:
    form = {"receipt": sent_receipt(citizen), "verb": verb, "text": text, "name": more, "satisfaction": more}
    first, second = citizen.post(FOLLOW, form), citizen.post(FOLLOW, form)
    assert {first.status_code, second.status_code} <= {200, 422}
    if verb == "message" and first.status_code == 200:
        opened = queries.find(receipt.read(form["receipt"]) or receipt.new_receipt())
        assert opened is not None
        with queries.as_reporter(opened):
            assert [one.text for one in queries.dialogue(opened)] == [plain(text)]
    elif verb == "message":
        assert plain(text) in plain(html.unescape(first.content.decode()))


def sent_receipt(citizen: Client) -> str:
    """Of a new report."""
    answers = {"what": "Họ đòi tiền tôi ở cửa số ba."}
    draft = Draft(clock.today(), answers=answers).locked(house_keys.drafts())
    return code_of(citizen.post(TELL, {"step": "review", "go": "send", "draft": draft}))


@often(40)
@given(words=TEXTS, consequence=st.sampled_from([*Consequence.values, "x", ""]), asks_for=TEXTS)
def test_telling_of_retaliation_takes_anything_and_counts_once(
    citizen: Client,
    words: str,
    consequence: str,
    asks_for: str,
) -> None:
    form = {"receipt": sent_receipt(citizen), "words": words, "consequence": consequence, "asks_for": asks_for}
    pages = [citizen.post("/sorting/consequences/", form) for _ in range(2)]
    assert {page.status_code for page in pages} <= {200, 400}
    if pages[0].status_code == 400:
        assert plain(words) in plain(html.unescape(pages[0].content.decode()))
        return
    opened = queries.find(receipt.read(form["receipt"]) or receipt.new_receipt())
    assert opened is not None
    with transaction.atomic(), acting_as_system():
        assert Watch.objects.filter(report=opened.report).count() == 1
    with queries.as_reporter(opened):
        assert len(queries.dialogue(opened)) == bool(plain(words))


@often(60)
@given(words=TEXTS, who=TEXTS, unit=TEXTS, once=st.one_of(TEXTS, st.just("ab" * 32)))
def test_the_inner_channel_takes_anything(citizen: Client, words: str, who: str, unit: str, once: str) -> None:
    form = {"what": words, "who": who, "unit": unit, "accused_as": "unknown", "once": once}
    before = len(stored())
    pages = [citizen.post("/channels/inner/", form) for _ in range(2)]
    assert {page.status_code for page in pages} <= {200, 400}
    assert len(stored()) - before in (0, pages[0].status_code == 200)
    if pages[0].status_code == 400:
        assert plain(words) in plain(html.unescape(pages[0].content.decode()))


@often(150)
@given(address=st.sampled_from(PAGES), kind=st.sampled_from(TYPES), body=RAW, wrapped=st.booleans(), data=st.data())
def test_bytes_that_are_no_form_fail_nothing(
    citizen: Client,
    address: str,
    kind: str,
    body: bytes,
    wrapped: bool,
    data: Any,
) -> None:
    name = data.draw(
        st.sampled_from(["what", "draft", "receipt", "ticket", "files", "acknowledgement", "once", "words"])
    )
    if wrapped and "multipart" in kind:
        head = f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        body = head + body + data.draw(st.sampled_from([b"\r\n--b--\r\n", b"", b"\r\n--b"]))
    elif wrapped:
        body = f"step=what&go=next&{name}=".encode() + quote_from_bytes(body).encode()
    answer = citizen.generic("POST", address, body, content_type=kind)
    assert answer.status_code < 500
    assert answer.status_code in (200, 400, 403, 405, 415, 422, 429)


def test_a_broken_form_is_answered_in_both_languages_with_the_way_out(citizen: Client) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="x"; filename="a.jpg"\r\n'
    body += b"Content-Transfer-Encoding: base64\r\n\r\n@"
    for language, words in (("vi", "không nguyên vẹn"), ("en", "did not arrive whole")):
        citizen.cookies["liem_language"] = language
        for kind in ("multipart/form-data", "multipart/form-data; boundary=b"):
            page = citizen.generic("POST", "/report/files/", body, content_type=kind)
            assert page.status_code == 400
            assert words in page.content.decode()
            assert "data-leave" in page.content.decode()


def test_a_text_too_large_for_any_form_is_answered_in_both_languages(citizen: Client) -> None:
    for language, words in (("vi", "Gửi quá nhiều"), ("en", "too much at once")):
        citizen.cookies["liem_language"] = language
        page = citizen.post(TELL, {"step": "what", "what": "x" * 2_000_000, "go": "next"})
        assert page.status_code == 413
        assert words in page.content.decode()


def test_steps_and_fields_are_those_of_the_form() -> None:
    assert set(STEP_OF) == {name for form in FORMS.values() for name in form.base_fields}
