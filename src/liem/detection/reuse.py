"""What a run leaves for the next, and what the next takes from it instead of computing it again.

Two things are taken over, each only where it is certain to be the same:

* the whole answer, where neither the records nor the wish nor the program differ (checksums of every file);
* tables of one row or a few per dossier, month of receipt by month, where every row that they are computed from is
  the same in that month (a checksum per month, of which 128 bits must agree).

Everything that compares dossiers with one another is computed anew: it depends on all of them.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
import pyarrow as pa

import liem
from liem.base.errors import InputError
from liem.detection.engine import Lazy

if TYPE_CHECKING:
    from liem.detection.coding import Work

STATE = "state"
ANSWER = ("signals.parquet", "indicators.parquet", "leads.parquet", "skipped.json")
ROOMS = ("base", "law", "registry", "dossiers", "detection")
_CODES = ("official", "unit", "document")
_COLUMNS = ("place", "seq", "at", "w", "step", *(f"{name}_code" for name in _CODES), "reasoned", "amount")
"""Of the coded steps. Numbers of the run are left out, for a new code moves them: instead the place of the dossier
among those of its month, and the codes themselves.
"""


@dataclass(frozen=True)
class Past:
    """What the run before left: for each month the checksum of its steps, and the number its first dossier had."""

    folder: Path
    engine: str
    program: str
    checksums: Mapping[str, str] = field(default_factory=dict)
    begins: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Reuse:
    """Months of this run, those of which tables are taken over, and where their tables are kept for the next run."""

    past: Past | None
    into: Path
    checksums: dict[str, str] = field(default_factory=dict)
    begins: dict[str, int] = field(default_factory=dict)
    same: list[int] = field(default_factory=list)

    def look(self, work: "Work") -> None:
        """Compare this run's steps with those of the run before, month by month."""
        months = work.table("cases").group_by("month").agg(nw.col("d").min().alias("begins"), size=nw.len())
        rows = work.engine.collect(months).to_pylist()
        self.begins = {str(row["month"]): row["begins"] for row in rows}
        sizes = {str(row["month"]): row["size"] for row in rows}
        known = work.engine.lazy(_numbers(month=[int(m) for m in self.begins], begins=list(self.begins.values())))
        cases = work.table("cases").select("d", "month").join(known, on="month", how="inner")
        steps = work.table("steps").join(cases, on="d", how="inner")
        steps = steps.with_columns(place=nw.col("d") - nw.col("begins"))
        for name in _CODES:
            codes = work.table(f"codes_{name}").rename({"number": name, "code": f"{name}_code"})
            steps = steps.join(codes, on=name, how="left")
        found = work.engine.checksums(steps, "month", _COLUMNS)
        self.checksums = {month: f"{sizes[month]}:{found.get(int(month), '')}" for month in self.begins}
        before = self.past if self.past and self.past.engine == work.engine.version() else None
        if before and before.program == program():
            self.same = sorted(int(m) for m, sum_ in self.checksums.items() if before.checksums.get(m) == sum_)

    def table(self, work: "Work", name: str, compute: Callable[[Lazy], Lazy], officials: Sequence[str]) -> None:
        """Materialise ``name``, which is ``compute`` of the steps: taken over for the months that are the same.

        ``officials``: its columns that hold numbers of officials, which are others in this run.
        """
        steps = work.table("steps")
        if not self.same or self.past is None:
            work.keep(name, compute(steps))
            return
        months = work.engine.lazy(_numbers(month=self.same))
        shifts = [self.begins[str(month)] - self.past.begins[str(month)] for month in self.same]
        moved = work.engine.lazy(_numbers(month=self.same, shift=shifts))
        old = work.engine.scan(self.past.folder / f"{name}.parquet").join(moved, on="month", how="inner")
        old = old.with_columns(d=(nw.col("d") + nw.col("shift")).cast(nw.Int32)).drop("month", "shift")
        old = self._renumbered(work, old, officials)
        settled = work.table("cases").select("d", "month").join(months, on="month", how="inner").select("d")
        new = compute(steps.join(settled, on="d", how="anti"))
        columns = new.collect_schema().names()
        work.keep(name, nw.concat([old.select(*columns), new]))

    def _renumbered(self, work: "Work", rows: Lazy, officials: Sequence[str]) -> Lazy:
        past = self.past.folder / "codes_official.parquet" if self.past else Path()
        before = work.engine.collect(work.engine.scan(past)).sort_by("number").column("code").to_pylist()
        now = work.codes("official")
        if before == now:
            return rows
        number = {code: place for place, code in enumerate(now)}
        kept = [(old, number[code]) for old, code in enumerate(before) if code in number]
        numbers = work.engine.lazy(_numbers(old=[old for old, _ in kept], new=[new for _, new in kept]))
        for column in officials:
            renamed = numbers.rename({"old": column, "new": f"{column}_now"})
            rows = rows.join(renamed, on=column, how="left").drop(column).rename({f"{column}_now": column})
        return rows

    def told(self) -> dict[str, Any]:
        """For the run's record: how many months there are, and of how many tables were taken over."""
        return {"months": len(self.checksums), "the_same": len(self.same)}

    def leave(self, work: "Work", names: Iterable[str]) -> None:
        """Keep the tables of this run for the next."""
        self.into.mkdir(parents=True)
        months = work.table("cases").select("d", "month")
        for name in names:
            kept = work.table(name).join(months, on="d", how="inner")
            work.engine.sink_parquet(kept, self.into / f"{name}.parquet")
        work.engine.sink_parquet(work.table("codes_official"), self.into / "codes_official.parquet")
        left = Past(self.into, work.engine.version(), program(), self.checksums, self.begins)
        text = json.dumps({**asdict(left), "folder": STATE}, indent=1)
        (self.into / "state.json").write_text(text, "utf-8")


