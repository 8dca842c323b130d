"""Results of handling, by unit and kind: what was decided, after it took effect; small numbers are protected."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from liem.base.disclosure import SMALLEST, protected
from liem.cases.queries import Decided

OTHERS = ""
"""Units with fewer than ``SMALLEST`` matters of a kind stand together under this."""


@dataclass(frozen=True)
class Row:
    """One unit and kind: rounded numbers; ``None``: fewer than five."""

    unit: str
    kind: str
    n: int | None
    outcomes: dict[str, int | None] = field(default_factory=dict)


def table(decided: Iterable[Decided]) -> list[Row]:
    """The rows to be shown, by kind, then by unit; units with few matters of a kind together, last.

    >>> few = [Decided("U1", "denunciation", "right", 6), Decided("U2", "denunciation", "wrong", 2)]
    >>> [(row.unit, row.n, row.outcomes) for row in table(few)]
    [('U1', 5, {'right': 5}), ('', None, {'wrong': None})]
    """
    sums: dict[tuple[str, str], dict[str, int]] = {}
    for one in decided:
        outcomes = sums.setdefault((one.kind, one.unit), {})
        outcomes[one.outcome] = outcomes.get(one.outcome, 0) + one.n
    shown: dict[tuple[str, str], dict[str, int]] = {}
    for (kind, unit), outcomes in sums.items():
        place = unit if sum(outcomes.values()) >= SMALLEST else OTHERS
        into = shown.setdefault((kind, place), {})
        for outcome, n in outcomes.items():
            into[outcome] = into.get(outcome, 0) + n
    order = sorted(shown, key=lambda key: (key[0], key[1] == OTHERS, key[1]))
    return [
        Row(
            unit,
            kind,
            protected(sum(shown[kind, unit].values())),
            {outcome: protected(n) for outcome, n in sorted(shown[kind, unit].items())},
        )
        for kind, unit in order
    ]


def year_of(text: str, today: date) -> int:
    """The year that was asked for, or the present one; none to come."""
    asked = int(text) if text.isdecimal() and len(text) == 4 else today.year
    return min(max(asked, 2020), today.year)
