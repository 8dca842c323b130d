"""Verifying blind: batches of flagged subjects and subjects drawn by lot, told apart by nobody who verifies."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from liem.agencies.queries import listed
from liem.base import clock
from liem.base.errors import UserError
from liem.cases import feedback
from liem.leads.queries import precision
from liem.people.access import needs
from liem.people.models import Account
from liem.people.row_security import acting_as_system

MOST = 100
"""Subjects of one arm of a batch: each becomes a matter somebody has to verify."""


class BatchForm(forms.Form):
    """What is drawn, by which seed, and who verifies it."""

    indicator = forms.ChoiceField(label=gettext_lazy("Indicator"))
    flagged = forms.IntegerField(
        label=gettext_lazy("Of those it flagged"), min_value=1, max_value=MOST, widget=forms.NumberInput()
    )
    by_lot = forms.IntegerField(
        label=gettext_lazy("By lot, of those it did not flag"), min_value=1, max_value=MOST, widget=forms.NumberInput()
    )
    unit = forms.ChoiceField(label=gettext_lazy("Verified by"))
    seed = forms.CharField(
        label=gettext_lazy("Seed"),
        max_length=64,
        help_text=gettext_lazy(
            "Announced before the draw, so that anybody can draw again: tonight's lottery numbers, say."
        ),
    )

    def __init__(self, drawable: list[tuple[str, int, int]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (code, _("%(code)s: %(yes)s flagged, %(no)s not") % {"code": code, "yes": yes, "no": no})
            for code, yes, no in drawable
        ]
        cast(forms.ChoiceField, self.fields["indicator"]).choices = choices
        cast(forms.ChoiceField, self.fields["unit"]).choices = [(one.code, one.name_vi) for one in listed()]


@needs("cases.draw")
@require_http_methods(["GET", "HEAD", "POST"])
def batches(request: HttpRequest) -> HttpResponse:
    """All batches with how far they are; draw another."""
    with acting_as_system():
        drawable, every = feedback.drawable(), feedback.batches()
    form = BatchForm(drawable, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            opened = feedback.draw_batch(
                form.cleaned_data["indicator"],
                form.cleaned_data["seed"].strip(),
                flagged=form.cleaned_data["flagged"],
                by_lot=form.cleaned_data["by_lot"],
                unit=form.cleaned_data["unit"],
                by=cast(Account, request.user),
                now=clock.now(),
            )
        except UserError as error:
            form.add_error(None, str(error))
        else:
            said = ngettext("%(n)s matter was opened.", "%(n)s matters were opened.", len(opened))
            messages.success(request, said % {"n": len(opened)})
            return redirect("cases:batches")
    known = precision()
    context = {
        "form": form,
        "batches": every,
        "may_draw": bool(drawable),
        "measured": sorted(known.items()),
    }
    return render(request, "cases/batches.html", context, status=422 if form.errors else 200)
