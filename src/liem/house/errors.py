"""Pages for what went wrong: what happened and what to do, in both languages, without a word about the inside."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liem.base.errors import UserError
from liem.house.templatetags.shell import in_readers_words


def _page(request: HttpRequest | None, status: int, title: str, what_to_do: str) -> HttpResponse:
    context = {"status": status, "title": title, "what_to_do": what_to_do, "language": get_language() or "vi"}
    return HttpResponse(render_to_string("shell/error.html", context, request), status=status)


def _is_of_a_reporter(request: HttpRequest) -> bool:
    """Whether the address is one of the pages by which people report."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return bool(getattr(view, "leaves_no_line", False))


def _is_for_programs(request: HttpRequest) -> bool:
    """Whether the address belongs to the interface for programs, whose every answer is JSON."""
    try:
        return "api" in resolve(request.path_info).namespaces
    except Resolver404:
        return False


def _to_a_program(status: int, error: str, detail: str) -> HttpResponse:
    """As :mod:`liem.house.api` refuses, which was not reached."""
    page = JsonResponse({"error": error, "detail": detail, "fields": []}, status=status)
    page.headers["Cache-Control"] = "no-store"
    return page


def _to_a_reporter(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """In the frame of the citizens' pages, with the way out of them; it leaves no more behind than they do."""
    page = HttpResponse(render_to_string(template, {"language": get_language() or "vi"}, request), status=status)
    page.headers["Referrer-Policy"], page.headers["Cache-Control"] = "no-referrer", "no-store"
    return page


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    if _is_of_a_reporter(request):
        return _to_a_reporter(request, "intake/not_read.html", 400)
    return _page(
        request, 400, _("The request could not be read"), _("Go back, check what you entered, and send it again.")
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        403,
        _("Your role does not open this page"),
        _("If your work needs it, ask the system administrator to appoint you to the role that has it."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        _("The form had expired"),
        _("Open the page again and send the form once more. Cookies must be allowed for this site."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        404,
        _("There is no such page"),
        _("The address may be mistyped, or what it named may have been replaced. Start from the front page."),
    )


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    page = _page(
        request,
        405,
        _("This address does not take that"),
        _("Open the page by its link and use the buttons on it. Nothing was changed."),
    )
    page.headers["Allow"] = allowed
    return page


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if _is_for_programs(request):
        return _to_a_program(413, "too_large", _("What you sent is too large"))
    if _is_of_a_reporter(request):
        return _to_a_reporter(request, "intake/too_large.html", 413)
    return _page(
        request,
        413,
        _("What you sent is too large"),
        _("Send a smaller file, or ask the administrator to bring it in."),
    )


def refused(request: HttpRequest, error: UserError) -> HttpResponse:
    """A person's mistake that no form caught: its own sentence, with status 400."""
    return _page(request, 400, _("This cannot be done as asked"), in_readers_words(str(error)))


def not_made_out(status: int) -> HttpResponse:
    """What the server could not make out at all: no application saw it, so nothing is known of the visitor."""
    if status == 431:
        title, what_to_do = (
            _("Your browser sent too much along with the address"),
            _("Delete the cookies of this site in your browser, then open the front page again. Nothing was taken in."),
        )
    else:
        title, what_to_do = (
            _("The request could not be read"),
            _("Go back, check what you entered, and send it again."),
        )
    page = _page(None, status, title, what_to_do)
    page.headers["Content-Security-Policy"] = "default-src 'self'"
    page.headers["X-Content-Type-Options"], page.headers["Cache-Control"] = "nosniff", "no-store"
    return page


def server_error(request: HttpRequest) -> HttpResponse:
    """Made without the request: what failed may be the very things the frame of a page asks for."""
    return _page(
        None,
        500,
        _("Something failed on our side"),
        _("Nothing saved is lost. Try again in a minute; if it fails again, tell the administrator the number below."),
    )