def keep_state(folder: Path, out: Path) -> None:
    """Put what a run left where the next looks for it."""
    shutil.rmtree(out / STATE, ignore_errors=True)
    shutil.move(folder, out / STATE)


def past_of(folder: Path) -> Past:
    """What the run in ``folder`` left. Raises InputError where it left nothing."""
    try:
        told = json.loads((folder / STATE / "state.json").read_text("utf-8"))
        return Past(**{**told, "folder": folder / STATE})
    except (OSError, ValueError, TypeError) as error:
        raise InputError("no run that left anything for the next", str(folder), "run it with --keep-state") from error


def _numbers(**columns: list[int]) -> pa.Table:
    return pa.table({name: pa.array(values, pa.int32()) for name, values in columns.items()})


def inputs_of(files: Mapping[str, Path], wish: Iterable[Any]) -> dict[str, str]:
    """Checksums of all that an answer depends on: the files by name, what was asked, and the program itself."""
    found = {name: _checksum(files[name]) for name in sorted(files)}
    asked = hashlib.sha256(json.dumps(list(wish), default=str).encode()).hexdigest()
    return {**found, "asked": asked, "program": program()}


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def program() -> str:
    """Checksum of the code and data that make an answer."""
    here, digest = Path(liem.__file__).parent, hashlib.sha256()
    for room in ROOMS:
        for path in sorted((here / room).rglob("*")):
            if path.suffix in (".py", ".toml", ".csv", ".json"):
                digest.update(f"{path.relative_to(here)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def same_answer(before: Path, inputs: Mapping[str, str], out: Path) -> dict[str, Any] | None:
    """The record of the run in ``before`` where its inputs were the very same; its answer is copied into ``out``."""
    try:
        record: dict[str, Any] = json.loads((before / "run.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError("no run here", str(before), "name the folder an earlier run wrote into") from error
    if record.get("inputs") != dict(inputs) or not all((before / name).is_file() for name in ANSWER):
        return None
    if before.resolve() == out.resolve():
        return record
    for name in ANSWER:
        shutil.copyfile(before / name, out / name)
    shutil.rmtree(out / STATE, ignore_errors=True)
    if (before / STATE).is_dir():
        shutil.copytree(before / STATE, out / STATE)
    text = json.dumps({**record, "taken_over": "all"}, ensure_ascii=False, indent=1)
    (out / "run.json").write_text(text + "\n", "utf-8")
    return record
