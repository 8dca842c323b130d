"""A long question is planned for its values, however often it is asked; any other is prepared."""

from typing import Any

from django.db import connection

from liem.people.long_questions import rows_of


def _prepared(words: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", [f"%{words}%"])
        return int(cursor.fetchone()[0])


def test_a_long_question_is_not_prepared_and_what_comes_after_it_is(db: Any) -> None:
    for number in range(10):
        assert rows_of("SELECT %(n)s::int AS asked_at_length", {"n": number}) == [(number,)]
    assert _prepared("asked_at_length") == 0
    with connection.cursor() as cursor:
        for number in range(10):
            cursor.execute("SELECT %s::int AS asked_in_short", [number])
    assert _prepared("asked_in_short") == 1
