"""Who answers, and who was told: heads of units by post, files handed from agency to agency, reminders."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liem.base import clock
from liem.cases.rules import FORMS_OF_DISCIPLINE
from liem.oversight import coordinating, figures, reminders
from liem.oversight import heads as answering
from liem.oversight.forms import PeriodForm
from liem.oversight.states import OF_HEADS, HeadsPart
from liem.people.access import may, needs
from liem.people.models import Account

PAGE = 40
"""Heads, or hand-overs, on one page; the tallies count all."""


@needs("heads.see")
@require_safe
def heads(request: HttpRequest) -> HttpResponse:
    """Heads of units by post: what was decided, covered up, recommended, and became of it."""
    form = PeriodForm(request.GET or None)
    first, last, _known = form.period(clock.today())
    del form.fields["known"]
    found = answering.heads(first, last)
    forms = {code: str(words) for code, (_ladder, _severity, words, _until) in FORMS_OF_DISCIPLINE.items()}
    forms |= {"none": _("No responsibility"), "criticised": _("Criticised")}
    grounds = dict(HeadsPart.choices)
    kinds = {kind.value: str(kind.label) for kind in OF_HEADS}
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [
        (
            one,
            [(forms.get(code, code), n) for code, n in sorted(one.forms.items())],
            [(grounds.get(code, code), n) for code, n in sorted(one.grounds.items())],
            [(kinds[duty.kind], duty) for duty in one.open],
        )
        for one in page
    ]
    context = {
        "form": form,
        "first": first,
        "last": last,
        "page": page,
        "rows": rows,
        "against": sum(one.against for one in found),
        "decided": sum(one.forms.total() for one in found),
        "covered_up": sum(one.covered_up for one in found),
        "open": sum(len(one.open) for one in found),
    }
    return render(request, "oversight/heads.html", context)


@needs("coordination.see")
@require_safe
def coordination(request: HttpRequest) -> HttpResponse:
    """What agencies handed to one another and asked of one another; what is not acknowledged first."""
    form = PeriodForm(request.GET or None)
    first, last, _known = form.period(clock.today())
    del form.fields["known"]
    handed, asked = coordinating.handed_on(first, last, clock.now()), coordinating.requests(clock.today())
    page = Paginator(cast(Any, handed), PAGE).get_page(request.GET.get("page"))
    units = {one.to_body for one in page} | {one.from_body for one in page} | {one.duty.unit for one in asked}
    context = {
        "form": form,
        "first": first,
        "last": last,
        "page": page,
        "all_handed": len(handed),
        "silent": handed.silent,
        "requests": asked,
        "names": figures.unit_names(units),
        "within": coordinating.WITHIN.days,
    }
    return render(request, "oversight/coordination.html", context)


@needs("duties.see")
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """What the clocks of this room tell whoever is signed in."""
    account = cast(Account, request.user)
    if request.method == "POST":
        reminders.mark_read(by=account, now=clock.now())
        messages.success(request, _("All are read."))
        return redirect("oversight:notices")
    context = {"notices": list(reminders.unread(account)), "may_be_mailed": may(account, "cases.see")}
    return render(request, "oversight/notices.html", context)
