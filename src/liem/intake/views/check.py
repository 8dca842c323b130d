"""Checking an acknowledgement, by anybody it is shown to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liem.base import formats
from liem.intake.acknowledgement import parse
from liem.intake.forms import CheckForm
from liem.intake.models import AcknowledgementKey
from liem.intake.views.reporter import reporter_page


@reporter_page
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Whether the signature is this house's, and whether it is about the text given with it."""
    form = CheckForm(request.POST or None)
    keys = [
        {"hex": bytes(key.public).hex(), "since": key.since} for key in AcknowledgementKey.objects.order_by("since")
    ]
    verdict = None
    if request.method == "POST" and form.is_valid():
        text, content = form.cleaned_data["acknowledgement"], form.cleaned_data["content"]
        verdict = _verdict(text, content.strip("\r\n").encode(), {key["hex"] for key in keys}, request)
    return render(request, "intake/check.html", {"form": form, "verdict": verdict, "keys": keys})


def _verdict(text: str, content: bytes, keys: set[object], request: HttpRequest) -> dict[str, str]:
    given = parse(text)
    if given is None:
        return {"kind": "error", "text": _("This is not an acknowledgement of ours: lines are missing or changed.")}
    if given.key not in keys or not given.is_signed_by(bytes.fromhex(given.key)):
        return {"kind": "error", "text": _("The signature is not ours, or something in it was changed.")}
    told = {"number": given.number, "day": formats.day(given.received_on, "en" if _is_english(request) else "vi")}
    if content and not given.is_of(content):
        sentence = _("The signature is ours (number %(number)s, %(day)s), but the text is not the one that was sent.")
        return {"kind": "error", "text": sentence % told}
    if content:
        sentence = _("Genuine: this very text was received under number %(number)s on %(day)s.")
    else:
        sentence = _("Genuine: a report was received under number %(number)s on %(day)s. Its text was not compared.")
    return {"kind": "success", "text": sentence % told}


def _is_english(request: HttpRequest) -> bool:
    return getattr(request, "LANGUAGE_CODE", "vi") == "en"
