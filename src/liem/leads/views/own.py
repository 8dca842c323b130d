"""Self-inspection: what a unit has to look at itself, before others do."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liem.leads import queries
from liem.people.access import needs

PAGE = 25


@needs("leads.answer")
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The patterns of one's own unit, those that wait for an answer first."""
    run = queries.current_run()
    leads = queries.of_own_unit(run) if run else queries.no_leads()
    page = Paginator(leads, PAGE).get_page(request.GET.get("page"))
    units = queries.names(run, "unit", {lead.unit for lead in page}) if run else {}
    return render(request, "leads/own.html", {"run": run, "page": page, "units": units})
