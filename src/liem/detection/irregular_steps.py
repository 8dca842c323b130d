"""Dossiers with irregular steps, as cases of an indicator: each with its probability and, if flagged, its sentences."""

import numpy as np
import pyarrow as pa

from liem.base import formats
from liem.base.formats import Language
from liem.detection.charts.words import activity
from liem.detection.coding import Work
from liem.detection.control_flow import Finding, explain, find_irregular, why_not
from liem.detection.control_flow.sentences import Circumstances, Names, sentence
from liem.detection.control_flow.sufficiency import Reason, Refusal
from liem.detection.engine import Lazy
from liem.detection.indicator import Text
from liem.detection.irregular_log import StepLog, read_steps
from liem.detection.missing import CannotTell

_REASONS: dict[Reason, Text] = {
    "few_dossiers": Text(
        "chỉ có {0} hồ sơ có bước xử lý; cần ít nhất 30 hồ sơ để biết thế nào là thông thường",
        "only {0} dossiers have steps; at least 30 are needed to know what is usual",
    ),
    "single_steps": Text(
        "mỗi hồ sơ chỉ có một bước, nên không có trình tự nào để so sánh",
        "every dossier has one step only, so that there is no order to compare",
    ),
    "all_alike": Text(
        "mọi hồ sơ đều qua đúng các bước như nhau, nên không có gì khác thường",
        "all dossiers took exactly the same steps, so that nothing differs",
    ),
    "nothing_in_common": Text(
        "các hồ sơ hầu như không có bước nối tiếp chung (chỉ {0} % số bước), nên không biết thế nào là thông thường",
        "the dossiers have hardly a transition in common ({0}% of steps), so that nothing can be called usual",
    ),
    "many_activities": Text(
        "có {0} tên bước khác nhau, quá nhiều để so sánh trình tự",
        "there are {0} different names of steps, too many for an order to be compared",
    ),
    "not_told_apart": Text(
        "bước bất thường được cài thử vào chính hồ sơ này không phân biệt được với hồ sơ thường",
        "irregular steps planted into copies of these dossiers could not be told from the ordinary ones",
    ),
}
_CHANCE = Text(
    "Xác suất hồ sơ có bước bất thường ước tính {0} (tính chung cả nhật ký: {1}). Đây là dấu hiệu cần xác minh, "
    "không phải kết luận.",
    "The estimated probability of an irregular step in this dossier is {0} (over the whole log: {1}). This is a sign "
    "to be verified, not a finding.",
)
MOST_SAID = 0.99
_MORE_THAN = Text("trên {0}", "over {0}")
_ATTRIBUTES = {
    "official": Text("cán bộ", "official"),
    "unit": Text("đơn vị", "unit"),
    "document": Text("giấy tờ", "document"),
}


def irregular_cases(work: Work) -> Lazy:
    """One row per dossier with steps: ``event`` 1 where flagged, its probability, the share of the whole log, and
    the sentences. Raises CannotTell where the log is too small or too trivial.
    """
    steps = read_steps(work)
    refusal = why_not(steps.log)
    if refusal is not None:
        raise CannotTell(_reason(refusal))
    found = find_irregular(steps.log)
    if found.refusal is not None:
        raise CannotTell(_reason(found.refusal))
    flagged = found.flagged
    event = np.zeros(steps.log.dossiers, np.int32)
    event[flagged] = 1
    told: list[tuple[str, str]] = [("", "")] * steps.log.dossiers
    for finding in explain(steps.log, found, flagged):
        told[finding.dossier] = _told(steps, finding, float(found.probability[finding.dossier]), found.share)
    table = pa.table(
        {
            "d": pa.array(steps.d, pa.int32()),
            "event": pa.array(event),
            "observed": pa.array(found.probability),
            "expected": pa.array(np.full(steps.log.dossiers, found.share)),
            "priority": pa.array(found.probability),
            "explanation_vi": pa.array([vi for vi, _ in told]),
            "explanation_en": pa.array([en for _, en in told]),
        }
    )
    return work.engine.lazy(table)


def _reason(refusal: Refusal) -> Text:
    text, figure = _REASONS[refusal.reason], refusal.figure * (100 if refusal.reason == "nothing_in_common" else 1)
    return Text(text.vi.format(formats.number(figure)), text.en.format(formats.number(figure, language="en")))


def _told(steps: StepLog, finding: Finding, probability: float, share: float) -> tuple[str, str]:
    vi, en = (_sentences(steps, finding, probability, share, language) for language in _LANGUAGES)
    return vi, en


_LANGUAGES: tuple[Language, Language] = ("vi", "en")


def _sentences(steps: StepLog, finding: Finding, probability: float, share: float, language: Language) -> str:
    chance = _CHANCE[language].format(_chance(probability, language), _chance(share, language))
    event = _event(steps, finding)
    value = int(steps.log.attributes[finding.attribute][event]) if finding.attribute >= 0 else -1
    here = Circumstances(int(steps.log.length[finding.dossier]), steps.who(event), steps.when(event, language))
    return f"{sentence(finding, _names(steps, language), here, value, language)} {chance}"


def _chance(value: float, language: Language) -> str:
    """A probability in whole per cent, never as certainty or impossibility."""
    if value > MOST_SAID:
        return _MORE_THAN[language].format(formats.share(MOST_SAID, 0, language))
    return formats.share(max(value, 1 - MOST_SAID), 0, language)


def _event(steps: StepLog, finding: Finding) -> int:
    """The event the finding is about; of a step skipped at the end, the last one."""
    begin, end = steps.log.start[finding.dossier : finding.dossier + 2]
    return int(min(begin + finding.place, end - 1))


def _names(steps: StepLog, language: Language) -> Names:
    def attribute(j: int, spoken: Language) -> str:
        name = steps.attributes[j]
        return _ATTRIBUTES[name][spoken] if name in _ATTRIBUTES else name.removeprefix("x_")

    def step(number: int) -> str:
        return activity(steps.activities[number], language) if number < len(steps.activities) else ""

    return Names(step, lambda j, number: steps.values[j][number], attribute, steps.actor)
