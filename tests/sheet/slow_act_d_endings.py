"""Questions of act D about how dossiers end, the slow way: ended on paper, refused at the last, signed late."""

from collections import defaultdict
from collections.abc import Iterator
from statistics import median

from tests.sheet.slow import DECIDING, Case, Dossier, SlowOffice

ENDS, WORK = ("result_ready", "finished", "withdrawn"), ("appraised", "approved", "refused")


def closed_early(office: SlowOffice) -> Iterator[Case]:
    """D15: entered as ended, reopened, and worked on after that; counted for the handler who entered the end."""
    for one in office.dossiers:
        clock = office.clock(one)
        if clock.ended is None or not one.handler:
            continue
        places = [place for place, event in enumerate(one.events) if event.activity == "reopened"]
        again = places[-1] if places else 0
        ends = [event for event in one.events[:again] if event.activity in ENDS]
        worked = any(event.activity in WORK for event in one.events[again:])
        if not ends or not worked:
            yield Case(one, one.handler, False, broken=False)
            continue
        ended, reopened = ends[-1], one.events[again]
        due = clock.due
        on_paper = due is not None and office.ordinal(ended.at.date()) <= office.ordinal(due) and clock.late
        said = {"ended_on": ended.at, "reopened_on": reopened.at, "due_on": due}
        over = clock.over if due is not None else 0
        yield Case(one, one.handler, ended.official == one.handler, over, 0, said, broken=on_paper)


def refused_late(office: SlowOffice) -> Iterator[Case]:
    """D16: still running two days before its limit of five days or more, and refused then."""
    for one in office.dossiers:
        clock = office.clock(one)
        refused = clock.ended is not None and one.row["outcome"] == "refused"
        deciding = [event.official for event in one.events if event.activity in ("approved", "refused")]
        who = one.handler or (next((name for name in reversed(deciding) if name), "") if refused else "")
        if who and clock.limit is not None and clock.limit >= 5 and clock.days >= clock.limit - 2:
            yield Case(one, who, refused and clock.days <= clock.limit)


def slow_signature(office: SlowOffice) -> Iterator[Case]:
    """D17: decided by somebody else than the handler, with whom it lay for longer than nine in ten lie, from five to
    ten working days, while more than two fifths of what they had later, in time to be signed before, were.
    """
    found = [
        (one, who, held)
        for one in office.dossiers
        if one.handler
        for who, (role, held) in office.hands(one).items()
        if role == DECIDING and who != one.handler
    ]
    days = [days for days in range(5, 10) if sum(held <= days for _one, _who, held in found) >= 0.9 * len(found)]
    signed: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one, who, held in found:
        signed[who].append(_lay(office, one, who, held))
    usual = median(held for _one, _who, held in found) if found else 0
    for one, who, held in found:
        came, done = _lay(office, one, who, held)
        later = [end for since, end in signed[who] if came < since < done - usual]
        in_turn = bool(later) and 5 * sum(end < done for end in later) <= 2 * len(later)
        yield Case(one, who, held > (days[0] if days else 10) and not in_turn, role=DECIDING)


def _lay(office: SlowOffice, one: Dossier, who: str, held: int) -> tuple[int, int]:
    """The working days on which it came to who decided, and on which it was decided."""
    decided = [event.at for event in one.events if event.activity in ("approved", "refused") and event.official == who]
    done = office.ordinal(max(decided).date())
    return done - held, done
