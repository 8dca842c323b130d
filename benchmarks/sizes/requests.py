"""What is missing, what intake says about it, and which papers are asked for afterwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.arrays import Bools, Columns, Ints
from benchmarks.sizes.catalogue import NO_PAPER, OFF_LIST_PAPERS, PLACE_OF_PAPER
from benchmarks.sizes.circumstances import CUSTOM_ASKED
from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.rates import MISSED_NOTICED
from benchmarks.sizes.round import LEANING_MOST, Round
from benchmarks.sizes.variants import How

INCOMPLETE_AGAIN = 0.6
"""Factor for those who come back."""
GUIDED, GUIDED_AGAIN, ASKED_AGAIN = 0.9, 0.6, 0.5
"""Of those caught at intake; of those who come back after a refusal with a reason, the last two."""
OFF_LIST_LEANING = 1.6
"""The larger, the more the first papers off the list are asked for."""


@dataclass
class Requests(Columns):
    guided: Bools
    off_list: Bools
    asked: Bools
    again: Bools
    guided_on: Ints
    first: Ints
    """The paper asked for."""
    customary: Ints
    """Asked for besides, or no paper."""
    second: Ints


def ask(run: Round) -> Requests:
    filings, rates, allowances = run.filings, run.rates, run.allowances
    justly = filings.justly_refused
    incomplete = run.happens(rates.incomplete * (INCOMPLETE_AGAIN if run.refiled else 1))
    passing = (How.PASSES_INCOMPLETE, How.RUBBER_STAMP)
    missed = incomplete & run.happens(
        run.chance(rates.missed * allowances.missed, Deed.MISSED, filings.clerk, *passing, most=LEANING_MOST)
    )
    guided = incomplete & ~missed & run.happens(GUIDED)
    if run.refiled:
        guided |= justly & run.happens(GUIDED_AGAIN)
    appraiser, calm = filings.appraiser, run.favour * filings.calm
    missing = missed & run.happens(MISSED_NOTICED) & run.happens(run.favour)
    extra = run.happens(run.chance(rates.extra * allowances.extra, Deed.EXTRA, appraiser, How.SUPPLEMENTS) * calm)
    off_list = run.happens(run.chance(rates.off_list, Deed.OFF_LIST, appraiser, How.OUTSIDE_LIST) * calm)
    custom = run.world.circumstances.customary(filings.unit, filings.procedure) & run.happens(CUSTOM_ASKED)
    listed = missing | extra
    if run.refiled:
        listed |= run.happens(ASKED_AGAIN) & justly
    guided_on, first, customary = _papers(run, listed, off_list, custom)
    asked = listed | off_list | custom
    again = asked & run.happens(run.chance(rates.again, Deed.AGAIN, appraiser, How.PIECEMEAL))
    return Requests(guided, off_list, asked, again, guided_on, first, customary, _one_of_the_list(run))


def _papers(run: Round, listed: Bools, off_list: Bools, custom: Bools) -> tuple[Ints, Ints, Ints]:
    """One of the list, the one asked for first, and the customary one where it is asked for besides."""
    of_the_list = _one_of_the_list(run)
    strange = np.array([PLACE_OF_PAPER[paper] for paper in OFF_LIST_PAPERS])
    place = run.rng.random(len(run)) ** OFF_LIST_LEANING * len(strange)
    usual = run.world.circumstances.custom_paper
    first = np.where(off_list, strange[place.astype(int)], np.where(listed, of_the_list, usual))
    return of_the_list, first, np.where(custom & (first != usual), usual, NO_PAPER)


def _one_of_the_list(run: Round) -> Ints:
    procedures, procedure = run.world.procedures, run.filings.procedure
    place = run.rng.random(len(run)) * procedures.paper_count[procedure]
    return procedures.papers[procedure, place.astype(int)]
