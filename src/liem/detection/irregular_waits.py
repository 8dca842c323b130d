"""Dossiers with a wait far outside the usual between two steps, as cases of an indicator."""

import numpy as np
import pyarrow as pa

from liem.base import formats
from liem.base.formats import Language
from liem.detection.charts.words import activity
from liem.detection.coding import Work
from liem.detection.control_flow.timing import LEAST_Z, SHORTEST, Wait, oddest_waits
from liem.detection.engine import Lazy
from liem.detection.indicator import Text
from liem.detection.irregular_log import StepLog, read_steps
from liem.detection.missing import CannotTell

_NOTHING = Text(
    "không có hai bước nối tiếp nào xuất hiện đủ 31 lần để biết khoảng chờ thông thường",
    "no two steps follow one another 31 times, so that no wait can be called usual",
)
_LATER = Text(
    "Bước “{step}”{who} (bước thứ {place} trên {steps}, {when}) đến sau bước “{before}” {wait}, trong khi ở "
    "{of} lần khác thường là {usual}: lâu gấp {factor} lần. Đây là dấu hiệu cần xác minh, không phải kết luận.",
    "The step “{step}”{who} (step {place} of {steps}, {when}) came {wait} after “{before}”; the other {of} "
    "times it was usually {usual}: {factor} times as long. This is a sign to be verified, not a finding.",
)
_SOONER = Text(
    "Bước “{step}”{who} (bước thứ {place} trên {steps}, {when}) đến sau bước “{before}” chỉ {wait}, trong khi "
    "ở {of} lần khác thường là {usual}: nhanh gấp {factor} lần. Đây là dấu hiệu cần xác minh, không phải kết "
    "luận.",
    "The step “{step}”{who} (step {place} of {steps}, {when}) came only {wait} after “{before}”; the other "
    "{of} times it was usually {usual}: {factor} times as fast. This is a sign to be verified, not a finding.",
)
_BY = Text(" do {0} thực hiện", " by {0}")
_UNITS = (
    (86_400.0, Text("{0} ngày", "{0} days")),
    (3_600.0, Text("{0} giờ", "{0} hours")),
    (60.0, Text("{0} phút", "{0} minutes")),
)
_SHORTEST = Text("dưới 15 phút", "under 15 minutes")
_MORE_THAN = Text("hơn {0}", "over {0}")
MOST_TIMES = 1_000
HALF = 0.5
"""The highest priority of a wait: irregular steps of a dossier say more than one of its waits."""


def irregular_waits(work: Work) -> Lazy:
    """One row per dossier with a wait to compare: its oddest, in days, the usual, and the sentences where it
    is odd."""
    steps = read_steps(work)
    seconds = steps.at.astype("datetime64[us]").astype(np.int64) / 1e6
    waits = oddest_waits(steps.log, seconds)
    if not waits:
        raise CannotTell(_NOTHING)
    return work.engine.lazy(
        pa.table(
            {
                "d": pa.array([int(steps.d[wait.dossier]) for wait in waits], pa.int32()),
                "event": pa.array([int(wait.odd) for wait in waits], pa.int32()),
                "observed": pa.array([wait.seconds / 86_400 for wait in waits]),
                "expected": pa.array([wait.usual / 86_400 for wait in waits]),
                "priority": pa.array([HALF * max(0.0, 1 - LEAST_Z / max(abs(wait.z), LEAST_Z)) for wait in waits]),
                "explanation_vi": pa.array([_sentence(steps, wait, "vi") if wait.odd else "" for wait in waits]),
                "explanation_en": pa.array([_sentence(steps, wait, "en") if wait.odd else "" for wait in waits]),
            }
        )
    )


def _sentence(steps: StepLog, wait: Wait, language: Language) -> str:
    event = int(steps.log.start[wait.dossier]) + wait.place
    who = steps.who(event)
    text = _LATER if wait.z > 0 else _SOONER
    factor = max(wait.seconds / wait.usual, wait.usual / wait.seconds)
    return text[language].format(
        step=activity(steps.activities[int(steps.log.activity[event])], language),
        before=activity(steps.activities[int(steps.log.activity[event - 1])], language),
        who=_BY[language].format(who) if who else "",
        place=wait.place + 1,
        steps=int(steps.log.length[wait.dossier]),
        when=steps.when(event, language),
        wait=_duration(wait.seconds, language),
        usual=_duration(wait.usual, language),
        of=formats.number(wait.of, 0, language),
        factor=_factor(factor, language),
    )


def _factor(factor: float, language: Language) -> str:
    text = formats.number(min(factor, MOST_TIMES), 0, language)
    return _MORE_THAN[language].format(text) if factor > MOST_TIMES else text


def _duration(seconds: float, language: Language) -> str:
    if seconds < SHORTEST * 1.001:
        return _SHORTEST[language]
    size, text = next((unit for unit in _UNITS if seconds >= unit[0]), _UNITS[-1])
    return text[language].format(formats.number(seconds / size, 1, language))
