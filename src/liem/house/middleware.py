"""What happens around every request."""

import logging
import secrets
import sys
import time
from collections.abc import Callable
from typing import Any

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.core.signals import got_request_exception
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from liem.base.errors import UserError
from liem.house import bodies, errors
from liem.house.logs import request_id

Answer = Callable[[HttpRequest], HttpResponseBase]
logger = logging.getLogger("liem.requests")


def request_log(answer: Answer) -> Answer:
    """One line per request: number, name of the route, status, milliseconds. The number is also sent back.

    Pages of reporters, and what pages load, leave no line unless something fails: its instant would be the instant of
    a report.
    """

    def log(request: HttpRequest) -> HttpResponseBase:
        number = secrets.token_hex(8)
        token = request_id.set(number)
        started = time.perf_counter()
        try:
            response = answer(request)
            response["X-Request-Id"] = number
            match = request.resolver_match
            if response.status_code < 500 and (_is_of_a_reporter(match) or request.path.startswith("/static/")):
                return response
            logger.log(
                logging.ERROR if response.status_code >= 500 else logging.INFO,
                "request",
                extra={
                    "route": (match.view_name or "unnamed") if match else "none",
                    "method": request.method if request.method in _METHODS else "other",
                    "status": response.status_code,
                    "ms": round(1000 * (time.perf_counter() - started), 1),
                },
            )
            return response
        finally:
            request_id.reset(token)

    return log


@receiver(got_request_exception)
def note_failure(sender: Any, **_more: Any) -> None:
    """Of what failed while a page was made: its kind and the places in our code, under the number of the request."""
    logger.error("failed", exc_info=sys.exc_info())


def _is_of_a_reporter(match: Any) -> bool:
    return bool(getattr(match and match.func, "leaves_no_line", False))


_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


def content_security_policy(answer: Answer) -> Answer:
    """What pages may load and send to. It is the same for all and holds no nonce, so that it is put together once.

    The library's own middleware does so twice for every page, which is a ninth of what a question of the form costs.
    """
    policy = build_policy()

    def allow(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        response.headers.setdefault(HEADER, policy)
        return response

    return allow


def language(answer: Answer) -> Answer:
    """The language the visitor chose by the switch; Vietnamese otherwise, whatever the browser would prefer."""

    def speak(request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = answer(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "vi")
        patch_vary_headers(response, ("Cookie",))
        return response

    return speak


def not_too_large(answer: Answer) -> Answer:
    """Refuses a body larger than its address takes, by what it says of itself, before it is read."""

    def weigh(request: HttpRequest) -> HttpResponseBase:
        told = request.META.get("CONTENT_LENGTH") or "0"
        if not told.isdecimal() or (int(told) > bodies.OF_A_FORM and int(told) > bodies.most(request.path_info)):
            return errors.too_large(request)
        return answer(request)

    return weigh


def only_utf8(answer: Answer) -> Answer:
    """Refuses a form in another encoding than the pages ask for: no browser sends one, and some names are no text."""

    def read(request: HttpRequest) -> HttpResponseBase:
        if request.content_params and request.content_params.get("charset", "utf-8").lower() not in _UTF8:
            return errors.bad_request(request)
        return answer(request)

    return read


_UTF8 = frozenset({"utf-8", "utf8", "us-ascii"})


class OnlyMarkedViews:
    """Refuses to call a view that does not say who may open it (see :mod:`liem.people.access`)."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._answer(request)
        if response.status_code == 405 and not getattr(response, "content", b""):
            response = errors.wrong_method(request, response.headers.get("Allow", ""))
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if not hasattr(view, "permission"):
            raise RuntimeError("a view without @public, @signed_in or @needs is never called")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        return errors.refused(request, exception) if isinstance(exception, UserError) else None
