"""The table of dossiers, as exported."""

from __future__ import annotations

import numpy as np
import polars as pl
from benchmarks.chains.arrays import NOBODY, Clock, Floats, Ints
from benchmarks.chains.codes import applicant_code
from benchmarks.chains.course import Course
from benchmarks.chains.export import Export, known_only, texts, times
from benchmarks.chains.filings import Filings
from benchmarks.chains.units import SECOND_SYSTEM
from benchmarks.chains.workdays import CLOSING, seconds

KINDS, CHANNELS = ("citizen", "business"), ("counter", "online", "post")
OUTCOMES = ("granted", "refused", "withdrawn")
GRANTED, REFUSED, WITHDRAWN = range(len(OUTCOMES))
WRONG_YEARS, YEAR = 8, np.timedelta64(366, "D")
"""So many are finished in the year before, as typed."""
DUE_UNKNOWN, DUE_UNKNOWN_IN_SECOND = 0.01, 0.25
AGENT_UNKNOWN, FEE_UNKNOWN, IN_SECOND_UNKNOWN = 0.015, 0.02, 0.1
"""The last: whether it is a business, and which dossier is filed again; fees and channels the second never tells."""


def write_dossiers(export: Export) -> None:
    world, history, count = export.world, export.history, len(export.unit)
    filings = history.all_filings
    in_second = export.system == SECOND_SYSTEM
    ended = np.concatenate([history.first.ended, history.again.ended])
    finished = world.calendar.to_clock(ended)
    wrong_year = export.rng.choice(count, WRONG_YEARS, replace=False)
    finished[wrong_year] = finished[wrong_year] - YEAR
    due_unknown = in_second & export.happens(DUE_UNKNOWN_IN_SECOND, count)
    due_unknown |= export.happens(DUE_UNKNOWN, count)
    received = export.rounded(world.calendar.to_clock(filings.received), export.unit)
    agent = np.where(export.happens(AGENT_UNKNOWN, count), NOBODY, filings.agent)
    fee_unknown = in_second | export.happens(FEE_UNKNOWN, count)
    kind_unknown = in_second & export.happens(IN_SECOND_UNKNOWN, count)
    refusal_unknown = in_second & export.happens(IN_SECOND_UNKNOWN, count)
    known, closed = ~in_second, ended < world.calendar.end
    charged = np.concatenate([history.first.fees.charged, history.again.fees.charged])
    outcomes = np.concatenate([_outcomes(history.first), _outcomes(history.again)])
    table = pl.DataFrame(
        {
            "dossier": pl.Series(export.codes.dossiers),
            "procedure": texts([one.code for one in world.procedures.all], filings.procedure),
            "unit": texts(export.codes.units, export.unit),
            "applicant": pl.Series(list(map(applicant_code, filings.applicant.tolist(), filings.business.tolist()))),
            "applicant_kind": texts(KINDS, np.where(kind_unknown, NOBODY, filings.business.astype(int))),
            "agent": texts(export.codes.agents, agent),
            "channel": texts(CHANNELS, np.where(in_second, NOBODY, filings.channel)),
            "received_at": times(received, known),
            "due_at": known_only(times(_due(export, filings), known), ~due_unknown),
            "finished_at": known_only(times(finished, known), closed),
            "outcome": texts(OUTCOMES, np.where(closed, outcomes, NOBODY)),
            "fee_charged": known_only(pl.Series(charged.astype(np.int64)), ~fee_unknown),
            "resubmission_of": texts(export.codes.dossiers, np.where(refusal_unknown, NOBODY, filings.refusal)),
        }
    )
    in_turn: Floats = filings.received
    table[np.argsort(in_turn, kind="stable")].write_parquet(export.folder / "dossiers.parquet")


def _due(export: Export, filings: Filings) -> Clock:
    calendar = export.world.calendar
    limit = export.world.procedures.limit_on(filings.procedure, filings.day)
    day = np.floor(filings.received).astype(int) + limit.astype(int)
    return calendar.midnight(np.minimum(day, len(calendar.days) - 1)) + seconds(CLOSING)


def _outcomes(course: Course) -> Ints:
    refused = np.where(course.decision.refused, REFUSED, GRANTED)
    return np.where(course.moments.withdrawn, WITHDRAWN, refused)
