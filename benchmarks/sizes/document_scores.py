"""Scores of the issued documents: by their reviews, by the laws they cite, by who signed them."""

from __future__ import annotations

from benchmarks.sizes.arrays import Bools, Floats
from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.documents import BAD_IF_DEAD_BASIS, BAD_IF_SELF_SIGNED
from benchmarks.sizes.posts import Role
from benchmarks.sizes.records import Records
from benchmarks.sizes.score import Scores, score
from benchmarks.sizes.variants import How


def score_documents(records: Records) -> dict[How, Scores]:
    documents, rate = records.documents, records.world.nature.rate
    reviewed, drafter = documents.was_reviewed, documents.drafter

    def unit_habit(habit: Deed) -> Floats:
        return records.yardsticks.unit_habit(habit, Role.APPRAISER, documents.unit)

    def of_all(habit: Deed, found: Bools) -> Scores:
        expected = records.sum(drafter, rate[habit] * unit_habit(habit))
        return score(records, habit, Role.APPRAISER, records.count(drafter), records.count(drafter[found]), expected)

    bad = documents.unlawful_rate * unit_habit(Deed.UNLAWFUL)
    bad = bad + rate[Deed.DEAD_BASIS] * BAD_IF_DEAD_BASIS + rate[Deed.SELF_SIGNED] * BAD_IF_SELF_SIGNED
    unlawful = score(
        records,
        Deed.UNLAWFUL,
        Role.APPRAISER,
        records.count(drafter[reviewed]),
        records.count(drafter[documents.bad]),
        records.sum(drafter, bad * reviewed),
    )
    return {
        How.UNLAWFUL: unlawful,
        How.DEAD_BASIS: of_all(Deed.DEAD_BASIS, documents.dead_basis),
        How.SELF_SIGNED: of_all(Deed.SELF_SIGNED, documents.self_signed),
    }
