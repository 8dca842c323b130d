"""The administrator's page of other systems: which may hand reports in, and their tokens, each shown once."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from liem.base import clock
from liem.base.errors import UserError
from liem.channels import systems as registered
from liem.channels.states import DOORS_OF_SYSTEMS
from liem.intake.plain_text import PlainField
from liem.people.access import needs
from liem.people.days import DayField
from liem.people.models import Account


class SystemForm(forms.Form):
    """Which system, by which door, until when."""

    name = PlainField(label=gettext_lazy("Which system, and of which body"), longest=200, required=True)
    channel = forms.ChoiceField(label=gettext_lazy("Its reports count as"), choices=DOORS_OF_SYSTEMS)
    valid_to = DayField(
        label=gettext_lazy("The token holds until"),
        help_text=gettext_lazy("At most a year; then it is renewed by a new one."),
    )


@needs("accounts.manage")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def systems(request: HttpRequest) -> HttpResponse:
    """List, register and revoke. A token is in the answer to the form that made it, and nowhere else."""
    by, made = cast(Account, request.user).number, None
    if request.method == "POST" and request.POST.get("verb") == "revoke":
        return _revoked(request, by)
    asked = request.method == "POST"
    form = SystemForm(request.POST if asked else None, initial={"valid_to": clock.today() + timedelta(days=365)})
    if asked and form.is_valid():
        try:
            made = registered.register(**form.cleaned_data, by=by, now=clock.now())
            form = SystemForm(initial={"valid_to": clock.today() + timedelta(days=365)})
        except UserError as refusal:
            form.add_error(None, str(refusal))
    today = clock.today()
    rows = [(one, one.holds_on(today)) for one in registered.all_systems()]
    context: dict[str, Any] = {"form": form, "made": made, "rows": rows, "today": today}
    return render(request, "channels/systems.html", context, status=422 if form.is_bound else 200)


def _revoked(request: HttpRequest, by: str) -> HttpResponse:
    if registered.revoke(request.POST.get("number", "")[:12].replace("\x00", ""), by=by, now=clock.now()):
        messages.success(request, _("Taken back: from now on this token opens nothing."))
    else:
        messages.error(request, _("It was taken back already."))
    return redirect("channels:systems")
