"""The register of issued documents: who drafted which, and what a later review found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.centre.acts import Raised
from benchmarks.centre.catalogue import DEPARTMENTS
from benchmarks.centre.centre import Centre
from benchmarks.centre.office import department_unit
from benchmarks.centre.people import Official, Role
from benchmarks.centre.workdays import DAY, EXTRACTED_SECOND, RECEIPTS_END, seconds, written

KINDS = ("Quyết định", "Công văn hướng dẫn", "Thông báo", "Kế hoạch", "Quy chế")
LEGAL_BASES = (
    *("LDD2024-10", "LXD2014-94", "LDN2020-30", "NQ12/2024"),
    *("QD45/2023", "ND118/2025", "ND61/2018", "TT03/2025"),
)
DRAFTERS, FEWEST_DRAFTERS = 22, 6
"""Specialists who draft, in a province of the usual size."""
DRAFTS, DRAFTS_PLANTED = (12, 40), (30, 45)
"""Fewest and most of one person."""
BENEFICIARY_AGENTS, BENEFICIARY_BUSINESSES = 12, 25
FAVOURITES = 2
"""Beneficiaries of a planted drafter's unlawful documents."""
NAMES_ITS_BENEFICIARY, NAMES_ITS_FAVOURITE = 0.35, 0.7
REVIEWED, REVIEWED_AFTER_DAYS = 0.8, (10, 60)
UNLAWFUL_MEAN = 0.06
UNLAWFUL_PLANTED = Raised(honest=UNLAWFUL_MEAN, planted=0.45)
FOUND, FOUND_PLANTED = ("unlawful", "unlawful", "loophole"), ("unlawful", "loophole", "loophole")
LAW_CHANGED = (150 * DAY, 185 * DAY)
"""One drafter's documents of these days are annulled because the law changed, not because they broke it."""


class Document(NamedTuple):
    """Times are written ones."""

    document: str
    issued_at: str
    unit: str
    drafter: str
    signer: str
    kind: str
    legal_basis: str
    """Codes, with semicolons between."""
    review: str | None
    reviewed_at: str | None
    beneficiary: str | None


@dataclass(frozen=True)
class _Drafter:
    official: Official
    planted: bool
    overtaken: bool
    """By a change of the law."""
    unlawful: float
    """Share."""
    favourites: list[str]


def issue_documents(centre: Centre, businesses: list[str]) -> list[Document]:
    """In the order of time."""
    chance, office = centre.chance, centre.office
    planted = centre.plan.drafters()
    some = max(FEWEST_DRAFTERS, int(DRAFTERS * office.scale))
    officials = [*office.heads, *chance.sample(office.all_specialists, some)]
    officials += [o for o in planted if o not in officials]
    agents = [agent.id for department in centre.agents.values() for agent in department]
    beneficiaries = chance.sample(agents, BENEFICIARY_AGENTS) + chance.sample(businesses, BENEFICIARY_BUSINESSES)
    overtaken = chance.choice([o for o in officials if o.role == Role.SPECIALIST and o.how is None and o.arrives == 0])
    centre.lookalikes.official("annulled_after_law_change", overtaken.id)
    usual = {department: chance.around(UNLAWFUL_MEAN, 0.25) for department in DEPARTMENTS}
    documents: list[Document] = []
    for official in officials:
        guilty = official in planted
        number = chance.randint(*(DRAFTS_PLANTED if guilty else DRAFTS))
        share = usual[str(official.department)] * chance.around(1, 0.25)
        drafter = _Drafter(
            official,
            planted=guilty,
            overtaken=official is overtaken,
            unlawful=UNLAWFUL_PLANTED.at(centre.plan.strength) if guilty else share,
            favourites=chance.sample(beneficiaries, FAVOURITES),
        )
        for _ in range(number):
            documents.append(_draft(centre, drafter, beneficiaries, f"VB-{len(documents) + 1:05d}"))
    return sorted(documents, key=lambda document: document.issued_at)


def _draft(centre: Centre, drafter: _Drafter, beneficiaries: list[str], number: str) -> Document:
    chance, official = centre.chance, drafter.official
    minute = chance.uniform(0, RECEIPTS_END)
    reviewed = chance.happens(REVIEWED)
    bad = chance.happens(drafter.unlawful)
    review = _review(centre, drafter, minute, bad) if reviewed else None
    if bad and drafter.planted:
        beneficiary = chance.choice(drafter.favourites) if chance.happens(NAMES_ITS_FAVOURITE) else None
    else:
        beneficiary = chance.choice(beneficiaries) if chance.happens(NAMES_ITS_BENEFICIARY) else None
    return Document(
        document=number,
        issued_at=written(seconds(minute)),
        unit=department_unit(str(official.department), minute),
        drafter=official.id,
        signer=chance.choice(centre.office.leaders[str(official.department)]).id,
        kind=chance.choice(KINDS),
        legal_basis=";".join(chance.sample(LEGAL_BASES, chance.randint(1, 3))),
        review=review,
        reviewed_at=_reviewed_at(centre, minute) if review else None,
        beneficiary=beneficiary,
    )


def _review(centre: Centre, drafter: _Drafter, minute: float, bad: bool) -> str:
    found = "lawful"
    if bad:
        found = centre.chance.choice(FOUND_PLANTED if drafter.planted else FOUND)
    start, end = LAW_CHANGED
    return "annulled" if drafter.overtaken and start < minute < end else found


def _reviewed_at(centre: Centre, minute: float) -> str:
    return written(min(seconds(minute + centre.chance.uniform(*REVIEWED_AFTER_DAYS) * DAY), EXTRACTED_SECOND))
