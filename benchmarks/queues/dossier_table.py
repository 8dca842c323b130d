"""The table of dossiers, as exported: some columns have gaps."""

from __future__ import annotations

import numpy as np
import polars as pl
from benchmarks.queues.arrays import NONE, objects
from benchmarks.queues.arrivals import Channel
from benchmarks.queues.catalogue import PROCEDURES
from benchmarks.queues.export import Export, texts
from benchmarks.queues.matter import Outcome
from benchmarks.queues.workdays import CLOSING

_NO_AGENT, _NO_CHANNEL, _NO_RESUBMISSION, _NO_DUE_DATE = 0.01, 0.01, 0.06, 0.004
_MULTIPLIER, _SHIFT, _CODES = 2654435761, 97, 1 << 32
"""Of the codes of applicants, which do not tell who came first."""


def write_dossiers(export: Export, unit_without_agents: int) -> None:
    history, world, order = export.history, export.world, export.in_order
    count, unit = len(order), history.unit[order]
    agent = export.agents[history.agent[order]]
    if unit_without_agents != NONE:
        agent[unit == unit_without_agents] = None
    agent[export.happens(_NO_AGENT, count)] = None
    channel = objects([channel.name.lower() for channel in Channel])[history.channel[order]]
    channel[export.happens(_NO_CHANNEL, count)] = None
    earlier = objects([export.numbers[place] if place != NONE else None for place in history.again_of[order]])
    if export.omissions.loses_resubmissions:
        earlier[export.happens(_NO_RESUBMISSION, count)] = None
    midnights = world.period.midnights_and_beyond
    due = midnights[np.minimum(history.first_due[order], len(midnights) - 1)] + CLOSING
    due = np.where(export.happens(_NO_DUE_DATE, count), NONE, due)
    finished_at = history.finished_at[order]
    outcomes = objects([None, *(outcome.name.lower() for outcome in Outcome if outcome != Outcome.OPEN)])
    table = pl.DataFrame(
        {
            "dossier": texts(export.numbers[order]),
            "procedure": texts(objects([one.code for one in PROCEDURES])[history.procedure[order]]),
            "unit": texts(export.units[unit]),
            "applicant": texts(_applicant_code(world.seed, int(one)) for one in history.applicant[order]),
            "applicant_kind": pl.Series(np.where(history.business[order] > 0, "business", "citizen")),
            "agent": texts(agent),
            "channel": texts(channel),
            "received_at": export.moments(export.as_clocked(history.received_at[order], unit)),
            "due_at": export.moments(due),
            "finished_at": export.moments(export.as_clocked(finished_at, unit)),
            "outcome": texts(outcomes[np.where(finished_at > 0, history.outcome[order], Outcome.OPEN)]),
            "fee_charged": pl.Series(history.fee[order]),
            "resubmission_of": texts(earlier),
        }
    )
    export.write("dossiers", table)


def _applicant_code(seed: int, applicant: int) -> str:
    return f"NG{(applicant * _MULTIPLIER + seed * _SHIFT) % _CODES:08x}"
