"""Nobody is named by what an account did that several people seem to use."""

from collections.abc import Sequence
from dataclasses import replace

from liem.detection.coding import Work
from liem.detection.figures import Figure
from liem.dossiers.quality.accounts import shared_among
from liem.dossiers.quality.session import session

SHARED = "shared_account"
"""The reason that stands with such a figure."""


def without_shared_accounts(work: Work, found: Sequence[Figure]) -> list[Figure]:
    """``found`` where officials who would be named by accesses alone are not, if their code jumps between units."""
    likely = {one.subject for one in found if _by_account(one)}
    if not likely:
        return list(found)
    with session(work.records, work.as_of.date()) as log:
        shared = set(shared_among(log, sorted(likely)))
    return [
        replace(one, named=False, eligible=False, reason=SHARED) if _by_account(one) and one.subject in shared else one
        for one in found
    ]


def _by_account(one: Figure) -> bool:
    return one.named and one.subject_kind == "official" and one.indicator.family == "access"
