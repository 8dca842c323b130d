"""More questions answered the slow way: requests, late stops, flawed drafts, forgotten dossiers, grounds, receipts."""

from collections.abc import Iterator
from datetime import datetime

from tests.sheet.slow import COUNTER, PROCESSING, Case, Dossier, SlowOffice, instant, read

WAITS = ("supplement_requested", "suspended", "consulted")
STOPS = ("supplement_requested", "suspended")


def supplement_rate(office: SlowOffice) -> Iterator[Case]:
    """B1: received or processed, and the same official asked for a paper that is not off the list."""
    common = office.practices()
    for one in office.dossiers:
        asked = {
            event.official
            for event in office.requests(one)
            if office.listed(one, event.document) is not False and (one.row["procedure"], event.document) not in common
        }
        for who, (role, _held) in office.hands(one).items():
            if role in (COUNTER, PROCESSING):
                yield Case(one, who, who in asked, role=role)


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
            yield event.official, office.days_between(first, day) - stood


def flawed_drafts(office: SlowOffice) -> Iterator[Case]:
    """A8: drafted, reviewed by the day looked at, and not found lawful."""
    for row in read(office.folder, "issued_documents"):
        seen = not row["reviewed_at"] or instant(row["reviewed_at"]) <= office.as_of
        if row["review"] and row["drafter"] and seen and instant(row["issued_at"]) <= office.as_of:
            draft = Dossier({**row, "dossier": row["document"], "received_at": row["issued_at"]}, [])
            yield Case(draft, row["drafter"], row["review"] != "lawful")


def asked_again(office: SlowOffice) -> Iterator[Case]:
    """C2: a named document asked for that had come in before."""
    for one in office.dossiers:
        held: dict[str, datetime] = {}
        asked, again = False, []
        for event in one.events:
            if event.activity in ("received", "supplement_received") and event.document:
                held.setdefault(event.document, event.at)
            if event.activity == "supplement_requested" and event.document:
                asked = True
                if event.document in held:
                    again.append(event)
        if asked:
            paper = min((event.document for event in again), default="")
            since = min((held[event.document] for event in again), default=None)
            said = {"asked_on": min((event.at for event in again), default=None), "paper": paper, "held_on": since}
            yield Case(one, "", bool(again), len(again), 0, said)


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


def no_ground(office: SlowOffice) -> Iterator[Case]:
    """B2: refused, and no refusal states a ground."""
    for one in office.dossiers:
        refused = [event for event in one.events if event.activity == "refused"]
        if refused:
            silent = not any(event.reason.strip() for event in refused)
            yield Case(one, "", silent, int(silent), 0, {"refused_on": min(event.at for event in refused)})


def no_receipt(office: SlowOffice) -> Iterator[Case]:
    """B11: granted with a fee on it, and no payment recorded."""
    for one in office.dossiers:
        charged = int(one.row["fee_charged"] or 0)
        if one.row["outcome"] == "granted" and office.clock(one).ended is not None and charged > 0:
            paid = any(event.activity == "fee_collected" and event.amount is not None for event in one.events)
            yield Case(one, "", not paid, 0, charged)
