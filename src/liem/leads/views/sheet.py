"""The evidence sheet of a lead, and the result of looking at it. Every view is kept in the trail."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liem.base import clock
from liem.base.formats import Language
from liem.detection.sheet import drawing
from liem.detection.sheet.words import QUESTIONS
from liem.imports.queries import open_records
from liem.leads import actions, documents, queries, recusals
from liem.leads import sheet as sheets
from liem.leads.dossiers import over, read_dossiers
from liem.leads.forms import LookForm
from liem.leads.models import Lead
from liem.leads.rules import results_open_to
from liem.leads.states import Grade
from liem.leads.templatetags.leads import language, subject_named
from liem.people.access import may, may_see_unit, needs
from liem.people.models import Account
from liem.trail import actions as trail

DRAWN = 4
"""Dossiers drawn on one page of a sheet."""


@needs("leads.see")
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """A lead: the plain sentence first, then what it rests on, then what would make it innocent."""
    lead = lead_or_404(number)
    account = cast(Account, request.user)
    own_unit = not may(account, "leads.look") and may_see_unit(account, "leads.answer", lead.unit)
    worked = recusals.worked_on_it(lead, account)
    may_look = (own_unit or may(account, "leads.look")) and not worked
    newest = queries.looks_at(lead).first()
    open_to = results_open_to(own_unit=own_unit, newest_is_own=bool(newest and newest.own_unit))
    form = LookForm(open_to, request.POST if request.method == "POST" and may_look else None)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        actions.note_look(lead, chosen["result"], chosen["reason"], own_unit=own_unit, by=account, now=clock.now())
        messages.success(request, _("What you found is kept with this lead."))
        return redirect("leads:sheet", number)
    trail.record_access(by=account.number, subject_kind="lead", subject_id=lead.lead, now=clock.now())
    context = {
        **_content(request, lead),
        "form": form,
        "may_look": may_look,
        "own_unit": own_unit,
        "worked": worked,
        "asides": recusals.on_lead(lead, account),
        "handed": lead.lead in recusals.handed_to(account),
    }
    return render(request, "leads/sheet.html", context, status=422 if form.errors else 200)


@needs("leads.see")
@require_safe
def document(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """The sheet as a file to take away, in the language asked for. Who took it is kept in the trail."""
    lead = lead_or_404(number)
    asked = request.GET.get("language")
    chosen: Language = asked if asked in ("vi", "en") else language()  # type: ignore[assignment]
    written = documents.document(lead, paper, chosen)
    trail.record(
        trail.ACCESS,
        "sheet_taken",
        by=cast(Account, request.user).number,
        subject_kind="lead",
        subject_id=lead.lead,
        after={"form": paper, "language": chosen},
        now=clock.now(),
    )
    answer = HttpResponse(written, content_type=documents.CONTENT_TYPES[paper])
    name = "phieu-chung-cu" if chosen == "vi" else "evidence-sheet"
    answer["Content-Disposition"] = f'attachment; filename="{name}-{lead.lead}.{paper}"'
    return answer


def lead_or_404(number: str) -> Lead:
    """A lead of the current run, if whoever asks may see it."""
    run = queries.current_run()
    lead = queries.lead(run, number) if run else None
    if lead is None:
        raise Http404
    return lead


def _content(request: HttpRequest, lead: Lead) -> dict[str, object]:
    speech, signals = language(), queries.signals_of(lead)
    parts = sheets.parts(lead, signals, speech)
    codes = sheets.evidence([part.signal for part in parts])
    page = Paginator(codes, DRAWN).get_page(request.GET.get("page"))
    records = open_records(lead.run.snapshot)
    as_of = records.last_at or clock.now().replace(tzinfo=None)
    persons = lead.grade != Grade.SINGLE
    drawn = [
        (one, over(one), mark_safe(drawing.timeline(one, as_of, speech, persons=persons)))  # noqa: S308 -- charts escape
        for one in read_dossiers(records, list(page))
    ]
    act = sheets.act_of(lead)
    unit = queries.place(lead.run, "unit", lead.unit) if lead.unit else None
    procedures = queries.names(lead.run, "procedure", lead.procedures)
    return {
        "lead": lead,
        "title": subject_named(lead, procedures | ({unit.code: unit.name} if unit else {})),
        "first_sentence": getattr(lead, f"sentence_{speech}"),
        "run": lead.run,
        "parts": parts,
        "more_signals": max(len(signals) - len(parts), 0),
        "act": act,
        "rules": sheets.rules_broken(act),
        "unit": unit,
        "procedures": procedures,
        "page": page,
        "dossiers": drawn,
        "said": queries.said_about(lead),
        "looks": queries.looks_at(lead),
        "questions": QUESTIONS,
        "languages": settings.LANGUAGES,
        "printed_at": clock.now(),
    }
