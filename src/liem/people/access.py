"""Who may open which page. Every view carries exactly one of these marks; the house refuses a view without one.

``@public``                anybody, signed in or not
``@signed_in``             any account
``@needs("leads.see")``    accounts whose role has the permission in the house's table; the view then runs with the
                           database's row-level security set to the units in which they hold it

The table is :data:`liem.house.roles.PERMISSIONS`, reached through ``settings.LIEM_PERMISSIONS`` because a room does not
know the house.
"""

from collections.abc import Callable, Collection, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from liem.base import clock
from liem.people.models import Account
from liem.people.row_security import acting_as
from liem.people.rules import Scope, scope_for
from liem.people.second_factor import queries as second_factor
from liem.people.states import Role

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

ANYBODY = "anybody"
ANY_ACCOUNT = "any account"


def public(view: View[P]) -> View[P]:
    """Anybody may open this page."""
    view.permission = ANYBODY  # type: ignore[attr-defined]
    return view


def signed_in(view: View[P]) -> View[P]:
    """Any account may open this page; others are sent to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return _rendered(view(request, *args, **kwargs))

    guarded.permission = ANY_ACCOUNT  # type: ignore[attr-defined]
    return guarded


def needs(permission: str) -> Callable[[View[P]], View[P]]:
    """Only accounts with ``permission``; others who are signed in get a 403.

    While the view runs, ``request.scope`` is the :class:`~liem.people.rules.Scope` in which the permission is held, and
    row-level security lets through only rows of these units. Who still has the first password, or owes a second factor,
    is sent there before.
    """

    def mark(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not isinstance(request.user, Account):
                return redirect_to_login(request.get_full_path())
            scope = scope_of(request.user, permission)
            if not scope.roles:
                raise PermissionDenied(permission)
            if owed := _owed_first(request.user):
                return redirect(owed)
            request.scope = scope  # type: ignore[attr-defined]
            with acting_as(request.user, scope):
                return _rendered(view(request, *args, **kwargs))

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return mark


def _owed_first(account: Account) -> str:
    """The page an account must have dealt with before any page that needs a permission: its route, or nothing."""
    if account.must_change_password:
        return "people:password"
    return "people:second_factor" if second_factor.is_owed(account) else ""


def permissions() -> Mapping[str, Collection[Role]]:
    """The house's table: which roles have which permission."""
    table: Mapping[str, Collection[Role]] = settings.LIEM_PERMISSIONS
    return table


def scope_of(account: Account, permission: str) -> Scope:
    """The scope in which ``account`` holds ``permission`` today; empty where it does not."""
    return scope_for(permission, account.posts(), permissions(), clock.today())


def may(account: Any, permission: str) -> bool:
    """Whether ``account`` holds ``permission`` today, for at least one unit. Never true of an anonymous visitor."""
    return isinstance(account, Account) and account.is_active and bool(scope_of(account, permission).roles)


def may_see_unit(account: Account, permission: str, unit: str) -> bool:
    """Whether ``account`` holds ``permission`` for ``unit`` today."""
    return scope_of(account, permission).covers(unit)


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    """Render lazily rendered pages now, while the transaction and its row-level security still stand."""
    render = getattr(response, "render", None)
    if callable(render):
        rendered: HttpResponse = render()
        return rendered
    return response
