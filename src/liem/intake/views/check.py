"""Checking an acknowledgement, by anybody it is shown to. Nothing of it is kept."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liem.base import formats
from liem.intake.checking import LONGEST_ACKNOWLEDGEMENT, LONGEST_CONTENT, Checked, Finding
from liem.intake.checking import check as check_text
from liem.intake.forms import CheckForm
from liem.intake.models import AcknowledgementKey
from liem.intake.uploads import LockedUpload, takes_files
from liem.intake.views.reporter import reporter_page

_SENTENCES = {
    Finding.NO_ACKNOWLEDGEMENT: gettext_lazy("This is not an acknowledgement of ours: lines are missing or changed."),
    Finding.CHANGED: gettext_lazy("Not genuine: the signature does not fit. Something in it was changed."),
    Finding.OTHER_KEY: gettext_lazy(
        "It was not signed here: the key it names is none of ours. Another house may know it."
    ),
    Finding.OTHER_CONTENT: gettext_lazy(
        "The signature is ours (number %(number)s, %(day)s), but the text is not the one that was sent."
    ),
    Finding.GENUINE_OF_CONTENT: gettext_lazy(
        "Genuine: this very text was received under number %(number)s on %(day)s."
    ),
    Finding.GENUINE: gettext_lazy(
        "Genuine: a report was received under number %(number)s on %(day)s. Its text was not compared."
    ),
}


@transaction.non_atomic_requests
@reporter_page
@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Whether the signature is this house's, and whether it is about the text given with it."""
    form = CheckForm(request.POST or None)
    keys = list(AcknowledgementKey.objects.order_by("since"))
    verdict = None
    if request.method == "POST":
        proof = _file(request, "acknowledgement_file", LONGEST_ACKNOWLEDGEMENT)
        about = _file(request, "content_file", LONGEST_CONTENT)
        form = CheckForm(_with(request, proof))
        if _is_too_large(request, proof, about):
            form.add_error(None, _("This file is too large to be one that was saved here. Choose the right one."))
        elif form.is_valid():
            content = about or form.cleaned_data["content"].encode()
            verdict = _verdict(
                check_text(form.cleaned_data["acknowledgement"], content, {bytes(key.public) for key in keys})
            )
    shown = [{"hex": bytes(key.public).hex(), "since": key.since} for key in keys]
    status = 422 if form.errors else 200
    return render(request, "intake/check.html", {"form": form, "verdict": verdict, "keys": shown}, status=status)


def _with(request: HttpRequest, proof: bytes | None) -> dict[str, str]:
    """What was typed; a file that was chosen comes before it. Bytes that are no text become what cannot be one."""
    typed = {name: request.POST.get(name, "") for name in CheckForm.base_fields}
    return typed | ({"acknowledgement": proof.decode("utf-8-sig", "replace").replace("\0", "\ufffd")} if proof else {})


def _file(request: HttpRequest, name: str, most: int) -> bytes | None:
    """The bytes of a file that was chosen, empty where there is none, ``None`` where it is too large."""
    sent = request.FILES.get(name)
    if not isinstance(sent, LockedUpload):
        return b""
    return b"".join(sent.sent.pieces()) if sent.sent.size <= most else None


def _is_too_large(request: HttpRequest, *files: bytes | None) -> bool:
    return None in files or bool(getattr(request, "refused_files", ()))


def _verdict(checked: Checked) -> dict[str, str]:
    given, kind = checked.given, "success" if checked.finding.is_genuine else "error"
    told = {"number": given.number, "day": formats.day(given.received_on, _language())} if given else {}
    sentence = str(_SENTENCES[checked.finding])
    return {"kind": kind, "text": sentence % told if told else sentence}


def _language() -> formats.Language:
    return "en" if (get_language() or "vi").startswith("en") else "vi"
