"""What is known of a dossier on the day it arrives, and on whose desks it will lie."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.towns.columns import Bools, Columns, Floats, Ints

CHANNELS = ("counter", "online", "post")
ONLINE = CHANNELS.index("online")
FIRST_FILING = -1


@dataclass
class Dossiers(Columns):
    unit: Ints
    day: Ints
    received: Floats
    """The moment; like all of them in working days."""
    procedure: Ints
    limit: Ints
    business: Bools
    """The applicant is one."""
    channel: Ints
    agent: Ints
    applicant: Ints
    clerk: Ints
    appraiser: Ints
    first_appraiser: Ints
    """To whom it was assigned before a colleague took over."""
    waited: Floats
    """Working days lost by somebody's absence."""
    signer: Ints
    releaser: Ints
    load: Floats
    """Of the appraiser's desk at the time, against its usual load."""
    refiled_from: Ints
    """The place of the dossier that was refused before."""
    complete: Bools
    """Nothing can be missing."""
