"""Bringing records in: the form, the watching, what came of it, and the way back."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liem.base import clock
from liem.base.errors import UserError
from liem.imports import actions, queries, uploads
from liem.imports.exports import csv_answer, xlsx_answer
from liem.imports.forms import BringForm, sentence
from liem.imports.models import Import, Snapshot
from liem.jobs import actions as jobs
from liem.people.access import may, needs
from liem.people.models import Account

PAGE = 50


@needs("imports.see")
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """What is current, what came in and when, and what was current before."""
    page = Paginator(queries.history(), 20).get_page(request.GET.get("page"))
    adoptions = list(queries.adoptions()[:20])
    context = {
        "current": adoptions[0] if adoptions else None,
        "adoptions": adoptions,
        "page": page,
        "people": _people([*(row.asked_by for row in page), *(row.by for row in adoptions)]),
        "may_bring": may(request.user, "imports.bring"),
    }
    return render(request, "imports/list.html", context)


@needs("imports.bring")
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Choose files, or something from the inbox."""
    form = BringForm(queries.inbox(), uploads.most_bytes())
    if request.method != "POST":
        return _bring_page(request, form, 200)
    form = BringForm(queries.inbox(), uploads.most_bytes(), request.POST, {"records": request.FILES.getlist("records")})
    refusal = getattr(request, "upload_refusal", None)
    if refusal is not None:
        form.add_error("records", sentence(refusal))
        return _bring_page(request, form, 413)
    if not form.is_valid():
        return _bring_page(request, form, 422)
    try:
        row = _ask(form.cleaned_data, cast(Account, request.user).number)
    except UserError as error:
        form.add_error(None, _(str(error)))
        return _bring_page(request, form, 422)
    return redirect("imports:import", row.pk)


def _bring_page(request: HttpRequest, form: BringForm, status: int) -> HttpResponse:
    context = {"form": form, "most_mb": uploads.most_bytes() // 1024**2, "current": queries.current_snapshot()}
    return render(request, "imports/bring.html", context, status=status)


def _ask(chosen: dict[str, Any], by: str) -> Import:
    complete = chosen["complete"]
    if chosen.get("inbox"):
        return actions.ask_for_inbox(chosen["inbox"], complete=complete, by=by, now=clock.now())
    files = chosen["records"]
    folder = uploads.keep_together(files)
    names = [file.name for file in files]
    return actions.ask_for_upload(folder, names, complete=complete, by=by, now=clock.now())


@needs("imports.see")
@never_cache
@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One import: how far it is, or what came of it."""
    row = _import(number)
    current = queries.current_snapshot()
    rejected = queries.kept_rows(row.pk, "rejections", queries.Selection(limit=10))
    context = {
        "row": row,
        "tables": _tables(row),
        "rejected_heads": _heads(rejected.columns),
        "people": _people([row.asked_by]),
        "is_current": bool(row.snapshot and current and row.snapshot == current),
        "rejected": rejected,
        "changed": queries.kept_rows(row.pk, "changes", queries.Selection(limit=1)),
        "may_bring": may(request.user, "imports.bring"),
    }
    return render(request, "imports/import.html", context)


@needs("imports.see")
@never_cache
@require_safe
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """The part of the page that changes while the import is under way."""
    return render(request, "imports/_progress.html", {"row": _import(number)})


@needs("imports.bring")
@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Call an import off. What was current stays so."""
    row = _import(number)
    if row.job and jobs.cancel(row.job, by=cast(Account, request.user).number, now=clock.now()):
        messages.success(request, _("The import is being called off. The records that are current stay as they are."))
    else:
        messages.error(request, _("This import has ended and can no longer be called off."))
    return redirect("imports:import", number)


@needs("imports.see")
@require_safe
def kept(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """The rows an import did not accept, or what it changed: found, sorted, page by page."""
    row, selection = _import(number), _selection(request, PAGE)
    found = queries.kept_rows(row.pk, name, selection)
    pages = Paginator(range(found.found), PAGE)
    context = {"row": row, "name": name, "found": found, "selection": selection, "heads": _heads(found.columns)}
    return render(request, "imports/kept.html", {**context, "page": pages.get_page(request.GET.get("page"))})


@needs("imports.see")
@require_safe
def export(request: HttpRequest, number: int, name: str, form: str) -> HttpResponseBase:
    """The same rows as a table to take away."""
    row = _import(number)
    found = queries.kept_rows(row.pk, name, _selection(request, None))
    heads = [str(words) for _column, words in _heads(found.columns)]
    answer = xlsx_answer if form == "xlsx" else csv_answer
    return answer(f"liem-{name}-{row.pk}", heads, found.rows)


@needs("imports.bring")
@require_http_methods(["GET", "HEAD", "POST"])
def return_to(request: HttpRequest, checksum: str) -> HttpResponse:
    """Make earlier records current again, after saying what that does."""
    snapshot = get_object_or_404(Snapshot, pk=checksum)
    if request.method == "POST":
        try:
            actions.return_to(snapshot, by=cast(Account, request.user).number, now=clock.now())
        except UserError as error:
            messages.error(request, _(str(error)))
        else:
            messages.success(request, _("The earlier records are current again, and are being looked through."))
        return redirect("imports:list")
    current = queries.current_snapshot()
    if current == snapshot:
        messages.info(request, _("These records are current already."))
        return redirect("imports:list")
    return render(request, "imports/return.html", {"snapshot": snapshot, "current": current})


def _tables(row: Import) -> list[dict[str, Any]]:
    """Per table: rows read, not accepted, and what they changed."""
    return [
        {"table": table, "read": row.read.get(table, 0), "rejected": row.rejected.get(table, 0), **change}
        for table, change in row.changes.items()
    ]


def _import(number: int) -> Import:
    found = queries.history().filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _people(numbers: Iterable[str]) -> dict[str, str]:
    """Account number → name shown."""
    known = {int(number) for number in numbers if number.isdigit()}
    names = {str(pk): name for pk, name in Account.objects.filter(pk__in=known).values_list("pk", "display_name")}
    return {"system": _("The house itself"), **names}


def _selection(request: HttpRequest, limit: int | None) -> queries.Selection:
    sort = request.GET.get("sort", "")
    try:
        page = max(1, int(request.GET.get("page", "1")))
    except ValueError:
        page = 1
    return queries.Selection(
        text=request.GET.get("text", "")[:100],
        table=request.GET.get("table", "")[:40],
        order=sort.removeprefix("-"),
        descending=sort.startswith("-"),
        offset=(page - 1) * limit if limit else 0,
        limit=limit,
    )


def _heads(columns: Sequence[str]) -> list[tuple[str, str]]:
    words = {
        "table": _("Table"),
        "file": _("File"),
        "line": _("Line"),
        "column": _("Column"),
        "value": _("Value"),
        "reason": _("Reason"),
        "key": _("Which"),
        "what": pgettext("what changed", "What"),
        "before": _("Before"),
        "after": _("After"),
    }
    return [(column, words.get(column, column)) for column in columns]
