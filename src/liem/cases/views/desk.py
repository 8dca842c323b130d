"""The officer's desk: my matters by the next day they are due, notices, a new matter, handing everything over."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liem.agencies.queries import listed
from liem.base import clock
from liem.base.errors import UserError
from liem.cases import actions, arrivals, deeds, filing, queries
from liem.cases.forms import DeskForm, NewMatterForm
from liem.cases.models import Deadline, Matter, Notice
from liem.cases.next_step import NextStep, next_step
from liem.cases.on_file import on_file
from liem.cases.states import Kind, Origin, Standing
from liem.people.access import may, needs
from liem.people.models import Account
from liem.people.paging import FirstOnes
from liem.people.queries import names_of
from liem.people.rules import Scope
from liem.people.states import EVERY_UNIT

ON_A_PAGE = 40


def _scope(request: HttpRequest) -> Scope:
    return cast(Scope, request.scope)  # type: ignore[attr-defined]


@needs("cases.see")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Open matters, the next due first."""
    account, now = cast(Account, request.user), clock.now()
    form = DeskForm(request.GET)
    asked = form.asked()
    found = queries.desk(account, _scope(request), asked, now)
    page = FirstOnes(found, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    counting, names = _clocks(rows), names_of({one.handler for one in rows if one.handler})
    context: dict[str, Any] = {
        "form": form,
        "asked": asked,
        "chosen": sum(bool(value) for name, value in vars(asked).items() if (name, value) != ("whose", "mine")),
        "page": page,
        "rows": [_row(one, counting.get(one.pk, []), step, names) for one, step in _next_steps(rows, counting, now)],
        "counts": queries.counts(account, _scope(request), now),
        "notices": _newest(queries.unread(account)),
        "may_open": may(account, "cases.handle"),
        "may_assign": may(account, "cases.assign"),
        "may_draw": may(account, "cases.draw"),
        "now": now,
    }
    if asked.whose == "unassigned" and context["may_assign"]:
        context["takers"] = _takers(rows)
    return render(request, "cases/desk.html", context)


def _newest(notices: Iterable[Notice]) -> list[tuple[Notice, list[int]]]:
    """For each clock the newest notice alone, with the numbers of the older ones it replaces."""
    found: dict[object, tuple[Notice, list[int]]] = {}
    for one in notices:
        found.setdefault(one.deadline_id or f"notice {one.pk}", (one, []))[1].append(one.pk)
    return list(found.values())


def _clocks(rows: list[Matter]) -> dict[int, list[Deadline]]:
    """For each matter, the clocks that count, the next due first; one query for the page."""
    counting = Deadline.objects.filter(
        matter__in=[one.pk for one in rows], standing__in=[Standing.RUNNING, Standing.STANDING_STILL, Standing.UNKNOWN]
    )
    found: dict[int, list[Deadline]] = {}
    for row in sorted(counting, key=lambda one: (one.due_at is None, one.due_at or clock.now(), one.pk)):
        found.setdefault(row.matter_id, []).append(row)
    return found


def _next_steps(
    rows: list[Matter], counting: dict[int, list[Deadline]], now: datetime
) -> list[tuple[Matter, NextStep | None]]:
    """Each matter with the step that comes next; where its content is hidden, what the register says of it."""
    files, law, calendar = on_file(rows), queries.law(), queries.calendar()
    return [
        (one, next_step(one, counting.get(one.pk, []), files[one.pk], law=law, calendar=calendar, now=now, reads=reads))
        for one, reads in ((one, hasattr(one, "content")) for one in rows)
    ]


def _row(one: Matter, counting: list[Deadline], step: NextStep | None, names: Mapping[str, str]) -> dict[str, Any]:
    """What stands in one row: the step with the clock it serves, else the clock due first."""
    served = step.clock if step else None
    return {
        "matter": one,
        "handler": names.get(one.handler, ""),
        "clock": served or next(iter(counting), None),
        "step": step,
        "label": deeds.BY_CODE[step.verb].label if step else "",
        # no law sets the limit of a lead, and the name of its law stands beside nobody's
        "law": step.law.partition(";")[0] if step and one.kind != Kind.LEAD else "",
    }


@needs("cases.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a matter."""
    scope = _scope(request)
    units = [(row.code, row.name_vi) for row in listed() if scope.covers(row.code)]
    units += [(code, code) for code in sorted(scope.units - {EVERY_UNIT} - {code for code, _name in units})]
    asked = ("kind", "origin", "origin_ref", "title", "about_unit", "act", "unit")
    start: dict[str, Any] = {name: request.GET.get(name, "") for name in asked}
    start["received_on"] = request.GET.get("received_on") or clock.today()
    form = NewMatterForm(units, request.POST or None, initial=start)
    if form.is_bound and form.is_valid():
        try:
            matter = _open(form.cleaned_data, cast(Account, request.user))
        except UserError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The matter is on the register as %(number)s.") % {"number": matter.number})
            seen = queries.matter(matter.pk)
            return redirect("cases:matter", matter.pk) if seen else redirect("cases:desk")
    return render(request, "cases/new.html", {"form": form}, status=422 if form.errors else 200)


def _open(values: dict[str, Any], account: Account) -> Matter:
    now = clock.now()
    is_known = values["origin_ref"] and values["origin"] in (Origin.REPORT, Origin.LEAD)
    born = queries.born_of(values["origin"], values["origin_ref"]).filter(kind=values["kind"])
    if is_known and (former := born.first()):
        raise UserError(_("There is a matter of this kind born of it already: %(number)s.") % {"number": former})
    birth = actions.Birth(
        Kind(values["kind"]),
        values["unit"],
        Origin(values["origin"]),
        values["origin_ref"],
        actions.instant_of(values["received_on"], now),
        values["title"],
        values["summary"],
        values["about_unit"],
        values["act"],
        values["remote"],
    )
    return actions.open_matter(birth, by=account.number, now=now, handler=account.number)


@needs("cases.handle")
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Reports taken up and leads found worth verifying of which no matter was born yet."""
    scope = _scope(request)
    context = {"reports": arrivals.reports(scope), "signs": arrivals.signs(scope)}
    return render(request, "cases/waiting.html", context)


@needs("cases.assign")
@require_POST
def assign_many(request: HttpRequest) -> HttpResponse:
    """Give several matters to one officer; one that is refused says why, and the others are given all the same."""
    by, now = cast(Account, request.user), clock.now()
    numbers = [int(one) for one in request.POST.getlist("matter") if one.isdigit() and len(one) < 19]
    chosen = request.POST.get("handler", "")
    handler = Account.objects.filter(pk=int(chosen)).first() if chosen.isdigit() and len(chosen) < 19 else None
    if handler is None or not numbers:
        messages.error(request, _("Choose the matters and an officer."))
        return redirect(f"{reverse('cases:desk')}?whose=unassigned")
    given = 0
    for one in queries.matters().filter(pk__in=numbers):
        try:
            actions.assign(one, handler, by=by, now=now)
        except UserError as error:
            messages.error(request, f"{one.number}: {error}")
        else:
            given += 1
    said = ngettext("%(n)s matter was assigned.", "%(n)s matters were assigned.", given)
    messages.success(request, said % {"n": given})
    return redirect(f"{reverse('cases:desk')}?whose=unassigned")


def _takers(rows: list[Matter]) -> list[Account]:
    """Who may handle at least one of these matters, in the order of their names."""
    found = {one.pk: one for unit in {row.unit for row in rows} for one in queries.officers(unit)}
    return sorted(found.values(), key=lambda one: one.display_name)


@needs("cases.see")
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark the notices on the page as read."""
    numbers = [int(one) for one in request.POST.getlist("notice") if one.isdigit() and len(one) < 19]
    filing.read_notices(cast(Account, request.user), numbers, now=clock.now())
    return redirect("cases:desk")


@needs("cases.assign")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """Hand every open matter of an officer who leaves to another."""
    by = cast(Account, request.user)
    scope = _scope(request)
    handlers = queries.open_matters().exclude(handler="")
    if EVERY_UNIT not in scope.units:
        handlers = handlers.filter(unit__in=scope.units)
    leavers = Account.objects.filter(pk__in=[int(one) for one in set(handlers.values_list("handler", flat=True))])
    takers = {one.pk: one for unit in set(handlers.values_list("unit", flat=True)) for one in queries.officers(unit)}
    if request.method == "POST":
        try:
            leaver = Account.objects.get(pk=int(request.POST.get("leaver") or 0))
            count = actions.hand_over_everything(
                leaver, takers[int(request.POST.get("taker") or 0)], by=by, now=clock.now()
            )
        except UserError as error:
            messages.error(request, str(error))
        except (Account.DoesNotExist, KeyError, ValueError):
            messages.error(request, _("Choose who leaves and who takes over."))
        else:
            said = ngettext("%(n)s matter was handed over.", "%(n)s matters were handed over.", count)
            messages.success(request, said % {"n": count})
            return redirect("cases:desk")
    context = {"leavers": leavers, "takers": sorted(takers.values(), key=lambda one: one.display_name)}
    return render(request, "cases/hand_over.html", context)
