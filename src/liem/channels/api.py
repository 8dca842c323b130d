"""Handing in a report from another system of the province: the same register, the same receipt, the same seal."""

import hashlib
from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Status
from ninja.security import HttpBearer
from pydantic import BaseModel, ConfigDict, Field

from liem.agencies.api import FieldError, Refused
from liem.agencies.states import AccusedAs
from liem.base import clock
from liem.channels import actions, systems
from liem.channels.forms import EntryForm
from liem.channels.models import OtherSystem
from liem.intake.content import LONGEST, LONGEST_OTHER
from liem.intake.states import Kind

_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
"""No control characters but tabs and ends of lines."""
Text = Annotated[str, Field(max_length=LONGEST_OTHER, pattern=_TEXT)]
MANY_WORDS = 5
"""Characters below which nothing can have been said."""


class ReportIn(BaseModel):
    """What was said, in the person's own words. All but ``what`` and ``once`` may be left out; no name is needed."""

    model_config = ConfigDict(extra="forbid")

    once: str = Field(
        min_length=32,
        max_length=64,
        pattern=r"^[0-9a-f]+$",
        description="Random, made by the sender for this report: sent again, it is stored once",
    )
    what: str = Field(min_length=MANY_WORDS, max_length=LONGEST["what"], pattern=_TEXT)
    kind: Kind = Kind.UNDECIDED
    unit: Annotated[str, Field(max_length=128, pattern=_TEXT, description="Code of the agency it is about")] = ""
    accused_as: AccusedAs | Literal[""] = ""
    place: Text = ""
    procedure: Text = ""
    dossier: Text = ""
    when: Text = ""
    who: Text = ""
    asked_for: Text = ""
    evidence: Annotated[str, Field(max_length=LONGEST["evidence"], pattern=_TEXT)] = ""
    reference: Annotated[Text, Field(description="Number under which the sending system knows it")] = ""
    name: Annotated[Text, Field(description="Of the person, only if offered; goes into the vault")] = ""
    contact: Text = ""
    language: Literal["vi", "en"] = "vi"


class ReportOut(BaseModel):
    """What the reporter is to be given, and what nobody can make again: hand it on, and keep no copy."""

    number: str
    received_on: date
    receipt: str
    acknowledgement: str
    is_new: bool


class SystemToken(HttpBearer):
    """The token of a registered system."""

    def authenticate(self, request: HttpRequest, token: str) -> OtherSystem | None:
        return systems.admit(token, request.META.get("REMOTE_ADDR", ""), now=clock.now())


class NotAsked(Exception):
    """Fields that are well formed and cannot be used."""

    def __init__(self, fields: list[FieldError]) -> None:
        super().__init__()
        self.fields = fields


router = Router(tags=["reports"])


@router.post(
    "/reports",
    auth=SystemToken(),
    response={
        201: ReportOut,
        200: ReportOut,
        **dict.fromkeys((400, 401, 409, 413, 415, 422, 429), Refused),
    },
    url_name="reports",
    summary="Hand in a report",
)
def hand_in(request: HttpRequest, report: ReportIn) -> Status[ReportOut]:
    """Register, seal and acknowledge one report. Sent again with the same ``once`` and words, the answer is the same.

    201: stored now; 200: it had been stored before.
    """
    system: OtherSystem = request.auth  # type: ignore[attr-defined]
    given = report.model_dump(mode="json")
    form = EntryForm(system.channel, given)
    if not form.is_valid():
        raise NotAsked([FieldError(where=name, why=str(errors[0])) for name, errors in form.errors.items()])
    words = hashlib.sha256(repr(sorted(given.items())).encode()).hexdigest()
    now = clock.now()
    received = actions.enter(
        system.channel,
        form.cleaned_data | {"once": f"{report.once} {words}"},
        language=report.language,
        by=systems.by_of(system),
        now=now,
    )
    if received.is_new:
        systems.note_use(system, "report", now=now)
    answer = ReportOut(
        number=received.register_number,
        received_on=received.opened.report.received_on,
        receipt=received.receipt.grouped,
        acknowledgement=received.acknowledgement.text(),
        is_new=received.is_new,
    )
    return Status(201 if received.is_new else 200, answer)
