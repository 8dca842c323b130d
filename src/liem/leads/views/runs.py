"""Detections: what was computed, what was not and why, how long it took; and asking for another."""

from datetime import date
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liem.base import clock
from liem.base.errors import UserError
from liem.imports.queries import current_snapshot
from liem.leads import actions, queries
from liem.leads.forms import DetectForm
from liem.leads.models import Run
from liem.leads.placebo import written
from liem.people.access import may, needs
from liem.people.models import Account


@needs("imports.see")
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """All detections, newest first."""
    page = Paginator(queries.runs(), 20).get_page(request.GET.get("page"))
    context = {"page": page, "current": queries.current_run(), "may_detect": may(request.user, "leads.detect")}
    return render(request, "leads/runs.html", context)


@needs("imports.see")
@require_safe
def run(request: HttpRequest, number: str) -> HttpResponse:
    """One detection."""
    one = get_object_or_404(Run.objects.select_related("snapshot"), pk=number)
    computed = queries.computed(one)
    context = {
        "run": one,
        "computed": [row for row in computed.values() if not row.skipped_vi],
        "skipped": [row for row in computed.values() if row.skipped_vi],
        "said_through": date.fromisoformat(one.report["said"]["through"]) if one.report.get("said") else None,
        "stages": one.report.get("stages", []),
        "may_detect": may(request.user, "leads.detect"),
    }
    return render(request, "leads/run.html", context)


@needs("leads.detect")
@require_http_methods(["GET", "HEAD", "POST"])
def detect(request: HttpRequest) -> HttpResponse:
    """Have the current records looked through again, for a period or with another limit of false discoveries."""
    form = DetectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        wish = actions.Wish(chosen["first"], chosen["last"], chosen["fdr"])
        try:
            asked = actions.ask_to_detect(wish, by=cast(Account, request.user).number, now=clock.now())
        except UserError as error:
            form.add_error(None, _(str(error)))
        else:
            messages.success(request, _("The records are being looked through. The desk changes when it is done."))
            return redirect("jobs:job", asked.job.pk)
    status = 422 if form.is_bound else 200
    return render(request, "leads/detect.html", {"form": form, "snapshot": current_snapshot()}, status=status)


@needs("leads.detect")
@require_POST
def placebo(request: HttpRequest, number: str) -> HttpResponse:
    """Have the placebo of a run done, or gone on with."""
    one = get_object_or_404(Run, pk=number)
    job = actions.ask_for_placebo(one, by=cast(Account, request.user).number, now=clock.now())
    messages.success(request, _("The placebo is being run."))
    return redirect("jobs:job", job.pk)


@needs("leads.detect")
@require_safe
def calibration(request: HttpRequest, number: str) -> HttpResponse:
    """The report of the run's calibration as a file to take away. It names nobody."""
    text = written(settings.LIEM_HOME / "runs" / get_object_or_404(Run, pk=number).pk)
    if text is None:
        raise Http404
    answer = HttpResponse(text, content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="calibration-{number}.html"'
    return answer
