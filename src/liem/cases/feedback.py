"""What verifying found goes back to the indicator; and the draw that keeps its measure honest.

Only a share of the subjects verified were flagged; the others are drawn by lot among those the indicator looked at
and did not flag. Their order is the SHA-256 of seed and subject: whoever has the seed can redraw it. Both arms come
to the officer under codes that look alike: who verifies does not know which arm it is.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from liem.base.errors import UserError
from liem.base.identifiers import stable_id
from liem.cases.actions import Birth, open_matter
from liem.cases.models import Drawn, Matter
from liem.cases.states import Kind, Origin, Outcome
from liem.leads import queries as leads
from liem.leads.models import IndicatorResult, Lead
from liem.leads.rules import wilson
from liem.leads.verifying import Arm, Result, record_verification
from liem.people.models import Account
from liem.people.row_security import acting_as_system
from liem.trail import actions as trail

RESULTS: dict[str, Result] = {
    Outcome.RIGHT: "found",
    Outcome.PARTLY: "found",
    Outcome.EXPLAINED: "explained",
    Outcome.NOT_FOUND: "not_found",
}


def drawn(subjects: Iterable[str], seed: str, n: int) -> list[str]:
    """The first ``n`` in the order of SHA-256 of seed and subject: the same for whoever draws again.

    >>> drawn(["a", "b", "c"], "2026", 2) == drawn(["c", "a", "b"], "2026", 2)
    True
    """
    return sorted(set(subjects), key=lambda one: hashlib.sha256(f"{seed}|{one}".encode()).hexdigest())[:n]


@transaction.atomic
def draw_batch(
    indicator: str, seed: str, *, flagged: int, by_lot: int, unit: str, by: Account, now: datetime
) -> list[Matter]:
    """Open one matter for each subject of a batch: some flagged, some drawn by lot, told apart nowhere.

    Subjects of the unit that verifies are left out: nobody verifies themselves.

    :raises UserError: without a seed, a detection or enough subjects, or with one arm alone, which proves nothing.
    """
    if not seed.strip():
        raise UserError(_("Give the seed that was made public before: without it nobody can redraw."))
    if by_lot < 1 or flagged < 1:
        raise UserError(_("Verify some of both: without those drawn by lot the share means nothing."))
    run = leads.current_run()
    if run is None:
        raise UserError(_("There is no detection to draw from."))
    with acting_as_system():
        if Drawn.objects.filter(run=run.pk, indicator=indicator, seed=seed).exists():
            raise UserError(_("This batch was drawn already with this seed: give another."))
        looked = IndicatorResult.objects.filter(run=run, indicator=indicator, eligible=True).exclude(unit=unit)
        rows = {(row.subject_kind, row.subject): row for row in looked}
        arms: dict[Arm, list[str]] = {
            "flagged": [f"{kind}|{subject}" for (kind, subject), row in rows.items() if row.flagged],
            "random": [f"{kind}|{subject}" for (kind, subject), row in rows.items() if not row.flagged],
        }
        wanted: dict[Arm, int] = {"flagged": flagged, "random": by_lot}
        short = [arm for arm in arms if len(arms[arm]) < wanted[arm]]
        if short:
            raise UserError(_("There are not so many subjects: draw fewer."))
        chosen = [(arm, one) for arm in arms for one in drawn(arms[arm], seed, wanted[arm])]
        chosen.sort(key=lambda pair: hashlib.sha256(f"{seed}|order|{pair[1]}".encode()).hexdigest())
        opened = []
        for arm, key in chosen:
            kind, _bar, subject = key.partition("|")
            code = stable_id("d", run.pk, indicator, seed, key, length=12)
            Drawn.objects.get_or_create(
                code=code,
                defaults={
                    "run": run.pk,
                    "indicator": indicator,
                    "subject_kind": kind,
                    "subject": subject,
                    "unit": rows[kind, subject].unit,
                    "arm": arm,
                    "seed": seed,
                    "at": now,
                },
            )
            title = _("Verify the records of %(kind)s %(subject)s") % {"kind": kind, "subject": subject}
            about = rows[kind, subject].unit
            birth = Birth(Kind.LEAD, unit, Origin.LEAD, code, now, title, about_unit=about)
            opened.append(open_matter(birth, by=by.number, now=now))
        trail.record(
            "cases",
            "verification_drawn",
            by=by.number,
            subject_kind="indicator",
            subject_id=indicator,
            after={"run": run.pk, "seed": seed, "flagged": flagged, "by_lot": by_lot},
            now=now,
        )
    return opened


@dataclass(frozen=True)
class Batch:
    """What may be told of a batch: how many, how far; the arms only once all of it is concluded."""

    indicator: str
    seed: str
    drawn_at: datetime
    subjects: int
    concluded: int
    ended: int
    arms: dict[str, tuple[int, int]] | None
    """Arm → founded and verified; ``None`` while anybody is still verifying, who must not know."""

    @property
    def intervals(self) -> list[tuple[str, int, int, tuple[float, float]]]:
        """Arm, founded, verified and its 95 % interval."""
        return [(arm, *counts, wilson(*counts)) for arm, counts in sorted((self.arms or {}).items())]


def batches() -> list[Batch]:
    """All batches, the newest first. Call as ``system``: the arms are nobody's to see."""
    rows: dict[tuple[str, str, str], list[Drawn]] = {}
    for row in Drawn.objects.order_by("-at", "-pk"):
        rows.setdefault((row.run, row.indicator, row.seed), []).append(row)
    matters = {one.origin_ref: one for one in Matter.objects.filter(origin=Origin.LEAD, origin_ref__in=_codes(rows))}
    return [_batch(group, matters) for group in rows.values()]


