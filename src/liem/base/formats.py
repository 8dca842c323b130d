"""Numbers, money, dates and shares as a Vietnamese or an English reader expects them."""

from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal

from liem.base.clock import local

Language = Literal["vi", "en"]

BEYOND = 1e15
"""A measured value from here on is no figure that anybody could use."""
LEAST_EXPECTED = 0.05
"""A smaller expected number would be shown as nought: a ratio to it is a figure without meaning."""
_MARKS = {"vi": (".", ","), "en": (",", ".")}


def number(value: float | int | Decimal, decimals: int = 0, language: Language = "vi") -> str:
    """``1234567.891`` as ``1.234.567,9`` (vi) or ``1,234,567.9`` (en).

    >>> number(1234567.891, 1), number(1234567.891, 1, "en"), number(-0.04, 1)
    ('1.234.567,9', '1,234,567.9', '0,0')

    An upper limit beyond all measure says that there is none:

    >>> number(5.8e95, 2), number(float("inf"))
    ('∞', '∞')
    """
    if isinstance(value, float) and value >= BEYOND:
        return "∞"
    thousands, point = _MARKS[language]
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_EVEN) + 0
    if rounded == 0:
        rounded = abs(rounded)
    text = f"{rounded:,.{decimals}f}"
    return text.replace(",", "\0").replace(".", point).replace("\0", thousands)


def probability(value: float, language: Language = "vi") -> str:
    """A probability or a q with three decimals; below a thousandth it says so.

    >>> probability(0.0124), probability(0.0000001), probability(0.0000001, "en")
    ('0,012', '< 0,001', '< 0.001')
    """
    least = 0.001
    return number(value, 3, language) if value >= least else f"< {number(least, 3, language)}"


def expectation(value: float, language: Language = "vi") -> str:
    """The number of cases expected, with one decimal; what would look like nought says how little it is.

    >>> expectation(12.34), expectation(0.0031), expectation(0.0031, "en")
    ('12,3', 'dưới 0,05', 'less than 0.05')
    """
    if value >= LEAST_EXPECTED:
        return number(value, 1, language)
    least = number(LEAST_EXPECTED, 2, language)
    return f"dưới {least}" if language == "vi" else f"less than {least}"


def share(value: float, decimals: int = 1, language: Language = "vi") -> str:
    """A share of one as a percentage.

    >>> share(0.1234), share(0.1234, language="en")
    ('12,3 %', '12.3%')
    """
    text = number(value * 100, decimals, language)
    return f"{text} %" if language == "vi" else f"{text}%"


def money(vnd: int | Decimal, language: Language = "vi") -> str:
    """An amount in đồng.

    >>> money(1500000), money(1500000, "en")
    ('1.500.000 đồng', 'VND 1,500,000')
    """
    return f"{number(vnd)} đồng" if language == "vi" else f"VND {number(vnd, language='en')}"


def day(value: date | datetime, language: Language = "vi") -> str:
    """A date; of an instant, the date in Vietnam.

    >>> day(date(2026, 9, 2)), day(date(2026, 9, 2), "en")
    ('02/09/2026', '2 Sep 2026')
    """
    value = local(value).date() if isinstance(value, datetime) else value
    return value.strftime("%d/%m/%Y") if language == "vi" else f"{value.day} {value:%b %Y}"


def instant(value: datetime, language: Language = "vi") -> str:
    """An instant on the clocks of Vietnam.

    >>> instant(datetime(2026, 9, 2, 7, 5)), instant(datetime(2026, 9, 2, 7, 5), "en")
    ('07:05 02/09/2026', '2 Sep 2026, 07:05')
    """
    value = local(value)
    return f"{value:%H:%M} {day(value)}" if language == "vi" else f"{day(value, 'en')}, {value:%H:%M}"
