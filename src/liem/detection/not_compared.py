"""Whom an indicator looked at and could compare with nobody: said in a sentence, so that silence is no all-clear."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from liem.base import formats
from liem.detection.figures import PAIR_LEAST, Counts, Figure
from liem.detection.indicator import Indicator, SubjectKind, Text
from liem.detection.statistics import REASONS, Settings
from liem.detection.statistics.sample import FEW_COMPARED

NEARLY_ALL = 0.98
"""Share of cases with the event above which hardly anybody can be told from anybody."""

_ONE: dict[SubjectKind, Text] = {
    "official": Text("cán bộ", "official"),
    "unit": Text("đơn vị", "unit"),
    "agent": Text("người nộp thay", "agent"),
    "pair": Text("cặp cán bộ và người nộp thay", "pair of an official and an agent"),
    "procedure": Text("thủ tục", "procedure"),
}
_ALONE = Text(
    "chỉ một {who} có {cases}, không có ai để so sánh; cần hồ sơ của nhiều {who} hơn, chẳng hạn của cả tỉnh",
    "only one {who} has {cases}, so that there is nobody to compare with; bring the records of more, of the whole "
    "province for instance",
)
_NEVER = Text(
    "trong {n} {cases}, không trường hợp nào {events}: không có gì để so sánh; nếu việc đó có xảy ra, hãy xem dữ "
    "liệu đã xuất đủ chưa",
    "of {n} {cases}, none {events}: there is nothing to compare; if it does happen, check that the records were "
    "exported in full",
)
_ALWAYS = Text(
    "{k} trên {n} {cases} đều {events}: không phân biệt được ai với ai; hãy kiểm tra thời hạn, ngày tháng và các cột "
    "liên quan đã xuất đúng chưa, nếu đúng thì xem xét chính thủ tục, không phải cá nhân",
    "{k} of {n} {cases} {events}: nobody can be told from anybody; check that limits, dates and the columns behind "
    "it were exported rightly, and if they were, look at the procedure, not at persons",
)
_TOO_FEW = Text(
    "chưa {who} nào có đủ {cases} để so sánh (cần ít nhất {least}, và ở người khác cũng đủ); hãy lấy hồ sơ của thời "
    "gian dài hơn",
    "no {who} has enough {cases} to be compared (at least {least}, and as many of others); bring the records of a "
    "longer time",
)
_TOO_SMALL = Text(
    "chỉ {compared} {who} có đủ {cases}; từ dưới {people} thì không biết được người ngay khác nhau đến đâu, nên "
    "không nêu ai; hãy lấy hồ sơ của nhiều đơn vị hơn, chẳng hạn của cả tỉnh",
    "only {compared} {who}s have enough {cases}; from fewer than {people} nobody can tell how much honest people "
    "differ, so that nobody is named; bring the records of more units, of the whole province for instance",
)


@dataclass(frozen=True)
class NotCompared:
    """An indicator that was computed, and one kind of subject none of whom it could compare."""

    indicator: str
    subject_kind: SubjectKind
    reason_vi: str
    reason_en: str


def not_compared(counted: Iterable[Counts], found: Sequence[Figure], asked: Iterable[Indicator]) -> list[NotCompared]:
    """``found``: the figures of all that was counted, and of pairs."""
    told = []
    compared = {(one.indicator.id, one.subject_kind) for one in found if one.eligible}
    few = Counter((one.indicator.id, one.subject_kind) for one in found if one.reason == REASONS[FEW_COMPARED])
    for these in counted:
        one, kind, cells = these.indicator, these.subject_kind, these.counted.cells
        n, events = round(float(cells.n.sum())), round(float(cells.events.sum()))
        reason = None
        if len(these.counted.keys) == 1:
            reason = _ALONE
        elif not events:
            reason = _NEVER
        elif these.learnt.settings.outcome == "share" and events > NEARLY_ALL * n:
            reason = _ALWAYS
        elif (one.id, kind) not in compared:
            reason = _TOO_SMALL if 0 < few[one.id, kind] < these.learnt.settings.least_compared else _TOO_FEW
        if reason is not None:
            told.append(_told(one, kind, reason, n, events, these.learnt.settings, few[one.id, kind]))
    for one in asked:
        if one.pattern and "pair" in one.pattern.subjects and (one.id, "pair") not in compared:
            told.append(_told(one, "pair", _TOO_FEW, 0, 0, Settings(min_opportunities=PAIR_LEAST)))
    return sorted(told, key=lambda row: (row.indicator, row.subject_kind))


def _told(
    one: Indicator, kind: SubjectKind, reason: Text, n: int, k: int, settings: Settings, compared: int = 0
) -> NotCompared:
    if one.pattern is None:
        raise ValueError(f"{one.id} counts no pattern")
    vi, en = (
        reason[language].format(
            who=_ONE[kind][language],
            cases=one.pattern.cases[language],
            events=one.pattern.events[language],
            n=formats.number(n, 0, language),
            k=formats.number(k, 0, language),
            least=formats.number(settings.min_opportunities, 0, language),
            compared=formats.number(compared, 0, language),
            people=formats.number(settings.least_compared, 0, language),
        )
        for language in ("vi", "en")
    )
    return NotCompared(one.id, kind, vi, en)
