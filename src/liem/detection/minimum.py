"""How much there must be before an indicator says anything of anybody: one sentence, for pages and reference alike."""

from liem.detection.figures import MATERIAL, PAIR_LEAST
from liem.detection.indicator import Indicator, Text
from liem.detection.practices import FILES

_SUBJECTS = Text(
    "Chỉ xem người hoặc đơn vị có từ {n} trường hợp và có giá trị kỳ vọng từ {expected} trở lên; không nêu ai khi "
    "ít hơn "
    "{least} lần xảy ra.",
    "Looked at from {n} cases and {expected} expected events on; nobody is named for fewer than {least} events.",
)
_PAIRS = Text(
    "Chỉ xem cặp có từ {n} hồ sơ trở lên; không nêu cặp nào khi ít hơn {least} lần xảy ra hoặc dưới {ratio} lần mức "
    "kỳ "
    "vọng.",
    "Looked at from {n} dossiers of the pair on; no pair is named for fewer than {least} events or below {ratio} "
    "times "
    "what is expected.",
)
_PROCEDURES = Text("Chỉ xem thủ tục có từ {n} hồ sơ trở lên.", "Looked at from {n} dossiers of the procedure on.")


def minimum(one: Indicator) -> Text | None:
    """The gates of a pattern; ``None`` where there is none (a broken rule needs one dossier)."""
    pattern = one.pattern
    if pattern is None:
        return None
    told = []
    settings = pattern.settings
    if set(pattern.subjects) - {"pair", "procedure"}:
        expected = f"{settings.min_expected:g}"
        told.append((_SUBJECTS, {"n": settings.min_opportunities, "expected": expected, "least": pattern.least_events}))
    if "pair" in pattern.subjects:
        told.append((_PAIRS, {"n": PAIR_LEAST, "least": pattern.least_events, "ratio": f"{MATERIAL:g}"}))
    if pattern.subjects == ("procedure",):
        told.append((_PROCEDURES, {"n": FILES}))
    vi = " ".join(text.vi.format(**words).replace("1.25", "1,25") for text, words in told)
    return Text(vi, " ".join(text.en.format(**words) for text, words in told))
