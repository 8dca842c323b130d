"""The public directory for programs: how people reach each agency, and which lines are dead."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from liem.agencies import queries
from liem.agencies.states import ContactKind, Level, Liveness
from liem.base import clock
from liem.base.clock import local

router = Router(tags=["agencies"])
PAGE = 50


class FieldError(BaseModel):
    """Which field, and what is wrong with it."""

    where: str
    why: str


class Refused(BaseModel):
    """Why nothing was done: a word for programs, a sentence for people, and the fields at fault."""

    error: str
    detail: str
    fields: list[FieldError] = []


class ContactOut(BaseModel):
    """A hotline or a mailbox, and what the last trial of it showed."""

    kind: ContactKind
    address: str
    hours_vi: str
    hours_en: str
    answered_by_vi: str
    answered_by_en: str
    regulation: str
    regulation_url: str
    state: Liveness
    tried_on: date | None


class AgencyOut(BaseModel):
    """An agency in force today."""

    code: str
    name_vi: str
    name_en: str
    level: Level
    contacts: list[ContactOut]


class Directory(BaseModel):
    """One page of the directory, in the order of names and codes."""

    page: int
    pages: int
    agencies: list[AgencyOut]


@router.get(
    "/agencies", response={200: Directory, 422: Refused}, auth=None, url_name="agencies", summary="The public directory"
)
def agencies(request: HttpRequest, page: Annotated[int, Field(ge=1, le=10_000)] = Query(1)) -> Directory:
    """Agencies with their hotlines and mailboxes. A page beyond the last is empty."""
    rows = queries.listed()
    begin = (page - 1) * PAGE
    shown = list(rows[begin : begin + PAGE])
    found: dict[str, list[ContactOut]] = {}
    now = clock.now()
    for one in queries.contacts().filter(agency__in=[row.code for row in shown]):
        state = queries.liveness(one.tried_at, one.tried_answered, now)
        found.setdefault(one.agency, []).append(
            ContactOut(
                kind=one.kind,
                address=one.address,
                hours_vi=one.hours_vi,
                hours_en=one.hours_en,
                answered_by_vi=one.answered_by_vi,
                answered_by_en=one.answered_by_en,
                regulation=one.regulation,
                regulation_url=one.regulation_url,
                state=state,
                tried_on=local(one.tried_at).date() if one.tried_at else None,
            )
        )
    return Directory(
        page=page,
        pages=-(-rows.count() // PAGE),
        agencies=[
            AgencyOut(
                code=row.code,
                name_vi=row.name_vi,
                name_en=row.name_en,
                level=row.level,
                contacts=found.get(row.code, []),
            )
            for row in shown
        ],
    )
