"""Clocks that cannot be right: work at night, on days off, in the future, or written with several offsets."""

from typing import Any

from liem.dossiers.quality.findings import Finding, Severity, finding
from liem.dossiers.quality.session import Session

ENOUGH = 50
"""Events of a unit before its hours say anything."""
NIGHT = 0.10
"""Share of a unit's events between 21:00 and 05:00 from which its clock is in doubt. Honest online systems stay
under 0.05.
"""
DAYS_OFF = 0.25
"""Share on days off; an office open on Saturday mornings stays under 0.15."""


def clocks(log: Session) -> list[Finding]:
    """Hours, days off, instants in the future or outside the calendar, mixed offsets, dates without time."""
    if log.only_dates:
        return [_dates_alone(log), *_days_off(log), *_in_time(log), *_offsets(log)]
    return [*_night(log), *_days_off(log), *_in_time(log), *_offsets(log)]


def _dates_alone(log: Session) -> Finding:
    dated, events = log.one("""SELECT count(*) FILTER ("at" = date_trunc('day', "at")), count(*) FROM events""")
    return finding("dates_alone", Severity.INFO, dated, events)


def _shares(units: list[tuple[Any, ...]]) -> list[str]:
    return [f"{unit} ({share:.0%})" for unit, share in units]


def _night(log: Session) -> list[Finding]:
    units = log.rows(
        f"""SELECT place, avg(CAST(hour("at") >= 21 OR hour("at") < 5 AS DOUBLE)) AS share
        FROM acts WHERE "at" <> date_trunc('day', "at") GROUP BY place
        HAVING count(*) >= {ENOUGH} AND share > {NIGHT} ORDER BY share DESC"""
    )
    if not units:
        return []
    (everywhere,) = log.one("SELECT count(DISTINCT place) FROM acts")
    severity = Severity.SERIOUS if len(units) > everywhere / 2 else Severity.WARNING
    return [finding("night_work", severity, len(units), everywhere, _shares(units), share=f"{NIGHT:.0%}")]


def _days_off(log: Session) -> list[Finding]:
    units = log.rows(
        f"""SELECT place, avg(CAST(NOT is_working AS DOUBLE)) AS share FROM acts JOIN days USING (day)
        GROUP BY place HAVING count(*) >= {ENOUGH} AND share > {DAYS_OFF} ORDER BY share DESC"""
    )
    if not units:
        return []
    (everywhere,) = log.one("SELECT count(DISTINCT place) FROM acts")
    return [
        finding("work_on_days_off", Severity.WARNING, len(units), everywhere, _shares(units), share=f"{DAYS_OFF:.0%}")
    ]


def _future(log: Session) -> list[Finding]:
    limit = f"TIMESTAMP '{log.today.isoformat()}' + INTERVAL 2 DAY"
    late, events = log.one(f'SELECT count(*) FILTER ("at" > {limit}), count(*) FROM events')
    if not late:
        return []
    examples = log.rows(f'SELECT dossier, "at" FROM events WHERE "at" > {limit} ORDER BY "at" DESC LIMIT 5')
    severity = Severity.SERIOUS if late > 0.01 * events else Severity.WARNING
    return [finding("in_future", severity, late, events, [f"{dossier}: {at}" for dossier, at in examples])]


def _in_time(log: Session) -> list[Finding]:
    return [*_future(log), *_far_after(log), *_outside_calendar(log)]


def _far_after(log: Session) -> list[Finding]:
    """What lies so far after everything else that the records are not looked at as of then."""
    last = log.records.last_at
    if last is None:
        return []
    instants = """SELECT dossier, "at" AS t FROM events UNION ALL
        SELECT dossier, unnest([received_at, finished_at]) FROM dossiers"""
    (n,) = log.one(f"SELECT count(*) FROM ({instants}) WHERE t > TIMESTAMP '{last.isoformat()}'")
    if not n:
        return []
    (every,) = log.one(f"SELECT count(*) FROM ({instants}) WHERE t IS NOT NULL")
    shown = log.rows(f"SELECT * FROM ({instants}) WHERE t > TIMESTAMP '{last.isoformat()}' ORDER BY t DESC, 1 LIMIT 5")
    examples = [f"{dossier}: {at}" for dossier, at in shown]
    return [finding("far_after", Severity.WARNING, n, every, examples, last=f"{last:%d/%m/%Y}")]


def _outside_calendar(log: Session) -> list[Finding]:
    outside, rows = log.one(
        """SELECT count(*) FILTER (d.day IS NULL), count(*) FROM
        (SELECT CAST(unnest([received_at, due_at, finished_at]) AS DATE) AS day FROM dossiers) t
        LEFT JOIN days d USING (day) WHERE t.day IS NOT NULL"""
    )
    if not outside:
        return []
    return [finding("outside_calendar", Severity.WARNING, outside, rows)]


def _offsets(log: Session) -> list[Finding]:
    """Columns whose timestamps do not all have the same offset; where a mapping keeps foreign clocks it has seen
    to it.
    """
    if log.foreign:
        return []
    mixed = {
        f"{table}.{column}": offsets
        for table, summary in log.records.summary.get("tables", {}).items()
        for column, offsets in summary.get("offsets", {}).items()
        if len(offsets) > 1
    }
    if not mixed:
        return []
    total = sum(sum(offsets.values()) for offsets in mixed.values())
    unusual = total - sum(max(offsets.values()) for offsets in mixed.values())
    sentence = "partly_without_offset" if any("" in offsets for offsets in mixed.values()) else "mixed_offsets"
    examples = [f"{place}: {_told(offsets)}" for place, offsets in mixed.items()]
    return [finding("mixed_offsets", Severity.WARNING, unusual, total, examples, sentence)]


def _told(offsets: dict[str, int]) -> str:
    return ", ".join(f"{offset or '—'} {n}" for offset, n in sorted(offsets.items(), key=lambda pair: -pair[1]))
