"""The best repair of a dossier, turned round: what was irregular, at which step, and what was expected instead."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from liem.detection.control_flow.log import Ints, Log
from liem.detection.control_flow.repair import CHANGE, MOVE, PUT_IN, Repair
from liem.detection.control_flow.usual import Share, Usual

Kind = Literal["skipped", "repeated", "out_of_order", "unexpected", "unusual_value"]
Basis = Literal["companion", "after", "times", "order", "rare", "value"]
NOTHING = Share(0, 0)
CLEAR = 0.5
"""A share below this is not what is usual; then the next plainest comparison is quoted."""


@dataclass(frozen=True)
class Finding:
    """What was irregular about a dossier.

    ``place``: the event's place in the dossier, from 0; of a skipped step, the place before which it was expected
    (the dossier's length where that is its end). ``activity``: the step it is about. ``usual``: how many of how many
    comparable dossiers (or times) kept to the usual way, as ``basis`` says:

    * ``companion``: dossiers with the step ``partner`` that have ``activity`` too;
    * ``after``: times that ``partner`` was followed at once by ``expected`` (the log's ``outside`` number: the end);
    * ``times``: dossiers with ``activity`` that have it no more than ``count - 1`` times (``count``: times it is here);
    * ``order``: dossiers with ``activity`` and ``partner`` in which ``partner`` comes ``before`` (or after) it;
    * ``rare``: dossiers *without* ``activity``;
    * ``value``: times ``activity`` was done with the value ``expected`` of ``attribute``; ``here``: with the one here.
    """

    dossier: int
    kind: Kind
    place: int
    activity: int
    basis: Basis
    usual: Share
    partner: int = -1
    expected: int = -1
    before: bool = False
    count: int = 0
    attribute: int = -1
    here: Share = NOTHING
    gain: float = 0.0


def finding(log: Log, repair: Repair, usual: Usual) -> Finding:
    """What ``repair`` says of its dossier in ``log``."""
    steps = log.activity[log.start[repair.dossier] : log.start[repair.dossier + 1]]
    if repair.sort == PUT_IN:
        return _skipped(steps, repair, usual)
    if repair.sort == MOVE:
        return _out_of_order(steps, repair, usual)
    if repair.sort == CHANGE:
        return _unusual_value(log, steps, repair, usual)
    return _repeated_or_unexpected(steps, repair, usual)


def _skipped(steps: Ints, repair: Repair, usual: Usual) -> Finding:
    step = repair.activity
    if step not in steps:
        partner, share = usual.companion(step, steps)
        if partner >= 0 and share.of and share.kept >= CLEAR * share.of:
            return Finding(
                repair.dossier, "skipped", repair.place, step, "companion", share, partner, step, gain=repair.gain
            )
    partner = int(steps[repair.place - 1]) if repair.place else usual.outside
    share = usual.follows(partner, step)
    if share.kept < CLEAR * share.of and usual.likeliest_after(partner) != step:
        return _after(steps, repair, usual, "unexpected")
    return Finding(repair.dossier, "skipped", repair.place, step, "after", share, partner, step, gain=repair.gain)


def _repeated_or_unexpected(steps: Ints, repair: Repair, usual: Usual) -> Finding:
    step = int(steps[repair.place])
    count = int((steps == step).sum())
    if count > 1:
        share = usual.at_most(step, count - 1)
        if share.of and share.kept >= CLEAR * share.of:
            last = int(np.flatnonzero(steps == step)[-1])
            place = repair.place if repair.place > np.flatnonzero(steps == step)[0] else last
            return Finding(repair.dossier, "repeated", place, step, "times", share, count=count, gain=repair.gain)
    absent = usual.without(step)
    if absent.of and absent.kept >= 0.9 * absent.of:
        return Finding(repair.dossier, "unexpected", repair.place, step, "rare", absent, gain=repair.gain)
    return _after(steps, repair, usual, "unexpected")


def _out_of_order(steps: Ints, repair: Repair, usual: Usual) -> Finding:
    """Quotes the step passed by on the way to the usual place whose order is the clearest."""
    step = int(steps[repair.place])
    later = repair.to > repair.place
    passed = steps[repair.place + 1 : repair.to + 1] if later else steps[repair.to : repair.place]
    best, found = CLEAR, None
    for partner in np.unique(passed[passed != step]).tolist():
        share = usual.order(partner, step) if later else usual.order(step, partner)
        if share.of >= 3 and share.kept / share.of > best:
            best, found = share.kept / share.of, (partner, share)
    if found is None:
        return _after(steps, repair, usual, "out_of_order")
    partner, share = found
    return Finding(
        repair.dossier, "out_of_order", repair.place, step, "order", share, partner, before=later, gain=repair.gain
    )


def _after(steps: Ints, repair: Repair, usual: Usual, kind: Kind) -> Finding:
    """Quotes what most often comes after the step before; where that is what came, what most often comes next.

    Of the transitions into the step and out of it, the rarer is told; one to the end is a step skipped there.
    """
    places = [place for place in (repair.place, repair.place + 1) if place <= len(steps)]
    ways = [_transition(steps, place, usual) for place in places]
    place, partner, came, expected = min(ways, key=lambda way: _rarity(way, usual))
    share, here = usual.follows(partner, expected), usual.follows(partner, came)
    if came == usual.outside:
        return Finding(repair.dossier, "skipped", place, expected, "after", share, partner, expected, gain=repair.gain)
    return Finding(repair.dossier, kind, place, came, "after", share, partner, expected, here=here, gain=repair.gain)


def _transition(steps: Ints, place: int, usual: Usual) -> tuple[int, int, int, int]:
    """Place, step before, step that came (or the end), step that most often comes."""
    partner = int(steps[place - 1]) if place else usual.outside
    came = int(steps[place]) if place < len(steps) else usual.outside
    return place, partner, came, usual.likeliest_after(partner)


def _rarity(way: tuple[int, int, int, int], usual: Usual) -> tuple[bool, float]:
    """Transitions that are the likeliest themselves come last, then the rarer the earlier."""
    _, partner, came, expected = way
    share = usual.follows(partner, came)
    return came == expected, share.kept / max(share.of, 1)


def _unusual_value(log: Log, steps: Ints, repair: Repair, usual: Usual) -> Finding:
    j, step = repair.attribute, int(steps[repair.place])
    value = int(log.attributes[j][log.start[repair.dossier] + repair.place])
    return Finding(
        repair.dossier,
        "unusual_value",
        repair.place,
        step,
        "value",
        usual.value_share(j, step, repair.value),
        expected=repair.value,
        attribute=j,
        here=usual.value_share(j, step, value),
        gain=repair.gain,
    )
