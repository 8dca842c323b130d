"""What nearly everyone asks for is the practice of the procedure or of the unit, not a person's doing.

A document asked for in more than :data:`SHARE` of a procedure's dossiers, or outside the list by many officials
alike, points to the procedure: its form misleads, its list is out of date, or its practice is unlawful. It goes to
review as such, and no person is counted for it. Where the others of a unit ask for the same paper outside the list,
or one who is alone there asks for it as a rule, it is the unit's practice: it counts for the unit.
"""

from collections import defaultdict
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import pyarrow as pa

from liem.detection.coding import Work
from liem.detection.engine import distinct
from liem.detection.hands import COUNTER, PROCESSING, with_role

SHARE = 0.30
FILES = 50
OTHERS_SHARE = 0.10
OTHERS = 3
"""Outside the list it is practice, too, when the others than the one who asks most do so in a tenth of their
dossiers.
"""
AGAIN = 2
"""Dossiers in which another official of a unit asks for a paper, for it to be more than a slip …"""
ALIKE = 1 / 3
"""… and how often the others ask for it, of how often the one does who asks for it most."""
FEW_BESIDE, OFTEN = 0.1, 10
"""Who has not a tenth as many dossiers beside them at the same step of the same procedures, and asks for one paper ten
times or more and in :data:`SHARE` of them, follows a rule; whose it is, the unit must say.
"""

_Counts = dict[tuple[int | None, int], int]
"""Dossiers by procedure and official."""


@dataclass(frozen=True)
class Practice:
    """A document asked for again and again in one procedure."""

    procedure: int
    document: int
    files: int
    asked: int
    listed: bool
    common: bool


def write_practices(work: Work) -> None:
    """Materialise ``practices`` (every procedure and document asked for), and ``asked``: the requests with ``common``
    (the procedure's practice) and ``local`` (the unit's).
    """
    found = _practices(work)
    table = pa.table(
        {
            "procedure": pa.array([one.procedure for one in found], pa.int32()),
            "document": pa.array([one.document for one in found], pa.int32()),
            "files": pa.array([one.files for one in found], pa.int64()),
            "times": pa.array([one.asked for one in found], pa.int64()),
            "on_list": pa.array([one.listed for one in found], pa.bool_()),
            "common": pa.array([one.common for one in found], pa.bool_()),
        }
    )
    kept = work.keep("practices", work.engine.lazy(table))
    requests = work.table("requests").join(work.table("cases").select("d", "procedure", "unit"), on="d", how="inner")
    common = kept.filter(nw.col("common")).select("procedure", "document", "common")
    asked = requests.join(common, on=["procedure", "document"], how="left")
    asked = asked.join(work.engine.lazy(_of_units(work)), on=["unit", "document"], how="left")
    flags = {name: nw.col(name).fill_null(False) for name in ("common", "local")}
    work.keep("asked", asked.with_columns(**flags).drop("procedure", "unit"))


def _of_units(work: Work) -> pa.Table:
    """``unit``, ``document`` and ``local`` (true) of the papers outside the list that several of a unit ask for at the
    same step, or one who is alone at that step asks for as a rule.
    """
    named = work.table("requests").filter(~nw.col("listed").is_null() & ~nw.col("official").is_null())
    named = named.join(work.table("cases").select("d", "unit", "procedure"), on="d", how="inner").filter(
        ~nw.col("unit").is_null()
    )
    named = with_role(work, named)
    place = ("unit", "role", "procedure", "official")
    asking = distinct(named, "d", *place).group_by(*place).agg(n=nw.len())
    outside = distinct(named.filter(nw.col("listed") == 0), "d", *place, "document")
    outside = outside.group_by(*place, "document").agg(n=nw.len())
    dossiers: dict[tuple[int, int], _Counts] = defaultdict(dict)
    for row in work.engine.collect(asking).to_pylist():
        dossiers[row["unit"], row["role"]][row["procedure"], row["official"]] = row["n"]
    askers: dict[tuple[int, int, int], _Counts] = defaultdict(dict)
    for row in work.engine.collect(outside).to_pylist():
        askers[row["unit"], row["role"], row["document"]][row["procedure"], row["official"]] = row["n"]
    found = sorted(
        {
            (unit, document)
            for (unit, role, document), times in askers.items()
            if _alike(_of_each(times), _of_each(dossiers[unit, role])) or _alone(times, dossiers[unit, role])
        }
    )
    return pa.table(
        {
            "unit": pa.array([unit for unit, _ in found], pa.int32()),
            "document": pa.array([document for _, document in found], pa.int32()),
            "local": pa.array([True] * len(found), pa.bool_()),
        }
    )


