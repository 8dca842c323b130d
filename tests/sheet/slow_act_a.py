"""Questions of act A, the slow way: documents issued, and a unit's own rules."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from tests.sheet.slow import Case, Dossier, Row, SlowOffice, instant, read

from liem.law.ended_acts import ENDED_ACTS


def flawed_drafts(office: SlowOffice) -> Iterator[Case]:
    """A8: drafted, reviewed by the day looked at, and not found lawful."""
    for row in read(office.folder, "issued_documents"):
        seen = not row["reviewed_at"] or instant(row["reviewed_at"]) <= office.as_of
        if row["review"] and row["drafter"] and seen and instant(row["issued_at"]) <= office.as_of:
            yield Case(_draft(row), row["drafter"], row["review"] != "lawful")


def local_requirement(office: SlowOffice) -> Iterator[Case]:
    """A1: asked for what is off the list, and two officials of the unit ask for it twice or more each."""
    common = office.practices()
    asked: dict[tuple[str, str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    met: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for one in office.dossiers:
        for event in office.requests(one):
            key = (one.row["unit"], one.row["procedure"], event.document)
            if event.official and office.listed(one, event.document) is False and key[1:] not in common:
                asked[key][event.official] += 1
                met[one.row["dossier"]].add(key)
    own = {key for key, times in asked.items() if sum(n >= 2 for n in times.values()) >= 2}
    for one in office.dossiers:
        rule = office.rule(one)
        if rule is not None and rule["required_documents"]:
            yield Case(one, "", bool(met[one.row["dossier"]] & own))


def dead_basis(office: SlowOffice) -> Iterator[Case]:
    """A3: cites another of the table, an act that ended, one in its place or what three drafters cite beside such; and
    one of those was dead by then. The field of a drafter is the law that most of the documents are of.
    """
    known = {row["document"]: row for row in read(office.folder, "issued_documents")}
    papers = [row for row in known.values() if instant(row["issued_at"]) <= office.as_of]
    ended, law = _laws(papers)
    fields: dict[str, Counter[str]] = defaultdict(Counter)
    found: list[Case] = []
    for row in papers:
        bases = [basis for basis in row["legal_basis"].split(";") if basis in known or basis in law]
        at = instant(row["issued_at"])
        if bases:
            dead = any(_was_dead(known.get(basis), at) or ended.get(basis, date.max) <= at.date() for basis in bases)
            found.append(Case(_draft(row), row["drafter"], dead))
            fields[row["drafter"]].update(sorted(law[basis] for basis in bases if basis in law)[:1])
    for case in found:
        laws = fields[case.official]
        case.of_field = min((one for one, n in laws.items() if n == max(laws.values())), default="")
        yield case


def _laws(papers: list[Row]) -> tuple[dict[str, date], dict[str, str]]:
    """When acts ended, and of which law a basis is: that of the act that took the place. An act that those who cited it
    before cite on is none, where not half as many cite what took its place.
    """
    acts = tomllib.loads(ENDED_ACTS.read_text("utf-8"))["ended"]
    cited: dict[str, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    for row in papers:
        for basis in row["legal_basis"].split(";") if row["drafter"] else ():
            cited[basis][row["drafter"]].append(instant(row["issued_at"]).date())
    acts = [act for act in acts if not _cited_on(act, cited)]
    law = {act["replaced"]: act["replaced"] for act in acts} | {act["number"]: act["replaced"] for act in acts}
    beside: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in papers:
        bases = set(row["legal_basis"].split(";"))
        for one in {law[basis] for basis in bases & set(law)} if row["drafter"] else ():
            for basis in bases:
                beside[basis][one].add(row["drafter"])
    for basis, laws in beside.items():
        most = max(len(drafters) for drafters in laws.values())
        if most >= 3:
            law.setdefault(basis, min(one for one, drafters in laws.items() if len(drafters) == most))
    return {act["number"]: act["ended"] for act in acts}, law


def _cited_on(act: dict[str, Any], cited: dict[str, dict[str, list[date]]]) -> bool:
    still = [days for days in cited[act["number"]].values() if min(days) < act["ended"] <= max(days)]
    moved = [days for days in cited[act["replaced"]].values() if max(days) >= act["ended"]]
    return len(still) >= 3 and 2 * len(moved) < len(still)


def _was_dead(row: Row | None, at: datetime) -> bool:
    if row is None or row["review"] not in ("unlawful", "annulled") or not row["reviewed_at"]:
        return False
    return instant(row["reviewed_at"]) <= at


def self_signed(office: SlowOffice) -> Iterator[Case]:
    """A9: names drafter and signer, and they are the same. Not of who signs for others, nor of those for whom nobody
    else ever signs: three documents are more than a slip. Nor of who held a post that signs on that day.
    """
    rows = [
        row
        for row in read(office.folder, "issued_documents")
        if row["drafter"]
        and row["signer"]
        and instant(row["issued_at"]) <= office.as_of
        and not _signs_by_post(office, row["drafter"], instant(row["issued_at"]).date())
    ]
    signs, submits = (
        Counter(row[name] for row in rows if row["drafter"] != row["signer"]) for name in ROLES_OF_A_DRAFT
    )
    for row in rows:
        who = row["drafter"]
        if signs[who] < 3 <= submits[who]:
            yield Case(_draft(row), who, who == row["signer"])


def _signs_by_post(office: SlowOffice, who: str, day: date) -> bool:
    return any(
        row["official"] == who
        and any(word in row["post"].lower() for word in ("trưởng", "phó", "chủ tịch", "giám đốc", "quyền"))
        and (not row["from"] or date.fromisoformat(row["from"]) <= day)
        and (not row["to"] or day <= date.fromisoformat(row["to"]))
        for row in office.officials
    )


ROLES_OF_A_DRAFT = ("signer", "drafter")


def _draft(row: Row) -> Dossier:
    return Dossier({**row, "dossier": row["document"], "received_at": row["issued_at"]}, [])
