"""The pack for a review conference: looked at on a page, taken away as Word or as a workbook."""

from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liem.base import clock
from liem.imports.exports import XLSX
from liem.oversight import review_paper
from liem.oversight.forms import PeriodForm
from liem.oversight.review import Review, review
from liem.oversight.review_figures import Period
from liem.oversight.views.committee import language
from liem.oversight.views.watch import DOCX
from liem.people.access import needs
from liem.people.models import Account
from liem.trail import actions as trail


def _asked(request: HttpRequest) -> tuple[PeriodForm, Review]:
    form = PeriodForm(request.GET or None)
    first, last, _known = form.period(clock.today())
    del form.fields["known"]
    return form, review(Period(first, last), clock.now())


@needs("review.make")
@require_safe
def conference(request: HttpRequest) -> HttpResponse:
    """What a review conference is told, before it is taken away."""
    form, found = _asked(request)
    sections = review_paper.lines(found, language())
    return render(request, "oversight/review.html", {"form": form, "review": found, "sections": sections})


@needs("review.make")
@require_safe
def take(request: HttpRequest, form: str) -> HttpResponse:
    """The pack: the report as Word, or the workbook in which each figure leads to its rows. Who took it is kept."""
    if form not in ("docx", "xlsx"):
        raise Http404
    _form, found = _asked(request)
    if form == "docx":
        written = review_paper.as_word(
            found, agency=settings.LIEM_AGENCY, place=settings.LIEM_PLACE, language=language()
        )
    else:
        written = review_paper.as_workbook(found, language())
    trail.record(
        trail.ACCESS,
        "review_pack_taken",
        by=cast(Account, request.user).number,
        subject_kind="review",
        subject_id=f"{found.period.first}/{found.period.last}",
        now=clock.now(),
    )
    answer = HttpResponse(written, content_type=DOCX if form == "docx" else XLSX)
    answer["Content-Disposition"] = f'attachment; filename="hoi-nghi-{found.period.last}.{form}"'
    return answer
