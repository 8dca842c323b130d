"""Signs that were put away: why and when, and how one is brought back. No person stands here."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liem.base import clock
from liem.base.errors import UserError
from liem.leads import expiry, queries
from liem.leads.forms import OpenAgainForm
from liem.people.access import needs
from liem.people.models import Account

PAGE = 25


@needs("leads.look")
@require_http_methods(["GET", "HEAD", "POST"])
def put_away(request: HttpRequest) -> HttpResponse:
    """Codes, units and acts of what was put away; with a reason it comes back to the desk."""
    form = OpenAgainForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        code, reason = form.cleaned_data["lead"], form.cleaned_data["reason"]
        try:
            expiry.open_again(code, reason, by=cast(Account, request.user), now=clock.now())
        except UserError as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("The sign is on the desk again, and its time begins anew."))
            return redirect("leads:put_away")
    run = queries.current_run()
    page = Paginator(queries.put_away(cast(Account, request.user)), PAGE).get_page(request.GET.get("page"))
    long = expiry.length()
    context = {
        "form": form,
        "page": page,
        "units": queries.names(run, "unit", {one.unit for one in page}) if run else {},
        "days": long.days if long else 0,
    }
    return render(request, "leads/put_away.html", context, status=422 if form.errors else 200)
