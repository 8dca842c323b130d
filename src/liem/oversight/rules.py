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
    OF_HEADS,
    OF_WHO_OWES,
    STRIKING,
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
    row: int = 0
    corrects: int = 0
    """The row in whose place this one stands; 0: it corrects nothing."""


def usual_beginning(day: date) -> date:
    """Where figures that nobody asked of a period begin: this year, and in its first quarter the year before as well,
    for a year that has just begun tells nothing.

    >>> usual_beginning(date(2026, 11, 30)), usual_beginning(date(2027, 1, 4))
    (datetime.date(2026, 1, 1), datetime.date(2026, 1, 1))
    """
    return date(day.year if day.month > 3 else day.year - 1, 1, 1)


def on_list(decisions: Iterable[Decision], day: date, known: date | None = None) -> set[int]:
    """The entries on the list at the end of ``day``, as far as was known at the end of ``known``; without it, now."""
    found: set[int] = set()
    for one in told(decisions, known):
        if one.decided <= day and one.verb is WatchVerb.PUT_ON:
            found.add(one.entry)
        elif one.decided <= day and one.verb is WatchVerb.REMOVE:
            found.discard(one.entry)
    return found


def told(decisions: Iterable[Decision], known: date | None = None) -> list[Decision]:
    """The decisions that stand, as far as was known: what was corrected by then is left out, as is what was struck out.

    In the order of their dates; of one day in the order in which they, or what they correct, were written down.
    """
    rows = [one for one in decisions if known is None or one.recorded <= known]
    former = {one.row: one.corrects for one in rows if one.corrects}
    corrected = set(former.values())

    def first(row: int) -> int:
        while row in former:
            row = former[row]
        return row

    stand = [one for one in rows if one.row not in corrected or not one.row]
    return sorted((one for one in stand if one.verb is not WatchVerb.ANNUL), key=lambda d: (d.decided, first(d.row)))


@dataclass(frozen=True)
class Balance:
    """A period of the list: opening + added − removed = closing. What was put on and removed counts in both."""

    opening: int
    added: int
    removed: int
    closing: int


def balance(decisions: Sequence[Decision], first: date, last: date, known: date | None = None) -> Balance:
    """The list from ``first`` to ``last``, both days included."""
    stand = told(decisions, known)
    opening = on_list([one for one in stand if one.decided < first], date.max)
    within = [one for one in stand if first <= one.decided <= last]
    added = sum(one.verb is WatchVerb.PUT_ON for one in within)
    removed = sum(one.verb is WatchVerb.REMOVE for one in within)
    return Balance(len(opening), added, removed, len(on_list(stand, last)))


def why_not_decide(
    verb: WatchVerb, former: Sequence[Decision], decided: date, today: date, number: str, ground: str
) -> str | None:
    """Why a decision about an entry cannot be recorded, or ``None``. ``former``: those about the same entry."""
    stand = told(former)
    if stand and decided < max(one.decided for one in stand):
        return _("There is a later decision about this already: decisions are recorded in the order of their dates.")
    refusal = _why_not_written(decided, today, number, ground)
    if refusal:
        return refusal
    on = bool(on_list(stand, date.max))
    if (on, verb) not in WATCH_MOVES:
        said = _("on the list") if on else _("not on the list")
        return _("“%(verb)s” is not possible: it is %(state)s.") % {"verb": verb.label, "state": said}
    return None


def _why_not_written(decided: date, today: date, number: str, ground: str) -> str | None:
    if decided > today:
        return _("The decision lies in the future. Write the day on which it was made.")
    if not number.strip():
        return _("Give the number of the decision or of the notice of conclusion.")
    if len(ground.strip()) < SHORTEST:
        return _("Write the ground in at least %(n)s characters: it is read years later.") % {"n": SHORTEST}
    return None


def why_not_correct(
    right: Decision, all_of_it: Sequence[Decision], today: date, number: str, ground: str, why: str
) -> str | None:
    """Why ``right`` cannot stand in the place of the row it corrects, or ``None``. ``all_of_it``: about the same entry.

    With the correction, the decisions must still follow from one another.
    """
    if right.corrects in {one.corrects for one in all_of_it}:
        return _("This was corrected already: correct the correction.")
    if len(why.strip()) < SHORTEST:
        return _("Write what was wrong in at least %(n)s characters: both stay visible.") % {"n": SHORTEST}
    refusal = _why_not_written(right.decided, today, number, ground)
    if refusal:
        return refusal
    on = False
    for one in told([*all_of_it, right]):
        if (on, one.verb) not in WATCH_MOVES:
            found = {"verb": one.verb.label, "day": one.decided.strftime("%d/%m/%Y")}
            return _("With this correction the rest would not follow: “%(verb)s” of %(day)s.") % found
        on = WATCH_MOVES[on, one.verb]
    return None


# -- what is owed


@dataclass(frozen=True)
class Happened:
    """Something that happened to a duty; ``due``: the new day, or the day for the reply."""

    verb: DutyVerb
    on: date
    amount: int = 0
    due: date | None = None
    row: int = 0
    strikes: int = 0
    """The row that this one strikes out; 0: none."""


def in_force(happened: Iterable[Happened]) -> list[Happened]:
    """What happened, without what was struck out and what struck it out."""
    rows = list(happened)
    struck = {one.strikes for one in rows if one.strikes}
    return [one for one in rows if one.verb not in STRIKING and not (one.row and one.row in struck)]


