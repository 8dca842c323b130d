"""A matter is born: its number, its content, its first clocks, and who sees nothing of it from the beginning."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from liem.base.clock import local
from liem.base.errors import UserError
from liem.cases import arrivals
from liem.cases.actions.frame import STREAM, shut_out
from liem.cases.deadlines import reckon
from liem.cases.indexing import index
from liem.cases.models import Content, Event, Matter
from liem.cases.states import Kind, Origin, Verb
from liem.leads import expiry as signs
from liem.people.row_security import acting_as_system
from liem.trail import actions as trail

PREFIXES = {
    Kind.REFLECTION: "PA",
    Kind.COMPLAINT_FIRST: "KN1",
    Kind.COMPLAINT_SECOND: "KN2",
    Kind.DENUNCIATION: "TC",
    Kind.CRIME_REPORT: "TG",
    Kind.INSPECTION: "TT",
    Kind.LEAD: "DH",
}
"""How a number begins, by kind: phản ánh, khiếu nại, tố cáo, tố giác, thanh tra, dấu hiệu."""


@dataclass(frozen=True)
class Birth:
    """What a matter begins with. ``title`` and ``summary`` are content; all else goes into the register."""

    kind: Kind
    unit: str
    origin: Origin
    origin_ref: str
    received_at: datetime
    title: str
    summary: str = ""
    about_unit: str = ""
    act: str = ""
    remote: bool = False


@transaction.atomic
def open_matter(birth: Birth, *, by: str, now: datetime, handler: str = "") -> Matter:
    """Open a matter. ``by``: an account's number, or ``system``.

    :raises UserError: for a day of receipt to come, or a subject without words.
    """
    if birth.received_at > now:
        raise UserError(_("The day lies in the future. Write the day on which it happened."))
    if not birth.title.strip():
        raise UserError(_("Give the matter a subject, in a few words."))
    if not birth.unit.strip():
        raise UserError(_("Say which unit handles the matter."))
    with acting_as_system():
        matter = Matter.objects.create(
            number=_number(birth.kind, local(birth.received_at).year),
            kind=birth.kind,
            unit=birth.unit,
            handler=handler,
            origin=birth.origin,
            origin_ref=birth.origin_ref,
            about_unit=birth.about_unit,
            act=birth.act,
            remote=birth.remote,
            received_at=birth.received_at,
            opened_at=now,
        )
        Content.objects.create(matter=matter, title=birth.title.strip()[:300], summary=birth.summary)
        index(matter)
        _shut_out_at_birth(matter, now=now)
        if birth.origin == Origin.LEAD:
            signs.take_up(birth.origin_ref, now=now)
        data = {"origin": birth.origin, "ref": birth.origin_ref}
        Event.objects.create(matter=matter, verb=Verb.OPEN, at=birth.received_at, recorded_at=now, by=by, data=data)
        reckon(matter, now=now)
        trail.record(
            STREAM,
            "matter_open",
            by=by,
            subject_kind="matter",
            subject_id=matter.number,
            after={"kind": birth.kind, "unit": birth.unit, "origin": birth.origin, "handler": handler},
            now=now,
        )
    return matter


def _shut_out_at_birth(matter: Matter, *, now: datetime) -> None:
    """Whoever may see nothing of the report, the lead or the matter it is born of, sees nothing of this one either."""
    known = arrivals.shut_out_with(matter.origin, matter.origin_ref)
    for account, ground in known.items():
        shut_out(matter, {account}, ground, by="system", now=now)
    if known:
        Matter.objects.filter(pk=matter.pk).update(handler=matter.handler)


def _number(kind: Kind, year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number')")
        return f"{PREFIXES[kind]}-{year}-{cursor.fetchone()[0]:05d}"
