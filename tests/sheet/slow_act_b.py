"""Questions of act B, the slow way: requests, grounds, money."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from statistics import median

from tests.sheet.slow import COUNTER, DECIDING, OTHER, PROCESSING, Case, Dossier, SlowOffice, quantile, read
from tests.sheet.slow_habits import among_silent_colleagues, seldom_entering

FAR = datetime(9999, 1, 1)  # noqa: DTZ001
"""When what is open ends."""


def supplement_rate(office: SlowOffice) -> Iterator[Case]:
    """B1: received or processed, and the same official asked for a paper that is not off the list.

    Who did nothing but ask is not looked at; nor who received, where the log seldom tells of the work on a dossier.
    """
    common = office.practices()
    untold = seldom_entering(
        (one.row["unit"], bool(one.worker))
        for one in office.dossiers
        if one.times("approved", "refused") and not office.requests(one)
    )
    for one in office.dossiers:
        asked = {
            event.official
            for event in office.requests(one)
            if office.listed(one, event.document) is not False and (one.row["procedure"], event.document) not in common
        }
        for who, (role, _held) in office.hands(one).items():
            unseen = role == COUNTER and one.row["unit"] in untold
            if role in (COUNTER, PROCESSING, OTHER) and not unseen and not one.did_only(who, "supplement_requested"):
                yield Case(one, who, who in asked, role=role)


def no_ground(office: SlowOffice) -> Iterator[Case]:
    """B2: decided, and refused with no refusal that states a ground; by who handled it.

    Nobody is named whose colleagues state none.
    """
    refusals = {
        one.row["dossier"]: [event for event in one.events if event.activity == "refused"] for one in office.dossiers
    }
    stated = {name: any(event.reason.strip() for event in refused) for name, refused in refusals.items()}
    spared = among_silent_colleagues(
        (one.row["unit"], one.handler, stated[one.row["dossier"]])
        for one in office.dossiers
        if refusals[one.row["dossier"]]
    )
    for one in office.dossiers:
        refused = refusals[one.row["dossier"]]
        if one.times("approved", "refused"):
            silent = bool(refused) and not stated[one.row["dossier"]]
            who = "" if (one.row["unit"], one.handler) in spared else one.handler
            said = {"refused_on": min((event.at for event in refused), default=None)}
            yield Case(one, who, silent, int(silent), 0, said)


def returned(office: SlowOffice) -> Iterator[Case]:
    """B12: processed, checked or signed, and sent back for correction by the same official; not if only sent back."""
    for one in office.dossiers:
        back = {event.official for event in one.events if event.activity == "returned_for_correction"}
        for who, (role, _held) in office.hands(one).items():
            if role in (PROCESSING, DECIDING, OTHER) and not one.did_only(who, "returned_for_correction"):
                yield Case(one, who, who in back, role=role)


def fee_excess(office: SlowOffice) -> Iterator[Case]:
    """B9: collected in all, or charged, whichever is more, against the fee on the day of receipt."""
    for one in office.dossiers:
        rule = office.rule(one)
        paid = [
            e.amount
            for e in one.events
            if e.activity == "fee_collected" and e.amount is not None and "bưu chính" not in e.reason
        ]
        charged = [int(one.row["fee_charged"])] if one.row["fee_charged"] else []
        taken = [*([sum(paid)] if paid else []), *charged]
        if rule is not None and rule["fee"] and taken:
            most, fee = max(taken), int(rule["fee"])
            if most <= 0 and fee <= 0:
                continue
            yield Case(one, one.collector or one.intake, most > fee, most, fee, {"excess": most - fee})


def no_receipt(office: SlowOffice) -> Iterator[Case]:
    """B11: granted with a fee on it, and no payment recorded."""
    for one in office.dossiers:
        charged = int(one.row["fee_charged"] or 0)
        if one.row["outcome"] == "granted" and office.clock(one).ended is not None and charged > 0:
            paid = any(event.activity == "fee_collected" and event.amount is not None for event in one.events)
            yield Case(one, "", not paid, 0, charged)


def agent_advantage(office: SlowOffice) -> Iterator[Case]:
    """B5: decided, among the quickest quarter of its procedure, and nothing asked for."""
    decided = [
        one for one in office.dossiers if office.clock(one).ended is not None and one.row["outcome"] != "withdrawn"
    ]
    pace: dict[str, list[int]] = defaultdict(list)
    for one in decided:
        pace[one.row["procedure"]].append(_minutes(office, one))
    for one in decided:
        took, theirs = _minutes(office, one), pace[one.row["procedure"]]
        quick = took <= quantile(theirs, 0.25) and took < median(theirs)
        yield Case(one, one.handler, quick and not office.requests(one), agent=one.row["agent"])


def _minutes(office: SlowOffice, one: Dossier) -> int:
    """Minutes between seven and five o'clock until its handler had examined it, or else to the end, the days on which
    the clock stood left out.
    """
    clock = office.clock(one)
    examined = [event.at for event in one.events if event.activity == "appraised" and event.official == one.handler]
    done = max(examined) if examined else clock.ended
    assert done is not None
    days = max(office.ordinal(done.date()) - office.ordinal(one.received.date()) - clock.stopped, 0)
    began, ended = (min(max(at.hour * 60 + at.minute, 420), 1020) for at in (one.received, done))
    return days * 600 + ended - began


def queue_jump(office: SlowOffice) -> Iterator[Case]:
    """B7: of at least three that came before and were open at receipt, half or more were still open at the end."""
    queues: dict[tuple[str, str], list[tuple[datetime, datetime, Dossier]]] = defaultdict(list)
    for one in office.dossiers:
        stopped = one.times("supplement_requested", "suspended")
        first = (one.row.get("priority") or "").lower() in ("1", "true", "yes", "có", "x")
        if not stopped and one.row["outcome"] != "withdrawn" and not first:
            end = office.clock(one).ended or FAR
            queues[one.row["unit"], one.row["procedure"]].append((one.received, end, one))
    for queue in queues.values():
        for received, end, one in queue:
            ahead = [theirs for came, theirs, _ in queue if came < received and theirs > received]
            if end < FAR and len(ahead) >= 3:
                overtaken = sum(theirs > end for theirs in ahead)
                yield Case(one, one.handler, overtaken * 2 >= len(ahead), agent=one.row["agent"])


def reports(office: SlowOffice) -> Iterator[Case]:
    """B10: independent reports about everyone with dossiers, by the dossiers or what the row states as exposure."""
    said: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in read(office.folder, "report_counts"):
        if row["source"] == "report" and date.fromisoformat(row["period_from"]) <= office.as_of.date():
            said[row["subject_kind"], row["subject"]][0] += int(row["n_independent"])
            said[row["subject_kind"], row["subject"]][1] += int(row["exposure"] or 0)
    files: dict[tuple[str, str], int] = defaultdict(int)
    for one in office.dossiers:
        for key in (("unit", one.row["unit"]), ("procedure", one.row["procedure"])):
            files[key] += 1
        for who in office.hands(one):
            files["official", who] += 1
    homes = office.homes()
    for (kind, who), n in files.items():
        events, stated = said[kind, who]
        unit, role = homes[who] if kind == "official" else (who, -1)
        row = {"dossier": "", "unit": who if kind == "unit" else unit, "procedure": who}
        none = Dossier({**row, "received_at": "2000-01-01T00:00:00"}, [])
        yield Case(none, who, bool(events), role=role, weight=stated or n, times=events, about=kind)
