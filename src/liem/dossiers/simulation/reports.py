"""What people say of the simulated province: counts of reports by subject and quarter, never a text.

Honest officials are complained of, too; planted acts make people write oftener; and one honest clerk meets a single
aggrieved person who writes again and again.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from liem.dossiers.simulation.cast import Cast
from liem.dossiers.simulation.catalogue import PROCEDURES
from liem.dossiers.simulation.nature import Nature, note
from liem.dossiers.simulation.planting import Plant
from liem.dossiers.simulation.worktime import Real, Whole, WorkingTime
from liem.dossiers.simulation.writing import SCHEMAS

QUARTER = 91
"""Days."""
HONEST = 0.0012
"""Independent reports per dossier about an honest official."""
ABOUT_PROCEDURE, ABOUT_STALE = 0.0006, 0.006
WRITTEN = {
    "harassment": 0.06,
    "favoured_agent": 0.05,
    "fee_above_schedule": 0.03,
    "superficial_receipt": 0.015,
    "clock_stop": 0.015,
    "late_without_apology": 0.02,
    "due_moved": 0.015,
}
"""More reports per dossier of the planted official, at strength 1: more than in life, where nine in ten are silent."""
REPEATED = 0.35
"""Further reports per independent one: the same person, the same day, the same words."""
AGGRIEVED = (14, 2)
"""Reports, and independent ones among them, of the look-alike."""


@dataclass
class Tally:
    """Dossiers by official and quarter, and by procedure and quarter, added up batch by batch."""

    cast: Cast
    time: WorkingTime
    officials: Whole = field(init=False)
    procedures: Whole = field(init=False)

    def __post_init__(self) -> None:
        quarters = -(-self.time.days // QUARTER)
        self.officials = np.zeros((self.cast.officials, quarters), np.int64)
        self.procedures = np.zeros((len(PROCEDURES), quarters), np.int64)

    def add(self, day: Whole, procedure: Whole, *hands: Whole) -> None:
        """Count one batch; ``hands``: officials who dealt with each dossier."""
        quarter = np.minimum(day // QUARTER, self.officials.shape[1] - 1)
        np.add.at(self.procedures, (procedure, quarter), 1)
        for official in hands:
            np.add.at(self.officials, (official, quarter), 1)


def report_counts(tally: Tally, nature: Nature, plants: list[Plant], rng: np.random.Generator) -> pa.Table:
    """The table ``report_counts`` of the province."""
    cast, codes = tally.cast, tally.cast.codes()
    expected = tally.officials * HONEST * np.exp(rng.normal(0, 0.3, (cast.officials, 1)))
    for planted in plants:
        mine = tally.officials[planted.official]
        expected[planted.official] += mine * WRITTEN.get(planted.kind, 0.0) * planted.strength
    independent = rng.poisson(expected)
    repeated = rng.poisson(independent * REPEATED)
    aggrieved = _aggrieved(tally, nature, plants, rng)
    if aggrieved >= 0:
        independent[aggrieved, -1] = AGGRIEVED[1]
        repeated[aggrieved, -1] = AGGRIEVED[0] - AGGRIEVED[1]
        note(nature, "one_aggrieved_person", "official", codes[aggrieved])
    rows = _rows("official", codes, independent, repeated, tally.time)
    rates = np.full((len(PROCEDURES), 1), ABOUT_PROCEDURE)
    rates[nature.stale_procedure] = ABOUT_STALE
    about = rng.poisson(tally.procedures * rates)
    rows += _rows("procedure", [entry.code for entry in PROCEDURES], about, rng.poisson(about * REPEATED), tally.time)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(SCHEMAS["report_counts"])
    schema = SCHEMAS["report_counts"]
    return pa.table([pa.array(values, one.type) for values, one in zip(columns, schema, strict=True)], schema=schema)


def _aggrieved(tally: Tally, nature: Nature, plants: list[Plant], rng: np.random.Generator) -> int:
    """An honest, busy official of whom one person complains again and again; -1: nobody fits."""
    busy: Real = tally.officials.sum(axis=1).astype(float)
    busy[[planted.official for planted in plants]] = 0
    alike = {alike["subject"] for alike in nature.alike}
    busy[[number for number, code in enumerate(tally.cast.codes()) if code in alike]] = 0
    return int(rng.choice(len(busy), p=busy / busy.sum())) if busy.sum() else -1


def _rows(
    kind: str, codes: list[str], independent: Whole, repeated: Whole, time: WorkingTime
) -> list[tuple[object, ...]]:
    return [
        (
            kind,
            codes[subject],
            _day(time, quarter * QUARTER),
            min(_day(time, (quarter + 1) * QUARTER - 1), _day(time, time.days - 1)),
            "report",
            int(independent[subject, quarter] + repeated[subject, quarter]),
            int(independent[subject, quarter]),
            None,
        )
        for subject, quarter in np.argwhere(independent > 0).tolist()
    ]


def _day(time: WorkingTime, number: int) -> date:
    return time.start + timedelta(days=number)
