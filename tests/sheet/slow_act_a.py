"""Questions of act A, the slow way: documents issued, and a unit's own rules."""

from collections import defaultdict
from collections.abc import Iterator

from tests.sheet.slow import Case, Dossier, SlowOffice, instant, read


def flawed_drafts(office: SlowOffice) -> Iterator[Case]:
    """A8: drafted, reviewed by the day looked at, and not found lawful."""
    for row in read(office.folder, "issued_documents"):
        seen = not row["reviewed_at"] or instant(row["reviewed_at"]) <= office.as_of
        if row["review"] and row["drafter"] and seen and instant(row["issued_at"]) <= office.as_of:
            draft = Dossier({**row, "dossier": row["document"], "received_at": row["issued_at"]}, [])
            yield Case(draft, row["drafter"], row["review"] != "lawful")


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
    """A3: cites documents of the table, and one of those was annulled or found unlawful by then."""
    known = {row["document"]: row for row in read(office.folder, "issued_documents")}
    for row in known.values():
        bases = [known[basis] for basis in row["legal_basis"].split(";") if basis in known]
        at = instant(row["issued_at"])
        if bases and at <= office.as_of:
            dead = any(
                one["review"] in ("unlawful", "annulled") and one["reviewed_at"] and instant(one["reviewed_at"]) <= at
                for one in bases
            )
            yield Case(Dossier({**row, "dossier": row["document"], "received_at": row["issued_at"]}, []), "", dead)
