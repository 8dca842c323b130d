"""Search finds a matter by every word of its file, with and without accents, for those alone who may read it."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from tests.cases.conftest import appointed, at, found, heard, matter_of, verified
from tests.cases.test_pages_of_a_matter import client_of

from liem.cases import actions, filing, indexing
from liem.cases.models import Content, Writing
from liem.cases.states import Verb
from liem.people.row_security import acting_as_system

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(matter, officer):
    """A file with words in each of its parts."""
    person, allegation = verified(matter, officer)
    heard(matter, officer, person)
    found(matter, officer, person, allegation)
    filing.add_evidence(matter, "Ảnh chụp biển tên", date(2026, 3, 2), source="Camera hành lang", by=officer,
        now=at("2026-03-16"))  # fmt: skip
    return matter


def numbers(client: Client, text: str, whose: str = "unit", status: str = "") -> str:
    return client.get("/cases/", {"text": text, "whose": whose, "status": status}).content.decode()


WORDS = {
    "subject": "cấp giấy chứng nhận",
    "summary": "tại quầy số 3",
    "person": "Người được nêu tên",
    "allegation": "500.000 đồng",
    "evidence": "biển tên",
    "source of evidence": "camera hành lang",
    "plan": "Đối chiếu sổ tiếp nhận",
    "hearing": "nêu lý do",
    "finding": "biên lai khớp",
    "circumstances": "quầy quá tải",
    "its number": "TC-2026",
}


@pytest.mark.parametrize("part", WORDS)
def test_every_part_of_the_file_is_found_with_accents_without_and_in_capitals(file, officer, part):
    client, words = client_of(officer), file.number if part == "its number" else WORDS[part]
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_plain(%s)", [words])
        plain = cursor.fetchone()[0]
    for text in (words, plain, words.upper(), f"  {words}  "):
        assert file.number in numbers(client, text), text
    missing = numbers(client, f"{words} xyzzy").split("<tbody")[1:]
    assert missing == [], "all the words must be there"


@pytest.mark.parametrize("text", ["'", "a & | !", "%", "\\", "đ:*", "\x00a", "<b>", "(" * 80, "ð" * 100])
def test_what_is_no_word_finds_nothing_and_breaks_nothing(file, officer, text):
    assert client_of(officer).get("/cases/", {"text": text}).status_code == 200


def test_nobody_finds_by_words_what_they_may_not_read(file, officer, chief, inspector):
    colleague = appointed("colleague", "case_officer", "U1")
    far = appointed("far", "head_of_unit", "U2")
    affairs = appointed("affairs", "internal_affairs")
    shut = appointed("shut", "head_of_unit", "U1")
    with acting_as_system():
        actions.shut_out(file, {shut.number}, "relative", by="system", now=at("2026-03-16"))
    for somebody in (colleague, far, affairs, shut, inspector):
        for whose in ("mine", "unit", "unassigned"):
            for words in WORDS.values():
                page = numbers(client_of(somebody), words, whose)
                assert file.number not in page.split("<table")[-1], (somebody.sign_in_name, words)
    assert file.number in numbers(client_of(chief), "nêu lý do")
    actions.entitle(file, inspector, "Theo dõi vụ việc.", by=chief, now=at("2026-03-16"))
    assert file.number in numbers(client_of(inspector), "nêu lý do"), "once they were let in"


def test_the_database_gives_no_words_away_past_the_page(file, inspector, seen_by):
    """Neither the words nor how many matters have them: a count of hits would be an answer."""
    sql = "SELECT count(*) FROM cases_content WHERE search @@ plainto_tsquery('simple', cases_plain('nêu lý do'))"

    def hits() -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return int(cursor.fetchone()[0])

    assert seen_by(inspector, hits) == 0
    with acting_as_system():
        assert hits() == 1


def test_a_matter_that_was_put_away_is_found_by_no_word(file, officer, chief):
    from liem.cases.states import Outcome

    actions.conclude(file, Outcome.WRONG, "Không có cơ sở nào.", by=officer, now=at("2026-03-18"))
    for verb in (Verb.SEND, Verb.ACT):
        actions.mark(file, verb, by=officer, now=at("2026-03-18"))
    actions.close(file, by=officer, now=at("2026-03-18"))
    assert file.number in numbers(client_of(chief), "nêu lý do", status="closed")
    actions.rehabilitate(file, "Khôi phục danh dự.", by=officer, now=at("2026-03-19"))
    assert file.number not in numbers(client_of(chief), "nêu lý do", status="closed").split("<table")[-1]
    assert file.number in numbers(client_of(chief), file.number, status="closed"), "the number is kept"


def test_a_very_long_file_is_still_written(officer):
    one = matter_of(handler=officer.number)
    with acting_as_system():
        rows = [Writing(matter=one, topic="note", text=" ".join(f"từ{n}x{m}" for m in range(1200))) for n in range(150)]
        Writing.objects.bulk_create(rows)
        indexing.index(one)
        assert Content.objects.get(matter=one).search
    actions.record_step(one, Verb.NOTE, "Ghi thêm một dòng nữa.", by=officer, now=at("2026-02-25"))
