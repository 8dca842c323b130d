"""The receipt: the only thing that opens a report for who made it.

Twenty characters in five groups: 18 random ones (90 bits) and two that catch slips of the pen. It is read tolerantly:
case, spaces, dashes, and letters that look like figures do not matter. The house keeps neither the receipt nor anything
it could be recovered from: only a look-up mark and the public half of a key pair, both made of the receipt and a secret
of the house by keyed BLAKE2b.

A slow hash would protect a secret that can be guessed. Ninety random bits cannot, and the dump of a database without
the house's secret gives no place to try guesses at: the quick derivation loses nothing, and costs microseconds where
Argon2id would cost every report and every look-up a second.
"""

import unicodedata
from dataclasses import dataclass, field

from liem.base import sealing
from liem.base.sealing import KeyPair

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are read as 1, 1, 0 and V."""
RANDOM_LENGTH, CHECK_LENGTH, GROUP = 18, 2, 4
LENGTH = RANDOM_LENGTH + CHECK_LENGTH
_PRIME = 1021
"""The largest prime that two characters can hold: any one wrong character, and any two exchanged, are noticed."""
_LOOK_ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", "Đ": "D"})
_IGNORED = str.maketrans("", "", " \t\r\n-–—.,;:/_·'\"`")


@dataclass(frozen=True)
class Receipt:
    """A receipt as it is kept in the hands of the reporter."""

    code: str = field(repr=False)

    @property
    def grouped(self) -> str:
        """As it is shown: ``7Q4M-0H2K-…``."""
        return "-".join(self.code[start : start + GROUP] for start in range(0, LENGTH, GROUP))

    @property
    def spelled(self) -> list[tuple[str, str]]:
        """Each character with a word to say on the telephone; figures speak for themselves."""
        return [(character, SPELLING.get(character, character)) for character in self.code]

    def mark(self, house_key: bytes) -> bytes:
        """What the report is found by."""
        return sealing.derive(house_key, self.code.encode(), "liem mark")

    def pair(self, house_key: bytes) -> KeyPair:
        """The key pair the report's content key is sealed to."""
        return sealing.pair_from(sealing.derive(house_key, self.code.encode(), "liem pair"))


SPELLING = {
    "A": "An Giang", "B": "Bắc Ninh", "C": "Cà Mau", "D": "Đà Nẵng", "E": "e (em)", "F": "ép-phờ", "G": "Gia Lai",
    "H": "Hà Nội", "J": "gi (ji)", "K": "Khánh Hòa", "M": "Móng Cái", "N": "Nghệ An", "P": "Phú Thọ", "Q": "Quảng Trị",
    "R": "rờ (rau)", "S": "Sơn La", "T": "Thanh Hóa", "V": "Vĩnh Long", "W": "vê kép", "X": "xờ (xanh)", "Y": "Yên Bái",
    "Z": "dét",
}  # fmt: skip


def new_receipt() -> Receipt:
    """A random receipt."""
    return receipt_from(sealing.random_bytes())


def receipt_from(secret: bytes) -> Receipt:
    """The receipt made of 32 secret bytes: the same bytes give the same receipt, so that sending twice gives one.

    >>> receipt_from(bytes(32)).grouped
    '0000-0000-0000-0000-0000'
    """
    number = int.from_bytes(secret, "big") % 32**RANDOM_LENGTH
    digits = _characters(number, RANDOM_LENGTH)
    return Receipt(digits + _check(digits))


def read(text: str) -> Receipt | None:
    """The receipt somebody typed or read out, or ``None`` where it cannot be one (length, characters, check).

    >>> read("0000 0000 oooo 0000 0o00").grouped
    '0000-0000-0000-0000-0000'
    """
    if len(text) > 200:
        return None
    plain = unicodedata.normalize("NFKC", text).upper().translate(_IGNORED).translate(_LOOK_ALIKE)
    if len(plain) != LENGTH or set(plain) - set(ALPHABET):
        return None
    digits, check = plain[:RANDOM_LENGTH], plain[RANDOM_LENGTH:]
    return Receipt(plain) if _check(digits) == check else None


def _check(digits: str) -> str:
    number = 0
    for character in digits:
        number = number * 32 + ALPHABET.index(character)
    return _characters(number % _PRIME, CHECK_LENGTH)


def _characters(number: int, length: int) -> str:
    found = []
    for _place in range(length):
        number, digit = divmod(number, 32)
        found.append(ALPHABET[digit])
    return "".join(reversed(found))
