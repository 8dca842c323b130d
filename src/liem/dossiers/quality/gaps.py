"""Working days without a single event where there should have been many: records lost, a system down, an office
shut.
"""

from liem.dossiers.quality.findings import Finding, Severity, finding
from liem.dossiers.quality.session import Session

EXPECTED = 20
"""Events that a gap must have swallowed, by the usual day of the unit (the median), to be worth saying."""
SHORTEST_OF_UNIT, SHORTEST_OF_LOG, SHORTEST_ABROAD = 3, 1, 5
"""Working days in a row: one office may close for two days, all at once may not; abroad other days are off."""

# Counted once: a quantile over the events themselves would hold every one of them.
_PER_DAY = """
    CREATE OR REPLACE TEMP TABLE acts_per_day AS SELECT place, day, count(*)::BIGINT AS n FROM acts GROUP BY ALL
"""
# The span of a unit leaves out its first and last stragglers: a merged office goes on writing a few lines for weeks.
_SPANS = """
    WITH per_day AS (SELECT {place} AS place, day, sum(n)::BIGINT AS n FROM acts_per_day GROUP BY ALL),
    so_far AS (
        SELECT place, day, sum(n) OVER (PARTITION BY place ORDER BY day) AS until, sum(n) OVER (PARTITION BY place) AS n
        FROM per_day),
    spans AS (
        SELECT place, min(day) FILTER (1000 * until >= 5 * n) AS first,
            min(day) FILTER (1000 * until >= 995 * n) AS last
        FROM so_far GROUP BY place)
"""
_GAPS = (
    _SPANS
    + """, calendar AS (
        SELECT place, d.day, d.ordinal FROM spans JOIN days d ON d.day BETWEEN first AND last AND d.is_working),
    counted AS (
        SELECT place, day, ordinal, coalesce(n, 0) AS n, median(coalesce(n, 0)) OVER (PARTITION BY place) AS usual
        FROM calendar LEFT JOIN per_day USING (place, day)),
    empty AS (
        SELECT *, ordinal - row_number() OVER (PARTITION BY place ORDER BY ordinal) AS run FROM counted WHERE n = 0)
    SELECT place, min(day) AS first, max(day) AS last, count(*) AS length, any_value(usual) AS usual
    FROM empty GROUP BY place, run HAVING length >= {shortest} AND length * any_value(usual) >= {expected}
    ORDER BY length * any_value(usual) DESC
"""
)


def gaps(log: Session) -> list[Finding]:
    """Gaps of the whole log, then of units."""
    log.connection.execute(_PER_DAY)
    return [*_gaps_of_log(log), *_gaps_of_units(log)]


def _gaps_of_log(log: Session) -> list[Finding]:
    found = log.rows(
        _GAPS.format(place="'all'", shortest=SHORTEST_ABROAD if log.foreign else SHORTEST_OF_LOG, expected=EXPECTED)
    )
    if not found:
        return []
    days = sum(row[3] for row in found)
    (whole,) = log.one(
        _SPANS.format(place="'all'")
        + "SELECT count(*) FROM spans JOIN days d ON d.day BETWEEN first AND last AND d.is_working"
    )
    severity = Severity.SERIOUS if days > 10 or days > 0.05 * whole else Severity.WARNING
    return [finding("gap_in_log", severity, days, whole, [_stretch(row) for row in found])]


def _gaps_of_units(log: Session) -> list[Finding]:
    found = log.rows(_GAPS.format(place="place", shortest=SHORTEST_OF_UNIT, expected=EXPECTED))
    (everywhere,) = log.one("SELECT count(DISTINCT place) FROM acts_per_day")
    units = len({row[0] for row in found})
    if not found or everywhere < 2:
        return []
    examples = [f"{row[0]}: {_stretch(row)}" for row in found]
    return [finding("gap_in_unit", Severity.WARNING, units, everywhere, examples, days=SHORTEST_OF_UNIT)]


def _stretch(row: tuple[object, ...]) -> str:
    return f"{row[1]} – {row[2]}"