def _codes(rows: dict[tuple[str, str, str], list[Drawn]]) -> list[str]:
    return [row.code for group in rows.values() for row in group]


def _batch(group: list[Drawn], matters: dict[str, Matter]) -> Batch:
    known = [(row.arm, matters[row.code]) for row in group if row.code in matters]
    told = [(arm, one.outcome) for arm, one in known if one.outcome in RESULTS]
    ended = sum(not one.is_open for _arm, one in known)
    arms: dict[str, tuple[int, int]] | None = None
    if len(told) == len(group) or ended == len(group):
        arms = {}
        for arm, outcome in told:
            found, verified = arms.get(arm, (0, 0))
            arms[arm] = found + (RESULTS[outcome] == "found"), verified + 1
    first = group[0]
    return Batch(first.indicator, first.seed, first.at, len(group), len(told), ended, arms)


def drawable() -> list[tuple[str, int, int]]:
    """Indicator, how many subjects it flagged, how many it looked at and did not. Call as ``system``."""
    run = leads.current_run()
    rows = IndicatorResult.objects.filter(run=run, eligible=True) if run else IndicatorResult.objects.none()
    counted = (
        rows.order_by()
        .values("indicator")
        .annotate(yes=Count("id", filter=Q(flagged=True)), no=Count("id", filter=Q(flagged=False)))
    )
    return sorted((row["indicator"], row["yes"], row["no"]) for row in counted if row["yes"] and row["no"])


def feed_back(matter: Matter, *, by: str, now: datetime) -> None:
    """After the conclusion of a verification: its result goes back to the indicators. Call as ``system``."""
    result = RESULTS.get(matter.outcome)
    if matter.kind != Kind.LEAD or matter.origin != Origin.LEAD or result is None or not matter.origin_ref:
        return
    row = Drawn.objects.filter(code=matter.origin_ref).first()
    if row is not None:
        arm: Arm = "random" if row.arm == "random" else "flagged"
        record_verification([row.indicator], result, arm=arm, source=matter.number, by=by, now=now)
        return
    lead = Lead.objects.filter(lead=matter.origin_ref).order_by("-pk").first()
    if lead is not None and lead.indicators:
        record_verification(lead.indicators, result, arm="flagged", source=matter.number, by=by, now=now)
