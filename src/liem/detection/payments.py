"""What a payment was for, where its reason says so: carriage by post is paid to the post office and is no fee."""

from unicodedata import normalize

import narwhals.stable.v2 as nw

CARRIAGE = ("bưu chính", "bưu điện", "bưu phẩm", "chuyển phát", "postage", "postal", "courier")
"""Words, in small letters, by which a payment tells that it is for bringing papers to or from the applicant."""


def _spellings(words: str) -> set[str]:
    """As written, with accents apart, and without any."""
    apart = normalize("NFD", words)
    plain = "".join(letter for letter in apart if not "\u0300" <= letter <= "\u036f").replace("đ", "d")
    return {normalize("NFC", words), apart, plain}


_CARRIAGE = "|".join(sorted({spelling for words in CARRIAGE for spelling in _spellings(words)}))


def for_carriage(reason: str) -> nw.Expr:
    """Whether the column ``reason`` of a payment names the carriage of papers."""
    return nw.col(reason).fill_null("").str.to_lowercase().str.contains(_CARRIAGE)
