"""One code, several pairs of hands: an account acting in two units within minutes, or faster than a person can."""

from collections.abc import Sequence

from liem.dossiers.quality.findings import Finding, Severity, finding
from liem.dossiers.quality.session import Session
from liem.dossiers.sql import quoted

MINUTES_APART = 10
SWITCHES = 5
SHARE = 0.01
"""A code is doubtful from this many jumps between units, if they also are this share of its events."""
MOST = 0.5
"""Where more than half the codes jump, the unit of an event is no workplace, and nothing follows from a jump."""
BURST = 30
"""Different dossiers handled by one code in one minute."""
BURSTS = 3
AT_ONCE, OFFICIALS_AT_ONCE, SHARE_OF_HOUR = 20, 10, 0.2
"""Events on one second, of so many officials, making up so much of their hour: no crowd of people does that."""

_JUMPS = f"""
    WITH placed AS (
        SELECT official, place, "at", lag(place) OVER w AS place_before, lag("at") OVER w AS at_before
        FROM acts WHERE official IS NOT NULL AND place IS NOT NULL AND "at" <> date_trunc('day', "at")
            {{among}}
        WINDOW w AS (PARTITION BY official ORDER BY "at")),
    counted AS (
        SELECT official, count(*) AS n, count(DISTINCT place) AS places,
            count(*) FILTER (place <> place_before AND "at" - at_before < INTERVAL {MINUTES_APART} MINUTE
                {{not_assigned}}) AS jumps
        FROM placed GROUP BY official)
    SELECT official, jumps, n, places FROM counted WHERE jumps >= {SWITCHES} AND jumps > {SHARE} * n ORDER BY jumps
    DESC
"""


def accounts(log: Session) -> list[Finding]:
    """Codes that jump between units, and codes that handle dossiers at an inhuman rate."""
    if log.only_dates:
        return []
    return [*_jumps(log), *_bursts(log), *_same_instants(log)]


def _jumps(log: Session) -> list[Finding]:
    """A code assigned to both units, even at different times, is not counted."""
    found = log.rows(_JUMPS.format(not_assigned=_not_assigned(log), among=""))
    (codes,) = log.one("SELECT count(DISTINCT official) FROM events")
    if not found:
        return []
    if len(found) > MOST * codes and codes > 2:
        return [finding("unit_is_no_workplace", Severity.INFO, len(found), codes)]
    severity = Severity.SERIOUS if len(found) > 0.05 * codes else Severity.WARNING
    examples = [f"{official} ({jumps}/{n})" for official, jumps, n, _ in found]
    return [finding("shared_account", severity, len(found), codes, examples, minutes=MINUTES_APART)]


def _not_assigned(log: Session) -> str:
    if not log.records.has("officials"):
        return ""
    return """AND NOT (
        (official, place) IN (SELECT official, unit FROM officials)
        AND (official, place_before) IN (SELECT official, unit FROM officials))"""


def shared_among(log: Session, officials: Sequence[str]) -> list[str]:
    """Which of these codes jump between units within minutes, as if several people used them."""
    if log.only_dates or not officials:
        return []
    codes = ", ".join(quoted(official) for official in officials)
    among = _JUMPS.format(not_assigned=_not_assigned(log), among=f"AND official IN ({codes})")
    found = [str(row[0]) for row in log.rows(among)]
    return [] if found and any(one.code == "unit_is_no_workplace" for one in _jumps(log)) else sorted(found)


def _bursts(log: Session) -> list[Finding]:
    found = log.rows(
        f"""SELECT official, count(*) AS bursts, max(n) FROM (
            SELECT official, date_trunc('minute', "at") AS minute, count(DISTINCT dossier) AS n FROM events
            WHERE official IS NOT NULL AND "at" <> date_trunc('day', "at") GROUP BY ALL HAVING n >= {BURST})
        GROUP BY official HAVING bursts >= {BURSTS} ORDER BY bursts DESC"""
    )
    if not found:
        return []
    (codes,) = log.one("SELECT count(DISTINCT official) FROM events")
    examples = [f"{official} ({bursts})" for official, bursts, _ in found]
    return [finding("inhuman_rate", Severity.WARNING, len(found), codes, examples, dossiers=BURST)]


def _same_instants(log: Session) -> list[Finding]:
    heaps = f"""WITH seconds AS (
            SELECT date_trunc('second', "at") AS second, count(*) AS n, count(DISTINCT official) AS officials FROM
            events WHERE "at" <> date_trunc('day', "at") GROUP BY 1),
        hours AS (SELECT date_trunc('hour', second) AS hour, sum(n) AS n FROM seconds GROUP BY 1)
        SELECT second, s.n AS n, officials FROM seconds s JOIN hours h ON h.hour = date_trunc('hour', second)
        WHERE s.n >= {AT_ONCE} AND officials >= {OFFICIALS_AT_ONCE} AND s.n >= {SHARE_OF_HOUR} * h.n"""
    (n,) = log.one(f"SELECT sum(n) FROM ({heaps})")
    if not n:
        return []
    (of,) = log.one("SELECT count(*) FROM events")
    severity = Severity.SERIOUS if n > SHARE_OF_HOUR * of else Severity.WARNING
    examples = [f"{second}: {count}" for second, count, _ in log.rows(f"{heaps} ORDER BY n DESC LIMIT 5")]
    return [finding("same_instant", severity, int(n), of, examples)]
