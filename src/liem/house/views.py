"""The house's own pages."""

from typing import cast

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from liem.base import clock
from liem.house import guides
from liem.house.desk import lines
from liem.house.navigation import groups
from liem.people import chosen_language
from liem.people.access import public, signed_in
from liem.people.models import Account
from liem.people.rules import roles_held
from liem.people.states import Role


@signed_in
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Where one arrives after signing in: what waits for one's roles, what is new, and the rooms they open."""
    account = cast(Account, request.user)
    waiting, news = lines(account, clock.now())
    roles = sorted(roles_held(account.posts(), clock.today()))
    context = {
        "roles": [Role(role).label for role in roles],
        "guide": list(guides.steps(request, roles)),
        "is_new": guides.is_new(account.created_at, clock.now()),
        "rooms": [group for group in groups(request) if not group["present"]],
        "waiting": waiting,
        "news": news,
    }
    return render(request, "shell/desk.html", context)


@public
@require_safe
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the chosen language in a cookie and go back to the page one came from."""
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = "/"
    response = HttpResponseRedirect(target)
    chosen_language.remember(response, code)
    return response


@public
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches over the service: 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
