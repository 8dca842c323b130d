"""The desks at which reports are entered, the mailboxes, and the inner channel."""

import secrets
from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from liem.agencies import queries as agencies
from liem.base import clock
from liem.base.errors import UserError
from liem.channels import actions, queries
from liem.channels.forms import EntryForm, GatheringForm, InnerForm
from liem.channels.models import Gathering
from liem.channels.queries import ENTERED
from liem.channels.states import GatheringKind
from liem.intake.actions import Received
from liem.intake.cleaning import RefusedFile
from liem.intake.files import add_file
from liem.intake.qr import picture
from liem.intake.refusals import NOT_LET_IN
from liem.intake.states import Channel
from liem.intake.uploads import LockedUpload, takes_files
from liem.intake.views.reporter import reporter_page  # the same care as the citizen's pages: no cookie, no log line
from liem.people.access import needs
from liem.people.models import Account


@needs("channels.enter")
@require_GET
def doors(request: HttpRequest) -> HttpResponse:
    """The doors at which reports are entered."""
    names = {one.value: one.label for one in Channel}
    context = {
        "doors": [(code.value, names[code.value], _WHAT[code]) for code in ENTERED],
        "mailboxes": queries.mailbox_states(),
        "gatherings": queries.gatherings()[:8],
    }
    return render(request, "channels/doors.html", context)


_WHAT: dict[Channel, Any] = {
    Channel.HOTLINE: gettext_lazy("Write while you listen, then read the code out"),
    Channel.COUNTER: gettext_lazy("Somebody stands before you"),
    Channel.POST: gettext_lazy("A letter, its number and postmark"),
    Channel.RECEPTION: gettext_lazy("What was said at a reception session"),
    Channel.VOTERS: gettext_lazy("What voters said"),
    Channel.DIALOGUE: gettext_lazy("What was said in a dialogue"),
    Channel.PRESS: gettext_lazy("What a paper or a broadcast found"),
    Channel.REFERRED: gettext_lazy("What another body handed over, crime reports too"),
}
_NO_OFFICE = gettext_lazy(
    "No agency that may read this can receive yet, so nothing was sent. What you wrote stands here: copy it, and tell "
    "the inspectorate that a key is missing."
)


@takes_files
@needs("channels.enter")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, channel: str) -> HttpResponse:
    """Enter one report; the answer is its receipt, shown once."""
    if channel not in ENTERED:
        raise Http404
    gathering = _gathering(request)
    form = EntryForm(channel, request.POST or None, initial={"once": secrets.token_hex(32)})
    if request.method == "POST" and form.is_valid():
        try:
            received = actions.enter(
                channel,
                form.cleaned_data,
                gathering=gathering,
                language=get_language() or "vi",
                by=cast(Account, request.user).number,
                now=clock.now(),
            )
        except UserError:
            form.add_error(None, _NO_OFFICE)
        else:
            refused = _add_scans(request, received)
            return _receipt(request, received, channel, spoken=channel == Channel.HOTLINE, refused=refused)
    context = {
        "form": form,
        "channel": channel,
        "title": Channel(channel).label,
        "what": _WHAT[Channel(channel)],
        "gathering": gathering,
        "gatherings": queries.open_gatherings(channel, clock.today()) if channel in GatheringKind.values else [],
        "main": [form[name] for name in ("what", "kind", "unit", "accused_as")],
        "more": [field for field in form.visible_fields() if field.name not in ("what", "kind", "unit", "accused_as")],
    }
    return render(request, "channels/enter.html", context, status=400 if form.is_bound else 200)


def _gathering(request: HttpRequest) -> Gathering | None:
    given = request.POST.get("gathering") or request.GET.get("gathering") or ""
    return get_object_or_404(Gathering, pk=int(given)) if given.isdecimal() and len(given) < 12 else None


def _add_scans(request: HttpRequest, received: Received) -> list[str]:
    """Add what was scanned; returns, for each that was not taken, why. The report stands in any case."""
    refused = [f"{name}: {NOT_LET_IN[why]}" for name, why in getattr(request, "refused_files", ())]
    if not received.is_new:
        return refused
    by = cast(Account, request.user).number
    for one in request.FILES.getlist("scans"):
        if isinstance(one, LockedUpload):
            try:
                add_file(received.opened, one.sent, by=by, now=clock.now())
            except RefusedFile as refusal:
                refused.append(f"{one.name}: {refusal}")
    return refused


def _receipt(
    request: HttpRequest, received: Received, channel: str, *, spoken: bool, refused: Sequence[str] = ()
) -> HttpResponse:
    code = received.receipt.grouped
    words = received.receipt.spelled
    groups = [(group, words[4 * number : 4 * number + 4]) for number, group in enumerate(code.split("-"))]
    context = {
        "received": received,
        "groups": groups,
        "spoken": spoken,
        "refused": refused,
        "channel": channel,
        "acknowledgement": received.acknowledgement.text(),
        "picture": "" if spoken else picture(request, received.receipt, at_desk=channel != Channel.INNER),
    }
    answer = render(request, "channels/receipt.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@needs("channels.enter")
@require_http_methods(["GET", "POST"])
def gathering(request: HttpRequest) -> HttpResponse:
    """Register a session or a meeting."""
    form = GatheringForm(request.POST or None, initial={"held_on": clock.today(), "kind": request.GET.get("kind")})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if not agencies.agency(values["agency"]):
            raise Http404
        row = actions.hold_gathering(**values, by=cast(Account, request.user).number, now=clock.now())
        messages.success(request, _("Registered. Enter what was said there, or leave it at that where nobody spoke."))
        return redirect(f"/channels/enter/{row.kind}/?gathering={row.pk}")
    return render(request, "channels/gathering.html", {"form": form}, status=400 if form.is_bound else 200)


@reporter_page
@require_http_methods(["GET", "POST"])
def inner(request: HttpRequest) -> HttpResponse:
    """Officials speak about colleagues and superiors: opened by nobody, so that no account is in the session."""
    if request.user.is_authenticated:
        return render(request, "channels/inner_signed_in.html", status=400 if request.method == "POST" else 200)
    form = InnerForm(request.POST or None, initial={"once": secrets.token_hex(32)})
    if request.method == "POST" and form.is_valid():
        try:
            received = actions.speak_out(form.cleaned_data, language=get_language() or "vi", now=clock.now())
        except UserError:
            form.add_error(None, _NO_OFFICE)
        else:
            return _receipt(request, received, Channel.INNER, spoken=False)
    return render(request, "channels/inner.html", {"form": form}, status=400 if form.is_bound else 200)
