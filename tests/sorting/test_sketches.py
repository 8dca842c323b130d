"""Near-duplicates are found, different reports are not, and a sketch tells nothing without the house's secret."""

import unicodedata
from typing import Any

import pytest
from benchmarks.near_duplicates import RETELLINGS, measure
from hypothesis import given, settings
from hypothesis import strategies as st

from liem.people.row_security import acting_as_system
from liem.sorting import sketching
from liem.sorting.models import Likeness, Sketch, SketchBand
from liem.sorting.sketch import FEWEST_PIECES, MINIMA, folded, likeness, sketch, voices
from tests.sorting.office import WORDS, Offices

KEY, OTHER_KEY = bytes(range(32)), bytes(32)


def test_the_measured_rates_hold() -> None:
    found = measure(120, seed=7)
    assert found.pop("false pairs") < 0.006
    assert set(found) == set(RETELLINGS)
    assert min(found.values()) > 0.85
    assert found["without accents"] == 1


def test_the_estimate_is_near_the_true_share() -> None:
    one = " ".join(f"từ{number}" for number in range(400))
    other = " ".join(f"từ{number}" for number in range(200, 600))
    first, second = ({text[n : n + 5] for n in range(len(text) - 4)} for text in (folded(one), folded(other)))
    true = len(first & second) / len(first | second)
    (estimated,) = likeness(sketch(one, KEY).signature, [sketch(other, KEY).signature])  # type: ignore[union-attr]
    assert estimated == pytest.approx(true, abs=4 * (true * (1 - true) / MINIMA) ** 0.5)


def test_another_key_gives_another_sketch() -> None:
    mine, theirs = sketch(WORDS, KEY), sketch(WORDS, OTHER_KEY)
    assert mine is not None
    assert theirs is not None
    assert likeness(mine.signature, [theirs.signature])[0] < 0.1
    assert not set(mine.bands) & set(theirs.bands)


def test_too_few_words_have_no_sketch() -> None:
    assert sketch("tệ quá", KEY) is None
    assert sketch("", KEY) is None
    assert sketch("!" * 500, KEY) is None
    assert FEWEST_PIECES > 1


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_sketched_the_same_way_however_it_is_written(text: str) -> None:
    made = sketch(text, KEY)
    again = sketch(f"  {unicodedata.normalize('NFD', text)}!! ", KEY)
    assert made == again
    assert made is None or (len(made.signature) == 2 * MINIMA and all(-(2**63) <= one < 2**63 for one in made.bands))


def test_reports_that_are_alike_count_as_one_voice() -> None:
    assert voices([], []) == []
    assert voices([1, 2, 3, 4], [(1, 2), (2, 3), (9, 4)]) == [[1, 2, 3], [4]]


def test_at_receipt_the_pair_is_found_and_no_word_is_kept(offices: Offices, django_db_blocker: Any) -> None:
    from django.db import connection

    first = offices.send()
    second = offices.send(WORDS.replace("ba triệu", "3 triệu") + " Tôi rất bức xúc.")
    offices.send("Cảm ơn chị ở bàn tiếp nhận đã hướng dẫn tận tình, hồ sơ của tôi được trả trước hạn hai ngày.")
    with acting_as_system():
        pair = Likeness.objects.get()
        assert {pair.report, pair.other} == {first.opened.report, second.opened.report}
        assert Sketch.objects.count() == 3
        assert SketchBand.objects.count() == 96
        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(t::text, '') FROM (SELECT s::text FROM sorting_sketch s) t")
            kept = cursor.fetchone()[0]
    for piece in ("phong bì", "tach thua", "phong"):
        assert piece not in kept
        assert piece.encode().hex() not in kept


def test_a_flood_of_the_same_words_does_not_make_receiving_slow(offices: Offices, monkeypatch: Any) -> None:
    monkeypatch.setattr(sketching, "MOST_OF_A_BAND", 3)
    for _number in range(6):
        offices.send()
    with acting_as_system():
        assert max(Likeness.objects.filter(report=one.report).count() for one in Sketch.objects.all()) <= 3
