"""Questions of act C, the slow way: intake, guidance, what is asked for later."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from statistics import median

from tests.sheet.slow import COUNTER, Case, SlowOffice, quantile
from tests.sheet.slow_habits import among_silent_colleagues, never_entering, seldom_entering


def superficial_intake(office: SlowOffice) -> Iterator[Case]:
    """C1: received at the counter, and a paper of the list asked for later; where requests name the paper."""
    common = office.practices()
    nameless = seldom_entering(
        (one.row["unit"], bool(event.document)) for one in office.dossiers for event in office.requests(one)
    )
    for one in office.dossiers:
        if not one.intake or one.row["channel"] in ("online", "post") or one.row["unit"] in nameless:
            continue
        missed = any(
            office.listed(one, event.document)
            and (one.row["procedure"], event.document) not in common
            and not (event.at.date() == one.received.date() and event.official == one.intake)
            for event in office.requests(one)
        )
        yield Case(one, one.intake, missed)


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


def repeated_requests(office: SlowOffice) -> Iterator[Case]:
    """C3: more supplement requests than allowed; the event is whose request came last."""
    for one in office.dossiers:
        rule, asked = office.rule(one), office.requests(one)
        stated = rule["max_supplement_requests"] if rule else ""
        allowed = int(stated) if stated else office.allowed_by_default
        if rule is None or allowed is None or not asked:
            continue
        rounds = len({event.at.date() for event in asked})
        final = max(event.at for event in asked)
        hands = office.hands(one)
        for who in {event.official for event in asked}:
            last = max(event.at for event in asked if event.official == who)
            role = hands[who][0] if who in hands else COUNTER
            yield Case(one, who, rounds > allowed and last == final, rounds, allowed, {"asked_on": final}, role=role)


def no_guidance(office: SlowOffice) -> Iterator[Case]:
    """C4: guided or met with a supplement request, and no guidance by the end of the day of that request.

    Only where the applicant is met, and where guidance is entered at all.
    """
    silent = never_entering((one.row["unit"], bool(one.times("guidance_given"))) for one in office.dossiers)
    for one in office.dossiers:
        if one.row["channel"] in ("online", "post") or one.row["unit"] in silent:
            continue
        asked, guided = one.times("supplement_requested"), one.times("guidance_given")
        if asked:
            given = bool(guided) and min(guided).date() <= min(asked).date()
            yield Case(one, one.intake, not given, 1, 0, {"asked_on": min(asked)})
        elif guided:
            yield Case(one, one.intake, event=False)


def no_slip(office: SlowOffice) -> Iterator[Case]:
    """C7: received at the counter by somebody who records slips for half of what they receive or more, as their
    colleagues do; and no slip.
    """
    met = [one for one in office.dossiers if one.intake and one.row["channel"] not in ("online", "post")]
    given = {one.row["dossier"]: bool(one.times("receipt_slip_issued")) for one in met}
    spared = among_silent_colleagues((one.row["unit"], one.intake, given[one.row["dossier"]]) for one in met)
    by_person: dict[str, list[bool]] = defaultdict(list)
    for one in met:
        if (one.row["unit"], one.intake) not in spared:
            by_person[one.intake].append(given[one.row["dossier"]])
    for one in met:
        said = by_person[one.intake]
        if (one.row["unit"], one.intake) not in spared and sum(said) >= 0.5 * len(said):
            yield Case(one, one.intake, not given[one.row["dossier"]])


def rubber_stamp(office: SlowOffice) -> Iterator[Case]:
    """C5: taken in within a day among the quickest tenth of its procedure, and a listed paper asked for later."""
    common, took = office.practices(), []
    for one in office.dossiers:
        began = min(one.times("received"), default=None)
        passed = min(one.times("receipt_slip_issued", "forwarded"), default=None)
        if began is None or passed is None or one.row["channel"] in ("online", "post"):
            continue
        minutes = (passed.hour - began.hour) * 60 + passed.minute - began.minute
        if began.date() == passed.date() and minutes >= 0:
            took.append((one, minutes))
    pace: dict[str, list[int]] = defaultdict(list)
    for one, minutes in took:
        pace[one.row["procedure"]].append(minutes)
    for one, minutes in took:
        theirs = pace[one.row["procedure"]]
        hurried = minutes <= quantile(theirs, 0.1) and minutes < median(theirs)
        asked = [event.document for event in office.requests(one) if office.listed(one, event.document)]
        missed = any((one.row["procedure"], document) not in common for document in asked)
        yield Case(one, "", hurried and missed)


def most_wanted(office: SlowOffice) -> dict[str, tuple[str, float, bool]]:
    """C6: by procedure the document asked for most often, the share from which on it is the practice, whether it is."""
    best: dict[str, tuple[int, str]] = {}
    wanted = office.wanted()
    for (procedure, document), (times, _on_list, common) in sorted(wanted.items()):
        weight = 2 * times + common
        if procedure not in best or weight > best[procedure][0]:
            best[procedure] = (weight, document)
    found = {}
    for procedure, (_weight, document) in best.items():
        _times, on_list, common = wanted[procedure, document]
        found[procedure] = (document, 0.30 if on_list else 0.10, common)
    return found
