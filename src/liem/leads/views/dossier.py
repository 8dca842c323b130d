"""One dossier: its timeline, its steps, and why the due date is what it is."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from liem.base import clock
from liem.detection.sheet import drawing
from liem.imports.queries import open_records
from liem.leads import queries, recusals
from liem.leads.dossiers import account_of, over, read_dossiers
from liem.leads.templatetags.leads import language
from liem.people.access import needs
from liem.people.models import Account
from liem.trail import actions as trail


@needs("leads.see")
@require_safe
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """A dossier of a unit one may see; for others, and for who stepped aside from it, it does not exist."""
    run = queries.current_run()
    records = open_records(run.snapshot) if run else None
    found = read_dossiers(records, [code]) if records else []
    if run is None or records is None or not found or not request.scope.covers(found[0].unit):  # type: ignore[attr-defined]
        raise Http404
    account = cast(Account, request.user)
    if recusals.is_aside_from_dossier(account, code):
        raise Http404
    one = found[0]
    as_of = records.last_at or clock.now().replace(tzinfo=None)
    trail.record_access(by=account.number, subject_kind="dossier", subject_id=code, now=clock.now())
    context = {
        "run": run,
        "dossier": one,
        "chart": mark_safe(drawing.timeline(one, as_of, language())),  # noqa: S308 -- own charts escape what they say
        "account": account_of(one, as_of.date()),
        "over": over(one),
        "unit": queries.place(run, "unit", one.unit),
        "procedure": queries.place(run, "procedure", one.procedure),
        "signals": queries.signals_on_dossier(run, code),
        "leads": queries.leads_with_dossier(run, code),
    }
    return render(request, "leads/dossier.html", context)
