"""What supervisors from outside see, and what they recommend: People's Council, Fatherland Front, press, businesses."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liem.base import clock
from liem.base.disclosure import ROUNDED_TO, SHARED_FROM, SMALLEST
from liem.base.errors import UserError
from liem.imports.exports import csv_answer, xlsx_answer
from liem.oversight import actions, supervising
from liem.oversight.figures import unit_names
from liem.oversight.forms import RecommendForm, SpanForm
from liem.oversight.models import Paper
from liem.oversight.states import Source, Supervisor
from liem.oversight.views.filling import FormPage, fill_in
from liem.people.access import may, needs, scope_of
from liem.people.models import Account
from liem.trail import actions as trail


def body_of(account: Account) -> Supervisor | None:
    """The body an account supervises for: the unit it was appointed to."""
    units = scope_of(account, "supervision.recommend").units
    return next((one for one in Supervisor if one.value in units), None)


def _asked(request: HttpRequest) -> tuple[SpanForm, supervising.Outside]:
    today = clock.today()
    span = supervising.chosen(request.GET.get("period", ""), today)
    return SpanForm(today, initial={"period": span.code}), supervising.outside(span, clock.now())


@needs("supervision.see")
@require_safe
def supervision(request: HttpRequest) -> HttpResponse:
    """Figures of the whole, protected; the recommendations of the own body with what became of them.

    Of a recommendation its words and the unit's answers are shown, to the body alone whose it is: that is recorded.
    """
    form, found = _asked(request)
    account = cast(Account, request.user)
    recommended = supervising.recommended(clock.today())
    body = body_of(account)
    if recommended and body:
        trail.record_access(by=account.number, subject_kind="recommendations", subject_id=body, now=clock.now())
    context = {
        "form": form,
        "found": found,
        "few": SMALLEST,
        "rounded": ROUNDED_TO,
        "shared_from": SHARED_FROM,
        "body": body,
        "recommended": recommended,
        "names": unit_names(one.duty.unit for one, _events in recommended),
        "may_recommend": may(account, "supervision.recommend"),
    }
    return render(request, "oversight/supervision.html", context)


@needs("supervision.see")
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The table of units to be passed on: protected as the page is."""
    if form not in ("csv", "xlsx"):
        raise Http404
    _form, found = _asked(request)
    heads = [
        _("Unit"),
        _("Name"),
        _("Received"),
        _("Ended"),
        _("Open"),
        _("Clocks that can be judged"),
        _("Share kept"),
        _("Interval from"),
        _("Interval to"),
    ]
    few = _("fewer than %(n)s") % {"n": SMALLEST}

    def number(n: int | None) -> int | str:
        return few if n is None else n

    lines = [
        [
            one.unit,
            one.name,
            *map(number, (one.received, one.ended, one.open, one.clocks.whole)),
        ]
        + ([None] * 3 if one.clocks.share is None else [one.clocks.share, one.clocks.low, one.clocks.high])
        for one in found.rows
    ]
    answer = csv_answer if form == "csv" else xlsx_answer
    return answer(f"so-lieu-cung-cap-{found.span.code}", heads, lines)


@needs("supervision.recommend")
@require_http_methods(["GET", "HEAD", "POST"])
def recommend(request: HttpRequest) -> HttpResponse:
    """Recommend something to a unit: it is then followed like everything else that is owed."""
    account = cast(Account, request.user)
    body = body_of(account)
    form = RecommendForm(request.POST or None)

    def do(chosen: dict[str, Any]) -> None:
        if body is None:
            raise UserError(_("Your appointment names no supervising body: ask the administrator."))
        paper = Paper(
            source=Source.SUPERVISOR,
            number=chosen["number"],
            issuer=chosen["issuer"],
            issued_on=chosen["issued_on"],
            title=chosen["title"],
            supervisor=body,
        )
        actions.record_paper(paper, form.wishes(), by=account, now=clock.now())

    page = FormPage(
        _("Recommend"),
        _("Name no person, and nothing by which who spoke could be known. The unit answers by the day you give."),
        _("Send the recommendation"),
        crumbs=((_("Supervision"), reverse("oversight:supervision")),),
        facts=((_("On behalf of"), body.label if body else "–"),),
    )
    then = reverse("oversight:supervision")
    return fill_in(request, form, page, do, _("The recommendation is recorded, and the unit sees it."), then)
