"""What a log's integrity report is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from liem.base.formats import number
from liem.dossiers.quality.sentences import SENTENCES


class Severity(IntEnum):
    """How much a finding weighs: ``SERIOUS`` means that what is drawn from these records may be wrong."""

    INFO = 1
    WARNING = 2
    SERIOUS = 3


@dataclass(frozen=True)
class Finding:
    """One thing that makes the records doubtful, or that should be known when they are read.

    ``n`` of ``of`` rows (or units, days, officials: the sentence says which) show it; ``examples`` names a few of
    them.
    """

    code: str
    severity: str
    n: int
    of: int
    vi: str
    en: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class LogIntegrity:
    """All findings on one record set, the gravest first."""

    findings: Sequence[Finding]

    @property
    def sound(self) -> bool:
        """Whether nothing serious was found."""
        return not any(finding.severity == Severity.SERIOUS.name.lower() for finding in self.findings)

    def with_code(self, code: str) -> Finding | None:
        """The finding of that code, if there is one."""
        return next((finding for finding in self.findings if finding.code == code), None)


def finding(
    code: str,
    severity: Severity,
    n: int,
    of: int,
    examples: Sequence[object] = (),
    sentence: str | None = None,
    **words: str | int,
) -> Finding:
    """A finding with its sentence (by default the one of its code); at most five examples are kept."""
    text = SENTENCES[sentence or code]
    vi = text.vi.format(n=number(n), **words)
    en = text.en.format(n=number(n, language="en"), **words)
    shown = tuple(str(example) for example in examples[:5])
    return Finding(code, severity.name.lower(), int(n), int(of), vi, en, shown)
