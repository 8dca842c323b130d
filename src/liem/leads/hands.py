"""Who worked on the dossiers that are leads themselves: neither they nor relatives judge whether a rule was broken."""

from pathlib import Path

import duckdb

from liem.dossiers.records import RecordSet


def hands_on_leads(records: RecordSet, leads: Path) -> dict[str, list[str]]:
    """Dossier → the officials with a step in it, of the dossiers among the leads of a run."""
    if not leads.is_file():
        return {}
    with duckdb.connect() as database:
        rows = database.execute(
            """
            SELECT dossier, list_sort(list(DISTINCT official)) FROM read_parquet($events)
            WHERE official IS NOT NULL AND official != ''
                AND dossier IN (SELECT subject FROM read_parquet($leads) WHERE subject_kind = 'dossier')
            GROUP BY dossier
            """,
            {"events": str(records.path("events")), "leads": str(leads)},
        ).fetchall()
    return dict(rows)
