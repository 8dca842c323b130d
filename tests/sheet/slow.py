"""The same questions answered the slow way: files read with ``csv``, days counted one by one, nothing but loops.

Written from the indicators' own pages (formula, exclusions), not from their code. It shares with Liêm two things that
are data: which days are working days, and how many supplement requests the rule pack allows.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

Row = dict[str, str]
HOURS = timezone(timedelta(hours=7))
HANDLING = {
    "appraised": 6,
    "field_visit": 5,
    "consulted": 4,
    "supplement_requested": 3,
    "suspended": 3,
    "resumed": 2,
}
KNOWN = {
    *("received", "receipt_slip_issued", "guidance_given", "supplement_requested", "supplement_received", "forwarded"),
    *(
        "suspended",
        "resumed",
        "consulted",
        "field_visit",
        "appraised",
        "returned_for_correction",
        "approved",
        "refused",
    ),
    *("due_changed", "apology_issued", "fee_collected", "result_ready", "finished", "withdrawn", "reopened"),
}
COUNTER, PROCESSING, DECIDING, CLOSING, OTHER, UNDECIDED = 0, 1, 2, 3, 4, 5
ROLES = {
    **dict.fromkeys(("received", "receipt_slip_issued", "guidance_given", "forwarded", "supplement_received"), COUNTER),
    **dict.fromkeys(("approved", "refused"), DECIDING),
    **dict.fromkeys(("fee_collected", "result_ready", "finished", "withdrawn", "reopened"), CLOSING),
    **dict.fromkeys(("apology_issued", "due_changed"), CLOSING),
    **dict.fromkeys(("supplement_requested", "returned_for_correction"), UNDECIDED),
    **dict.fromkeys(("appraised", "field_visit", "consulted", "suspended", "resumed"), PROCESSING),
}
BESIDE_THE_WORK = ("apology_issued", "due_changed", "fee_collected", "receipt_slip_issued")
"""They move no dossier: it lies where it lay, and for as long."""
LIES_WITH_THE_HANDLER = ("received", "guidance_given", "supplement_received", "resumed", "field_visit")
"""After these a dossier is where the work on it is done: a decision that follows at once was waited for there."""
TRAINEES = ("tập sự", "thử việc", "tap su", "tap_su", "thu viec", "trainee", "probation", "intern")


@dataclass
class Event:
    at: datetime
    activity: str
    official: str
    document: str
    reason: str
    amount: int | None


@dataclass
class Dossier:
    """One dossier with everything the questions need."""

    row: Row
    events: list[Event]
    received: datetime = field(init=False)
    carrier: str = ""
    """Who received it, if that is somebody who handles, as a rule, what they receive."""

    def __post_init__(self) -> None:
        self.received = instant(self.row["received_at"])

    @property
    def order(self) -> tuple[int, int, str]:
        """Dossiers in the order of the month of their receipt."""
        return self.received.year, self.received.month, self.row["dossier"]

    def first(self, *activities: str) -> Event | None:
        return next((one for one in self.events if one.activity in activities and one.official), None)

    def times(self, *activities: str) -> list[datetime]:
        return [one.at for one in self.events if one.activity in activities]

    @property
    def intake(self) -> str:
        """Who received it; where nobody is recorded, who gave the slip, guided or forwarded."""
        found = self.first("received") or self.first("receipt_slip_issued", "guidance_given", "forwarded")
        return found.official if found else ""

    @property
    def handler(self) -> str:
        """Who worked on it; where the log tells of no work, whoever carries through what they receive."""
        return self.worker or self.carrier

    @property
    def worker(self) -> str:
        """Who took the last step of the highest rank."""
        best, who = 0, ""
        for one in self.events:
            rank = HANDLING.get(one.activity, 0 if one.activity in KNOWN else 1)
            if rank and rank >= best and one.official:
                best, who = rank, one.official
        return who

    def did_only(self, who: str, activity: str) -> bool:
        """Whether that official took part, and by such steps alone."""
        theirs = {event.activity for event in self.events if event.official == who}
        return theirs == {activity}

    @property
    def collector(self) -> str:
        return next(
            (one.official for one in reversed(self.events) if one.activity == "fee_collected" and one.official), ""
        )


def instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.astimezone(HOURS).replace(tzinfo=None) if at.tzinfo else at


def read(folder: Path, table: str) -> Iterator[Row]:
    path = folder / f"{table}.csv"
    if path.exists():
        with path.open(newline="", encoding="utf-8") as file:
            yield from csv.DictReader(file)


@dataclass
class Clock:
    """The statutory clock of a dossier. ``days``: working days counted net of ``stopped``."""

    limit: int | None
    days: int
    stopped: int
    due: date | None
    ended: datetime | None
    matured: bool

    @property
    def over(self) -> int:
        assert self.limit is not None
        return self.days - self.limit

    @property
    def late(self) -> bool:
        return self.limit is not None and self.over > 0


YARDSTICK = " (yardstick)"
"""Added to the name of whoever is only compared with."""


@dataclass
class Case:
    """One case of an indicator. ``figures``: what its sentence says."""

    dossier: Dossier
    official: str
    event: bool
    observed: float | None = None
    expected: float | None = None
    figures: dict[str, Any] = field(default_factory=dict)
    role: int = 0
    unit: str | None = None
    """The unit it counts for, where that is not the dossier's."""
    agent: str = ""
    weight: int = 1
    times: int = 0
    """Of a case with a weight: how many events."""
    near: int = 0
    """Whether the dossier is of the official's own unit, where that is asked."""
    curious: int = 0
    """Binary digits of the number of strangers' dossiers that the official opened for no reason."""
    of_field: str = ""
    """Of a document: the law that most documents of its drafter are of."""
    busy: int = 0
    """Binary digits of the number of the official's looks in that quarter which work explains."""
    broken: bool | None = None
    """Whether the rule is broken in the dossier, where that is another question than whether it counts."""
    about: str = ""
    """The only kind of subject it counts for, where that is not every kind."""


