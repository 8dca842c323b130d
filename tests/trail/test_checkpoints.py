"""Checkpoints of the trail: read back as written, refused when anything about them was changed."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from liem.base import sealing
from liem.base.errors import InputError
from liem.trail.checkpoint import Checkpoint, parse

SEED, OTHER = bytes(range(32)), bytes(range(1, 33))
KEY = sealing.verifying_key(SEED)
CHECKPOINT = Checkpoint(
    datetime(2026, 11, 22, 12, 0, 0, 5, tzinfo=UTC), {"people": (3, "a" * 64), "jobs": (1, "b" * 64)}
)
WRITTEN = CHECKPOINT.text(SEED)


def test_a_checkpoint_reads_back_as_it_was_written() -> None:
    assert parse(WRITTEN, "c.txt", KEY) == CHECKPOINT


def signed_anew(text: str) -> str:
    """By somebody who rules the machine of another house, or has made a key of their own."""
    said = text.rsplit("signed ", 1)[0]
    return f"{said}signed {sealing.verifying_key(OTHER).hex()} {sealing.sign(OTHER, said.encode()).hex()}\n"


def with_the_trusted_name(text: str) -> str:
    return text.replace(sealing.verifying_key(OTHER).hex(), KEY.hex())


def one_digit_other(text: str) -> str:
    return text[:-2] + ("0" if text[-2] != "0" else "1") + "\n"


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda text: text.replace("people 3", "people 2"), "signature does not fit"),
        (lambda text: text.replace("2026-11-22T12", "2026-11-22T11"), "signature does not fit"),
        (lambda text: text.replace("jobs 1", "jobs 1 "), "signature does not fit"),
        (one_digit_other, "signature does not fit"),
        (lambda text: with_the_trusted_name(signed_anew(text)), "signature does not fit"),
        (signed_anew, "another key than the one trusted"),
        (lambda text: signed_anew(text.replace("people 3", "people 2")), "another key than the one trusted"),
        (lambda text: text.rsplit("signed ", 1)[0], "not signed"),
        (lambda text: text + "x y z\n", "not signed"),
        (lambda text: text[:40], "not a checkpoint"),
        (lambda text: "nonsense", "not a checkpoint"),
    ],
)
def test_a_harmed_checkpoint_is_refused(harm: Callable[[str], str], reason: str) -> None:
    with pytest.raises(InputError, match=reason) as refused:
        parse(harm(WRITTEN), "c.txt", KEY)
    assert str(refused.value).startswith("c.txt: ")


def test_lines_that_do_not_hold_together_are_refused_even_when_signed() -> None:
    said = WRITTEN.rsplit("signed ", 1)[0].replace("people 3", "people 2")
    signed = f"{said}signed {KEY.hex()} {sealing.sign(SEED, said.encode()).hex()}\n"
    with pytest.raises(InputError, match="root does not fit"):
        parse(signed, "c.txt", KEY)
