"""The files of a detection into the database: many rows at once, inside the caller's transaction."""

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Model

from liem.detection.sheet.places import Registry
from liem.dossiers.records import RecordSet
from liem.leads import models
from liem.leads.figures import Figures
from liem.leads.hands import hands_on_leads
from liem.leads.results import Row, SignalIndex, batches, result_row, signal_row

SIGNAL_COLUMNS = (
    *("signal", "kind", "indicator", "act", "subject_kind", "subject", "unit", "procedure"),
    *("period_from", "period_to", "n", "observed", "expected", "effect", "effect_low", "effect_high"),
    *("p_value", "q_value", "priority", "dossiers"),
    *("explanation_vi", "explanation_en", "innocent_if_vi", "innocent_if_en"),
)
LEAD_COLUMNS = (
    *("lead", "subject_kind", "subject", "act", "grade", "sources", "signals", "unit", "procedures", "fields"),
    *("indicators", "dossiers", "period_from", "period_to", "priority", "sentence_vi", "sentence_en"),
    *("persons", "hands"),
)
RESULT_COLUMNS = (
    *("indicator", "subject_kind", "subject", "unit", "procedure", "n", "observed", "expected"),
    *("effect", "effect_low", "effect_high", "p_value", "q_value", "eligible", "flagged", "reason"),
)
POINT_COLUMNS = ("indicator", "subject_kind", "n", "observed", "expected", "eligible")


def insert(model: type[Model], run: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Insert rows of a run; returns how many. (COPY is not possible where row-level security stands.)"""
    table, count = model._meta.db_table, 0
    names = ", ".join(f'"{column}"' for column in columns)
    query = (
        f'INSERT INTO "{table}" (run_id, {names}) '  # names come from the code, never from a person
        f'SELECT %s, {names} FROM jsonb_populate_recordset(NULL::"{table}", %s::jsonb)'
    )
    with connection.cursor() as cursor:
        for batch in _in_batches(rows):
            cursor.execute(query, [run, json.dumps(batch, ensure_ascii=False).replace("\\u0000", "")])
            count += len(batch)
    return count


def _in_batches(rows: Iterable[Row], size: int = 2000) -> Iterable[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def load(
    run: models.Run, out: Path, records: RecordSet, registry: Registry, figures: Figures, tick: Callable[[int], None]
) -> None:
    """Load everything a run found."""
    index = SignalIndex(registry, hands=hands_on_leads(records, out / "leads.parquet"))
    insert(models.Signal, run.pk, SIGNAL_COLUMNS, _signals(out, index, tick))
    insert(models.Lead, run.pk, LEAD_COLUMNS, _leads(out, index, tick))
    insert(models.IndicatorResult, run.pk, RESULT_COLUMNS, _results(out, tick))
    insert(models.FunnelPoint, run.pk, POINT_COLUMNS, _results(out, tick))
    insert(models.Place, run.pk, _PLACE_COLUMNS, _places(registry, figures))
    insert(models.MonthFigure, run.pk, _MONTH_COLUMNS, figures.months)
    insert(models.DaysFigure, run.pk, ("unit", "procedure", "over", "dossiers"), figures.days)


_PLACE_COLUMNS = ("kind", "code", "name", "field", "sensitive", "limit", "level")
_MONTH_COLUMNS = ("unit", "procedure", "month", "received", "timed", "in_time", "supplemented", "still_open")


def _signals(out: Path, index: SignalIndex, tick: Callable[[int], None]) -> Iterable[Row]:
    for batch in batches(out / "signals.parquet"):
        for raw in batch:
            row = signal_row(raw)
            index.note(row)
            yield row
        tick(len(batch))


def _leads(out: Path, index: SignalIndex, tick: Callable[[int], None]) -> Iterable[Row]:
    for batch in batches(out / "leads.parquet"):
        yield from (index.lead_row(row) for row in batch)
        tick(len(batch))


def _results(out: Path, tick: Callable[[int], None]) -> Iterable[Row]:
    for batch in batches(out / "indicators.parquet"):
        yield from (result_row(row) for row in batch if row["subject_kind"] != "dossier")
        tick(len(batch))


def _places(registry: Registry, figures: Figures) -> Iterable[Row]:
    """Every unit and procedure that has dossiers or a name."""
    for kind, known, used in (
        ("unit", registry.units, {row["unit"] for row in figures.months}),
        ("procedure", registry.procedures, {row["procedure"] for row in figures.months}),
    ):
        for code in sorted(used | set(known)):
            place: Any = known.get(code)
            row = dict(vars(place)) if place else {"code": code, "name": code, "field": "", "level": ""}
            yield {"sensitive": False, "limit": None, **row, "kind": kind}
