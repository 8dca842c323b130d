"""The mails of a report as they came, for the officer who may open the report."""

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from liem.base import clock
from liem.base.sealing import CannotOpen
from liem.channels.receiving import mails_of
from liem.intake import queries as reports
from liem.intake.models import Report
from liem.people.access import needs
from liem.people.keys import session
from liem.trail import actions as trail


@needs("intake.read")
@never_cache
@require_safe
def mails(request: HttpRequest, number: str) -> HttpResponse:
    """All mails of one report, as text. Each look is in the trail."""
    report = get_object_or_404(Report, pk=number)
    keyring = session.opened(request)
    if keyring is None:
        return redirect(f"{reverse('people:my_key')}?next={quote(request.get_full_path())}")
    try:
        opened = reports.open_as_officer(report, keyring)
    except CannotOpen:
        raise Http404 from None
    found = mails_of(opened)
    if not found:
        raise Http404
    subject = f"{report.register_number}/mail"
    trail.record_access(by=keyring.account, subject_kind="report", subject_id=subject, now=clock.now())
    context = {"report": report, "mails": found, "files": reports.files(opened)}
    return render(request, "channels/mails.html", context)