def _alike(times: dict[int, int], dossiers: dict[int, int]) -> bool:
    """Do the others of the unit ask for it much as the one does who asks for it most?"""
    most = max(times, key=lambda official: (times[official] / dossiers[official], official))
    asked = sum(times.values()) - times[most]
    others = sum(dossiers.values()) - dossiers[most]
    again = any(count >= AGAIN for official, count in times.items() if official != most)
    return again and asked / others >= ALIKE * times[most] / dossiers[most]


def _alone(times: _Counts, dossiers: _Counts) -> bool:
    """Is there next to nobody beside the one who asks for it as a rule, in the procedures in which that one does so?
    Then who could tell a person from a custom.
    """
    each = _of_each(times)
    most = max(each, key=lambda official: (each[official], official))
    here = {procedure for procedure, official in times if official == most}
    beside = _of_each({key: n for key, n in dossiers.items() if key[0] in here})
    others = sum(beside.values()) - beside[most]
    return others < FEW_BESIDE * beside[most] and each[most] > SHARE * beside[most] and each[most] >= OFTEN


def _of_each(counts: _Counts) -> dict[int, int]:
    """Over all procedures."""
    found: dict[int, int] = defaultdict(int)
    for (_procedure, official), n in counts.items():
        found[official] += n
    return found


def _practices(work: Work) -> list[Practice]:
    files = work.table("facts").group_by("procedure").agg(files=nw.len())
    by_procedure = {row["procedure"]: row["files"] for row in work.engine.collect(files).to_pylist()}
    hands = (
        work.table("hands")
        .filter(nw.col("role").is_in([COUNTER, PROCESSING]))
        .join(work.table("cases"), on="d", how="inner")
    )
    theirs = hands.group_by("procedure", "official").agg(files=nw.len())
    by_official: dict[int, dict[int, int]] = defaultdict(dict)
    for row in work.engine.collect(theirs).to_pylist():
        by_official[row["procedure"]][row["official"]] = row["files"]
    askers: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    listed: dict[tuple[int, int], bool] = {}
    for row in work.engine.collect(_times(work)).to_pylist():
        key = (row["procedure"], row["document"])
        askers[key][-1 if row["official"] is None else row["official"]] = row["times"]
        listed[key] = row["listed"] != 0
    return [
        _practice(key, by_procedure[key[0]], by_official[key[0]], askers[key], listed[key]) for key in sorted(askers)
    ]


def _times(work: Work) -> nw.LazyFrame:
    rows = work.table("requests").filter(~nw.col("document").is_null())
    rows = rows.join(work.table("cases").select("d", "procedure"), on="d", how="inner")
    rows = rows.filter(~nw.col("procedure").is_null()).select("d", "procedure", "document", "official", "listed")
    return (
        distinct(rows).group_by("procedure", "document", "official").agg(times=nw.len(), listed=nw.col("listed").min())
    )


def _practice(
    key: tuple[int, int], files: int, theirs: dict[int, int], askers: dict[int, int], listed: bool
) -> Practice:
    asked = sum(askers.values())
    common = files >= FILES and asked / files > SHARE
    if not listed and not common and files >= FILES:
        common = _many_alike(theirs, askers)
    return Practice(key[0], key[1], files, asked, listed, common)


def _many_alike(theirs: dict[int, int], askers: dict[int, int]) -> bool:
    """Do the others than the one who asks most ask for it in a tenth of their dossiers, several of them repeatedly?"""
    most = max(askers, key=lambda official: (askers[official], official))
    files = sum(count for official, count in theirs.items() if official != most)
    asked = sum(count for official, count in askers.items() if official != most)
    again = sum(count > 1 for official, count in askers.items() if official != most)
    return files > 0 and again >= OTHERS and asked / files >= OTHERS_SHARE
