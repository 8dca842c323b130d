"""What was found at what was drawn, how often it agreed, and what may lie behind that rate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from liem.base.clock import local
from liem.base.errors import UserError
from liem.oversight import rules
from liem.oversight.actions import one_at_a_time, record
from liem.oversight.models import Checked, Draw, PublishedDraw
from liem.oversight.states import Criterion, Subject, Verdict
from liem.people.models import Account
from liem.people.row_security import acting_as_system


@dataclass(frozen=True)
class Found:
    """What was found at one item."""

    item: str
    verdict: Verdict
    on: date
    note: str = ""
    unmet: Sequence[str] = ()


@dataclass(frozen=True)
class Rate:
    """Of those looked at, how many agreed; the interval allows for the frame being finite."""

    agreeing: int
    checked: int
    drawn: int
    frame: int

    @property
    def share(self) -> float | None:
        return self.agreeing / self.checked if self.checked else None

    @property
    def low(self) -> float:
        return rules.wilson_of_a_frame(self.agreeing, self.checked, self.frame)[0]

    @property
    def high(self) -> float:
        return rules.wilson_of_a_frame(self.agreeing, self.checked, self.frame)[1]

    @property
    def is_whole(self) -> bool:
        """Whether everything that was drawn was looked at: before that the rate may still be chosen."""
        return self.checked == self.drawn


def in_force(draw: Draw) -> dict[str, Checked]:
    """Item → what was found at it, without what was corrected."""
    return {one.item: one for one in draw.checked.filter(corrected_by=None).order_by("pk")}  # type: ignore[attr-defined]


def rate(draw: Draw, found: dict[str, Checked]) -> Rate:
    """How often what was drawn agreed."""
    agreeing = sum(one.verdict == Verdict.AGREES for one in found.values())
    return Rate(agreeing, len(found), draw.size, len(draw.frame))


def by_criterion(draw: Draw, found: dict[str, Checked]) -> list[tuple[str, Rate]]:
    """Of closed matters: how often each criterion was met, of those that could be found."""
    seen = [one for one in found.values() if one.verdict != Verdict.MISSING]
    return [
        (
            str(criterion.label),
            Rate(sum(criterion not in one.unmet for one in seen), len(seen), draw.size, len(draw.frame)),
        )
        for criterion in Criterion
    ]


@transaction.atomic
def record_found(draw: Draw, found: Found, *, by: Account, now: datetime) -> Checked:
    """Record what was found at a drawn item; of one recorded already, this is the correction.

    :raises UserError: for what was not drawn, a day before the draw or to come, or a difference without words.
    """
    one_at_a_time("draw", draw.pk)
    result = getattr(draw, "result", None)
    if result is None or found.item not in result.sample:
        raise UserError(_("This was not drawn. What is found at something else does not belong to the sample."))
    today = local(now).date()
    if not local(result.drawn_at).date() <= found.on <= today:
        raise UserError(_("Give a day from that of the draw to today."))
    unmet = [one for one in Criterion.values if one in found.unmet] if draw.subject == Subject.CLOSED else []
    verdict = Verdict.DIFFERS if unmet and found.verdict == Verdict.AGREES else found.verdict
    if verdict != Verdict.AGREES and len(found.note.strip()) < rules.SHORTEST:
        told = {"n": rules.SHORTEST}
        raise UserError(_("Write what it is about in at least %(n)s characters.") % told)
    former = in_force(draw).get(found.item)
    checked = Checked.objects.create(
        draw=draw,
        item=found.item,
        verdict=verdict,
        unmet=unmet,
        on=found.on,
        note=found.note.strip(),
        corrects=former,
        recorded_at=now,
        recorded_by=by.number,
    )
    told_rate = rate(draw, in_force(draw))
    with acting_as_system():
        PublishedDraw.objects.filter(draw=draw).update(checked=told_rate.checked, agreeing=told_rate.agreeing)
    event = "check_corrected" if former else "check_recorded"
    record(event, "draw", draw.pk, {"verdict": str(verdict), "unmet": unmet}, by=by, now=now)
    return checked
