"""A calendar of one's deadlines for any calendar program: a secret address, numbers and days, no content."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import cast

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from liem.base import clock
from liem.base.clock import local
from liem.cases.models import CalendarFeed, Deadline
from liem.cases.queries import SEE
from liem.cases.states import Standing
from liem.cases.templatetags.cases import limit
from liem.people.access import needs, public, scope_of
from liem.people.models import Account
from liem.people.row_security import acting_as, acting_as_system
from liem.trail import actions as trail

MOST = 500


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@needs("cases.see")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Make a new secret address; the former one ends. It is shown once."""
    account = cast(Account, request.user)
    if request.method == "POST":
        token = secrets.token_urlsafe(24)
        with transaction.atomic(), acting_as_system():
            CalendarFeed.objects.update_or_create(
                account=account.number, defaults={"digest": _digest(token), "made_at": clock.now()}
            )
            trail.record(
                "cases",
                "calendar_address_made",
                by=account.number,
                subject_kind="account",
                subject_id=account.number,
                now=clock.now(),
            )
        link = request.build_absolute_uri(reverse("cases:feed", args=[token]))
        messages.success(request, _("A new address was made; the former one has ended."))
        return render(request, "cases/calendar.html", {"link": link})
    return render(request, "cases/calendar.html", {"has_one": CalendarFeed.objects.exists()})


@public
@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address. Whoever lost their role gets nothing."""
    with transaction.atomic():
        with acting_as_system():
            row = CalendarFeed.objects.filter(digest=_digest(token)).first()
        account = Account.objects.filter(pk=int(row.account), is_active=True).first() if row else None
        scope = scope_of(account, SEE) if account else None
        if account is None or scope is None or not scope.roles:
            raise Http404
        with acting_as(account, scope):
            running = Deadline.objects.filter(standing=Standing.RUNNING, matter__handler=account.number)
            rows = list(running.select_related("matter").order_by("due_at")[:MOST])
    return HttpResponse(ics(rows, clock.now()), content_type="text/calendar; charset=utf-8")


def ics(rows: list[Deadline], now: datetime) -> str:
    """RFC 5545: one all-day event for each clock, with the matter's number and the limit's name."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Liem//cases//VI", "CALSCALE:GREGORIAN"]
    for row in rows:
        if row.due_at is None:
            continue
        day = local(row.due_at - timedelta(microseconds=1)).date()
        lines += [
            "BEGIN:VEVENT",
            f"UID:{row.matter.number}-{row.rule}@liem",
            f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{row.matter.number}: {limit(row.rule)}".replace(",", "\\,").replace(";", "\\;"),
            "END:VEVENT",
        ]
    return "\r\n".join(_folded([*lines, "END:VCALENDAR"])) + "\r\n"


def _folded(lines: list[str]) -> list[str]:
    """Lines of at most 75 octets, continued with a space, never within a letter."""
    folded = []
    for line in lines:
        part, size = "", 0
        for letter in line:
            octets = len(letter.encode())
            if size + octets > 74:
                folded.append(part)
                part, size = " ", 1
            part, size = part + letter, size + octets
        folded.append(part)
    return folded
