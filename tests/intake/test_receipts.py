"""The receipt: strong, read tolerantly, and its slips of the pen noticed."""

import random

import pytest

from liem.intake import receipt
from liem.intake.receipt import ALPHABET, LENGTH, Receipt, new_receipt, read, receipt_from

KEY = bytes(range(32))


def test_a_receipt_has_at_least_eighty_random_bits() -> None:
    assert receipt.RANDOM_LENGTH * 5 >= 80
    assert len({new_receipt().code for _ in range(500)}) == 500


def test_it_is_read_back_however_it_was_written_down() -> None:
    made = receipt_from(bytes(range(32)))
    for written in (
        made.grouped,
        made.code,
        made.grouped.lower(),
        made.grouped.replace("-", "  "),
        f" {made.grouped}\n",
    ):
        assert read(written) == made


def test_letters_that_look_like_figures_do_not_matter() -> None:
    made = next(one for one in iter(new_receipt, None) if "0" in one.code and "1" in one.code and "V" in one.code)
    assert read(made.code.replace("0", "o").replace("1", "l").replace("V", "u")) == made
    assert read(made.code.replace("1", "I").replace("D", "đ")) == made


def test_any_one_wrong_character_is_noticed() -> None:
    made = new_receipt().code
    for place in range(LENGTH):
        for wrong in set(ALPHABET) - {made[place]}:
            assert read(made[:place] + wrong + made[place + 1 :]) is None


def test_any_two_neighbours_exchanged_are_noticed() -> None:
    for _ in range(50):
        made = new_receipt().code
        for place in range(receipt.RANDOM_LENGTH - 1):
            swapped = made[:place] + made[place + 1] + made[place] + made[place + 2 :]
            assert swapped == made or read(swapped) is None


@pytest.mark.parametrize("text", ["", " ", "7Q4M", "x" * 10_000, "\x00" * 20, "🙂" * 20, "‮" * 20, "0" * 19, "é" * 20])
def test_what_cannot_be_a_receipt_is_refused_quietly(text: str) -> None:
    assert read(text) is None


def test_a_guess_passes_the_check_once_in_a_thousand_and_then_still_opens_nothing() -> None:
    chance = random.Random(7)  # noqa: S311 - guesses, not secrets
    passed = sum(read("".join(chance.choices(ALPHABET, k=LENGTH))) is not None for _ in range(20_000))
    assert passed < 60


def test_mark_and_pair_do_not_tell_the_receipt_and_differ_by_house() -> None:
    made = new_receipt()
    mark, pair = made.mark(KEY), made.pair(KEY)
    assert mark != pair.public != pair.private != mark
    assert made.mark(bytes(32)) != mark
    assert made.code not in repr(made) + repr(pair)
    assert Receipt(made.code) == made
