"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liem.people.access import public
from liem.publication import queries


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What Liêm is and does, for whom, and what it never does."""
    return render(request, "publication/front.html", {"figures": queries.front()})
