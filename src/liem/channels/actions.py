"""Bringing what was said, written or published to the one register."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from liem.base import sealing
from liem.base.clock import local
from liem.channels.models import Gathering, GatheringSource
from liem.intake import actions as intake
from liem.intake import house_keys
from liem.intake.actions import REPORTER, Received
from liem.intake.content import Identity, ReportContent
from liem.intake.routing import destination
from liem.intake.states import Channel
from liem.trail import actions as trail

STREAM = "channels"


@transaction.atomic
def enter(
    channel: str,
    answers: Mapping[str, Any],
    *,
    gathering: Gathering | None = None,
    language: str = "vi",
    by: str,
    now: datetime,
) -> Received:
    """Enter a report somebody else made. It has its number at once; the same words with the same ``once`` are one.

    :param answers: the cleaned answers of :class:`~liem.channels.forms.EntryForm`.
    :raises UserError: where no office can receive yet.
    """
    content = content_of(answers, language=language)
    received = _receive(channel, content, answers, by=by, now=now)
    if gathering is not None and received.is_new:
        GatheringSource.objects.create(gathering=gathering, report=received.opened.report)
    return received


@transaction.atomic
def speak_out(answers: Mapping[str, Any], *, language: str = "vi", now: datetime) -> Received:
    """An official speaks about colleagues or superiors. No account is known here, and none is asked for."""
    return _receive(Channel.INNER, content_of(answers, language=language), answers, by=REPORTER, now=now)


def _receive(channel: str, content: ReportContent, answers: Mapping[str, Any], *, by: str, now: datetime) -> Received:
    where = destination(content, local(now).date(), channel)
    identity = Identity(name=answers.get("name", ""), contact=answers.get("contact", ""))
    return intake.receive(
        content,
        channel=channel,
        offices=where.offices,
        identity=identity if identity else None,
        secret=_secret(by, answers["once"], content.canonical() + (identity.canonical() if identity else b"")),
        excused=where.excused,
        now=now,
        by=by,
    )


_SAME_NAME = (
    "what",
    "kind",
    "unit",
    "accused_as",
    "place",
    "procedure",
    "dossier",
    "when",
    "who",
    "asked_for",
    "evidence",
)


def content_of(answers: Mapping[str, Any], *, language: str) -> ReportContent:
    """The answers as a report."""
    given = {name: answers[name] for name in _SAME_NAME if answers.get(name)}
    leading = answers.get("accused_as") in ("leader", "head", "unit")
    return ReportContent(**given, about_leader=leading, call_record=answers.get("reference", ""), language=language)


def _secret(by: str, once: str, said: bytes) -> bytes:
    """What the receipt is made of: who knows the page's hidden number does not know the receipt.

    Other words on the same page are another report: whoever goes back and writes on would lose them otherwise.
    """
    key = sealing.derive(house_keys.receipts(), b"desks", "liem channels")
    return sealing.derive(key, sealing.digest(f"{by} {once}".encode(), said), "liem entered")


@transaction.atomic
def hold_gathering(
    kind: str, agency: str, held_on: date, place: str, led_by: str, *, by: str, now: datetime
) -> Gathering:
    """Register a session or meeting as a source, also one at which nobody spoke; sent twice, it is one."""
    row, is_new = Gathering.objects.get_or_create(
        kind=kind, agency=agency, held_on=held_on, place=place, led_by=led_by, by=by, defaults={"at": now}
    )
    if not is_new:
        return row
    after: dict[str, object] = {"kind": kind, "agency": agency, "held_on": held_on.isoformat()}
    trail.record(
        STREAM, "gathering_held", by=by, subject_kind="gathering", subject_id=str(row.pk), after=after, now=now
    )
    return row
