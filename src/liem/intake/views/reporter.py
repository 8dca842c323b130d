"""What all pages of reporters have in common: they know nobody, and leave nothing behind.

They set no cookie and open no session. They need no token against forged requests: nothing is done in anybody's name
but by what the form itself carries (a locked draft, or a receipt), which no other site has. Requests that a browser
says come from another site are refused all the same. No line is written for them in the log: its instant would be the
instant of a report.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from liem.intake.pace import PACE, Paid
from liem.people.access import public

View = Callable[..., HttpResponseBase]
_PAGES: dict[tuple[str, str, int], bytes] = {}
_SHOWN_AGAIN = {"Cache-Control": "private, no-cache"}
"""The browser alone may keep it, to show it when its own Back is pressed; asked for anew, it is made anew."""
_HERE = "what-one-visitor-alone-has"
_MOST_PAGES = 200
KEPT_FOR = 300
"""Seconds after which a page that is kept is made anew: the law's figures on it are those of the day."""


def reporter_page(view: View) -> View:
    """Mark a view as a page of reporters."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and comes_from_elsewhere(request):
            return render(request, "intake/elsewhere.html", status=403)
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    answer.leaves_no_line = True  # type: ignore[attr-defined]
    return public(csrf_exempt(answer))


def kept(view: View) -> View:
    """Keep the page as everybody who is not signed in gets it: it is the same for all."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "GET" or request.GET or may_be_somebody(request):
            return view(request, *args, **kwargs)
        name = _name(request.path)
        content = _PAGES.get(name)
        if content is None:
            page = view(request, *args, **kwargs)
            if not isinstance(page, HttpResponse) or page.status_code != 200:
                return page
            content = _keep(name, page.content)
        return HttpResponse(content, headers=_SHOWN_AGAIN)

    return answer


def kept_around(piece: str, name: str, make: Callable[[str], HttpResponse]) -> HttpResponse:
    """The page ``make(piece)`` of a visitor who is nobody, where it is the same for all but for ``piece``.

    Making it is most of what a question costs, and nine in ten questions of the form are asked blank. Nothing of what
    anybody wrote can be read in it, so that the browser may keep it: without that, its own Back shows nothing but the
    question whether the form is to be sent again.

    :param piece: letters, figures, dashes and ``=`` alone: it is set in as it is.
    """
    known = _name(name)
    content = _PAGES.get(known)
    if content is None:
        page = make(_HERE)
        if page.status_code != 200 or page.content.count(_HERE.encode()) != 1:
            return make(piece)
        content = _keep(known, page.content)
    return HttpResponse(content.replace(_HERE.encode(), piece.encode(), 1), headers=_SHOWN_AGAIN)


def may_be_somebody(request: HttpRequest) -> bool:
    """Whether the request brings a session along: its pages bear a name."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _name(name: str) -> tuple[str, str, int]:
    return (name, get_language() or "vi", int(time.time() / KEPT_FOR))


def _keep(name: tuple[str, str, int], content: bytes) -> bytes:
    """Kept, and given back: another thread may forget all pages at any moment."""
    if len(_PAGES) >= _MOST_PAGES:
        _PAGES.clear()
    _PAGES[name] = content
    return content


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that another site made this request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return bool(origin and origin != "null" and urlsplit(origin).netloc != request.get_host())


def network(request: HttpRequest) -> bytes:
    """What stands for the visitor's network today; see :mod:`liem.intake.pace`."""
    return PACE.network(request.META.get("REMOTE_ADDR", ""))


def paid(request: HttpRequest, key: bytes) -> Paid:
    """What the form brought along against waiting."""
    return PACE.redeem(request.POST.get("ticket", "")[:500], request.POST.get("work", "")[:20], key)
