"""What a payment was for, where its reason says so: postage goes to the post office, and copies are asked for; neither
is a fee.
"""

from unicodedata import normalize

import narwhals.stable.v2 as nw

SERVICES = ("cước", "bưu chính", "bưu điện", "bưu phẩm", "chuyển phát", "sao chụp", "photocopy", "postage", "postal",
            "courier")  # fmt: skip
"""Words, in small letters, by which a payment tells that it is for bringing papers to or from the applicant, or for
copying them.
"""


def _spellings(words: str) -> set[str]:
    """As written, with accents apart, and without any."""
    apart = normalize("NFD", words)
    plain = "".join(letter for letter in apart if not "\u0300" <= letter <= "\u036f").replace("đ", "d")
    return {normalize("NFC", words), apart, plain}


_SERVICES = "|".join(sorted({spelling for words in SERVICES for spelling in _spellings(words)}))


def for_services(reason: str) -> nw.Expr:
    """Whether the column ``reason`` of a payment names the carriage or the copying of papers."""
    return nw.col(reason).fill_null("").str.to_lowercase().str.contains(_SERVICES)
