"""How every agency receives and handles: counts and clocks with their denominators, in the order of names."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liem.base import clock
from liem.oversight import queries
from liem.oversight.forms import PeriodForm
from liem.people.access import needs


@needs("oversight.handling")
@require_safe
def handling(request: HttpRequest) -> HttpResponse:
    """Matters received in a period, by unit: how many are open, and how many of their clocks were kept."""
    form = PeriodForm(request.GET or None)
    first, last, _known = form.period(clock.today())
    del form.fields["known"]
    rows = queries.handling(first, last, clock.now())
    context = {"form": form, "first": first, "last": last, "rows": rows, "smallest": queries.SMALLEST}
    return render(request, "oversight/handling.html", context)
