"""Whether a code that somebody typed occurs in the records: a slip of the pen would link to nobody, unseen."""

import duckdb

from liem.dossiers.records import RecordSet

_WHERE = {
    "dossier": (("dossiers", "dossier"),),
    "official": (("officials", "official"), ("events", "official")),
    "unit": (("units", "unit"), ("dossiers", "unit")),
    "procedure": (("procedures", "procedure"), ("dossiers", "procedure")),
}
"""Kind of subject → tables and columns that hold its codes, the smallest table first."""


def occurs(records: RecordSet, kind: str, code: str) -> bool:
    """Whether ``code`` is a code of ``kind`` (dossier, official, unit or procedure) in ``records``."""
    with duckdb.connect() as database:
        return any(
            database.execute(
                f'SELECT 1 FROM read_parquet(?) WHERE "{column}" = ? LIMIT 1', [str(records.path(table)), code]
            ).fetchone()
            for table, column in _WHERE[kind]
            if records.has(table)
        )