class SlowOffice:
    """A record set in CSV, looked at on the day ``as_of``."""

    def __init__(self, folder: Path, as_of: datetime, is_working: Callable[[date], bool], allowed: int | None) -> None:
        self.folder, self.as_of, self.is_working, self.allowed_by_default = folder, as_of, is_working, allowed
        events: dict[str, list[Event]] = defaultdict(list)
        for row in read(folder, "events"):
            amount = int(row["amount"]) if row.get("amount") else None
            texts = (row.get(name) or "" for name in ("official", "document", "reason"))
            events[row["dossier"]].append(Event(instant(row["at"]), row["activity"], *texts, amount))
        for known in events.values():
            known.sort(key=lambda one: one.at)
        self.dossiers = [Dossier(row, events[row["dossier"]]) for row in read(folder, "dossiers")]
        self.dossiers.sort(key=lambda one: one.row["dossier"])
        self._name_carriers()
        self.rules: dict[str, list[Row]] = defaultdict(list)
        for row in read(folder, "procedures"):
            self.rules[row["procedure"]].append(row)
        self.officials = list(read(folder, "officials"))
        self._working: dict[date, bool] = {}
        self._ordinals: dict[date, int] = {}
        self._clocks: dict[str, Clock] = {}
        self._hands: dict[str, dict[str, tuple[int, int]]] = {}
        self._processing = self._who_processes()

    # -- days

    def working(self, day: date) -> bool:
        if day not in self._working:
            self._working[day] = self.is_working(day)
        return self._working[day]

    def ordinal(self, day: date) -> int:
        """Working days from the turn of the century to that day, itself included."""
        if day not in self._ordinals:
            self._ordinals[day] = self.days_between(date(2000, 1, 1), day)
        return self._ordinals[day]

    def days_between(self, first: date, last: date) -> int:
        """Working days after ``first`` up to and with ``last``; backwards they are negative."""
        if last < first:
            return -self.days_between(last, first)
        count, day = 0, first
        while day < last:
            day += timedelta(days=1)
            count += self.working(day)
        return count

    def day_after(self, first: date, days: int) -> date:
        """The ``days``-th working day after ``first``."""
        day = first
        while days > 0:
            day += timedelta(days=1)
            days -= self.working(day)
        while not self.working(day):
            day -= timedelta(days=1)
        return day

    # -- rules

    def rule(self, dossier: Dossier) -> Row | None:
        """The version of the procedure in force on the day of receipt: a later one ends the one before it."""
        day, found = dossier.received.date().isoformat(), None
        for row in sorted(self.rules[dossier.row["procedure"]], key=lambda one: one["valid_from"] or "1900-01-01"):
            if (row["valid_from"] or "1900-01-01") <= day:
                found = row if day <= (row["valid_to"] or "2999-12-31") else None
        return found

    def clock(self, dossier: Dossier) -> Clock:
        name = dossier.row["dossier"]
        if name not in self._clocks:
            self._clocks[name] = self._clock(dossier)
        return self._clocks[name]

    def _clock(self, dossier: Dossier) -> Clock:
        ended = self._end(dossier)
        first, last = dossier.received.date(), (ended or self.as_of).date()
        stopped = self._stopped(dossier, first, last)
        rule, limit = self.rule(dossier), None
        if rule is not None and rule["limit_working_days"]:
            limit = int(rule["limit_working_days"])
        elif dossier.row["due_at"]:
            limit = self.days_between(first, instant(dossier.row["due_at"]).date())
        days = self.days_between(first, last) - stopped
        if limit is None:
            return Clock(None, days, stopped, None, ended, False)
        due = self.day_after(first, limit + stopped)
        matured = self.days_between(first, self.as_of.date()) > limit + stopped
        return Clock(limit, days, stopped, due, ended, matured)

    def _end(self, dossier: Dossier) -> datetime | None:
        """The result ready, or the dossier closed, whichever came first; what was reopened afterwards did not end."""
        return min((one for one in self.ready_and_done(dossier) if one is not None), default=None)

    def ready_and_done(self, dossier: Dossier) -> tuple[datetime | None, datetime | None]:
        """When its result stood ready, and when it was closed for good."""
        reopened = max(dossier.times("reopened"), default=None)

        def standing(times: list[datetime]) -> datetime | None:
            last = max(times, default=None)
            return last if last is not None and (reopened is None or last >= reopened) else None

        given = instant(dossier.row["finished_at"]) if dossier.row["finished_at"] else None
        if given is not None and given > self.as_of:
            given = None
        return standing(dossier.times("result_ready")), given or standing(dossier.times("finished", "withdrawn"))

    def _stopped(self, dossier: Dossier, first: date, last: date) -> int:
        """Working days on which it waited for the applicant, or was suspended, between receipt and end."""
        waits = suspended = False
        since, days = first, 0
        for one in dossier.events:
            if one.activity not in ("supplement_requested", "supplement_received", "suspended", "resumed"):
                continue
            day = max(min(one.at.date(), last), first)
            if waits or suspended:
                days += max(self.days_between(since, day), 0)
            since = day
            waits = {"supplement_requested": True, "supplement_received": False}.get(one.activity, waits)
            suspended = {"suspended": True, "resumed": False}.get(one.activity, suspended)
        return days + (max(self.days_between(since, last), 0) if waits or suspended else 0)

    # -- who did what

    def _name_carriers(self) -> None:
        """Of at least five that somebody received and somebody is known to have worked on, half were their own."""
        known: dict[str, list[bool]] = defaultdict(list)
        for one in self.dossiers:
            if one.intake and one.worker:
                known[one.intake].append(one.intake == one.worker)
        for one in self.dossiers:
            own = known[one.intake]
            if len(own) >= 5 and sum(own) >= len(own) / 2:
                one.carrier = one.intake

    def _who_processes(self) -> set[str]:
        """Officials who process at least as often as they take nothing but steps without a name."""
        did: dict[str, list[int]] = defaultdict(list)
        for one in self.dossiers:
            for who in {event.official for event in one.events if event.official}:
                did[who].append(_role_by_steps(one, who))
        return {who for who, roles in did.items() if roles.count(PROCESSING) >= roles.count(OTHER)}

    def hands(self, dossier: Dossier) -> dict[str, tuple[int, int]]:
        """Official → role on this dossier, and the working days it lay with them."""
        name = dossier.row["dossier"]
        if name not in self._hands:
            held = self._held(dossier)
            taking_part = dict.fromkeys(event.official for event in dossier.events if event.official)
            self._hands[name] = {who: (self._role(dossier, who), held[who]) for who in taking_part}
        return dict(self._hands[name])

    def _role(self, dossier: Dossier, who: str) -> int:
        """By their steps; a carrier at the counter did the work, too, and so did who processes, by any other step."""
        role = _role_by_steps(dossier, who)
        carries = role == COUNTER and who == dossier.handler == dossier.carrier
        return PROCESSING if carries or (role == OTHER and who in self._processing) else role

    def _held(self, dossier: Dossier) -> dict[str, int]:
        """Working days before each step of the work, for who took it.

        Before a decision on what was never passed on, they are the handler's.
        """
        held: dict[str, int] = defaultdict(int)
        waits = suspended = False
        before: Event | None = None
        for one in (event for event in dossier.events if event.activity not in BESIDE_THE_WORK):
            starts = one.activity in ("supplement_requested", "suspended")
            ends = one.activity in ("supplement_received", "resumed")
            waits = {"supplement_requested": True, "supplement_received": False}.get(one.activity, waits)
            suspended = {"suspended": True, "resumed": False}.get(one.activity, suspended)
            elsewhere = ends or ((waits or suspended) and not starts)
            elsewhere = elsewhere or (before is not None and before.activity == "consulted")
            if before is not None and not elsewhere:
                decided = one.activity in ("approved", "refused")
                kept = decided and before.activity in LIES_WITH_THE_HANDLER and dossier.handler
                who = dossier.handler if kept else one.official
                held[who] += max(self.days_between(before.at.date(), one.at.date()), 0)
            before = one
        return held

    def homes(self) -> dict[str, tuple[str, int]]:
        """Official → the unit and the role of most of their dossiers; of equals the later one."""
        units: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        roles: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for one in self.dossiers:
            for who, (role, _held) in self.hands(one).items():
                units[who][one.row["unit"]] += 1
                roles[who][role] += 1
        return {
            who: (
                max(units[who], key=lambda unit: (units[who][unit], unit)),
                max(roles[who], key=lambda role: (roles[who][role], role)),
            )
            for who in units
        }

    def learning(self) -> dict[str, tuple[date, date]]:
        """Officials who learn: trainees, and the first 180 days of who came while the records ran."""
        times = [one.received for one in self.dossiers] + [event.at for one in self.dossiers for event in one.events]
        begins = min(times).date()
        came: dict[str, date] = {}
        for row in self.officials:
            start = date.fromisoformat(row["from"]) if row["from"] else date(1900, 1, 1)
            came[row["official"]] = min(start, came.get(row["official"], start))
        found = {
            who: (start, start + timedelta(days=180))
            for who, start in came.items()
            if start > begins + timedelta(days=45)
        }
        for row in self.officials:
            if any(word in row["post"].lower() for word in TRAINEES):
                since = date.fromisoformat(row["from"]) if row["from"] else date(1900, 1, 1)
                until = date.fromisoformat(row["to"]) if row["to"] else date(2999, 12, 31)
                known = found.get(row["official"], (since, until))
                found[row["official"]] = (min(since, known[0]), max(until, known[1]))
        return found

    # -- documents asked for

    def requests(self, dossier: Dossier) -> list[Event]:
        return [one for one in dossier.events if one.activity == "supplement_requested"]

    def listed(self, dossier: Dossier, document: str) -> bool | None:
        """Whether the procedure's list has the document; ``None`` where there is no list, or no document."""
        rule = self.rule(dossier)
        if rule is None or not rule["required_documents"] or not document:
            return None
        return document in rule["required_documents"].split(";")

    def practices(self) -> set[tuple[str, str]]:
        """(procedure, document) that nearly everyone asks for: the procedure's practice, nobody's doing."""
        return {key for key, (_times, _on_list, common) in self.wanted().items() if common}

    def wanted(self) -> dict[tuple[str, str], tuple[int, bool, bool]]:
        """(procedure, document) asked for: how often, whether it is on the list, and whether that is the practice."""
        files: dict[str, int] = defaultdict(int)
        theirs: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        askers: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        on_list: dict[tuple[str, str], bool] = {}
        for one in self.dossiers:
            procedure = one.row["procedure"]
            files[procedure] += 1
            for who, (role, _held) in self.hands(one).items():
                if role in (COUNTER, PROCESSING):
                    theirs[procedure][who] += 1
            for document, who in {(event.document, event.official) for event in self.requests(one) if event.document}:
                askers[procedure, document][who] += 1
                said = self.listed(one, document) is not False
                on_list[procedure, document] = on_list.get((procedure, document), True) and said
        found = {}
        for key, times in askers.items():
            here, asked = files[key[0]], sum(times.values())
            common = here >= 50 and asked / here > 0.30
            if not common and not on_list[key] and here >= 50:
                most = max(times, key=lambda who: (times[who], who))
                rest = sum(n for who, n in theirs[key[0]].items() if who != most)
                again = sum(n > 1 for who, n in times.items() if who != most)
                common = rest > 0 and again >= 3 and (asked - times[most]) / rest >= 0.10
            found[key] = (asked, on_list[key], common)
        return found


def quantile(values: Sequence[float], share: float) -> float:
    """Between the two values next to that place, in proportion."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    return ordered[low] + (ordered[min(low + 1, len(ordered) - 1)] - ordered[low]) * (place - low)


def _role_by_steps(dossier: Dossier, who: str) -> int:
    """Who did several things is counted in the first of: processing, deciding, counter, other steps, closing."""
    acts = {ROLES.get(event.activity, OTHER) for event in dossier.events if event.official == who}
    return next((role for role in (PROCESSING, DECIDING, COUNTER, OTHER, CLOSING) if role in acts), PROCESSING)
