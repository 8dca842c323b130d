"""The rules a dossier falls under: the version of its procedure that was valid on the day it was received."""

from dataclasses import dataclass
from datetime import date, timedelta

import narwhals.stable.v2 as nw
import pyarrow as pa

from liem.detection.coding import Work
from liem.detection.engine import Lazy

_BEGINNING, _END = date(1900, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True)
class Version:
    """A procedure between two days, both included: limit in working days, fee in VND, supplement requests allowed."""

    procedure: str
    first: date
    last: date
    limit: int | None
    fee: int | None
    allowed_requests: int | None
    documents: tuple[str, ...] | None


def versions(rows: list[dict[str, object]]) -> list[Version]:
    """Rows of the ``procedures`` table as versions that never overlap: a later one ends the one before it."""
    by_procedure: dict[str, list[Version]] = {}
    for row in rows:
        version = _version(row)
        by_procedure.setdefault(version.procedure, []).append(version)
    return [one for procedure in sorted(by_procedure) for one in _in_turn(by_procedure[procedure])]


def _version(row: dict[str, object]) -> Version:
    documents = row["required_documents"]
    return Version(
        str(row["procedure"]),
        row["valid_from"] if isinstance(row["valid_from"], date) else _BEGINNING,
        row["valid_to"] if isinstance(row["valid_to"], date) else _END,
        _whole(row["limit_working_days"]),
        _whole(row["fee"]),
        _whole(row["max_supplement_requests"]),
        tuple(sorted(set(documents))) if isinstance(documents, list) else None,
    )


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int) else None


def _in_turn(rows: list[Version]) -> list[Version]:
    rows = sorted(rows, key=lambda version: (version.first, version.last))
    ends = [after.first - timedelta(days=1) for after in rows[1:]] + [_END]
    cut = [
        Version(v.procedure, v.first, min(v.last, end), v.limit, v.fee, v.allowed_requests, v.documents)
        for v, end in zip(rows, ends, strict=True)
    ]
    return [version for version in cut if version.first <= version.last]


def write_rules(work: Work, allowed_by_default: int | None) -> None:
    """Materialise ``versions`` (one row per version) and ``required`` (one row per version and document)."""
    rows: list[dict[str, object]] = []
    if work.records.has("procedures"):
        rows = work.engine.collect(work.source("procedures")).to_pylist()
    found = versions(rows)
    allowed = [allowed_by_default if v.allowed_requests is None else v.allowed_requests for v in found]
    table = pa.table(
        {
            "version": pa.array(range(len(found)), pa.int32()),
            "procedure_code": pa.array([v.procedure for v in found], pa.string()),
            "first": pa.array([v.first for v in found], pa.date32()),
            "last": pa.array([v.last for v in found], pa.date32()),
            "limit": pa.array([v.limit for v in found], pa.int32()),
            "fee": pa.array([v.fee for v in found], pa.int64()),
            "allowed": pa.array(allowed, pa.int32()),
            "listed": pa.array([v.documents is not None for v in found], pa.bool_()),
        }
    )
    procedures = work.table("codes_procedure").rename({"code": "procedure_code", "number": "procedure"})
    work.keep("versions", work.engine.lazy(table).join(procedures, on="procedure_code", how="inner"))
    pairs = [(number, document) for number, v in enumerate(found) for document in v.documents or ()]
    required = pa.table(
        {
            "version": pa.array([pair[0] for pair in pairs], pa.int32()),
            "code": pa.array([pair[1] for pair in pairs], pa.string()),
        }
    )
    numbers = work.table("codes_document").rename({"number": "document"})
    work.keep("required", work.engine.lazy(required).join(numbers, on="code", how="inner").drop("code"))


def with_rules(work: Work, cases: Lazy) -> Lazy:
    """``cases`` with the version they fall under: limit, fee, allowed; all null where none was valid that day."""
    rules = work.table("versions").drop("procedure_code")
    valid = (
        cases.select("d", "procedure", "received_on")
        .join(rules, on="procedure", how="inner")
        .filter((nw.col("received_on") >= nw.col("first")) & (nw.col("received_on") <= nw.col("last")))
        .select("d", "version", "limit", nw.col("fee").alias("fee_due"), "allowed", "listed")
    )
    return cases.join(valid, on="d", how="left")
