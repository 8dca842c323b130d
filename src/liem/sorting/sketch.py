"""Keyed sketches of a text: enough to see that two texts are nearly the same, too little to read either.

The text is folded (case, accents, punctuation), cut into overlapping pieces of five characters, and each piece is
hashed with a secret of the house. Of the hashes a signature of 128 minima is kept (Broder 1997): the share of equal
minima of two texts estimates the share of pieces they have in common (Jaccard). Without the secret a signature cannot
be compared with a guessed text. Bands of four minima find likely pairs without comparing all (Indyk and Motwani 1998).

Pure: texts and key in, bytes and numbers out.
"""

import hashlib
import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

PIECE = 5
"""Characters of a piece. Vietnamese syllables have three on average: a piece spans two of them."""
MINIMA, ROWS = 128, 4
BANDS = MINIMA // ROWS
LONGEST = 20_000
"""Characters of a text that are looked at."""
ALIKE = 0.55
"""Estimated share of common pieces from which two texts are shown as nearly the same. Measured: ``benchmarks/``."""
FEWEST_PIECES = 12
"""A text with fewer pieces says too little to be compared."""


@dataclass(frozen=True)
class Sketch:
    """What is kept of a text. ``signature``: 256 bytes; ``bands``: signed 64-bit numbers to look for."""

    signature: bytes
    bands: tuple[int, ...]


def folded(text: str) -> str:
    """The text without what people write differently: case, accents, punctuation, blanks.

    >>> folded("Cán bộ ĐÒI tiền!!")
    'can bo doi tien'
    """
    plain = unicodedata.normalize("NFKD", text[:LONGEST].lower().replace("đ", "d"))
    letters = (one if one.isalnum() else " " for one in plain if not unicodedata.combining(one))
    return " ".join("".join(letters).split())


def sketch(text: str, key: bytes) -> Sketch | None:
    """The sketch of ``text``, or ``None`` where there is too little of it.

    :param key: 32 secret bytes; sketches of different keys have nothing in common.
    """
    pieces = _pieces(folded(text))
    if len(pieces) < FEWEST_PIECES:
        return None
    hashes = np.array([_hash(piece, key) for piece in pieces], dtype=np.uint64)
    minima = _minima(hashes, key)
    return Sketch(minima.astype("<u2").tobytes(), _bands(minima, key))


def likeness(one: bytes, others: Sequence[bytes]) -> list[float]:
    """The estimated share of pieces a text has in common with each of ``others``, from 0 to 1. All are signatures."""
    many = np.frombuffer(b"".join(others), "<u2").reshape(-1, MINIMA)
    shares: list[float] = (many == np.frombuffer(one, "<u2")).mean(axis=1).tolist()
    return shares


def _pieces(text: str) -> set[str]:
    return {text[start : start + PIECE] for start in range(len(text) - PIECE + 1)}


def _hash(piece: str, key: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(piece.encode(), key=key, digest_size=8).digest(), "big")


def _minima(hashes: NDArray[np.uint64], key: bytes) -> NDArray[np.uint64]:
    """For each of 128 keyed orders of all hashes, the smallest, cut to 16 bits."""
    factors, offsets = _orders(key)
    with np.errstate(over="ignore"):
        smallest: NDArray[np.uint64] = (factors[:, None] * hashes[None, :] + offsets[:, None]).min(axis=1)
        mixed: NDArray[np.uint64] = smallest * _MIX  # the high bits of a minimum are all nought: use the low ones too
    return mixed >> np.uint64(48)


_MIX = np.uint64(0x9E3779B97F4A7C15)


@lru_cache(maxsize=4)
def _orders(key: bytes) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    stream = hashlib.shake_256(b"liem orders" + key).digest(16 * MINIMA)
    numbers = np.frombuffer(stream, dtype="<u8")
    return numbers[:MINIMA] | np.uint64(1), numbers[MINIMA:]


def _bands(minima: NDArray[np.uint64], key: bytes) -> tuple[int, ...]:
    rows = minima.astype("<u2").reshape(BANDS, ROWS)
    return tuple(
        int.from_bytes(
            hashlib.blake2b(band.to_bytes(2, "big") + row.tobytes(), key=key, digest_size=8).digest(),
            "big",
            signed=True,
        )
        for band, row in enumerate(rows)
    )


def voices(reports: Iterable[Hashable], alike: Iterable[tuple[Hashable, Hashable]]) -> list[list[Hashable]]:
    """The groups that remain when reports that are alike count as one.

    >>> voices([1, 2, 3], [(1, 2), (2, 9)])
    [[1, 2], [3]]
    """
    leader = {one: one for one in reports}

    def find(one: Hashable) -> Hashable:
        while leader[one] != one:
            one = leader[one]
        return one

    for one, other in alike:
        if one in leader and other in leader:
            leader[find(one)] = find(other)
    groups: dict[Hashable, list[Hashable]] = {}
    for one in leader:
        groups.setdefault(find(one), []).append(one)
    return list(groups.values())
