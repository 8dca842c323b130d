"""A finding as a sentence for a Vietnamese and for an English reader. Names are handed in."""

from collections.abc import Callable
from dataclasses import dataclass

from liem.base.formats import Language, number
from liem.detection.control_flow.findings import Finding

Templates = dict[str, dict[Language, str]]

_WHAT: Templates = {
    "skipped": {
        "vi": "Thiếu bước “{step}”, lẽ ra có {where}.",
        "en": "The step “{step}” is missing; it was expected {where}.",
    },
    "repeated": {
        "vi": "Bước “{step}”{who} được làm {count} lần, lại lặp ở {where}.",
        "en": "The step “{step}”{who} was done {count} times, again at {where}.",
    },
    "out_of_order": {
        "vi": "Bước “{step}”{who} làm không đúng thứ tự, ở {where}.",
        "en": "The step “{step}”{who} came out of order, at {where}.",
    },
    "unexpected": {
        "vi": "Bước “{step}”{who} khác thường, ở {where}.",
        "en": "The step “{step}”{who} is unexpected, at {where}.",
    },
    "unusual_actor": {
        "vi": "Bước “{step}” do người ít khi làm bước này thực hiện ({value}), ở {where}.",
        "en": "The step “{step}” was done by someone who seldom does it ({value}), at {where}.",
    },
    "unusual_value": {
        "vi": "Bước “{step}”{who} có giá trị ít gặp của “{attribute}” ({value}), ở {where}.",
        "en": "The step “{step}”{who} has a seldom value of “{attribute}” ({value}), at {where}.",
    },
}
_USUAL: Templates = {
    "companion": {
        "vi": "Trong {of} hồ sơ tương đương (có bước “{partner}”), {kept} hồ sơ có bước này.",
        "en": "Of {of} comparable dossiers (those with “{partner}”), {kept} have this step.",
    },
    "after": {
        "vi": "Trong {of} lần sau {partner}, {kept} lần bước kế tiếp là {expected}{here}.",
        "en": "Of {of} times after {partner}, {expected} came next in {kept}{here}.",
    },
    "times": {
        "vi": "Trong {of} hồ sơ có bước này, {kept} hồ sơ chỉ làm nhiều nhất {most} lần.",
        "en": "Of {of} dossiers with this step, {kept} have it no more than {times}.",
    },
    "before": {
        "vi": "Trong {of} hồ sơ có cả hai bước, ở {kept} hồ sơ bước “{partner}” đi trước.",
        "en": "Of {of} dossiers with both steps, “{partner}” came first in {kept}.",
    },
    "order": {
        "vi": "Trong {of} hồ sơ có cả hai bước, ở {kept} hồ sơ bước này đi trước “{partner}”.",
        "en": "Of {of} dossiers with both steps, this one came before “{partner}” in {kept}.",
    },
    "rare": {
        "vi": "Trong {of} hồ sơ được so sánh, {kept} hồ sơ không có bước này.",
        "en": "Of {of} dossiers compared, {kept} do without this step.",
    },
    "value": {
        "vi": "Trong {of} lần làm bước này, {kept} lần là “{expected}”, {seldom} lần là giá trị ở đây.",
        "en": "Of {of} times this step was done, it was “{expected}” {kept} times, and the one here {seldom} times.",
    },
}
_HERE: dict[Language, str] = {"vi": ", {0} lần là bước ở đây", "en": ", the step here {0}"}
_PLACE: dict[Language, str] = {"vi": "bước thứ {0} trên {1}{2}", "en": "step {0} of {1}{2}"}
_BEFORE: dict[Language, str] = {"vi": "trước {0}", "en": "before {0}"}
_AT_END: dict[Language, str] = {"vi": "ở cuối hồ sơ", "en": "at the end"}
_END: dict[Language, str] = {"vi": "kết thúc hồ sơ", "en": "the end of the dossier"}
_BEGINNING: dict[Language, str] = {"vi": "lúc bắt đầu hồ sơ", "en": "the beginning of the dossier"}
_STEP: dict[Language, str] = {"vi": "bước “{0}”", "en": "“{0}”"}
_BY: dict[Language, str] = {"vi": " (do {0} thực hiện)", "en": " (by {0})"}
_NOBODY: dict[Language, str] = {"vi": "không ghi", "en": "not recorded"}


@dataclass(frozen=True)
class Names:
    """What the numbers of a log mean. ``value(j, n)`` is None where nothing was recorded."""

    activity: Callable[[int], str]
    value: Callable[[int, int], str | None]
    attribute: Callable[[int, Language], str]
    actor: int | None
    """The attribute that says who did the step, if any."""


@dataclass(frozen=True)
class Circumstances:
    """Of the dossier: how many ``steps``, who did the step in question (None: not recorded), and when, as written."""

    steps: int
    who: str | None
    when: str


def sentence(found: Finding, names: Names, here: Circumstances, value: int, language: Language) -> str:
    """What was irregular, at which step, by whom and when, and what was expected. ``value``: of an unusual value."""
    shown = {
        "step": names.activity(found.activity),
        "who": _BY[language].format(here.who) if here.who else "",
        "where": _where(found, here, language),
        "count": number(found.count, 0, language),
        "value": _value(names, found.attribute, value, language),
        "attribute": names.attribute(found.attribute, language) if found.attribute >= 0 else "",
        **_comparison(found, names, language),
    }
    kind = "unusual_actor" if found.kind == "unusual_value" and found.attribute == names.actor else found.kind
    basis = "before" if found.basis == "order" and found.before else found.basis
    return f"{_WHAT[kind][language]} {_USUAL[basis][language]}".format(**shown)


def _where(found: Finding, here: Circumstances, language: Language) -> str:
    when = f", {here.when}" if here.when else ""
    if found.kind == "skipped" and found.place >= here.steps:
        return _AT_END[language]
    place = _PLACE[language].format(found.place + 1, here.steps, when)
    return _BEFORE[language].format(place) if found.kind == "skipped" else place


def _comparison(found: Finding, names: Names, language: Language) -> dict[str, str]:
    after = found.basis == "after"
    partner, expected = "", ""
    if found.partner >= 0:
        partner = _flow(found.partner, names, _BEGINNING, language) if after else names.activity(found.partner)
    if after:
        expected = _flow(found.expected, names, _END, language)
    elif found.basis == "value":
        expected = _value(names, found.attribute, found.expected, language)
    most = max(found.count - 1, 0)
    return {
        "kept": number(found.usual.kept, 0, language),
        "of": number(found.usual.of, 0, language),
        "partner": partner,
        "expected": expected,
        "here": _HERE[language].format(number(found.here.kept, 0, language)) if found.here.of else "",
        "seldom": number(found.here.kept, 0, language),
        "most": number(most, 0, language),
        "times": "once" if most == 1 else f"{number(most, 0, language)} times",
    }


def _flow(step: int, names: Names, outside: dict[Language, str], language: Language) -> str:
    name = names.activity(step)
    return _STEP[language].format(name) if name else outside[language]


def _value(names: Names, attribute: int, value: int, language: Language) -> str:
    return "" if attribute < 0 else names.value(attribute, value) or _NOBODY[language]
