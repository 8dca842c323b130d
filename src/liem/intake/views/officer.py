"""What officers open here: files of a report. Reading, sorting and answering belong to the sorting desk."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from liem.base import clock
from liem.base.sealing import CannotOpen
from liem.intake import files
from liem.intake.models import SealedFile
from liem.intake.queries import open_as_officer
from liem.people.access import needs
from liem.people.keys import session
from liem.trail import actions as trail


@needs("intake.read")
@require_safe
def file(request: HttpRequest, number: str) -> HttpResponseBase:
    """One file of a report of one's office, opened with one's key; the access is recorded."""
    keyring = session.opened(request)
    if keyring is None:
        return redirect(f"{reverse('people:my_key')}?next={quote(request.get_full_path())}")
    row = get_object_or_404(SealedFile.objects.select_related("report"), pk=number)
    try:
        opened = open_as_officer(row.report, keyring)
        readable = files.read(opened, row, original=request.GET.get("original") == "yes")
    except CannotOpen:
        return HttpResponse(status=404)
    subject = f"{row.report.register_number}/file/{row.position}"
    trail.record_access(by=keyring.account, subject_kind="report", subject_id=subject, now=clock.now())
    return _safely(readable, as_original=request.GET.get("original") == "yes")


def _safely(readable: files.Readable, *, as_original: bool) -> StreamingHttpResponse:
    """Never run by a browser: pictures drawn anew may be shown, all else is saved; nothing in it may load or act."""
    shown = files.may_be_shown(readable.sort) and not as_original
    answer = StreamingHttpResponse(readable.pieces, content_type=readable.media_type if shown else _SAVED)
    how = "inline" if shown else "attachment"
    answer.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(readable.name)}"
    answer.headers["Content-Length"] = str(readable.size)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer


_SAVED = "application/octet-stream"
