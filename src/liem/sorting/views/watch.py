"""The watch over those who spoke: what is due, what was found, what protects them; and the door by which they tell."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liem.base import clock
from liem.base.errors import UserError
from liem.intake.views.follow import opened_by
from liem.intake.views.reporter import reporter_page  # the same care as the citizen's pages: no cookie, no log line
from liem.people.access import needs
from liem.people.models import Account
from liem.sorting import actions, queries
from liem.sorting.forms import ConsequenceForm, DecideForm, ProtectForm, ReviewForm
from liem.sorting.models import Protection, Watch, WatchReview


@needs("sorting.protect")
@require_GET
def watches(request: HttpRequest) -> HttpResponse:
    """Everybody of this office's reports who suffers for having spoken, and which reviews are due."""
    context = {
        "due": queries.reviews_due(clock.now()),
        "watches": queries.open_watches()[:200],
        "now": clock.now(),
        "review_form": ReviewForm(),
        "protect_form": ProtectForm(),
        "decide_form": DecideForm(),
    }
    return render(request, "sorting/watches.html", context)


@needs("sorting.protect")
@require_POST
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what a review found."""
    row = get_object_or_404(WatchReview.objects.select_related("watch", "watch__report"), pk=number)
    form = ReviewForm(request.POST)
    return _done(request, lambda by: actions.review(row, form.cleaned_data["result"], by=by, now=clock.now()), form)


@needs("sorting.protect")
@require_POST
def protect(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for protection."""
    row = get_object_or_404(Watch.objects.select_related("report"), pk=number)
    form = ProtectForm(request.POST)
    return _done(
        request, lambda by: actions.ask_protection(row, form.cleaned_data["what"], by=by, now=clock.now()), form
    )


@needs("sorting.protect")
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Decide a request for protection."""
    row = get_object_or_404(Protection.objects.select_related("watch", "watch__report"), pk=number)
    form = DecideForm(request.POST)
    return _done(
        request,
        lambda by: actions.decide_protection(
            row, form.cleaned_data["decision"], form.cleaned_data["measure"], by=by, now=clock.now()
        ),
        form,
    )


def _done(request: HttpRequest, act: Callable[[str], object], form: Form) -> HttpResponse:
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("sorting:watches")
    try:
        act(cast(Account, request.user).number)
        messages.success(request, _("Kept."))
    except UserError as refusal:
        messages.error(request, str(refusal))
    return redirect("sorting:watches")


@reporter_page
@require_http_methods(["GET", "POST"])
def consequences(request: HttpRequest) -> HttpResponse:
    """Somebody who reported tells what was done to them, with the receipt alone."""
    form = ConsequenceForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 400 if form.is_bound else 200
        return render(request, "sorting/consequences.html", {"form": form}, status=status)
    found = opened_by(request)
    if isinstance(found, HttpResponse):
        form.add_error("receipt", _("No report opens with this receipt. Compare it with what you wrote down."))
        return render(request, "sorting/consequences.html", {"form": form}, status=found.status_code)
    values = form.cleaned_data
    actions.report_consequence(found[1], values["consequence"], values["words"], values["asks_for"], now=clock.now())
    return render(request, "sorting/consequences_told.html", {"report": found[1].report})
