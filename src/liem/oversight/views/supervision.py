"""What supervisors from outside see, and what they recommend: People's Council, Fatherland Front, press, businesses."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liem.base import clock
from liem.base.errors import UserError
from liem.oversight import actions, figures, queries, supervising, tallies
from liem.oversight.forms import PeriodForm, RecommendForm
from liem.oversight.models import Paper
from liem.oversight.states import Source, Supervisor
from liem.oversight.tallies import year_before
from liem.oversight.views.filling import FormPage, fill_in
from liem.people.access import may, needs, scope_of
from liem.people.models import Account


def body_of(account: Account) -> Supervisor | None:
    """The body an account supervises for: the unit it was appointed to."""
    units = scope_of(account, "supervision.recommend").units
    return next((one for one in Supervisor if one.value in units), None)


@needs("supervision.see")
@require_safe
def supervision(request: HttpRequest) -> HttpResponse:
    """Figures of the whole, small numbers hidden; the recommendations of the own body with what became of them."""
    form = PeriodForm(request.GET or None)
    first, last, _known = form.period(clock.today())
    del form.fields["known"]
    counted = tallies.counts(first, last, clock.now())
    handled = figures.handling(first, last, clock.now(), counted)
    account = cast(Account, request.user)
    context = {
        "form": form,
        "first": first,
        "last": last,
        "province": figures.province(first, last, clock.now(), counted),
        "before": figures.province(year_before(first), year_before(last), clock.now()),
        "targets": figures.TARGETS,
        "rows": supervising.rows(handled),
        "smallest": figures.SMALLEST,
        "few": supervising.FEW - 1,
        "whole": supervising.whole(first, last),
        "body": body_of(account),
        "recommended": [one for one in queries.duties(clock.today()) if one.duty.supervisor],
        "may_recommend": may(account, "supervision.recommend"),
    }
    return render(request, "oversight/supervision.html", context)


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
