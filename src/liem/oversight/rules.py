"""Decisions of this room without database or clock. Refusals are sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from django.utils.translation import gettext as _

from liem.oversight.states import (
    BY_DECISION,
    DUTY_MOVES,
    MEASURED,
    OF_WHO_OWES,
    WATCH_MOVES,
    DutyVerb,
    Standing,
    Watched,
    WatchVerb,
)

SHORTEST = 10
"""Characters of a ground or a report: it is read years later."""


# -- the watch list


@dataclass(frozen=True, order=True)
class Decision:
    """One decision about one entry: ``decided`` is its own date, ``recorded`` the day it was written down here."""

    decided: date
    recorded: date
    entry: int
    verb: WatchVerb
    kind: Watched = Watched.INCIDENT


def on_list(decisions: Iterable[Decision], day: date, known: date | None = None) -> set[int]:
    """The entries on the list at the end of ``day``, as far as was known at the end of ``known``; without it, now."""
    found: set[int] = set()
    for one in _told(decisions, known):
        if one.decided <= day and one.verb is WatchVerb.PUT_ON:
            found.add(one.entry)
        elif one.decided <= day and one.verb is WatchVerb.REMOVE:
            found.discard(one.entry)
    return found


def _told(decisions: Iterable[Decision], known: date | None) -> list[Decision]:
    """In the order of their dates; of one day in the order in which they were written down."""
    return [one for one in sorted(decisions, key=lambda d: d.decided) if known is None or one.recorded <= known]


@dataclass(frozen=True)
class Balance:
    """A period of the list: opening + added − removed = closing. What was put on and removed counts in both."""

    opening: int
    added: int
    removed: int
    closing: int


def balance(decisions: Sequence[Decision], first: date, last: date, known: date | None = None) -> Balance:
    """The list from ``first`` to ``last``, both days included."""
    told = _told(decisions, known)
    before = {one.entry for one in told if one.decided < first}
    opening = on_list([one for one in told if one.decided < first], date.max, known) & before
    within = [one for one in told if first <= one.decided <= last]
    added = sum(one.verb is WatchVerb.PUT_ON for one in within)
    removed = sum(one.verb is WatchVerb.REMOVE for one in within)
    return Balance(len(opening), added, removed, len(on_list(told, last, known)))


def why_not_decide(
    verb: WatchVerb, former: Sequence[Decision], decided: date, today: date, number: str, ground: str
) -> str | None:
    """Why a decision about an entry cannot be recorded, or ``None``. ``former``: those about the same entry."""
    if decided > today:
        return _("The decision lies in the future. Write the day on which it was made.")
    if former and decided < max(one.decided for one in former):
        return _("There is a later decision about this already: decisions are recorded in the order of their dates.")
    if not number.strip():
        return _("Give the number of the decision or of the notice of conclusion.")
    if len(ground.strip()) < SHORTEST:
        return _("Write the ground in at least %(n)s characters: it is read years later.") % {"n": SHORTEST}
    on = bool(former) and bool(on_list(former, date.max))
    if (on, verb) not in WATCH_MOVES:
        said = _("on the list") if on else _("not on the list")
        return _("“%(verb)s” is not possible: it is %(state)s.") % {"verb": verb.label, "state": said}
    return None


# -- what is owed


@dataclass(frozen=True)
class Happened:
    """Something that happened to a duty; ``due``: the new day, or the day for the reply."""

    verb: DutyVerb
    on: date
    amount: int = 0
    due: date | None = None


def standing(happened: Iterable[Happened]) -> Standing:
    """Where a duty stands."""
    now = Standing.OWED
    for one in happened:
        now = DUTY_MOVES.get((now, one.verb), now)
    return now


def due_day(given: date | None, happened: Iterable[Happened]) -> date | None:
    """The day by which it is owed, as last extended."""
    for one in happened:
        if one.verb is DutyVerb.EXTEND and one.due is not None:
            given = one.due
    return given


def unanswered(happened: Sequence[Happened]) -> date | None:
    """The day by which the last urging was to be answered, where nothing was said since; else ``None``."""
    waiting = None
    for one in happened:
        if one.verb is DutyVerb.URGE:
            waiting = one.due
        elif one.verb in OF_WHO_OWES:
            waiting = None
    return waiting


def accepted(happened: Sequence[Happened]) -> int:
    """How much of what is owed was accepted."""
    return sum(one.amount for one in happened if one.verb is DutyVerb.ACCEPT)


@dataclass(frozen=True)
class Wish:
    """What somebody wants to record of a duty."""

    verb: DutyVerb
    on: date
    note: str
    number: str = ""
    due: date | None = None
    amount: int | None = None


def why_not_record(
    wish: Wish, former: Sequence[Happened], issued: date, today: date, kind: str, *, owes: bool
) -> str | None:
    """Why something cannot be recorded of a duty, or ``None``. ``owes``: whoever records is of the unit that owes."""
    now = standing(former)
    if owes != (wish.verb in OF_WHO_OWES):
        return (
            _("This is for the unit that owes it.") if wish.verb in OF_WHO_OWES else _("This is for the inspectorate.")
        )
    if (now, wish.verb) not in DUTY_MOVES:
        return _("“%(verb)s” is not possible: it is “%(state)s”.") % {"verb": wish.verb.label, "state": now.label}
    return _why_not_this_day(wish, former, issued, today) or _why_not_these_words(wish, kind)


def _why_not_this_day(wish: Wish, former: Sequence[Happened], issued: date, today: date) -> str | None:
    if wish.on > today:
        return _("The day lies in the future. Write the day on which it happened.")
    if wish.on < max([issued, *(one.on for one in former)]):
        return _("The day is before the paper itself, or before what happened last.")
    if wish.verb in (DutyVerb.URGE, DutyVerb.EXTEND) and (wish.due is None or wish.due <= wish.on):
        return _("Give a day after this one by which it is due.")
    return None


def _why_not_these_words(wish: Wish, kind: str) -> str | None:
    if wish.verb in BY_DECISION and not wish.number.strip():
        return _("This is a decision: give its number.")
    if wish.verb is DutyVerb.ACCEPT and kind in MEASURED and not wish.amount:
        return _("Give how much was accepted, above nought.")
    if len(wish.note.strip()) < SHORTEST:
        return _("Write what it is about in at least %(n)s characters.") % {"n": SHORTEST}
    return None


# -- figures


def wilson(part: int, whole: int, z: float = 1.959964) -> tuple[float, float]:
    """The interval of a share (Wilson 1927), 95 %.

    >>> [round(end, 3) for end in wilson(8, 10)], wilson(0, 0)
    ([0.49, 0.943], (0.0, 1.0))
    """
    if whole == 0:
        return 0.0, 1.0
    share, weight = part / whole, z * z / whole
    middle = (share + weight / 2) / (1 + weight)
    half = z * sqrt(share * (1 - share) / whole + weight / (4 * whole)) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


# -- checks by lot


def why_not_prepare(frame: Sequence[str], size: int, ground: str) -> str | None:
    """Why a draw cannot be prepared, or ``None``."""
    if not frame:
        return _("The frame is empty: write what may be drawn, one on each line.")
    if not 0 < size <= len(frame):
        return _("Draw at least one, and no more than the frame has.")
    if len(ground.strip()) < SHORTEST:
        return _("Write the ground in at least %(n)s characters: it is read years later.") % {"n": SHORTEST}
    return None


def why_not_draw(prepared: date, today: date, public: str, *, already: bool) -> str | None:
    """Why a prepared draw cannot be made now, or ``None``."""
    if already:
        return _("It was drawn already: a draw is made once.")
    if today <= prepared:
        return _("Draw on a later day than the frame was published: until then the public words must be unknown.")
    if len(public.strip()) < SHORTEST:
        return _("Write the public words in at least %(n)s characters, as they were published.") % {"n": SHORTEST}
    return None
