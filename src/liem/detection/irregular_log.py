"""The steps of a record set as numbers, for the search for irregular ones: their order and what stands beside them."""

import re
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from liem.base import formats
from liem.base.formats import Language
from liem.detection.coding import Work
from liem.detection.control_flow import Log
from liem.detection.control_flow.log import Ints
from liem.detection.engine import Lazy, distinct, instant

PLAIN = ("official", "unit", "document")
MOST_ATTRIBUTES = 5
MOST_VALUES = 2_000
SHARED = 8
"""Events per value, on average, that an attribute needs: what differs at every step tells nothing of what is usual."""
LOOKED_AT = 200
_TIME = re.compile(r"\d{4}-\d\d?-\d\d?|\d\d?[/.]\d\d?[/.]\d{2,4}|\d\d?:\d\d")
_NUMBER = re.compile(r"[+-]?[\d.,]+")
FEW_NUMBERS = 30
SAID, NEARLY_ALL = 0.5, 0.9
"""Share of dossiers that must be known to have ended, and the quantile of their duration."""


@dataclass(frozen=True)
class StepLog:
    """A log, the dossier number ``d`` of each of its dossiers, the instant of each event, and what the numbers mean."""

    log: Log
    d: Ints
    at: NDArray[np.datetime64]
    activities: list[str]
    attributes: tuple[str, ...]
    values: tuple[list[str | None], ...]

    @property
    def actor(self) -> int | None:
        """The attribute that says who did a step."""
        return self.attributes.index("official") if "official" in self.attributes else None

    def who(self, event: int) -> str | None:
        """Who did the step, where that is recorded and among the attributes."""
        return None if self.actor is None else self.values[self.actor][int(self.log.attributes[self.actor][event])]

    def when(self, event: int, language: Language) -> str:
        """The day of the step, as written."""
        return formats.day(self.at[event].astype("datetime64[D]").item(), language)


def read_steps(work: Work) -> StepLog:
    """Every event up to the day looked at, in the order of its dossier (``seq``), with the attributes that can tell."""
    rows = work.source("events").filter(nw.col("at") <= instant(work.as_of))
    rows = rows.join(work.table("cases").select("d", "dossier"), on="dossier", how="inner")
    columns = _columns(work, rows)
    selected, codes, wanted = rows.select("d", "seq", "at", *columns), [], []
    for number, column in enumerate(columns):
        name, into = f"step_codes_{number}", f"number_{number}"
        numbers = work.table(name).rename({"code": column, "number": into})
        selected = selected.join(numbers, on=column, how="left")
        codes.append(list[str | None](work.values(name)))
        wanted.append(into)
    table = work.engine.collect(selected.select("d", "seq", "at", *wanted))
    return _step_log(table, columns, codes, _unfinished(work))


def _columns(work: Work, rows: Lazy) -> tuple[str, ...]:
    """The activity and the attributes that can tell, each with its codes kept. Chosen once in a run: every column of
    every event is gone through for it.
    """
    if "steps" not in work.chosen:
        columns = ("activity", *_telling(work, rows))
        for number, column in enumerate(columns):
            work.keep(f"step_codes_{number}", work.engine.numbered(_distinct(rows, column), "code"))
        work.chosen["steps"] = columns
    return work.chosen["steps"]


def _unfinished(work: Work) -> Ints:
    """Dossiers that may be going on: open, and younger than nearly all were when they ended.

    Empty where the records do not say of most dossiers that they ended.
    """
    cases = work.engine.collect(work.table("cases").select("d", "received_at", "finished_at"))
    begun = cases.column("received_at").to_numpy().astype("datetime64[s]")
    ended = cases.column("finished_at").to_numpy().astype("datetime64[s]")
    done = ~np.isnat(ended)
    if not done.any() or done.mean() < SAID:
        return np.zeros(0, np.int64)
    longest = np.quantile((ended - begun)[done].astype(np.int64), NEARLY_ALL)
    age = (np.datetime64(work.as_of, "s") - begun).astype(np.int64)
    return cases.column("d").to_numpy()[~done & (age <= longest)].astype(np.int64)


def _distinct(rows: Lazy, column: str) -> Lazy:
    return distinct(rows.select(code=nw.col(column).cast(nw.String)).filter(~nw.col("code").is_null()))


def _telling(work: Work, rows: Lazy) -> tuple[str, ...]:
    """Columns beside the activity that have few enough values, that differ within dossiers, and are no clock."""
    schema = rows.collect_schema()
    candidates = [c for c in schema.names() if c in PLAIN or (c.startswith("x_") and schema[c] == nw.String)]
    if not candidates:
        return ()
    asked = [nw.col(c).n_unique().alias(f"kinds_{k}") for k, c in enumerate(candidates)]
    filled = [nw.col(c).count().alias(f"filled_{k}") for k, c in enumerate(candidates)]
    found = work.engine.collect(rows.select(nw.len().alias("events"), *asked, *filled)).to_pylist()[0]
    fit = []
    for k, column in enumerate(candidates):
        kinds, filled_in = found[f"kinds_{k}"], found[f"filled_{k}"]
        if 2 <= kinds <= min(MOST_VALUES, filled_in / SHARED) and _tells(work, rows, column, kinds):
            fit.append((column not in PLAIN, kinds, column))
    return tuple(column for _, _, column in sorted(fit)[:MOST_ATTRIBUTES])


def _tells(work: Work, rows: Lazy, column: str, kinds: int) -> bool:
    """No clock, no measured quantity, no second name of the activity, no property of the whole dossier."""
    if column not in PLAIN:
        sample = work.engine.collect(_distinct(rows, column).sort("code").head(LOOKED_AT)).column("code").to_pylist()
        if any(_TIME.search(value) for value in sample):
            return False
        if kinds > FEW_NUMBERS and all(_NUMBER.fullmatch(value) for value in sample):
            return False
    return _pairs(work, rows, "activity", column) > 0 and _pairs(work, rows, "d", column) > 0


def _pairs(work: Work, rows: Lazy, column: str, other: str) -> int:
    """How many values of ``column`` have more than one value of ``other`` (nothing counts as a value)."""
    filled = rows.select(column, other=nw.col(other).fill_null(""))
    varied = distinct(filled).group_by(column).agg(kinds=nw.len()).filter(nw.col("kinds") > 1)
    return int(work.engine.collect(varied.select(n=nw.len())).column("n")[0].as_py())


def _step_log(table: pa.Table, columns: tuple[str, ...], codes: list[list[str | None]], unfinished: Ints) -> StepLog:
    table = table.filter(pa.array(~np.isin(table.column("d").to_numpy(), unfinished)))
    d = table.column("d").to_numpy().astype(np.int64)
    order = np.lexsort((table.column("seq").to_numpy(), d))
    d = d[order]
    first = np.flatnonzero(np.r_[True, d[1:] != d[:-1]]) if len(d) else np.zeros(0, np.int64)
    numbers = []
    for number in range(len(columns)):
        empty = len(codes[number])
        values = table.column(f"number_{number}").cast(pa.int64()).fill_null(empty)
        numbers.append(values.to_numpy()[order])
        if bool((numbers[-1] == empty).any()):
            codes[number].append(None)
    log = Log(
        np.r_[first, len(d)].astype(np.int64),
        numbers[0],
        tuple(numbers[1:]),
        len(codes[0]),
        tuple(len(known) for known in codes[1:]),
    )
    activities = [name or "" for name in codes[0]]
    return StepLog(log, d[first], table.column("at").to_numpy()[order], activities, columns[1:], tuple(codes[1:]))
