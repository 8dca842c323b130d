"""The interface for programs: what the rooms offer, under one address, with one way of saying no.

Every answer is JSON, errors too, and none repeats what was sent. No cookie is read: who asks shows a token, or asks for
what is public. ``/api/v1/openapi.json`` describes it; the same text is ``docs/reference/api.json``.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from liem.agencies import api as agencies
from liem.base.errors import UserError
from liem.channels import api as channels
from liem.channels.systems import TooManyRequests
from liem.people.access import ANYBODY

ROOT = "api/v1/"
api = NinjaAPI(
    title="Liêm",
    version="1",
    description="Hand reports in from other systems of the province, and read the public directory of agencies.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
api.add_router("", channels.router)
api.add_router("", agencies.router)


def no(status: int, error: str, detail: str, fields: list[dict[str, str]] | None = None) -> JsonResponse:
    """A refusal."""
    return JsonResponse({"error": error, "detail": detail, "fields": fields or []}, status=status)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = [
        {"where": ".".join(str(part) for part in one["loc"][1:]) or "body", "why": one["msg"]} for one in error.errors
    ]
    return no(422, "invalid", _("Some fields cannot be used as they are."), fields[:50])


@api.exception_handler(channels.NotAsked)
def _unusable(request: HttpRequest, error: channels.NotAsked) -> HttpResponse:
    fields = [one.model_dump() for one in error.fields]
    return no(422, "invalid", _("Some fields cannot be used as they are."), fields)


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = no(401, "unknown", _("No token, or none that holds. Ask the administrator for one."))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(TooManyRequests)
def _too_many(request: HttpRequest, error: TooManyRequests) -> HttpResponse:
    answer = no(429, "too_many", _("Too many requests: try again later."))
    answer["Retry-After"] = str(error.seconds)
    return answer


@api.exception_handler(UserError)
def _refused(request: HttpRequest, error: UserError) -> HttpResponse:
    return no(409, "refused", _("No agency that may read this can receive yet, so nothing was stored."))


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return no(413, "too_large", _("What you sent is too large"))


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return no(error.status_code, "unreadable", _("The request could not be read"))


View = Callable[..., HttpResponseBase]


def _for_programs(view: View) -> View:
    """Open to anybody, for the token is asked for inside; JSON in and out; no line in the log, no copy in between."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and request.content_type != "application/json":
            return no(415, "media_type", _("Send JSON, as application/json."))
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            allowed = response.headers.get("Allow", "")
            response = no(405, "method", _("This address does not take that method."))
            response.headers["Allow"] = allowed
        response.headers["Cache-Control"] = "no-store"
        return response

    answer.permission = ANYBODY  # type: ignore[attr-defined]
    answer.leaves_no_line = True  # type: ignore[attr-defined]
    return csrf_exempt(answer)


def description() -> dict[str, Any]:
    """The OpenAPI description."""
    told: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=f"/{ROOT}")))
    return told


def _describe(request: HttpRequest) -> HttpResponse:
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False, "indent": 1})


def _nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    return no(404, "nowhere", _("There is no such page"))


def patterns() -> list[URLPattern]:
    """The addresses, each view marked as every view of the house."""
    found = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
    for one in found:
        one.callback = _for_programs(one.callback)
    return [
        *found,
        path("openapi.json", _for_programs(_describe), name="description"),
        path("<path:rest>", _for_programs(_nowhere), name="nowhere"),
    ]
