"""The table of dossiers, as exported."""

from __future__ import annotations

import numpy as np
import polars as pl
from benchmarks.sizes.arrays import Bools, Ints
from benchmarks.sizes.export import Export, known_only, texts
from benchmarks.sizes.exported_steps import rounded
from benchmarks.sizes.records import Records
from benchmarks.sizes.workdays import DAY, HOUR

KINDS, CHANNELS = ("citizen", "business"), ("counter", "online", "post")
OUTCOMES = ("granted", "refused", "withdrawn")
GRANTED, REFUSED, WITHDRAWN = range(len(OUTCOMES))
END_UNKNOWN, DUE_UNKNOWN, FEE_UNKNOWN, CHANNEL_UNKNOWN = 0.003, 0.01, 0.01, 0.01
DUE_UNKNOWN_AT_COMMUNE = 0.4
"""Chance that a whole commune leaves the due days out."""
MAY_LACK, LACKING = ("applicant_kind", "channel"), 0.15
CLOSING = 17 * HOUR


def write_dossiers(export: Export, records: Records) -> None:
    world, filings, course = export.world, records.filings, records.history.course
    to_clock, count = world.calendar.to_clock, len(records.history)
    ended = records.history.finished & ~export.happens(END_UNKNOWN, count)
    due_known = _due_known(export, filings.branch)
    fee_known = (world.procedures.fee[filings.procedure] > 0) & ~export.happens(FEE_UNKNOWN, count)
    channel_known = ~export.happens(CHANNEL_UNKNOWN, count)

    def of_clock(clock: Ints) -> Ints:
        return rounded(clock, records.exported.to_five_minutes, records.exported.to_minutes)

    received = of_clock(to_clock(filings.received))
    finished = of_clock(to_clock(np.minimum(course.moments.finished, world.calendar.last_moment)))
    due = world.calendar.ordinals[course.due] * DAY + CLOSING
    table = pl.DataFrame(
        {
            "dossier": pl.Series(records.history.numbers),
            "procedure": texts(world.procedures.codes, filings.procedure),
            "unit": texts(world.units.codes, filings.unit),
            "applicant": pl.Series([applicant_code(applicant) for applicant in filings.applicant]),
            "applicant_kind": texts(KINDS, filings.kind),
            "agent": texts(world.agents.codes, filings.agent),
            "channel": known_only(texts(CHANNELS, filings.channel), channel_known),
            "received_at": export.moments(received),
            "due_at": known_only(export.moments(due), due_known),
            "finished_at": known_only(export.moments(finished), ended),
            "outcome": known_only(texts(OUTCOMES, _outcomes(records)), ended),
            "fee_charged": known_only(pl.Series(course.counter.paid.astype(np.int64)), fee_known),
            "resubmission_of": texts(records.history.numbers, filings.refusal),
        }
    )
    export.write("dossiers", table[np.argsort(received, kind="stable")], may_lack=MAY_LACK, chance=LACKING)


def applicant_code(applicant: int) -> str:
    return f"P{applicant:06d}"


def _due_known(export: Export, branch: Ints) -> Bools:
    known = ~export.happens(DUE_UNKNOWN, len(branch))
    if export.leaves_out("due_at of one commune", DUE_UNKNOWN_AT_COMMUNE):
        known &= branch != export.left_out_rng.choice(export.world.units.communes)
    return known


def _outcomes(records: Records) -> Ints:
    outcome = records.history.course.outcome
    return np.where(outcome.withdrawn, WITHDRAWN, np.where(outcome.refused, REFUSED, GRANTED))
