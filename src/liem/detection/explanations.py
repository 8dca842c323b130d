"""The sentences of a signal, in Vietnamese and in English, with the figures in them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from math import isfinite
from string import Formatter

from liem.base import formats
from liem.base.formats import Language
from liem.detection.figures import Figure
from liem.detection.indicator import Breach, Form, SubjectKind, Text

_WHO: dict[SubjectKind, Text] = {
    "official": Text("cán bộ {0}", "official {0}"),
    "unit": Text("đơn vị {0}", "unit {0}"),
    "agent": Text("người nộp thay {0}", "agent {0}"),
    "pair": Text("cán bộ {0} với người nộp thay {1}", "official {0} with agent {1}"),
    "procedure": Text("thủ tục {0}", "procedure {0}"),
}
_PATTERN = Text(
    "Trong {n} {cases} của {who}, {observed} {events}; ở việc tương đương của người khác, con số dự "
    "kiến là {expected}. "
    "{ratio}{q}. {closing}",
    "For {who}: of {n} {cases}, {observed} {events}; from comparable work of others {expected} would be expected. "
    "{ratio}{q}. {closing}",
)
_RATIO = Text(
    "Gấp {effect} lần (khoảng tin cậy 95 %: {low} đến {high})",
    "That is {effect} times as many (95% interval {low} to {high})",
)
_HARDLY_EXPECTED = Text(
    "Ở người khác hầu như không gặp, nên không nói được gấp bao nhiêu lần",
    "With others it hardly occurs, so that no ratio can be quoted",
)
_PROCEDURE = Text(
    "Trong {n} {cases} của {who}, {observed} {events} ({share}); từ {expected} trở lên thì phải xem "
    "lại chính thủ tục. {closing}",
    "Of {n} {cases} of {who}, {observed} {events} ({share}); from {expected} on the procedure itself "
    "needs a review. {closing}",
)
_PROCEDURE_CLOSING = Text(
    "Rà soát thủ tục; không tính cho cá nhân nào.", "A review of the procedure; it is counted for no person."
)
_Q = Text("; tỷ lệ phát hiện sai q {0}", "; false discovery rate q {0}")
CLOSING = Text("Đây là dấu hiệu cần xác minh, không phải kết luận.", "This is a sign to be verified, not a finding.")
_UNIT_CLOSING = Text(
    "Chỉ xem xét ở cấp đơn vị; chưa nói gì về cá nhân nào.",
    "A look at the unit only; it says nothing of any person yet.",
)


def pattern_sentence(figure: Figure, language: Language) -> str:
    """What was counted, what would be expected, how sure that is."""
    pattern = figure.indicator.pattern
    if pattern is None:
        raise ValueError(f"{figure.indicator.id} counts no pattern")
    closing = {"unit": _UNIT_CLOSING, "procedure": _PROCEDURE_CLOSING}.get(figure.subject_kind, CLOSING)
    template = _PROCEDURE if figure.subject_kind == "procedure" else _PATTERN
    return template[language].format(
        share=formats.share(figure.observed / max(figure.n, 1), 1, language),
        n=whole(figure.n, language),
        cases=pattern.cases[language],
        who=_WHO[figure.subject_kind][language].format(*figure.subject.split("|")),
        observed=whole(round(figure.observed), language),
        events=pattern.events[language],
        expected=formats.expectation(figure.expected, language),
        ratio=_ratio(figure, language),
        q=_Q[language].format(_related(figure.q, language)) if isfinite(figure.q) else "",
        closing=closing[language],
    )


def _ratio(figure: Figure, language: Language) -> str:
    if figure.expected < formats.LEAST_EXPECTED:
        return _HARDLY_EXPECTED[language]
    shown = {
        name: formats.number(value, 1, language)
        for name, value in (("effect", figure.effect), ("low", figure.effect_low), ("high", figure.effect_high))
    }
    return _RATIO[language].format(**shown)


def _related(value: float, language: Language) -> str:
    """``= 0.012``, or ``< 0.001``."""
    shown = formats.probability(value, language)
    return shown if shown.startswith("<") else f"= {shown}"


def breach_sentences(
    breach: Breach, values: Mapping[str, Sequence[object]], size: int, language: Language
) -> list[str]:
    """The rule and the facts of ``size`` dossiers; ``values`` are their columns, those of the sentence among them."""
    order = [name for _, name, _, _ in Formatter().parse(breach.sentence[language]) if name]
    template = breach.sentence[language]
    for place, name in enumerate(dict.fromkeys(order)):
        template = template.replace(f"{{{name}}}", f"{{{place}}}")
    if not order:
        return [template] * size
    shown = [[written(value, breach.fields[name], language) for value in values[name]] for name in dict.fromkeys(order)]
    return [template.format(*row) for row in zip(*shown, strict=True)]


def written(value: object, form: Form, language: Language) -> str:
    """One value of a sentence as a reader expects it; a dash where the records have none."""
    if value is None:
        return "—"
    if form == "day" and isinstance(value, date | datetime):
        return _day(value, language)
    if form == "money" and isinstance(value, int | float):
        return _money(int(value), language)
    if form == "number" and isinstance(value, int | float):
        return whole(round(value), language)
    return str(value)


@lru_cache(maxsize=65536)
def whole(value: int, language: Language) -> str:
    """A whole number."""
    return formats.number(value, 0, language)


@lru_cache(maxsize=65536)
def _money(value: int, language: Language) -> str:
    return formats.money(value, language)


@lru_cache(maxsize=65536)
def _day(value: date, language: Language) -> str:
    return formats.day(value, language)
