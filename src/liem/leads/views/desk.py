"""The desk of leads: found, filtered, counted, taken away as a table."""

from collections.abc import Iterable
from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liem.base import clock
from liem.imports.exports import csv_answer, xlsx_answer
from liem.leads import expiry, queries, recusals
from liem.leads.forms import DeskForm
from liem.leads.models import Lead, Run
from liem.leads.queries import HANDED
from liem.leads.states import Grade, SubjectKind
from liem.leads.templatetags.leads import act_name, field_name, grade_short, language, result_short
from liem.people.access import may, needs
from liem.people.models import Account
from liem.trail import actions as trail

PAGE = 25
MOST_EXPORTED = 100_000


@needs("leads.see")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """All leads one may see, the firmest first, with filters that are plain addresses."""
    run = queries.current_run()
    if run is None:
        empty = {"may_bring": may(request.user, "imports.bring"), "under_way": queries.is_under_way()}
        return render(request, "leads/desk_empty.html", empty)
    units = queries.names(run, "unit")
    account = cast(Account, request.user)
    form, leads = _chosen(request, run, units)
    chosen = form.chosen()
    grades = _grades(_any_grade(request, run, form, leads))
    pages = Paginator(leads, PAGE)
    pages.count = sum(n for grade, _words, n in grades if chosen.get("grade") in (None, grade))  # counted already
    page = pages.get_page(request.GET.get("page"))
    procedures = {code for lead in page for code in lead.procedures[:3]}
    context = {
        "run": run,
        "form": form,
        "chosen": chosen,
        "page": page,
        "grades": grades,
        "units": units,
        "procedures": queries.names(run, "procedure", procedures),
        "may_export": may(request.user, "leads.export"),
        "may_detect": may(request.user, "leads.detect"),
        "may_answer": may(request.user, "leads.answer"),
        "expiring": queries.expiring(run, clock.now()),
        "put_away": queries.put_away(account).count() if may(account, "leads.look") else 0,
        "may_look": may(account, "leads.look"),
        "came_back": queries.came_back(run),
        "handed": queries.desk(run, {"looked": HANDED, "handed": recusals.handed_to(account)}).count(),
        "aside": recusals.of_oneself(account).count() + len(recusals.of_others(account)),
        "soon": clock.now() + expiry.SOON,
        "waiting": queries.waiting_with_units(run, clock.now(), account) if may(account, "leads.look") else [],
    }
    return render(request, "leads/desk.html", context)


@needs("leads.export")
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The leads of the desk as it is filtered, as a table to take away. Who took it is kept in the trail."""
    run = queries.current_run()
    if run is None:
        return redirect("leads:desk")
    units = queries.names(run, "unit")
    leads = _chosen(request, run, units)[1]
    account = cast(Account, request.user)
    number = leads.count()
    trail.record(
        trail.ACCESS,
        "leads_exported",
        by=account.number,
        subject_kind="run",
        subject_id=run.pk,
        after={"leads": number, "form": form},
        now=clock.now(),
    )
    rows = list(_rows(leads[:MOST_EXPORTED], units))
    answer = xlsx_answer if form == "xlsx" else csv_answer
    return answer("liem-dau-moi" if _language() == "vi" else "liem-leads", _heads(), rows)


def _any_grade(request: HttpRequest, run: Run, form: DeskForm, leads: QuerySet[Lead]) -> QuerySet[Lead]:
    """The leads of the desk, whatever grade was chosen."""
    chosen = _asked(request, form)
    return queries.desk(run, queries.without(chosen, "grade")) if "grade" in chosen else leads


def _grades(leads: QuerySet[Lead]) -> list[tuple[str, str, int]]:
    """Each grade with its words and how many leads have it, the firmest first."""
    found = queries.counts(leads)
    return [(grade.value, grade_short(grade), found.get(grade, 0)) for grade in Grade]


def _chosen(request: HttpRequest, run: Run, units: dict[str, str]) -> tuple[DeskForm, QuerySet[Lead]]:
    form = DeskForm(_choices(run, units), request.GET)
    return form, queries.desk(run, _asked(request, form), request.GET.get("sort", ""))


def _asked(request: HttpRequest, form: DeskForm) -> dict[str, Any]:
    chosen = form.chosen()
    if chosen.get("looked") == HANDED:
        chosen["handed"] = recusals.handed_to(cast(Account, request.user))
    return chosen


def _choices(run: Run, units: dict[str, str]) -> dict[str, list[tuple[str, Any]]]:
    found = queries.lead_choices(run)
    procedures = queries.names(run, "procedure", found["procedures"])
    return {
        "unit": [(code, units.get(code, code)) for code in found["unit"]],
        "act": [(code, f"{code} · {act_name(code)}") for code in found["act"]],
        "procedure": [(code, procedures.get(code, code)) for code in found["procedures"]],
        "field": [(code, field_name(code)) for code in found["fields"]],
    }


def _language() -> str:
    return language()


def _heads() -> list[str]:
    return [
        _("Lead"),
        _("About"),
        _("Code"),
        _("Firmness"),
        _("Act"),
        _("Unit"),
        _("Name of the unit"),
        _("Procedures"),
        _("Indicators"),
        _("Dossiers"),
        _("From"),
        _("To"),
        _("Sign to be verified"),
        _("Looked at"),
    ]


def _rows(leads: Iterable[Lead], units: dict[str, str]) -> Iterable[list[Any]]:
    sentence = f"sentence_{_language()}"
    for lead in leads:
        looked = getattr(lead, "looked", None)
        yield [
            lead.lead,
            str(SubjectKind(lead.subject_kind).label),
            lead.subject,
            grade_short(lead.grade),
            lead.act,
            lead.unit,
            units.get(lead.unit, ""),
            "; ".join(lead.procedures),
            "; ".join(lead.indicators),
            lead.dossiers,
            lead.period_from,
            lead.period_to,
            getattr(lead, sentence),
            result_short(looked) if looked else "",
        ]
