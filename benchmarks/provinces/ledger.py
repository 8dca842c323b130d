"""The event log of a simulated province: every step that is written down, by whom, with what in it."""

from __future__ import annotations

import numpy as np
from benchmarks.provinces.caseload import NOBODY, ONLINE, Caseload
from benchmarks.provinces.flow import NEVER, Flow
from benchmarks.provinces.plants import Plants
from benchmarks.provinces.workdays import MINUTES, to_clock
from benchmarks.provinces.world import Bools, Floats, Ints, World

ACTIVITIES = [
    "received",
    "receipt_slip_issued",
    "guidance_given",
    "supplement_requested",
    "supplement_received",
    "forwarded",
    "suspended",
    "resumed",
    "consulted",
    "field_visit",
    "appraised",
    "returned_for_correction",
    "approved",
    "refused",
    "due_changed",
    "apology_issued",
    "fee_collected",
    "result_ready",
    "finished",
    "withdrawn",
]
CODE = {name: i for i, name in enumerate(ACTIVITIES)}
REASONS = (
    "",
    "Thiếu thành phần hồ sơ",
    "Chờ ý kiến cơ quan phối hợp",
    "Cộng thời gian chờ bổ sung",
    "Xác minh thực tế",
)


class Ledger:
    """Columns of the events table, grown step by step; only what happened before ``cutoff`` is kept."""

    def __init__(self, cutoff: np.datetime64) -> None:
        self.cutoff = cutoff
        self._parts: list[tuple[np.ndarray, ...]] = []

    def add(
        self,
        name: str,
        rows: Bools,
        at: np.ndarray,
        official: Ints,
        document: np.ndarray | None = None,
        reason: int = 0,
        amount: np.ndarray | None = None,
    ) -> None:
        """``at``: office minutes, or clock instants already."""
        index = np.flatnonzero(rows)
        when = at[index]
        clock = when if np.issubdtype(when.dtype, np.datetime64) else to_clock(when)
        kept = clock <= self.cutoff
        index, clock = index[kept], clock[kept]
        n = len(index)
        paper = document[index] if document is not None else np.full(n, "", dtype="U12")
        money = amount[index] if amount is not None else np.full(n, -1)
        self._parts.append((index, clock, np.full(n, CODE[name]), official[index], paper, np.full(n, reason), money))

    def columns(self) -> dict[str, np.ndarray]:
        names = ("dossier", "at", "activity", "official", "document", "reason", "amount")
        joined = {name: np.concatenate([part[i] for part in self._parts]) for i, name in enumerate(names)}
        order = np.lexsort((joined["at"], joined["dossier"]))
        return {name: column[order] for name, column in joined.items()}

    def steps_by_people(self) -> tuple[Ints, np.ndarray, Ints]:
        dossier, at, official = (np.concatenate([part[i] for part in self._parts]) for i in (0, 1, 3))
        named = official != NOBODY
        return dossier[named], at[named], official[named]


def write_steps(
    rng: np.random.Generator, world: World, load: Caseload, plants: Plants, flow: Flow, cutoff: np.datetime64
) -> Ledger:
    ledger = Ledger(cutoff)
    n = len(load)
    everyone = np.ones(n, dtype=bool)
    nobody = np.full(n, NOBODY)
    ledger.add("received", everyone, load.received_clock, load.clerk)
    ledger.add("receipt_slip_issued", rng.random(n) < 0.985, flow.slip, load.clerk)
    if world.style.intake != "handler":
        ledger.add("forwarded", everyone, flow.forwarded, np.where(load.clerk == NOBODY, nobody, load.clerk))
    _guidance(rng, world, load, plants, flow, ledger)
    _requests(rng, world, load, flow, ledger)
    alive = ~flow.withdrawn
    ledger.add("consulted", alive & (flow.consulted < NEVER), flow.consulted, load.handler)
    ledger.add("field_visit", alive & (flow.visited < NEVER), flow.visited, load.handler, reason=4)
    ledger.add("appraised", alive, flow.appraised, flow.actor)
    ledger.add("returned_for_correction", alive & (flow.corrected < NEVER / 2), flow.corrected, load.head)
    ledger.add("approved", alive & ~flow.refused, flow.approved, load.head)
    ledger.add("refused", alive & flow.refused, flow.approved, load.head, reason=1)
    ledger.add("result_ready", alive, flow.finished - 1, flow.actor)
    giver = np.where((load.clerk != NOBODY) & (world.style.intake == "clerk"), load.clerk, flow.actor)
    ledger.add("finished", alive, flow.finished, giver)
    ledger.add("withdrawn", flow.withdrawn, flow.finished, giver)
    late = flow.late & (flow.due < NEVER / 2) & (rng.random(n) < world.unit_apologises[load.unit])
    ledger.add("apology_issued", late, flow.due + rng.uniform(5, MINUTES, n), load.head)
    return ledger


