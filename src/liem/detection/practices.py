"""What nearly everyone asks for is the procedure's practice, not a person's doing.

A document asked for in more than :data:`SHARE` of a procedure's dossiers, or outside the list by many officials
alike, points to the procedure: its form misleads, its list is out of date, or its practice is unlawful. It goes to
review as such, and no person is counted for it.
"""

from collections import defaultdict
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import pyarrow as pa

from liem.detection.coding import Work
from liem.detection.engine import distinct

SHARE = 0.30
FILES = 50
OTHERS_SHARE = 0.10
OTHERS = 3
"""Outside the list it is practice, too, when the others than the one who asks most do so in a tenth of their
dossiers.
"""


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
    """Materialise ``practices`` (every procedure and document asked for), and ``asked``: the requests with
    ``common``.
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
    requests = work.table("requests").join(work.table("cases").select("d", "procedure"), on="d", how="inner")
    common = kept.filter(nw.col("common")).select("procedure", "document", "common")
    asked = requests.join(common, on=["procedure", "document"], how="left")
    work.keep("asked", asked.with_columns(common=nw.col("common").fill_null(False)).drop("procedure"))


def _practices(work: Work) -> list[Practice]:
    files = work.table("facts").group_by("procedure").agg(files=nw.len())
    by_procedure = {row["procedure"]: row["files"] for row in work.engine.collect(files).to_pylist()}
    hands = work.table("hands").filter(nw.col("role") < 2).join(work.table("cases"), on="d", how="inner")
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
