"""How much there must be before an indicator says anything of anybody: one sentence, for pages and reference alike."""

from liem.base.formats import Language
from liem.detection.figures import MATERIAL, PAIR_LEAST
from liem.detection.indicator import Indicator, Text
from liem.detection.practices import FILES

_SUBJECTS = Text(
    "Chỉ xem người hoặc đơn vị có từ {n} trường hợp và có giá trị kỳ vọng từ {expected} trở lên; không nêu ai khi ít "
    "hơn {least} lần xảy ra.",
    "Looked at from {n} cases and {expected} expected events on; nobody is named for fewer than {least} events.",
)
_SHARE = Text(
    "Không nêu người nào khi xảy ra ở dưới {share} % số trường hợp của họ.",
    "No person is named for fewer than {share}% of their cases.",
)
_PERSONS = Text(
    "Không nêu người nào khi so sánh được dưới {people} người.",
    "No person is named where fewer than {people} can be compared.",
)
_PAIRS = Text(
    "Chỉ xem cặp có từ {n} hồ sơ trở lên; không nêu cặp nào khi ít hơn {least} lần xảy ra hoặc dưới {ratio} lần mức "
    "kỳ vọng.",
    "Looked at from {n} dossiers of the pair on; no pair is named for fewer than {least} events or below {ratio} "
    "times what is expected.",
)
_PROCEDURES = Text("Chỉ xem thủ tục có từ {n} hồ sơ trở lên.", "Looked at from {n} dossiers of the procedure on.")


def minimum(one: Indicator) -> Text | None:
    """The gates of a pattern; ``None`` where there is none (a broken rule needs one dossier)."""
    pattern = one.pattern
    if pattern is None:
        return None
    told: list[tuple[Text, dict[str, float]]] = []
    settings, least = pattern.settings, pattern.least_events
    if set(pattern.subjects) - {"pair", "procedure"}:
        words = {"n": settings.min_opportunities, "expected": settings.min_expected, "least": least}
        told.append((_SUBJECTS, words))
    if "official" in pattern.subjects and pattern.least_share:
        told.append((_SHARE, {"share": 100 * pattern.least_share}))
    if "official" in pattern.subjects and settings.least_compared > 1:
        told.append((_PERSONS, {"people": settings.least_compared}))
    if "pair" in pattern.subjects:
        told.append((_PAIRS, {"n": PAIR_LEAST, "least": least, "ratio": MATERIAL}))
    if pattern.subjects == ("procedure",):
        told.append((_PROCEDURES, {"n": FILES}))
    vi, en = (" ".join(_said(text, words, language) for text, words in told) for language in ("vi", "en"))
    return Text(vi, en)


def _said(text: Text, words: dict[str, float], language: Language) -> str:
    figures = {name: f"{value:g}" for name, value in words.items()}
    if language == "vi":
        figures = {name: figure.replace(".", ",") for name, figure in figures.items()}
    return text[language].format(**figures)