def standing(happened: Iterable[Happened]) -> Standing:
    """Where a duty stands."""
    now = Standing.OWED
    for one in in_force(happened):
        now = DUTY_MOVES.get((now, one.verb), now)
    return now


def due_day(given: date | None, happened: Iterable[Happened]) -> date | None:
    """The day by which it is owed, as last extended."""
    for one in in_force(happened):
        if one.verb is DutyVerb.EXTEND and one.due is not None:
            given = one.due
    return given


def unanswered(happened: Sequence[Happened]) -> date | None:
    """The day by which the last urging was to be answered, where nothing was said since; else ``None``."""
    waiting = None
    for one in in_force(happened):
        if one.verb is DutyVerb.URGE:
            waiting = one.due
        elif one.verb in OF_WHO_OWES:
            waiting = None
    return waiting


def accepted(happened: Sequence[Happened]) -> int:
    """How much of what is owed was accepted."""
    return sum(one.amount for one in in_force(happened) if one.verb is DutyVerb.ACCEPT)


@dataclass(frozen=True)
class Wish:
    """What somebody wants to record of a duty."""

    verb: DutyVerb
    on: date
    note: str
    number: str = ""
    due: date | None = None
    amount: int | None = None
    strikes: int = 0


def why_not_record(
    wish: Wish, former: Sequence[Happened], issued: date, today: date, kind: str, *, owes: bool
) -> str | None:
    """Why something cannot be recorded of a duty, or ``None``. ``owes``: whoever records is of the unit that owes."""
    now = standing(former)
    if owes != (wish.verb in OF_WHO_OWES):
        return (
            _("This is for the unit that owes it.") if wish.verb in OF_WHO_OWES else _("This is for the inspectorate.")
        )
    if wish.verb in STRIKING:
        return _why_not_strike(wish, former, today)
    if (now, wish.verb) not in DUTY_MOVES:
        return _("“%(verb)s” is not possible: it is “%(state)s”.") % {"verb": wish.verb.label, "state": now.label}
    return _why_not_this_day(wish, former, issued, today) or _why_not_these_words(wish, kind)


def _why_not_strike(wish: Wish, former: Sequence[Happened], today: date) -> str | None:
    """Each side strikes out what it wrote itself, and only where the rest still follows."""
    wrong = next((one for one in in_force(former) if one.row == wish.strikes and wish.strikes), None)
    if wrong is None:
        return _("There is no such entry, or it was struck out already.")
    if (wrong.verb in OF_WHO_OWES) != (wish.verb in OF_WHO_OWES):
        return _("Each side strikes out only what it wrote itself.")
    now = Standing.OWED
    for one in in_force([*former, Happened(wish.verb, today, strikes=wish.strikes)]):
        if (now, one.verb) not in DUTY_MOVES:
            found = {"verb": one.verb.label, "day": one.on.strftime("%d/%m/%Y")}
            return _("Without it the rest would not follow: “%(verb)s” of %(day)s. Strike that out first.") % found
        now = DUTY_MOVES[now, one.verb]
    if len(wish.note.strip()) < SHORTEST:
        return _("Write what was wrong in at least %(n)s characters: both stay visible.") % {"n": SHORTEST}
    return None


def _why_not_this_day(wish: Wish, former: Sequence[Happened], issued: date, today: date) -> str | None:
    if wish.on > today:
        return _("The day lies in the future. Write the day on which it happened.")
    if wish.on < max([issued, *(one.on for one in in_force(former))]):
        return _("The day is before the paper itself, or before what happened last.")
    if wish.verb in (DutyVerb.URGE, DutyVerb.EXTEND) and (wish.due is None or wish.due <= wish.on):
        return _("Give a day after this one by which it is due.")
    return None


def _why_not_these_words(wish: Wish, kind: str) -> str | None:
    if wish.verb in BY_DECISION and not wish.number.strip():
        return _("This is a decision: give its number.")
    if wish.verb is DutyVerb.ACCEPT and kind in OF_HEADS and not wish.number.strip():
        return _("Give the number of the decision or of the minutes in which the head answered for it.")
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
    return _wilson(part / whole, whole, z)


def _wilson(share: float, whole: float, z: float = 1.959964) -> tuple[float, float]:
    weight = z * z / whole
    middle = (share + weight / 2) / (1 + weight)
    half = z * sqrt(share * (1 - share) / whole + weight / (4 * whole)) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


def wilson_of_a_frame(part: int, whole: int, frame: int) -> tuple[float, float]:
    """Wilson's interval of a share of a sample drawn without replacement from ``frame`` items.

    The sample counts as n (N − 1) / (N − n) draws with replacement (finite population correction, Cochran 1977,
    section 2.6); where everything was looked at, nothing is uncertain.

    >>> wilson_of_a_frame(8, 10, 10), [round(end, 2) for end in wilson_of_a_frame(8, 10, 20)]
    ((0.8, 0.8), [0.58, 0.92])
    """
    if 0 < frame <= whole:
        return part / whole, part / whole
    if whole == 0:
        return 0.0, 1.0
    factor = (frame - 1) / (frame - whole)
    share, n = part / whole, whole * factor
    return _wilson(share, n)


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
