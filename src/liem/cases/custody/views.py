"""A piece of evidence: its files, who had them in hand, putting in, looking, taking out."""

from typing import Any, cast
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liem.base import clock
from liem.base.errors import UserError
from liem.cases.custody import actions
from liem.cases.custody.models import EvidenceFile
from liem.cases.models import Evidence
from liem.intake.files import may_be_shown
from liem.intake.refusals import NOT_LET_IN
from liem.intake.uploads import LockedUpload, takes_files
from liem.people.access import may_see_unit, needs
from liem.people.models import Account
from liem.people.queries import names_of


class TakeOutForm(forms.Form):
    """Why a copy of the original is needed."""

    reason = forms.CharField(label=gettext_lazy("What the original is needed for"), max_length=300)


def _piece(number: int, piece: int) -> Evidence:
    found = Evidence.objects.filter(pk=piece, matter_id=number).select_related("matter").first()
    if found is None:
        raise Http404
    return found


def _file(number: int, piece: int, file: int) -> EvidenceFile:
    rows = EvidenceFile.objects.filter(pk=file, evidence_id=piece, matter_id=number)
    found = rows.select_related("matter", "evidence__matter").first()
    if found is None:
        raise Http404
    return found


@needs("cases.see")
@require_safe
def evidence(request: HttpRequest, number: int, piece: int) -> HttpResponse:
    """One piece: what it is, its files, and every hand it went through."""
    return _page(request, _piece(number, piece))


def _page(request: HttpRequest, one: Evidence, form: TakeOutForm | None = None, status: int = 200) -> HttpResponse:
    account = cast(Account, request.user)
    hands = list(one.hands.select_related("file"))  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "matter": one.matter,
        "piece": one,
        "files": [(row, may_be_shown(row.sort)) for row in one.files.all()],  # type: ignore[attr-defined]
        "hands": hands,
        "names": names_of({hand.by for hand in hands}),
        "may_handle": may_see_unit(account, "cases.handle", one.matter.unit),
        "form": form or TakeOutForm(),
    }
    return render(request, "cases/evidence.html", context, status=status)


@needs("cases.handle")
@takes_files
@require_POST
def put_in(request: HttpRequest, number: int, piece: int) -> HttpResponse:
    """Take files: each is taken or refused by itself, in a sentence of its own."""
    one, sent = _piece(number, piece), request.FILES.getlist("files")
    for name, why in getattr(request, "refused_files", ()):
        messages.error(request, f"{name}: {NOT_LET_IN[why]}")
    for file in sent:
        if isinstance(file, LockedUpload):
            try:
                with transaction.atomic():
                    row = actions.put_in(one, file.sent, by=cast(Account, request.user), now=clock.now())
            except UserError as error:
                messages.error(request, f"{file.name}: {error}")
            else:
                messages.success(request, _("Under seal: %(name)s") % {"name": row.name})
    if not sent and not getattr(request, "refused_files", ()):
        messages.error(request, _("No file was chosen."))
    return redirect("cases:evidence", number, piece)


@needs("cases.see")
@require_safe
def file(request: HttpRequest, number: int, piece: int, file: int) -> HttpResponseBase:
    """What of a file is shown; the look is recorded."""
    row = _file(number, piece, file)
    try:
        readable = actions.look(row, by=cast(Account, request.user), now=clock.now())
    except UserError as error:
        messages.error(request, str(error))
        return redirect("cases:evidence", number, piece)
    return _safely(readable, shown=may_be_shown(row.sort))


@needs("cases.handle")
@require_http_methods(["POST"])
def take_out(request: HttpRequest, number: int, piece: int, file: int) -> HttpResponseBase:
    """A copy of the original, with a reason."""
    row, form = _file(number, piece, file), TakeOutForm(request.POST)
    if form.is_valid():
        account, now = cast(Account, request.user), clock.now()
        try:
            return _safely(actions.take_out(row, form.cleaned_data["reason"], by=account, now=now), shown=False)
        except UserError as error:
            form.add_error(None, str(error))
    return _page(request, _piece(number, piece), form, 422)


def _safely(readable: actions.Readable, *, shown: bool) -> StreamingHttpResponse:
    """Never run by a browser: pictures drawn anew may be shown, all else is saved; nothing in it may load or act."""
    kind = readable.media_type if shown else "application/octet-stream"
    answer = StreamingHttpResponse(readable.pieces, content_type=kind)
    how = "inline" if shown else "attachment"
    answer.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(readable.name)}"
    answer.headers["Content-Length"] = str(readable.size)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer
