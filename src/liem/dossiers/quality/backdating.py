"""Entries made long after, or all at once: the record then shows when things were typed in, not when they
happened.
"""

import re
from typing import Any

from liem.dossiers.quality.findings import Finding, Severity, finding
from liem.dossiers.quality.session import Session
from liem.dossiers.sql import identifier

AT_ONCE = 20
"""Dossiers received, or events, at one unit within the same minute."""
SHARE_AT_ONCE = 0.02
DAYS_LATE = 2
SHARE_LATE, SHARE_VERY_LATE = 0.05, 0.20
CHRONOLOGICAL = 0.5
"""Ids of which more than this share runs against the time were never given in order of entry."""
RECORDED = re.compile(r"x_.*(record|enter|entr|creat|insert|saved|logged|nhap|ghi_nhan|tao).*", re.IGNORECASE)
NUMBERED = re.compile(r"x_(event_?)?(id|no|number|nr|seq|stt)", re.IGNORECASE)


def backdating(log: Session) -> list[Finding]:
    """Entry in bulk, entry long after, and numbers that run against the time."""
    return [*_received_in_bulk(log), *_entered_in_bulk(log), *_recorded_late(log), *_against_numbers(log)]


def _bulk(log: Session, table: str, place: str, at: str) -> tuple[int, int, list[tuple[Any, ...]]]:
    """Rows that share unit and minute with many others, all rows, and where the largest heaps are."""
    heaps = f"""SELECT {place} AS place, date_trunc('minute', {at}) AS minute, count(*) AS n FROM {table}
        WHERE {at} <> date_trunc('day', {at}) GROUP BY ALL HAVING n >= {AT_ONCE}"""
    (n,) = log.one(f"SELECT sum(n) FROM ({heaps})")
    (of,) = log.one(f"SELECT count(*) FROM {table}")
    return int(n), int(of), log.rows(f"SELECT * FROM ({heaps}) ORDER BY n DESC, minute LIMIT 5")


def _weight(n: int, of: int) -> Severity:
    return Severity.SERIOUS if n > SHARE_VERY_LATE * of else Severity.WARNING


def _named(heaps: list[tuple[Any, ...]]) -> list[str]:
    return [f"{place}, {minute:%Y-%m-%d %H:%M}: {count}" for place, minute, count in heaps]


def _received_in_bulk(log: Session) -> list[Finding]:
    n, of, heaps = _bulk(log, "dossiers", "unit", "received_at")
    if n <= SHARE_AT_ONCE * of:
        return []
    return [finding("received_in_bulk", _weight(n, of), n, of, _named(heaps), others=AT_ONCE - 1)]


def _entered_in_bulk(log: Session) -> list[Finding]:
    if log.only_dates:
        return []
    n, of, heaps = _bulk(log, "acts", "place", '"at"')
    if n <= SHARE_AT_ONCE * of:
        return []
    return [finding("entered_in_bulk", _weight(n, of), n, of, _named(heaps), others=AT_ONCE - 1)]


def _recorded_late(log: Session) -> list[Finding]:
    """Where the source also says when an event was entered: the lag between happening and entry."""
    column = next((name for name in log.columns("events") if RECORDED.fullmatch(name)), None)
    if column is None:
        return []
    recorded = f"TRY_CAST({identifier(column)} AS TIMESTAMP)"
    late, early, of = log.one(
        f"""SELECT count(*) FILTER (r > "at" + INTERVAL {DAYS_LATE} DAY), count(*) FILTER (r < "at" - INTERVAL 1 DAY),
        count(r) FROM (SELECT "at", {recorded} AS r FROM events)"""
    )
    found = []
    if of and late > SHARE_LATE * of:
        found.append(
            finding(
                "recorded_late", _weight(late, of), late, of, _late_units(log, recorded), days=DAYS_LATE, column=column
            )
        )
    if of and early > SHARE_LATE * of:
        found.append(finding("recorded_early", Severity.WARNING, early, of, column=column))
    return found


def _late_units(log: Session, recorded: str) -> list[str]:
    rows = log.rows(
        f"""SELECT place, avg(CAST({recorded} > "at" + INTERVAL {DAYS_LATE} DAY AS DOUBLE)) AS share FROM acts
        GROUP BY place HAVING share > 0 ORDER BY share DESC LIMIT 5"""
    )
    return [f"{place} ({share:.0%})" for place, share in rows]


def _against_numbers(log: Session) -> list[Finding]:
    """Where events carry running numbers: those whose time lies days before that of an earlier number."""
    column = next((name for name in log.columns("events") if NUMBERED.fullmatch(name)), None)
    if column is None:
        return []
    against, of, distinct = log.one(
        f"""SELECT count(*) FILTER ("at" < reached - INTERVAL {DAYS_LATE} DAY), count(*), count(DISTINCT id) FROM (
            SELECT "at", id, quantile_disc("at", 0.9) OVER w AS reached
            FROM (SELECT "at", TRY_CAST({identifier(column)} AS BIGINT) AS id FROM events) WHERE id IS NOT NULL
            WINDOW w AS (ORDER BY id ROWS BETWEEN 100 PRECEDING AND 1 PRECEDING))"""
    )
    if not of or distinct < of or not SHARE_LATE < against / of < CHRONOLOGICAL:
        return []
    return [finding("against_numbers", Severity.WARNING, against, of, days=DAYS_LATE, column=column)]
