"""The first page of a member of the steering committee: to be read in ten minutes, and printed."""

from datetime import date, timedelta
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liem.base import clock
from liem.base.formats import Language
from liem.cases.states import Cause
from liem.detection.charts import Bar, Month, bars, months
from liem.oversight import actions, charts, committee, figures, owing, queries, rules
from liem.oversight.forms import MeetingForm, SinceForm
from liem.oversight.models import Meeting
from liem.oversight.rules import usual_beginning
from liem.oversight.tallies import year_before
from liem.oversight.views.filling import FormPage, fill_in
from liem.people.access import may, needs
from liem.people.models import Account

MOST_BARS = 30


def language() -> Language:
    """Of the page."""
    return "en" if get_language() == "en" else "vi"


@needs("oversight.watch")
@require_safe
def first_page(request: HttpRequest) -> HttpResponse:
    """What is on the list, what changed since the last meeting, what is stuck and who answers for it."""
    today = clock.today()
    form = SinceForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    day, known = chosen.get("day") or today, chosen.get("known")
    meeting = committee.last_meeting(day, known)
    since = chosen.get("since") or (meeting.held_on if meeting else day - committee.USUAL)
    first = since + timedelta(days=1)
    every = queries.decisions()
    watched, balances = queries.watched(day, known, every), queries.balances(first, day, known, every)
    counts = owing.counts(owing.Asked(day, known=known), first, shown="late", most=committee.LONGEST)
    found = committee.stuck(day, watched, counts)
    context = {
        "form": form,
        "day": day,
        "since": since,
        "known": known,
        "meeting": meeting if meeting and meeting.held_on == since else None,
        "watched": watched,
        "balances": balances,
        "whole": balances[-1][1],
        "stuck": found,
        "longest": committee.longest(day, watched, owing.rows(counts.shown), found),
        "stuck_picture": _stuck(found),
        "told": f":{committee.TOLD}",
        "stuck_things": sum(one.things for one in found),
        "silent": sum(one.silent for one in found),
        "changes": committee.changes(first, day, known, every),
        "new_duties": counts.new,
        "followed": counts.followed,
        "soon": counts.soon,
        "names": figures.unit_names(one.owed.asked_of for one in watched if one.owed),
        "figures_from": (begin := usual_beginning(day)),
        "province": (province := figures.province(begin, day, clock.now())),
        "before": figures.province(year_before(begin), year_before(day), clock.now()),
        "causes": _causes(province),
        "targets": figures.TARGETS,
        "may_decide": may(request.user, "oversight.decide"),
        **_pictures(watched, every, day, known),
    }
    return render(request, "oversight/committee.html", context)


def _pictures(
    watched: list[queries.Watching], every: list[rules.Decision], day: date, known: date | None
) -> dict[str, str]:
    told = [
        charts.Course(
            one.entry.title,
            one.since,
            [
                decision.decided_on
                for decision in queries.standing_decisions(one.entry, known)
                if one.since <= decision.decided_on <= day
            ],
            one.owed.due_on if one.owed else None,
        )
        for one in watched
    ]
    course = charts.courses(told, day, _("How long each has been on the list"), language())
    monthly = [Month(month, n) for month, n in committee.by_month(every, day, known)]
    columns = months(monthly, _("On the list at the end of each month"), language(), value_name=_("On the list"))
    return {"course": mark_safe(course) if told else "", "monthly": mark_safe(columns)}  # noqa: S308 - drawn here, escaped there


def _stuck(found: list[committee.Stuck]) -> str:
    """How much is past its day at each unit; of very many units the table below tells."""
    told = [Bar(one.name or one.unit, one.things) for one in found if one.things]
    title = _("Past its day, by unit")
    return mark_safe(bars(told, title, language())) if 1 < len(told) <= MOST_BARS else ""  # noqa: S308 - drawn here, escaped there


def _causes(province: figures.Province) -> str:
    """Why it could happen, as coded on matters that ended: objective and subjective causes side by side."""
    told = [Bar(str(cause.label), province.causes[cause]) for cause in Cause if province.causes.get(cause)]
    title = _("Causes coded on matters that ended")
    return mark_safe(bars(told, title, language())) if told else ""  # noqa: S308 - drawn here, escaped there


@needs("oversight.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def record_meeting(request: HttpRequest) -> HttpResponse:
    """Record that the committee met."""

    def do(chosen: dict[str, Any]) -> None:
        actions.record_meeting(chosen["held_on"], chosen["number"], by=cast(Account, request.user), now=clock.now())

    page = FormPage(
        _("Record a meeting"),
        _("What changed is told since the last meeting: record each, with its notice of conclusion."),
        _("Record"),
        crumbs=((_("Steering committee"), reverse("oversight:committee")),),
        more={"meetings": Meeting.objects.select_related("corrected_by")},
    )
    then = reverse("oversight:committee")
    return fill_in(request, MeetingForm(request.POST or None), page, do, _("The meeting is recorded."), then)
