"""Questions of act D, the slow way: time, documents outside the rules, what is moved or forgotten."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from tests.sheet.slow import COUNTER, DECIDING, PROCESSING, Case, Dossier, Event, SlowOffice, instant
from tests.sheet.slow_habits import among_silent_colleagues, customs, never_entering

WAITS = ("supplement_requested", "suspended", "consulted")
STOPS = ("supplement_requested", "suspended")
PASSED_ON = ("appraised", "approved", "refused", "consulted", "result_ready", "supplement_requested", "suspended")


def overdue(office: SlowOffice) -> Iterator[Case]:
    """D0: whose time had run out, and whether it was done before."""
    for one in office.dossiers:
        clock = office.clock(one)
        if clock.limit is not None and clock.matured:
            said = {"stopped": clock.stopped, "due_on": clock.due, "over": clock.over}
            yield Case(one, "", clock.late, clock.days, clock.limit, said)


class Queues:
    """What came to whom, by procedure, on which working day, and on which it was done."""

    def __init__(self, office: SlowOffice, came: Iterable[tuple[str, Dossier]]) -> None:
        self.office = office
        self.at: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for who, one in came:
            self.at[who, one.row["procedure"]].append(self._days(one))
        took: dict[str, list[int]] = defaultdict(list)
        for one in office.dossiers:
            if office.clock(one).ended is not None:
                received, done = self._days(one)
                took[one.row["procedure"]].append(done - received)
        self.usual = {procedure: _median(days) for procedure, days in took.items()}

    def _days(self, one: Dossier) -> tuple[int, int]:
        ended = self.office.clock(one).ended or self.office.as_of
        return self.office.ordinal(one.received.date()), self.office.ordinal(ended.date())

    def in_turn(self, one: Dossier, who: str) -> bool:
        """Of those that came later, in time to be done before, no more than two fifths were."""
        (received, done), procedure = self._days(one), one.row["procedure"]
        if procedure not in self.usual:
            return False
        later = [end for came, end in self.at[who, procedure] if received < came < done - self.usual[procedure]]
        return bool(later) and 5 * sum(end < done for end in later) <= 2 * len(later)


def lateness(office: SlowOffice) -> Iterator[Case]:
    """D1: everyone's part in what fell due, and whether it was late by that part.

    Had everybody held it for as long as is usual it would have been in time, and nobody held it longer beyond that.
    """
    due = [one for one in office.dossiers if office.clock(one).limit is not None and office.clock(one).matured]
    parts: dict[tuple[str, int], list[int]] = defaultdict(list)
    holding: dict[str, dict[str, tuple[int, int]]] = {}
    for one in due:
        hands = office.hands(one)
        if office.clock(one).ended is None and one.events:
            waiting = one.events[-1].activity in PASSED_ON
            last = max(event.at for event in one.events).date()
            if not waiting and one.handler in hands:
                role, held = hands[one.handler]
                hands[one.handler] = (role, held + office.days_between(last, office.as_of.date()))
        holding[one.row["dossier"]] = hands
        for role, held in hands.values():
            parts[one.row["procedure"], role].append(held)
    usual = {key: _median(values) for key, values in parts.items()}
    queues = Queues(office, ((who, one) for one in due for who in holding[one.row["dossier"]]))
    for one in due:
        clock, hands = office.clock(one), holding[one.row["dossier"]]
        beyond = {who: max(held - usual[one.row["procedure"], role], 0) for who, (role, held) in hands.items()}
        most, together = max(beyond.values(), default=0), sum(beyond.values())
        for who, (role, _held) in hands.items():
            excess = beyond[who]
            but_for = excess > 0 and clock.days - together <= (clock.limit or 0)
            if role == DECIDING and who != one.handler:
                continue
            slow = clock.late and but_for and excess == most
            yield Case(one, who, slow and not queues.in_turn(one, who), role=role)


def late_stop(office: SlowOffice) -> Iterator[Case]:
    """D2: still running two days before its limit, and stopped then by its handler."""
    for one in office.dossiers:
        clock = office.clock(one)
        if clock.limit is None or clock.limit < 5 or not one.handler:
            continue
        near = {who for who, day in _stops(office, one) if clock.limit - 2 <= day <= clock.limit}
        if near or clock.days >= clock.limit - 2:
            yield Case(one, one.handler, one.handler in near)


def _stops(office: SlowOffice, one: Dossier) -> Iterator[tuple[str, int]]:
    """Who stopped a running clock, and how many days it had run."""
    clock, first = office.clock(one), one.received.date()
    last = (clock.ended or office.as_of).date()
    waits = suspended = False
    since, stood = first, 0
    for event in one.events:
        before, day = waits or suspended, max(min(event.at.date(), last), first)
        waits = {"supplement_requested": True, "supplement_received": False}.get(event.activity, waits)
        suspended = {"suspended": True, "resumed": False}.get(event.activity, suspended)
        if before and not (waits or suspended):
            stood += max(office.days_between(since, day), 0)
        if not before and (waits or suspended):
            since = day
            if not (event.activity == "suspended" and _is_visited(office, one, event)):
                yield event.official, office.days_between(first, day) - stood


def _is_visited(office: SlowOffice, one: Dossier, stop: Event) -> bool:
    """Whether a visit took place within ten working days."""
    began = office.ordinal(stop.at.date())
    return any(began <= office.ordinal(visit.date()) <= began + 10 for visit in one.times("field_visit"))


def outside_list(office: SlowOffice) -> Iterator[Case]:
    """D3: documents asked for that are not on the list.

    Everybody's practice counts for nobody, a unit's for the unit alone.
    """
    common, usual = office.practices(), customs(office)
    for one in office.dossiers:
        asked = [(event, office.listed(one, event.document)) for event in office.requests(one)]
        hands = office.hands(one)
        for who in {event.official for event, listed in asked if listed is not None}:
            role = hands[who][0] if who in hands else COUNTER
            mine = [event for event, listed in asked if event.official == who and listed is False]
            theirs = [event for event in mine if (one.row["procedure"], event.document) not in common]
            own = [event for event in theirs if (one.row["unit"], event.document) not in usual]
            paper = min((event.document for event in mine), default=None)
            said = {"asked_on": min((event.at for event in mine), default=None), "paper": paper}
            yield Case(one, who, bool(theirs), len(mine), 0, said, role=role, broken=bool(mine), about="unit")
            yield Case(one, who, bool(own), role=role, broken=False, about="official")


def no_apology(office: SlowOffice) -> Iterator[Case]:
    """D4: fallen due, and late with no letter of apology; what waited its turn counts for no person."""
    due = [one for one in office.dossiers if office.clock(one).limit is not None and office.clock(one).matured]
    queues = Queues(office, ((one.handler, one) for one in due if one.handler))
    for one in due:
        clock = office.clock(one)
        fresh = clock.ended is None and clock.over <= 2
        silent = clock.late and not one.times("apology_issued") and not fresh
        counts = silent and not (one.handler and queues.in_turn(one, one.handler))
        said = {"over": clock.over, "due_on": clock.due}
        yield Case(one, one.handler, silent, 0, 1, said, broken=silent, about="unit")
        yield Case(one, one.handler, counts, broken=False, about="official")


def due_moved(office: SlowOffice) -> Iterator[Case]:
    """D5: the due date moved with no ground, on a day on which the clock did not start again.

    Only where changes are entered at all; nobody is named whose colleagues enter no grounds.
    """
    silent = never_entering((one.row["unit"], bool(one.times("due_changed"))) for one in office.dossiers if one.events)
    changes = [(one, event) for one in office.dossiers for event in one.events if event.activity == "due_changed"]
    spared = among_silent_colleagues(
        (one.row["unit"], event.official or one.handler, bool(event.reason.strip())) for one, event in changes
    )
    for one in office.dossiers:
        if one.row["unit"] in silent:
            continue
        started = {at.date() for at in one.times("supplement_received", "resumed")}
        moves: dict[str, list[datetime]] = defaultdict(list)
        for event in one.events:
            again = event.at.date() in started
            if event.activity == "due_changed" and not event.reason.strip() and not again:
                moves[event.official or one.handler].append(event.at)
        for who, (role, _held) in office.hands(one).items():
            times = moves.get(who, [])
            said = {"moved_on": min(times, default=None)}
            named = "" if (one.row["unit"], who) in spared else who
            yield Case(one, named, bool(times), len(times) or None, 0, said, role)


def due_moved_often(office: SlowOffice) -> Iterator[Case]:
    """D14: everybody's handled dossiers, and whether the handler moved the due date: not because the clock started
    again, nor to the new day of a letter of apology. Only where changes are entered at all.
    """
    silent = never_entering((one.row["unit"], bool(one.times("due_changed"))) for one in office.dossiers if one.events)
    for one in office.dossiers:
        if one.row["unit"] in silent or not one.handler or not one.events:
            continue
        follows = {at.date() for at in one.times("supplement_received", "resumed", "apology_issued")}
        moved = [event for event in one.events if event.activity == "due_changed" and event.at.date() not in follows]
        yield Case(one, one.handler, any(event.official in ("", one.handler) for event in moved))


def stalled(office: SlowOffice) -> Iterator[Case]:
    """D7: open, the clock runs, and nothing recorded for longer than a month and its limit."""
    for one in office.dossiers:
        clock = office.clock(one)
        if clock.ended is not None or (one.events and one.events[-1].activity in WAITS):
            continue
        last = max((event.at for event in one.events), default=one.received)
        silent = office.days_between(last.date(), office.as_of.date())
        bound = max(20, clock.limit or 0)
        yield Case(one, "", silent > bound, silent, bound, {"received_on": one.received.date()})


def _median(values: list[int]) -> float:
    ordered, half = sorted(values), len(values) // 2
    return float(ordered[half]) if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _continued(  # noqa: C901
    office: SlowOffice, ended: list[Dossier], within: int
) -> list[tuple[Dossier, Dossier]]:
    """Which dossier continues which: as stated, or by the only few of the same applicant and procedure soon after."""
    ends = {one.row["dossier"]: one for one in ended}
    files: dict[tuple[str, str], list[Dossier]] = defaultdict(list)
    for one in office.dossiers:
        files[one.row["applicant"], one.row["procedure"]].append(one)
    before: dict[str, list[Dossier]] = defaultdict(list)
    for one in office.dossiers:
        if one.row.get("resubmission_of") in ends:
            before[one.row["dossier"]].append(ends[one.row["resubmission_of"]])
    for (applicant, _procedure), theirs in files.items():
        if applicant != "unstated" and 2 <= len(theirs) <= 3:
            for earlier in theirs:
                done = office.clock(earlier).ended
                for later in theirs if earlier.row["dossier"] in ends and done is not None else []:
                    gap = office.ordinal(later.received.date()) - office.ordinal(done.date())
                    if later is not earlier and 0 <= gap <= within:
                        before[later.row["dossier"]].append(earlier)
    later_of: dict[str, list[Dossier]] = defaultdict(list)
    for one in office.dossiers:
        if before[one.row["dossier"]]:
            later_of[max(before[one.row["dossier"]], key=lambda each: each.order).row["dossier"]].append(one)
    return [(ends[name], min(found, key=lambda each: each.order)) for name, found in later_of.items()]


def resubmitted(office: SlowOffice) -> Iterator[Case]:
    """D6: ended in time, continues one withdrawn in time, and both together took longer than allowed.

    By who examined the one withdrawn, nobody if it was not; of those that continue none, by who handled them.
    """
    withdrawn = [one for one in office.dossiers if one.row["outcome"] == "withdrawn" and office.clock(one).ended]
    earlier = {later.row["dossier"]: one for one, later in _continued(office, withdrawn, 22)}
    for one in office.dossiers:
        clock, first = office.clock(one), earlier.get(one.row["dossier"])
        if clock.ended is None:
            continue
        had_it = one.handler
        if first is not None:
            examined = office.hands(first).get(first.handler, (COUNTER, 0))[0] == PROCESSING
            had_it = first.handler if examined else ""
        if first is None or clock.limit is None:
            yield Case(one, had_it, False)
            continue
        once = office.clock(first)
        both = once.days + clock.days
        over = both > clock.limit and not clock.late and not once.late
        said = {"first_on": first.received.date(), "before": once.days, "elapsed": clock.days}
        yield Case(one, had_it, over, both, clock.limit, said)


def refused_then_granted(office: SlowOffice) -> Iterator[Case]:
    """D8: decided three months ago or earlier; refused, and the next one was granted with nothing asked for."""
    decided = []
    for one in office.dossiers:
        ended = office.clock(one).ended
        old = ended is not None and office.ordinal(office.as_of.date()) - office.ordinal(ended.date()) >= 66
        if one.row["outcome"] in ("refused", "granted") and old:
            decided.append(one)
    refused = [one for one in decided if one.row["outcome"] == "refused"]
    after = {one.row["dossier"]: later for one, later in _continued(office, refused, 66)}
    for one in decided:
        later = after.get(one.row["dossier"])
        unchanged = later is not None and later.row["outcome"] == "granted" and not office.requests(later)
        yield Case(one, one.handler, unchanged)


def due_unlike_rule(office: SlowOffice) -> Iterator[Case]:
    """D12: promised more than two working days after the rule's day, and no change of it recorded."""
    for one in office.dossiers:
        clock, rule = office.clock(one), office.rule(one)
        if rule is None or clock.due is None or clock.ended is None or not one.row["due_at"]:
            continue
        if not one.times("due_changed"):
            promised = instant(one.row["due_at"]).date()
            later = office.ordinal(promised) - office.ordinal(clock.due)
            yield Case(one, "", later > 2, later, 0, {"promised_on": promised, "due_on": clock.due})


def not_handed_over(office: SlowOffice) -> Iterator[Case]:
    """D13: ready for more than ten working days, and not handed over within the days that nine in ten take, from three
    to ten; at the desk of whoever entered it as ready, if not the examiner or the signer, else of whoever handed it
    over.
    """
    found = []
    for one in office.dossiers:
        ready, done = office.ready_and_done(one)
        if ready is None or office.ordinal(office.as_of.date()) - office.ordinal(ready.date()) <= 10:
            continue
        until, hands = done or office.as_of, office.hands(one)
        last = {event.activity: event.official for event in one.events if event.official}
        desk, giver = last.get("result_ready", ""), last.get("finished", "")
        if not desk or hands[desk][0] in (PROCESSING, DECIDING):
            desk = giver
        found.append((one, desk, office.ordinal(until.date()) - office.ordinal(ready.date())))
    waits = [waited for _one, _desk, waited in found]
    usual = [days for days in range(3, 10) if sum(waited <= days for waited in waits) >= 0.9 * len(waits)]
    for one, desk, waited in found:
        yield Case(one, desk, waited > (usual[0] if usual else 10))
