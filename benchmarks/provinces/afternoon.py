"""The competitor: what a competent analyst does with the same records in one afternoon.

For each act one plain rate per official, compared with the officials who do the same procedure in the same unit (in
the province where the unit has fewer than 30 such dossiers; own cases included), a normal z, one-sided p,
Benjamini-Hochberg at 5 % per act, at least 20 cases. No honest variation between officials, no look-alikes: that is
the point of comparing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
from scipy.stats import norm

LEAST = 20

STEPS = """
CREATE TABLE step AS SELECT dossier, arg_max(official, epoch("at")) FILTER (activity = 'appraised') AS handler,
  arg_min(official, epoch("at")) FILTER (activity = 'received') AS clerk,
  max(activity = 'supplement_requested') AS asked,
  max(activity = 'guidance_given') AS guided,
  min(epoch("at")) FILTER (activity IN ('supplement_requested', 'suspended')) AS stopped,
  sum(CASE WHEN activity IN ('supplement_received', 'resumed') THEN epoch("at")
           WHEN activity IN ('supplement_requested', 'suspended') THEN -epoch("at") ELSE 0 END) AS pause,
  count_if(activity IN ('supplement_requested', 'suspended'))
    - count_if(activity IN ('supplement_received', 'resumed')) AS pending
FROM events GROUP BY dossier
"""
# Working days by weekends only (seven calendar days for five working ones): an afternoon has no calendar of holidays.
FACTS = """
CREATE TABLE fact AS SELECT s.*, d.procedure, d.unit, p.limit_working_days AS days,
  epoch(d.received_at) AS received, epoch(d.finished_at) AS finished,
  CASE WHEN count(*) OVER (PARTITION BY d.procedure, d.unit) >= 30 THEN d.procedure || ' ' || d.unit
       ELSE d.procedure END AS stratum,
  (epoch(d.finished_at) - epoch(d.received_at) - CASE WHEN pending = 0 THEN pause ELSE 0 END) / 86400.0
     > p.limit_working_days * 1.4 + 1.5 AS late,
  (stopped - epoch(d.received_at)) / 86400.0 - p.limit_working_days * 1.4 BETWEEN -2 AND 1.5 AS near_end
FROM step s JOIN dossiers d USING (dossier) JOIN procedures p USING (procedure)
"""
QUESTIONS = {
    "B": ["SELECT handler, stratum, asked FROM fact WHERE handler IS NOT NULL"],
    "C": [
        """SELECT clerk, stratum, asked AND NOT guided FROM fact
        WHERE clerk IS NOT NULL AND (SELECT max(guided) FROM fact)""",
    ],
    "D": [
        "SELECT handler, stratum, late FROM fact WHERE finished IS NOT NULL AND handler IS NOT NULL",
        "SELECT handler, stratum, near_end FROM fact WHERE handler IS NOT NULL AND stopped IS NOT NULL",
    ],
}
FEES = """SELECT official, '', amount > fee FROM events JOIN dossiers USING (dossier) JOIN procedures USING (procedure)
WHERE activity = 'fee_collected' AND official IS NOT NULL"""
ACCESSES = """SELECT a.official, o.unit || o.post, e.dossier IS NULL FROM accesses a
JOIN officials o USING (official)
LEFT JOIN (SELECT DISTINCT dossier, official FROM events) e USING (dossier, official)"""
DOCUMENTS = (
    "SELECT drafter, kind, review <> 'lawful' FROM issued_documents WHERE review IS NOT NULL AND drafter IS NOT NULL"
)


def afternoon(records: Path) -> dict[str, set[str]]:
    """Officials named, by act."""
    db = duckdb.connect()
    for file in sorted(records.glob("*.parquet")):
        db.execute(f"CREATE VIEW {file.stem} AS FROM '{file}'")
    db.execute(STEPS)
    db.execute(FACTS)
    tables = {file.stem for file in records.glob("*.parquet")}
    questions = {act: list(queries) for act, queries in QUESTIONS.items()}
    questions["B"].append(FEES)
    if "accesses" in tables:
        questions["E"] = [ACCESSES]
    if "issued_documents" in tables:
        questions["A"] = [DOCUMENTS]
    return {act: {name for query in queries for name in _named(db, query)} for act, queries in questions.items()}


def _named(db: duckdb.DuckDBPyConnection, query: str) -> Iterator[str]:
    rows = db.execute(
        f"""WITH q(official, stratum, hit) AS ({query}),
        s AS (SELECT stratum, avg(hit::INT) AS rate FROM q GROUP BY stratum)
        SELECT official, count(*), sum(hit::INT), sum(rate), sum(rate * (1 - rate))
        FROM q JOIN s USING (stratum) GROUP BY official HAVING count(*) >= {LEAST} ORDER BY official"""
    ).fetchall()
    if not rows:
        return
    observed, expected, variance = (np.array([row[i] for row in rows], dtype=float) for i in (2, 3, 4))
    p = norm.sf((observed - expected) / np.sqrt(variance + 1e-9))
    order = np.argsort(p)
    passed = p[order] <= 0.05 * np.arange(1, len(p) + 1) / len(p)
    last = int(np.flatnonzero(passed).max()) + 1 if passed.any() else 0
    for i in order[:last]:
        yield str(rows[i][0])
