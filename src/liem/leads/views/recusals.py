"""Stepping aside from a lead, and the recusals that stand: one's own, and those one may lift."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liem.base import clock
from liem.base.errors import UserError
from liem.leads import queries
from liem.leads import recusals as stepping
from liem.leads.forms import LiftForm, StepAsideForm
from liem.leads.templatetags.leads import subject_named
from liem.leads.views.sheet import lead_or_404
from liem.people.access import needs
from liem.people.models import Account


@needs("leads.see")
@require_http_methods(["GET", "HEAD", "POST"])
def aside(request: HttpRequest, number: str) -> HttpResponse:
    """Step aside from a lead: what follows is said before, and asked back."""
    lead, account = lead_or_404(number), cast(Account, request.user)
    form = StepAsideForm(stepping.takers(lead, account), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            stepping.step_aside(
                lead, form.cleaned_data["reason"], form.cleaned_data["taker"], by=account, now=clock.now()
            )
        except UserError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("You have stepped aside. What is said of this subject is not shown to you any more.")
            )
            return redirect("leads:recusals")
    names = queries.names(lead.run, "unit", [lead.unit]) | queries.names(lead.run, "procedure", lead.procedures)
    context = {"lead": lead, "form": form, "title": subject_named(lead, names)}
    return render(request, "leads/aside.html", context, status=422 if form.errors else 200)


@needs("leads.see")
@require_http_methods(["GET", "HEAD", "POST"])
def recusals(request: HttpRequest) -> HttpResponse:
    """From what one stepped aside oneself, without a name; and others' recusals, lifted by who answers for them."""
    account = cast(Account, request.user)
    form = LiftForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            stepping.lift(form.cleaned_data["recusal"], form.cleaned_data["reason"], by=account, now=clock.now())
        except UserError as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("The recusal is lifted: the officer sees the lead again."))
            return redirect("leads:recusals")
    own, others = list(stepping.of_oneself(account)), stepping.of_others(account)
    run = queries.current_run()
    units = {one.unit for one in own} | {one.row.unit for one in others} | {one.row.acted_in for one in others}
    context = {
        "form": form,
        "own": own,
        "others": others,
        "units": queries.names(run, "unit", units) if run else {},
    }
    return render(request, "leads/recusals.html", context, status=422 if form.errors else 200)
