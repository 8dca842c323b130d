"""What applicants get in writing: guidance, and the slip."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.towns.columns import Bools, Columns
from benchmarks.towns.intake import Intake
from benchmarks.towns.requests import Requests
from benchmarks.towns.round import Round

WITH_A_REQUEST = 0.7
NO_SLIP, NO_SLIP_WHERE_SILENT = 0.012, 0.25


@dataclass
class Guidance(Columns):
    with_request: Bools
    at_counter: Bools
    """What was missing was caught there, and it was written down."""
    without_slip: Bools


def guide(run: Round, intake: Intake, requests: Requests) -> Guidance:
    return Guidance(
        with_request=requests.asked & (run.chances() < WITH_A_REQUEST) & ~(run.chances() < intake.silent),
        at_counter=intake.caught & ~(run.chances() < intake.silent),
        without_slip=run.chances() < NO_SLIP + NO_SLIP_WHERE_SILENT * intake.silent,
    )