def _guidance(
    rng: np.random.Generator, world: World, load: Caseload, plants: Plants, flow: Flow, ledger: Ledger
) -> None:
    where, n = world.style.guidance, len(load)
    if where == "none":
        return
    asked = flow.requests[0].at < NEVER
    guide = np.where(load.clerk != NOBODY, load.clerk, load.handler)
    given = rng.random(n) < world.officials.guides[guide] * plants.guides[guide]
    if where == "intake":
        counter = load.channel != ONLINE
        ledger.add("guidance_given", counter & given, flow.slip - 0.4, guide)
        # Online nobody stands at the counter: the advice goes out with the request.
        ledger.add("guidance_given", ~counter & asked & given, flow.requests[0].at - 0.5, guide)
        return
    ledger.add("guidance_given", asked & given, flow.requests[0].at - 0.5, guide)
    ledger.add("guidance_given", ~asked & given & (rng.random(n) < 0.1), flow.slip - 0.4, guide)


def _requests(rng: np.random.Generator, world: World, load: Caseload, flow: Flow, ledger: Ledger) -> None:
    back = np.where((load.channel == ONLINE) | (load.clerk == NOBODY), NOBODY, load.clerk)
    for stop in flow.requests:
        there = stop.at < NEVER
        ledger.add(
            "supplement_requested", there, stop.at, load.handler, _papers(rng, world, load, stop.lawful_paper), reason=1
        )
        ledger.add("supplement_received", there & (stop.until < NEVER), stop.until, back)
    hold = flow.suspension
    there = hold.at < NEVER
    ledger.add("suspended", there, hold.at, load.handler, reason=2)
    ledger.add("resumed", there, hold.until, load.handler)
    if world.style.due == "moved":
        for stop in (*flow.requests, hold):
            ledger.add("due_changed", stop.until < NEVER, stop.until + 1, load.handler, reason=3)


def _papers(rng: np.random.Generator, world: World, load: Caseload, lawful: Bools) -> np.ndarray:
    lists = world.procedures.papers
    longest = max(len(papers) for papers in lists)
    table = np.array([papers + [papers[-1]] * (longest - len(papers)) for papers in lists], dtype="U12")
    size = np.array([len(papers) for papers in lists])
    pick = np.minimum((rng.random(len(load)) ** 1.5 * size[load.procedure]).astype(np.int64), size[load.procedure] - 1)
    strange = np.array([f"NGOAI-{i}" for i in range(7)], dtype="U12")[rng.integers(0, 7, len(load))]
    return np.where(lawful, table[load.procedure, pick], strange)


def collect_fees(
    rng: np.random.Generator, world: World, load: Caseload, plants: Plants, flow: Flow, ledger: Ledger
) -> Floats:
    """Money taken at receipt by whoever received (or the handler); returns what each dossier was charged (VND)."""
    n = len(load)
    fee = world.procedures.fee[load.procedure]
    collector = np.where(load.clerk != NOBODY, load.clerk, load.handler)
    exempt = rng.random(n) < 0.06
    more = rng.choice([10_000, 20_000, 50_000, 100_000], n)
    above = (rng.random(n) < plants.overcharges[collector]) | (rng.random(n) < 0.0003)
    paid = np.where(exempt, 0, fee) + np.where(above & ~exempt, more, 0)
    ledger.add("fee_collected", paid > 0, flow.slip + 1, collector, amount=paid)
    return np.where(paid > 0, paid, 0)
