"""What cannot have happened in the order written."""

from liem.dossiers.quality.findings import Finding, Severity, finding
from liem.dossiers.quality.session import Session

WARNING_FROM, SERIOUS_FROM = 0.01, 0.10
AFTER_THE_END = ("apology_issued", "fee_collected", "result_ready", "reopened", "finished", "withdrawn", "received")
"""What may well follow the end of a dossier: the result is fetched and paid for later."""


def _weight(n: int, of: int) -> Severity:
    if n > SERIOUS_FROM * of:
        return Severity.SERIOUS
    return Severity.WARNING if n > WARNING_FROM * of else Severity.INFO


def _some(log: Session, query: str) -> list[str]:
    """A few of the dossiers a query gives."""
    return [row[0] for row in log.rows(f"{query} ORDER BY dossier LIMIT 5")]


def order(log: Session) -> list[Finding]:
    """Work after the end, answers before the question, events before receipt."""
    return [*_after_end(log), *_answer_without_question(log), *_before_receipt(log)]


def _after_end(log: Session) -> list[Finding]:
    allowed = ", ".join(f"'{activity}'" for activity in AFTER_THE_END)
    query = f"""FROM dossiers d JOIN events e USING (dossier) WHERE d.finished_at IS NOT NULL
        AND e."at" > d.finished_at + INTERVAL 1 DAY AND e.activity NOT IN ({allowed})
        AND dossier NOT IN (SELECT dossier FROM events WHERE activity = 'reopened')"""
    (n,) = log.one(f"SELECT count(DISTINCT dossier) {query}")
    if not n:
        return []
    (of,) = log.one("SELECT count(finished_at) FROM dossiers")
    return [
        finding(
            "work_after_end",
            min(_weight(n, of), Severity.WARNING),
            n,
            of,
            _some(log, f"SELECT DISTINCT dossier {query}"),
        )
    ]


def _answer_without_question(log: Session) -> list[Finding]:
    query = """SELECT dossier FROM (
        SELECT dossier,
            min("at") FILTER (activity = 'supplement_received') AS answered,
            min("at") FILTER (activity = 'supplement_requested') AS asked,
            min("at") FILTER (activity = 'resumed') AS resumed, min("at") FILTER (activity = 'suspended') AS suspended
        FROM events WHERE activity IN ('supplement_requested', 'supplement_received', 'suspended', 'resumed')
        GROUP BY dossier)
        WHERE answered < coalesce(asked, TIMESTAMP '9999-01-01') OR resumed < coalesce(suspended, TIMESTAMP
        '9999-01-01')"""
    (n,) = log.one(f"SELECT count(*) FROM ({query})")
    if not n:
        return []
    (of,) = log.one("SELECT count(DISTINCT dossier) FROM events WHERE activity IN ('supplement_received', 'resumed')")
    return [finding("answer_without_question", _weight(n, of), n, of, _some(log, query))]


def _before_receipt(log: Session) -> list[Finding]:
    """A date without a time says nothing of the order within its day."""
    query = """FROM events e JOIN dossiers d USING (dossier) WHERE e."at" < d.received_at - INTERVAL 1 MINUTE
        AND e."at" <> date_trunc('day', e."at")"""
    (n,) = log.one(f"SELECT count(*) {query}")
    if not n:
        return []
    (of,) = log.one("SELECT count(*) FROM events")
    return [finding("before_receipt", _weight(n, of), n, of, _some(log, f"SELECT DISTINCT dossier {query}"))]
