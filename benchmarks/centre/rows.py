"""Dossiers and steps as rows of the export, with the gaps and errors of a real one."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.centre.centre import Centre
from benchmarks.centre.chance import Chance
from benchmarks.centre.dossier import Dossier, History
from benchmarks.centre.logbook import Logbook
from benchmarks.centre.workdays import DAY_SECONDS, EXTRACTED_SECOND, read, seconds, seconds_of, written

DUE_MISSING, OFFICIAL_MISSING = 0.008, 0.003
DOUBLED, ENDED_TOO_EARLY, UNKNOWN_PROCEDURE, WRONG_YEAR, UNKNOWN_DOSSIER = 4, 4, 3, 6, 5
"""Rows with each kind of error."""
NO_PROCEDURE, NO_DOSSIER, LAST_UNKNOWN, NO_YEAR = "9.999999", "H36.KHONGCO-", 999, "2062"
TOO_EARLY = 3 * DAY_SECONDS


class DossierRow(NamedTuple):
    """Times are written ones."""

    dossier: str
    procedure: str
    unit: str
    applicant: str
    applicant_kind: str
    agent: str | None
    channel: str
    received_at: str
    due_at: str | None
    finished_at: str | None
    outcome: str | None
    fee_charged: int | None
    resubmission_of: str | None
    commune: str


class EventRow(NamedTuple):
    dossier: str
    at: str
    activity: str
    official: str | None
    unit: str
    document: str | None
    reason: str | None
    amount: int | None


def export(centre: Centre, history: History, log: Logbook) -> tuple[list[DossierRow], list[EventRow]]:
    """What of the history is known on the day of the extract."""
    chance = centre.chance
    dossiers = [_dossier(chance, d, log) for d in history.dossiers]
    events = [
        EventRow(
            history.dossiers[event.dossier].code,
            written(second),
            event.activity,
            None if chance.happens(OFFICIAL_MISSING) else event.official,
            event.unit,
            event.document,
            event.reason,
            event.amount,
        )
        for event, second in log.stamped()
    ]
    _spoil_dossiers(chance, dossiers)
    _spoil_events(chance, events)
    return dossiers, events


def _dossier(chance: Chance, dossier: Dossier, log: Logbook) -> DossierRow:
    application, ended = dossier.application, log.ended[dossier.place]
    known = ended is not None and ended <= EXTRACTED_SECOND
    return DossierRow(
        dossier=dossier.code,
        procedure=application.procedure.code,
        unit=dossier.unit,
        applicant=application.applicant,
        applicant_kind="business" if application.business else "citizen",
        agent=dossier.agent,
        channel=application.channel,
        received_at=written(log.received[dossier.place]),
        due_at=None if chance.happens(DUE_MISSING) else written(_closing_time(dossier.due)),
        finished_at=written(ended) if ended is not None and known else None,
        outcome=dossier.outcome if known else None,
        fee_charged=dossier.charged,
        resubmission_of=application.earlier,
        commune=f"X{application.commune:02d}",
    )


def _closing_time(due: int) -> int:
    """The end of the day before the working minute with which the next one begins."""
    return seconds(due - 0.001) // 60 * 60 + 60


def _spoil_dossiers(chance: Chance, rows: list[DossierRow]) -> None:
    """Doubled rows are at the end; what is wrong with others is wrong in the first of the two only."""
    originals = range(len(rows))
    rows += [rows[i] for i in chance.sample(originals, DOUBLED)]
    for i in chance.sample(originals, ENDED_TOO_EARLY):
        if rows[i].finished_at:
            too_early = seconds_of(read(rows[i].received_at)) - TOO_EARLY
            rows[i] = rows[i]._replace(finished_at=written(too_early))
    for i in chance.sample(originals, UNKNOWN_PROCEDURE):
        rows[i] = rows[i]._replace(procedure=NO_PROCEDURE)


def _spoil_events(chance: Chance, rows: list[EventRow]) -> None:
    for i in chance.sample(range(len(rows)), WRONG_YEAR):
        rows[i] = rows[i]._replace(at=NO_YEAR + rows[i].at[len(NO_YEAR) :])
    for i in chance.sample(range(len(rows)), UNKNOWN_DOSSIER):
        rows.append(rows[i]._replace(dossier=f"{NO_DOSSIER}{chance.randint(1, LAST_UNKNOWN)}"))
