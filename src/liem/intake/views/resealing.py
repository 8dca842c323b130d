"""Sealing anew what was sealed to a former key of one's office."""

import uuid
from urllib.parse import quote

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from liem.base import clock
from liem.intake.resealing import Portion, seal_portion, standing
from liem.people.access import needs
from liem.people.keys import session
from liem.people.states import EVERY_UNIT


@needs("intake.read")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resealing(request: HttpRequest) -> HttpResponse:
    """How far it is, office by office; each sending does the next portion."""
    keyring = session.opened(request)
    if keyring is None:
        return redirect(f"{reverse('people:my_key')}?next={quote(request.path)}")
    offices = set(request.scope.units) - {EVERY_UNIT}  # type: ignore[attr-defined]
    portion, office = None, request.POST.get("office", "")
    if request.method == "POST":
        if office not in offices:
            messages.error(request, _("This is not an office you serve."))
            return redirect("intake:resealing")
        with transaction.atomic():
            portion = seal_portion(
                office, keyring, after=_number(request.POST.get("after", "")), by=keyring.account, now=clock.now()
            )
        _say(request, portion)
    context = {"rows": standing(offices), "office": office, "portion": portion}
    return render(request, "intake/resealing.html", context)


def _number(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""


def _say(request: HttpRequest, portion: Portion) -> None:
    if portion.sealed:
        said = ngettext(
            "%(count)s report is sealed to the present key.",
            "%(count)s reports are sealed to the present key.",
            portion.sealed,
        )
        messages.success(request, said % {"count": portion.sealed})
    if portion.unopened:
        said = ngettext(
            "%(count)s report does not open with your key: ask a colleague who had the former key.",
            "%(count)s reports do not open with your key: ask a colleague who had the former key.",
            portion.unopened,
        )
        messages.warning(request, said % {"count": portion.unopened})
