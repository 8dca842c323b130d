"""The table of dossiers, with the gaps of a real one."""

from __future__ import annotations

import numpy as np
from benchmarks.towns.agents import NOBODY
from benchmarks.towns.columns import Ints, Moments, Objects, where_known
from benchmarks.towns.dossiers import CHANNELS, FIRST_FILING
from benchmarks.towns.export import Export, Table
from benchmarks.towns.workdays import CLOSES

NO_DUE_DAY, NO_AGENT, NO_KIND, NO_CHANNEL, NO_FEE, NO_EARLIER_FILING = 0.008, 0.03, 0.03, 0.01, 0.02, 0.08
"""Shares of the dossiers in which it is not filled in."""
NEVER = np.datetime64("NaT")


def dossier_table(export: Export) -> Table:
    """In the order of receipt."""
    course, dossiers, world = export.course, export.course.dossiers, export.world
    finished = course.ends < export.end
    clock = export.clock(course.ends, dossiers.unit)
    clock[~finished] = NEVER
    outcome = np.where(course.outcome.withdrawn, "withdrawn", np.where(course.outcome.refused, "refused", "granted"))
    due = _due(export)
    agent = _with_gaps(export, where_known(dossiers.agent != NOBODY, export.agents[dossiers.agent]), NO_AGENT)
    kind = _with_gaps(export, np.where(dossiers.business, "business", "citizen").astype(object), NO_KIND)
    channel = _with_gaps(export, np.array(CHANNELS, object)[dossiers.channel], NO_CHANNEL)
    fee = _with_gaps(export, where_known(course.fees.due, course.fees.paid.astype(int)), NO_FEE)
    refiled = dossiers.refiled_from != FIRST_FILING
    earlier = _with_gaps(export, where_known(refiled, export.numbers[dossiers.refiled_from]), NO_EARLIER_FILING)
    codes = np.array([procedure.entry.code for procedure in world.procedures], object)
    table = {
        "dossier": export.numbers,
        "procedure": codes[dossiers.procedure],
        "unit": export.units[dossiers.unit],
        "applicant": applicants(dossiers.applicant),
        "applicant_kind": kind,
        "agent": agent,
        "channel": channel,
        "received_at": export.written(export.clock(dossiers.received, dossiers.unit)),
        "due_at": export.written(due),
        "finished_at": export.written(clock),
        "outcome": where_known(finished, outcome),
        "fee_charged": fee,
        "resubmission_of": earlier,
    }
    rows = export.order[export.exists[export.order]]
    return {name: column[rows] for name, column in table.items()}


def applicants(numbers: Ints) -> Objects:
    return np.array([f"NN{number:06d}" for number in numbers], object)


def _due(export: Export) -> Moments:
    due = export.world.calendar.midnight(export.course.due_day) + CLOSES
    due[export.chances() < NO_DUE_DAY] = NEVER
    return due


def _with_gaps(export: Export, column: Objects, share: float) -> Objects:
    column[export.chances() < share] = None
    return column
