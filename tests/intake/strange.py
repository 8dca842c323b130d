"""Texts as nobody wishes for them, made up by hypothesis: for every field of every form."""

from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from liem.intake.content import LONGEST

RIGHT_TO_LEFT = "‮لا تدفع‬ שלום ⁧tiền⁩"
LOOK_ALIKES = "Оng Вảy đòi hаi triệu"
"""With Cyrillic letters among the Latin ones."""
KNOWN = [
    "",
    " \t\r\n ",
    "\x00",
    "\x00\x01\x02 nhị phân \x1b[31m",
    RIGHT_TO_LEFT,
    "🙏🏽👨‍👩‍👧‍👦 họ đòi tiền 💸🇻🇳",
    LOOK_ALIKES,
    "Z̸̧͎a̶l̷g̵o" * 20,
    "\ufeff\u200b\u200d",
    "Tie\u0302\u0301ng Vie\u0323\u0302t",
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "' OR 1=1; DROP TABLE intake_report; --",
    "{{ 7*7 }}{% load x %}${7*7}",
    "../../../../etc/passwd",
    "a\r\nX-Header: 1\r\n\r\n<p>",
    "=cmd|' /C calc'!A0",
    "9" * 400,
    "-1",
    "1e309",
    "31/02/2026",
    "0001-01-01",
    "99/99/99999",
    "x" * (LONGEST["what"] + 1),
    "ế" * (LONGEST["what"] + 1),
    "💸" * 20_000,
]
TEXTS: Any = st.one_of(
    st.sampled_from(KNOWN),
    st.text(max_size=400),
    st.text(st.characters(categories=["Cc", "Cf", "Zl", "Zp", "Co", "Mn"]), max_size=60),
    st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")),
)
"""Without lone surrogates, which no form can carry; :data:`RAW` sends what is no text at all."""
RAW: Any = st.one_of(st.binary(max_size=600), st.text(max_size=200).map(lambda text: text.encode("utf-16")))


def often(count: int) -> Any:
    """So many examples, the same in each run."""
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
