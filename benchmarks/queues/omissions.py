"""What the export of this province leaves out, how it writes, and how much of it is lost on the way."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.queues.arrays import NONE
from benchmarks.queues.chance import Purpose
from benchmarks.queues.world import World

ZONED, OFFSET, NAIVE = "zoned", "offset", "naive"
"""Moments with a time zone, or as texts with an offset from universal time, or without."""
_TABLES = {"relations": 0.15, "accesses": 0.10, "issued_documents": 0.10}
_COLUMNS = {
    ("procedures", "sensitive"): 0.4,
    ("procedures", "max_supplement_requests"): 0.5,
    ("dossiers", "applicant_kind"): 0.25,
    ("dossiers", "due_at"): 0.15,
    ("dossiers", "channel"): 0.12,
    ("events", "reason"): 0.3,
    ("events", "unit"): 0.3,
    ("units", "parent"): 0.3,
    ("issued_documents", "reviewed_at"): 0.3,
    ("procedures", "field"): 0.12,
    ("events", "amount"): 0.25,
}
"""Chances that there is none of it."""
_MAY_BE_TEXT = ("procedures", "units", "officials", "relations", "issued_documents", "dossiers")
_AS_TEXT, _RESUBMISSIONS_LOST, _UNIT_WITHOUT_AGENTS, _LOG_WITH_GAP, _TWICE = 0.4, 0.5, 0.3, 0.3, 0.4
_MOST_LOST, _UNNAMED = 0.012, (0.001, 0.012)


@dataclass(frozen=True)
class Omissions:
    tables: set[str]
    columns: set[tuple[str, str]]
    moments: str
    as_text: set[str]
    """Tables that are written as CSV."""
    lost: float
    unnamed: float
    """Shares of the steps."""
    loses_resubmissions: bool
    unit_without_agents: int
    """Which never fills in the agent."""
    sends_twice: bool
    log_gap: tuple[int, int] | None
    """Days on which accesses are not logged: the first, and the first that is again."""

    def leaves_out(self, table: str) -> bool:
        return table in self.tables


def draw_omissions(world: World) -> Omissions:
    rng, units = world.stream(Purpose.OMISSIONS), world.units
    tables = {table for table, chance in _TABLES.items() if rng.random() < chance}
    columns = {column for column, chance in _COLUMNS.items() if rng.random() < chance}
    moments = (ZONED, OFFSET, NAIVE)[rng.integers(3)]
    as_text = {table for table in _MAY_BE_TEXT if rng.random() < _AS_TEXT}
    lost, unnamed = float(rng.uniform(0, _MOST_LOST)), float(rng.uniform(*_UNNAMED))
    loses_resubmissions = bool(rng.random() < _RESUBMISSIONS_LOST)
    communes = [place for place, unit in enumerate(units) if unit.level == "commune" and place != world.speciality.unit]
    without_agents = NONE
    if communes and rng.random() < _UNIT_WITHOUT_AGENTS:
        without_agents = communes[rng.integers(len(communes))]
    sends_twice, log_gap = bool(rng.random() < _TWICE), None
    if rng.random() < _LOG_WITH_GAP:
        first = int(rng.integers(10, len(world.period) - 20))
        log_gap = (first, first + int(rng.integers(2, 6)))
    return Omissions(
        tables=tables,
        columns=columns,
        moments=moments,
        as_text=as_text,
        lost=lost,
        unnamed=unnamed,
        loses_resubmissions=loses_resubmissions,
        unit_without_agents=without_agents,
        sends_twice=sends_twice,
        log_gap=log_gap,
    )
