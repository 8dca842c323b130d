"""What happened, as the tables of the exchange format."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from benchmarks.offices.people import DESK, Floats, Ints, People
from benchmarks.provinces.workdays import WORKING_DAYS, to_clock

if TYPE_CHECKING:
    from benchmarks.offices.simulate import Procedures

DAY = 480.0
NONE = np.zeros(0)
UTC = np.timedelta64(7 * 3600, "s")


@dataclass
class Dossiers:
    """One entry per dossier; times in working days after the start of the day of receipt."""

    unit: Ints
    procedure: Ints
    day: Ints
    clerk: Ints
    handler: Ints
    leader: Ints
    agent: Ints
    asked: np.ndarray = field(default_factory=lambda: NONE)
    outside: np.ndarray = field(default_factory=lambda: NONE)
    guided: np.ndarray = field(default_factory=lambda: NONE)
    over: np.ndarray = field(default_factory=lambda: NONE)
    usual_asks: Floats = field(default_factory=lambda: NONE)
    usual_late: Floats = field(default_factory=lambda: NONE)
    used: Floats = field(default_factory=lambda: NONE)
    stopped: np.ndarray = field(default_factory=lambda: NONE)
    stop_at: Floats = field(default_factory=lambda: NONE)
    late_stop: np.ndarray = field(default_factory=lambda: NONE)
    finished_late: np.ndarray = field(default_factory=lambda: NONE)


def write_records(
    folder: Path, rng: np.random.Generator, people: People, procedures: Procedures, load: Dossiers
) -> dict[str, Any]:
    """Write every table; returns the names, and what the truth needs of the books beside the dossiers."""
    n = len(load.unit)
    officials = [f"CB{i:03d}" for i in rng.permutation(900)[: len(people)] + 100]
    agents = [f"DV{i:03d}" for i in range(people.agents)]
    dossier = np.array([f"HS{i:06d}" for i in range(n)])
    start = load.day * DAY + rng.uniform(5, 400, n)
    limit = procedures.limit[load.procedure]
    stand = np.where(load.asked | load.stopped, np.clip(3.0 * np.exp(rng.normal(0, 0.6, n)), 0.3, 25) * DAY, 0.0)
    at_stop = start + np.where(load.asked, 0.35 * load.used, load.stop_at) * DAY
    end = start + load.used * DAY + stand
    due = WORKING_DAYS[load.day + limit + np.ceil(stand / DAY).astype(int)]
    load.finished_late = load.used > limit
    cutoff = float((load.day.max() + 5) * DAY)
    steps = _Steps(cutoff)
    rows = np.arange(n)
    appraise = np.maximum(start + 0.8 * load.used * DAY + stand, np.where(stand > 0, at_stop + stand + 2, 0))
    end = np.maximum(end, appraise + 20)
    papers = np.array([f"G{p:02d}-{k}" for p, k in zip(load.procedure, rng.integers(1, 4, n), strict=True)])
    papers = np.where(load.outside, "NGOAI-" + papers.astype(object), papers.astype(object))
    steps.add(rows, start, "received", load.clerk)
    steps.add(rows, start + 4, "receipt_slip_issued", load.clerk)
    steps.add(rows[load.guided], start + 6, "guidance_given", load.clerk)
    steps.add(rows, start + 15, "forwarded", load.clerk)
    steps.add(rows[load.asked], at_stop, "supplement_requested", load.handler, document=papers)
    steps.add(rows[load.asked], at_stop + stand, "supplement_received", load.clerk)
    steps.add(rows[load.stopped], at_stop, "suspended", load.handler)
    steps.add(rows[load.stopped], at_stop + stand, "resumed", load.handler)
    steps.add(rows, appraise, "appraised", load.handler)
    steps.add(rows, end - 12, "approved", load.leader)
    fee = procedures.fee[load.procedure]
    charged = np.where(load.over, fee + 10_000 * rng.integers(1, 6, n), fee)
    steps.add(rows[fee > 0], end - 5, "fee_collected", load.clerk, amount=charged)
    steps.add(rows, end, "finished", load.clerk)
    done = end <= cutoff
    code = np.array(officials)
    clock = to_clock(end)
    pl.DataFrame(
        {
            "dossier": dossier,
            "procedure": [f"T{p:02d}" for p in load.procedure],
            "unit": [f"U{u:02d}" for u in load.unit],
            "applicant": [f"ND{a:06d}" for a in rng.integers(0, 3 * n, n)],
            "applicant_kind": np.where(load.procedure % 4 == 0, "business", "citizen"),
            "agent": [agents[a] if a >= 0 else None for a in load.agent],
            "channel": np.where(rng.random(n) < 0.8, "counter", "online"),
            "received_at": _instants(to_clock(start)),
            "due_at": _instants(due.astype("datetime64[s]") + np.timedelta64(17 * 3600, "s")),
            "finished_at": pl.Series(_instants(clock)).set(pl.Series(~done), None),
            "outcome": pl.Series(np.where(rng.random(n) < 0.95, "granted", "refused")).set(pl.Series(~done), None),
            "fee_charged": charged,
        }
    ).write_parquet(folder / "dossiers.parquet")
    steps.frame(dossier, code).write_parquet(folder / "events.parquet")
    _catalogues(folder, people, procedures, officials)
    return {"officials": officials, "agents": agents} | _books(folder, rng, people, load, steps, dossier, code, cutoff)


def _instants(clock: np.ndarray) -> pl.Series:
    return pl.Series(clock.astype("datetime64[us]") - UTC).dt.replace_time_zone("UTC")


class _Steps:
    """Events gathered kind by kind; what lies after the cutoff has not happened."""

    def __init__(self, cutoff: float) -> None:
        self._cutoff = cutoff
        self._parts: list[pl.DataFrame] = []

    def add(
        self,
        rows: Ints,
        at: Floats,
        activity: str,
        official: Ints,
        document: np.ndarray | None = None,
        amount: np.ndarray | None = None,
    ) -> None:
        rows = rows[at[rows] <= self._cutoff]
        self._parts.append(
            pl.DataFrame(
                {
                    "row": rows,
                    "at": at[rows],
                    "activity": [activity] * len(rows),
                    "who": official[rows],
                    "document": pl.Series(None if document is None else document[rows].tolist(), dtype=pl.String)
                    if document is not None
                    else pl.Series([None] * len(rows), dtype=pl.String),
                    "amount": pl.Series(amount[rows], dtype=pl.Int64)
                    if amount is not None
                    else pl.Series([None] * len(rows), dtype=pl.Int64),
                }
            )
        )

    @property
    def all(self) -> pl.DataFrame:
        return pl.concat(self._parts)

    def frame(self, dossier: np.ndarray, code: np.ndarray) -> pl.DataFrame:
        rows = self.all
        return pl.DataFrame(
            {
                "dossier": dossier[rows["row"].to_numpy()],
                "at": _instants(to_clock(rows["at"].to_numpy())),
                "activity": rows["activity"],
                "official": code[rows["who"].to_numpy()],
                "document": rows["document"],
                "amount": rows["amount"],
            }
        ).sort("at")


def _catalogues(folder: Path, people: People, procedures: Procedures, officials: list[str]) -> None:
    count = len(procedures.limit)
    fields = ["land", "business", "civil_status", "construction_investment"]
    pl.DataFrame(
        {
            "procedure": [f"T{p:02d}" for p in range(count)],
            "name": [f"Thủ tục {p}" for p in range(count)],
            "field": [fields[p % 4] for p in range(count)],
            "limit_working_days": procedures.limit,
            "required_documents": [[f"G{p:02d}-{k}" for k in (1, 2, 3)] for p in range(count)],
            "fee": procedures.fee,
        }
    ).write_parquet(folder / "procedures.parquet")
    units = int(people.unit.max()) + 1
    pl.DataFrame(
        {"unit": [f"U{u:02d}" for u in range(units)], "name": [f"Một cửa {u}" for u in range(units)]}
    ).write_parquet(folder / "units.parquet")
    posts = np.array(["tiếp nhận", "thụ lý", "lãnh đạo"])
    pl.DataFrame(
        {
            "official": officials,
            "unit": [f"U{u:02d}" for u in people.unit],
            "post": np.where(people.trainee, "tập sự", posts[people.role]),
            "from": np.where(people.trainee, "2025-02-20", "2022-01-01"),
        }
    ).write_parquet(folder / "officials.parquet")


def _books(
    folder: Path,
    rng: np.random.Generator,
    people: People,
    load: Dossiers,
    steps: _Steps,
    dossier: np.ndarray,
    code: np.ndarray,
    cutoff: float,
) -> dict[str, Any]:
    """Accesses and issued documents."""
    own = steps.all.select("row", "at", "who").sample(fraction=0.7, seed=int(rng.integers(1 << 30)))
    row, at, who = (own[name].to_numpy() for name in ("row", "at", "who"))
    usual = np.bincount(who, minlength=len(people))
    # Now and then everybody opens a dossier that is not his; whoever is planted does so far oftener.
    often = usual * (0.01 * people.factor["looks"] + people.effect["peeks"])
    extra = np.repeat(np.arange(len(people)), rng.poisson(often))
    strange = rng.integers(0, len(load.unit), len(extra))
    when = np.minimum(load.day[strange] * DAY + rng.uniform(0, 20 * DAY, len(extra)), cutoff - 1)
    row, at, who = np.concatenate([row, strange]), np.concatenate([at - 2, when]), np.concatenate([who, extra])
    pl.DataFrame(
        {
            "at": _instants(to_clock(np.maximum(at, load.day[row] * DAY))),
            "official": code[who],
            "dossier": dossier[row],
            "action": rng.choice(["view", "edit", "print", "export"], len(row), p=[0.85, 0.1, 0.04, 0.01]),
        }
    ).sort("at").write_parquet(folder / "accesses.parquet")
    desk = np.flatnonzero(people.role == DESK)
    planted = np.flatnonzero(people.effect["drafts"] > 1)
    writers = np.union1d(rng.choice(desk, len(desk) // 2, replace=False), planted)
    drafter = np.repeat(writers, rng.poisson(60, len(writers)) + 15)
    usual_bad = np.minimum(0.04 * people.factor["drafts"][drafter], 0.9)
    bad = rng.random(len(drafter)) < np.minimum(usual_bad * people.effect["drafts"][drafter], 0.9)
    issued = load.day.min() * DAY + rng.uniform(0, 200 * DAY, len(drafter))
    leader = np.array([np.flatnonzero((people.unit == u) & (people.role == 2))[0] for u in people.unit[drafter]])
    pl.DataFrame(
        {
            "document": [f"QD{i:05d}" for i in range(len(drafter))],
            "issued_at": _instants(to_clock(issued)),
            "unit": [f"U{u:02d}" for u in people.unit[drafter]],
            "drafter": code[drafter],
            "signer": code[leader],
            "kind": rng.choice(["quyết định", "công văn"], len(drafter)),
            "review": np.where(bad, rng.choice(["unlawful", "loophole"], len(drafter)), "lawful"),
            "reviewed_at": _instants(to_clock(issued + 20 * DAY)),
        }
    ).write_parquet(folder / "issued_documents.parquet")
    return {
        "drafter": drafter,
        "bad": bad,
        "usual_bad": usual_bad,
        "accessor": who,
        "foreign": np.arange(len(who)) >= len(who) - len(extra),
    }
