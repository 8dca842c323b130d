"""The written records read back from the files, without a look at what was planted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import polars as pl
from benchmarks.centre.facts import Facts, Step, Version

IMPOSSIBLE = "2027"
"""Times from here on are errors of the export."""


@dataclass
class Catalogue:
    papers: dict[str, set[str]]
    versions: dict[str, list[Version]]
    """In the order of time."""

    def on(self, procedure: str, day: str) -> Version | None:
        valid = [version for version in self.versions.get(procedure, []) if version.valid_from <= day]
        return valid[-1] if valid else None


class Look(NamedTuple):
    official: str
    has_a_part: bool
    """In the steps of the dossier looked at."""


class Review(NamedTuple):
    drafter: str
    unlawful: bool


@dataclass
class Records:
    folder: Path
    dossiers: dict[str, Facts]

    @property
    def all(self) -> Iterable[Facts]:
        return self.dossiers.values()

    @cached_property
    def units(self) -> dict[str, str]:
        """Each official's first."""
        rows = pl.read_csv(self.folder / "officials.csv").select("official", "unit").rows()
        return dict(reversed(rows))

    @cached_property
    def looks(self) -> list[Look]:
        parts = {code: {step.official for step in d.steps} for code, d in self.dossiers.items()}
        rows = pl.read_parquet(self.folder / "accesses.parquet").select("official", "dossier").iter_rows()
        return [Look(official, official in parts.get(dossier, ())) for official, dossier in rows]

    @cached_property
    def reviews(self) -> list[Review]:
        rows = pl.read_csv(self.folder / "issued_documents.csv", infer_schema=False).select("drafter", "review")
        return [Review(drafter, found in ("unlawful", "loophole")) for drafter, found in rows.iter_rows() if found]


def read_back(folder: Path) -> Records:
    catalogue = _read_catalogue(folder)
    dossiers = {}
    for row in pl.read_parquet(folder / "dossiers.parquet").iter_rows(named=True):
        procedure = row["procedure"]
        # Of a doubled row the later one counts.
        dossiers[row["dossier"]] = Facts(
            procedure=procedure,
            online=row["channel"] == "online",
            agent=row["agent"],
            due_at=row["due_at"],
            withdrawn=row["outcome"] == "withdrawn",
            papers=catalogue.papers.get(procedure, set()),
            version=catalogue.on(procedure, row["received_at"][:10]),
        )
    events = pl.read_parquet(folder / "events.parquet")
    columns = events.select("dossier", "at", "activity", "official", "unit", "document", "amount")
    for code, *step in columns.iter_rows():
        if code in dossiers and step[0] < IMPOSSIBLE:
            dossiers[code].steps.append(Step(*step))
    for dossier in dossiers.values():
        dossier.steps.sort(key=lambda step: step.at)
    return Records(folder, dossiers)


def _read_catalogue(folder: Path) -> Catalogue:
    papers: defaultdict[str, set[str]] = defaultdict(set)
    versions: defaultdict[str, list[Version]] = defaultdict(list)
    for row in pl.read_csv(folder / "procedures.csv", infer_schema=False).iter_rows(named=True):
        papers[row["procedure"]] |= set(row["required_documents"].split(";"))
        version = Version(row["valid_from"], int(row["fee"]), int(row["limit_working_days"]))
        versions[row["procedure"]].append(version)
    return Catalogue(dict(papers), {procedure: sorted(found) for procedure, found in versions.items()})
