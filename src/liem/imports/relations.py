"""What a record set says of relatives, for the wall that keeps them from judging one another."""

import pyarrow.parquet as pq

from liem.dossiers.records import RecordSet


def pairs(records: RecordSet) -> list[tuple[str | None, str | None]]:
    """Official and declared relative, as far as the records have the table."""
    if not records.has("relations"):
        return []
    table = pq.read_table(records.path("relations"), columns=["official", "related_to"])
    return list(zip(table["official"].to_pylist(), table["related_to"].to_pylist(), strict=True))
