"""Codes that no register holds, steps under names without a meaning here, officials acting outside their
assignments, repeated events, and rows not accepted.
"""

from liem.dossiers.quality.findings import Finding, Severity, finding
from liem.dossiers.quality.session import Session
from liem.dossiers.tables import ACTIVITIES, TABLES

WARNING_FROM = 0.01
PLAIN_MOST = 0.5
"""Where more than this share of the steps has no name of the format, the source probably uses words of its own."""
REJECTED_SERIOUS = 0.05
_NAMES = {
    "officials": ("cán bộ", "official"),
    "units": ("đơn vị", "unit"),
    "dossiers": ("hồ sơ", "dossier"),
    "procedures": ("thủ tục", "procedure"),
}


def references(log: Session) -> list[Finding]:
    """What refers to nothing, what is there twice, and what was refused."""
    codes = [*_unknown(log), *_unknown_documents(log), *_plain_steps(log)]
    return [*codes, *_outside_assignment(log), *_repeated(log), *_refused(log)]


def _unknown(log: Session) -> list[Finding]:
    found = []
    for name, table in TABLES.items():
        for column in table.columns:
            held = column.refers_to
            if held and log.records.has(name) and log.records.has(held) and (name, held) != ("events", "dossiers"):
                found += _unknown_in(log, name, column.name, held)
    return found


def _unknown_in(log: Session, table: str, column: str, held: str) -> list[Finding]:
    key = TABLES[held].columns[0].name
    unknown = f'"{column}" IS NOT NULL AND "{column}" NOT IN (SELECT "{key}" FROM {held})'
    n, of = log.one(f'SELECT count(*) FILTER ({unknown}), count("{column}") FROM {table}')
    if not n:
        return []
    vi, en = _NAMES[held]
    severity = Severity.WARNING if n > WARNING_FROM * of else Severity.INFO
    examples = log.rows(f'SELECT DISTINCT "{column}" FROM {table} WHERE {unknown} ORDER BY 1 LIMIT 5')
    return [
        finding(
            f"unknown_{table}_{column}",
            severity,
            n,
            of,
            [row[0] for row in examples],
            "unknown_code",
            place=f"{table}.{column}",
            what_vi=vi,
            what_en=en,
            held=held,
        )
    ]


def _unknown_documents(log: Session) -> list[Finding]:
    if not log.records.has("procedures"):
        return []
    unknown = "document IS NOT NULL AND document NOT IN (SELECT DISTINCT unnest(required_documents) FROM procedures)"
    n, of = log.one(f"SELECT count(*) FILTER ({unknown}), count(document) FROM events")
    (listed,) = log.one("SELECT count(*) FROM procedures WHERE len(required_documents) > 0")
    if not n or not listed or n <= WARNING_FROM * of:
        return []
    examples = log.rows(f"SELECT document FROM events WHERE {unknown} GROUP BY 1 ORDER BY count(*) DESC LIMIT 5")
    return [finding("unknown_documents", Severity.INFO, n, of, [row[0] for row in examples])]


def _plain_steps(log: Session) -> list[Finding]:
    """Activities of no meaning to the clock: a request for papers under another name stops no clock."""
    known = ", ".join(f"'{activity}'" for activity in ACTIVITIES)
    plain = f"activity NOT IN ({known})"
    n, of = log.one(f"SELECT count(*) FILTER ({plain}), count(*) FROM events")
    if not n:
        return []
    severity = Severity.WARNING if n > PLAIN_MOST * of else Severity.INFO
    often = log.rows(f"SELECT activity, count(*) AS n FROM events WHERE {plain} GROUP BY 1 ORDER BY n DESC, 1 LIMIT 5")
    return [finding("plain_steps", severity, n, of, [f"{activity} ({count})" for activity, count in often])]


def _outside_assignment(log: Session) -> list[Finding]:
    if not log.records.has("officials"):
        return []
    query = """FROM acts a WHERE official IN (SELECT official FROM officials) AND NOT EXISTS (
        FROM officials o WHERE o.official = a.official
        AND a.day BETWEEN coalesce(o."from", DATE '1900-01-01') AND coalesce(o."to", DATE '2200-12-31'))"""
    (n,) = log.one(f"SELECT count(*) {query}")
    (of,) = log.one("SELECT count(*) FROM events WHERE official IN (SELECT official FROM officials)")
    if not n or n <= WARNING_FROM * of:
        return []
    examples = log.rows(f"SELECT official, count(*) AS n {query} GROUP BY 1 ORDER BY n DESC, 1 LIMIT 5")
    return [finding("outside_assignment", Severity.WARNING, n, of, [f"{code} ({count})" for code, count in examples])]


def _repeated(log: Session) -> list[Finding]:
    """The same activity of the same official at the same instant, though some other column differs."""
    same = 'SELECT dossier, "at", activity, official, count(*) AS n FROM events GROUP BY ALL HAVING n > 1'
    (n,) = log.one(f"SELECT sum(n - 1) FROM ({same})")
    (of,) = log.one("SELECT count(*) FROM events")
    if n <= WARNING_FROM * of:
        return []
    examples = log.rows(f"SELECT dossier FROM ({same}) ORDER BY n DESC, dossier LIMIT 5")
    return [finding("repeated_events", Severity.WARNING, n, of, [row[0] for row in examples])]


def _refused(log: Session) -> list[Finding]:
    n = sum(log.records.rejected.values())
    of = n + sum(log.records.rows.values())
    if not n:
        return []
    severity = Severity.SERIOUS if n > REJECTED_SERIOUS * of else Severity.WARNING
    tables = [f"{table}: {count}" for table, count in log.records.rejected.items() if count]
    return [finding("rows_rejected", severity, n, of, tables)]
