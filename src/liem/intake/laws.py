"""What the four kinds lead to, from the dated tables of the law, each line with its article and how sure it is."""

from dataclasses import dataclass
from datetime import date

from liem.base.errors import UserError
from liem.intake.states import Kind
from liem.law.limits import Limits, Rule

_RULES: dict[str, tuple[str, ...]] = {
    Kind.REFLECTION: ("reflection.handle", "reflection.publish"),
    Kind.RECOMMENDATION: ("reflection.handle", "reflection.publish"),
    Kind.COMPLAINT: ("complaint.time_bar", "complaint.accept", "complaint.resolve_first"),
    Kind.DENUNCIATION: (
        "denunciation.intake",
        "denunciation.transfer",
        "denunciation.resolve",
        "denunciation.anonymous",
    ),
}


@dataclass(frozen=True)
class Explained:
    """One kind with the rules that follow from it."""

    kind: Kind
    rules: tuple[Rule, ...]


def explained(day: date) -> list[Explained]:
    """The kinds a citizen may choose, for reports of ``day``."""
    return [Explained(Kind(kind), tuple(_known(ids, day))) for kind, ids in _RULES.items()]


def _known(ids: tuple[str, ...], day: date) -> list[Rule]:
    found = []
    for rule_id in ids:
        try:
            found.append(Limits.load().rule(rule_id, on=day))
        except UserError:
            continue
    return found
