"""A simulated province as the tables of the exchange format; a style may lack tables and optional columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from benchmarks.provinces.caseload import NOBODY, Caseload
from benchmarks.provinces.flow import NEVER, Flow
from benchmarks.provinces.ledger import ACTIVITIES, REASONS, Ledger
from benchmarks.provinces.papers import ACTIONS, KINDS, Accesses, Documents
from benchmarks.provinces.workdays import WORKING_DAYS, to_clock
from benchmarks.provinces.world import FIELDS, HEAD, SENSITIVE, Floats, Ints, World

FIELD_NAMES = dict(
    zip(
        FIELDS,
        (
            "đất đai",
            "đầu tư xây dựng",
            "đăng ký kinh doanh",
            "hộ tịch",
            "chứng thực",
            "môi trường",
            "lao động",
            "văn hoá",
        ),
        strict=True,
    )
)
CHANNELS = ["counter", "online", "post"]
LEVELS = {"department": "department", "centre": "centre", "commune": "commune"}


def write_tables(
    folder: Path,
    rng: np.random.Generator,
    world: World,
    load: Caseload,
    flow: Flow,
    ledger: Ledger,
    charged: Floats,
    accesses: Accesses | None,
    documents: Documents | None,
) -> None:
    names = dossier_names(len(load))
    tables = {
        "procedures": _procedures(world),
        "units": _units(world),
        "officials": _officials(world),
        "relations": _relations(rng, world),
        "dossiers": _dossiers(world, load, flow, charged, names, ledger.cutoff),
        "events": _events(world, load, ledger, names),
    }
    if accesses is not None:
        tables["accesses"] = _accesses(world, accesses, names)
    if documents is not None:
        tables["issued_documents"] = _documents(rng, world, documents)
    for name, columns in tables.items():
        if name in world.style.without_tables:
            continue
        kept = {key: column for key, column in columns.items() if f"{name}.{key}" not in world.style.without_columns}
        pq.write_table(pa.table(kept), folder / f"{name}.parquet", compression="zstd")


def dossier_names(n: int) -> list[str]:
    """Receipt numbers that say nothing about anything but the order of receipt."""
    return [f"H{i:07d}" for i in range(1, n + 1)]


def _coded(codes: Sequence[str | None], index: np.ndarray) -> pa.Array:
    """Texts by index; a negative index is empty."""
    indices = pa.array(index.astype(np.int32), mask=index < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(codes), pa.string())).cast(pa.string())


def _instants(clock: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    """Clock of Vietnam → instants with offset (stored in UTC, shown at Asia/Ho_Chi_Minh)."""
    utc = clock.astype("datetime64[us]") - np.timedelta64(7 * 3600, "s")
    return pa.array(utc, mask=missing).cast(pa.timestamp("us")).cast(pa.timestamp("us", tz="Asia/Ho_Chi_Minh"))


def _procedures(world: World) -> dict[str, pa.Array]:
    p = world.procedures
    field = [FIELDS[i] for i in p.field]
    return {
        "procedure": pa.array(p.code),
        "name": pa.array([f"Thủ tục {code[3:]} ({FIELD_NAMES[f]})" for code, f in zip(p.code, field, strict=True)]),
        "field": pa.array(field),
        "sensitive": pa.array([f in SENSITIVE for f in field]),
        "limit_working_days": pa.array(p.limit),
        "required_documents": pa.array(p.papers, pa.list_(pa.string())),
        "fee": pa.array(p.fee),
        "max_supplement_requests": pa.array(np.ones(len(p), dtype=np.int64)),
    }


def _units(world: World) -> dict[str, pa.Array]:
    levels = [world.style.levels[i] for i in world.unit_level]
    return {
        "unit": pa.array(world.unit_codes),
        "name": pa.array([f"Bộ phận một cửa {code}" for code in world.unit_codes]),
        "level": pa.array(levels),
    }


def _officials(world: World) -> dict[str, pa.Array]:
    people = world.officials
    return {
        "official": pa.array(people.code),
        "unit": _coded(world.unit_codes, people.unit),
        "post": pa.array(people.post),
        "from": pa.array(people.since),
        "to": pa.array([None] * len(people), pa.string()),
    }


def _relations(rng: np.random.Generator, world: World) -> dict[str, pa.Array]:
    people, n = world.officials, max(2, len(world.officials) // 20)
    who = rng.choice(len(people), n, replace=False)
    other = rng.choice(len(people), n, replace=False)
    return {
        "official": _coded(people.code, who),
        "related_to": _coded(people.code, np.where(other == who, (other + 1) % len(people), other)),
        "kind": pa.array(rng.choice(["spouse", "sibling", "parent", "other"], n).tolist()),
    }


def _dossiers(
    world: World, load: Caseload, flow: Flow, charged: Floats, names: list[str], cutoff: np.datetime64
) -> dict[str, pa.Array]:
    end = to_clock(flow.finished)
    still_open = end > cutoff
    outcome = np.where(flow.withdrawn, 2, np.where(flow.refused, 1, 0))
    columns = {
        "dossier": pa.array(names),
        "procedure": _coded(world.procedures.code, load.procedure),
        "unit": _coded(world.unit_codes, load.unit),
        "applicant": pa.array([f"NN{i:07d}" for i in load.applicant]),
        "applicant_kind": _coded(["citizen", "business"], load.business.astype(np.int64)),
        "agent": _coded(world.agents.code or [""], load.agent),
        "channel": _coded(CHANNELS, load.channel),
        "received_at": _instants(load.received_clock),
        "finished_at": _instants(end, still_open),
        "outcome": _coded(["granted", "refused", "withdrawn"], np.where(still_open, NOBODY, outcome)),
        "fee_charged": pa.array(charged.astype(np.int64)),
    }
    if world.style.due != "absent":
        columns["due_at"] = _due(world, load, flow, cutoff)
    return columns


def _due(world: World, load: Caseload, flow: Flow, cutoff: np.datetime64) -> pa.Array:
    day = load.receipt_day + load.limit
    if world.style.due == "moved":
        for stop in (*flow.requests, flow.suspension):
            over = stop.until < NEVER
            until = np.where(over, stop.until, 0.0)
            over &= to_clock(until) <= cutoff
            day = day + np.where(over, until // 480 - np.where(over, stop.at, 0.0) // 480, 0).astype(np.int64)
    return _instants(WORKING_DAYS[day].astype("datetime64[s]") + np.timedelta64(17 * 3600 + 1800, "s"))


def _events(world: World, load: Caseload, ledger: Ledger, names: list[str]) -> dict[str, pa.Array]:
    rows = ledger.columns()
    unit: Ints = load.unit[rows["dossier"]]
    return {
        "dossier": _coded(names, rows["dossier"]),
        "at": _instants(rows["at"]),
        "activity": _coded(ACTIVITIES, rows["activity"]),
        "official": _coded(world.officials.code, rows["official"]),
        "unit": _coded(world.unit_codes, unit),
        "document": pa.array(rows["document"], mask=rows["document"] == ""),
        "reason": _coded(REASONS, np.where(rows["reason"] == 0, -1, rows["reason"])),
        "amount": pa.array(rows["amount"], mask=rows["amount"] < 0),
    }


def _accesses(world: World, accesses: Accesses, names: list[str]) -> dict[str, pa.Array]:
    return {
        "at": _instants(accesses.at),
        "official": _coded(world.officials.code, accesses.official),
        "dossier": _coded(names, accesses.dossier),
        "action": _coded(ACTIONS.tolist(), accesses.action),
    }


def _documents(rng: np.random.Generator, world: World, documents: Documents) -> dict[str, pa.Array]:
    n = len(documents.drafter)
    order = np.argsort(documents.issued, kind="stable")
    review = documents.review[order]
    bases = [
        [f"{int(a)}/202{int(b)}/NĐ-CP" for a, b in zip(rng.integers(1, 180, k), rng.integers(0, 6, k), strict=True)]
        for k in rng.integers(1, 4, n)
    ]
    return {
        "document": pa.array([f"VB{i:05d}" for i in range(1, n + 1)]),
        "issued_at": _instants(documents.issued[order]),
        "unit": _coded(world.unit_codes, documents.unit[order]),
        "drafter": _coded(world.officials.code, documents.drafter[order]),
        "signer": _coded(world.officials.code, documents.signer[order]),
        "kind": _coded(KINDS, documents.kind[order]),
        "legal_basis": pa.array(bases, pa.list_(pa.string())),
        "review": pa.array(review, mask=review == ""),
        "reviewed_at": _instants(documents.reviewed[order], np.isnat(documents.reviewed[order])),
        "beneficiary": pa.array([documents.beneficiary[i] for i in order], pa.string()),
    }


__all__ = ["HEAD", "dossier_names", "write_tables"]
