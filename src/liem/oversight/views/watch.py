"""The list of the steering committee: what is on it, since when, by which decision; and the pack for a meeting."""

from datetime import date
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liem.base import clock
from liem.base.errors import UserError
from liem.oversight import actions, committee, figures, owing, queries, rules
from liem.oversight.forms import DecisionForm, PeriodForm, PutOnForm
from liem.oversight.meeting import meeting_pack
from liem.oversight.models import WatchEntry
from liem.oversight.states import WATCH_MOVES, Watched, WatchVerb
from liem.people.access import may, needs
from liem.people.models import Account
from liem.trail import actions as trail

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@needs("oversight.watch")
@require_safe
def watch_list(request: HttpRequest) -> HttpResponse:
    """What is on the list on a day, with opening, added, removed and closing of a period."""
    return render(request, "oversight/watch_list.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    today = clock.today()
    form = PeriodForm(request.GET or None)
    first, last, known = form.period(today)
    every = queries.decisions()
    return {
        "form": form,
        "first": first,
        "last": last,
        "known": known,
        "today": today,
        "watched": (watched := queries.watched(last, known, every)),
        "names": figures.unit_names(one.owed.asked_of for one in watched if one.owed),
        "balances": queries.balances(first, last, known, every),
        "decisions": queries.decisions_between(first, last, known, every),
        "corrections": queries.corrections_between(first, last, known),
        "may_decide": may(request.user, "oversight.decide"),
    }


@needs("oversight.watch")
@require_safe
def meeting(request: HttpRequest) -> HttpResponse:
    """The pack for a meeting, as a Word file. Who took it is kept in the trail."""
    context = _context(request)
    first, last = cast(date, context["first"]), cast(date, context["last"])
    known, watched = context["known"], context["watched"]
    counts = owing.counts(owing.Asked(last, known=known), shown="late", most=committee.MOST_IN_PACK)
    stuck = committee.stuck(last, watched, counts)
    written = meeting_pack(
        first,
        last,
        known,
        context["balances"],
        watched,
        context["decisions"],
        context["names"],
        stuck,
        committee.longest(last, watched, owing.rows(counts.shown), stuck, committee.MOST_IN_PACK),
        context["corrections"],
        agency=settings.LIEM_AGENCY,
        place=settings.LIEM_PLACE,
        language="en" if get_language() == "en" else "vi",
    )
    trail.record(
        trail.ACCESS,
        "meeting_pack_taken",
        by=cast(Account, request.user).number,
        subject_kind="watch_list",
        subject_id=str(last),
        now=clock.now(),
    )
    answer = HttpResponse(written, content_type=DOCX)
    answer["Content-Disposition"] = f'attachment; filename="ban-chi-dao-{last}.docx"'
    return answer


@needs("oversight.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def put_on(request: HttpRequest) -> HttpResponse:
    """Put a case or an incident on the list."""
    form = PutOnForm(request.POST or None)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        try:
            decision = actions.put_on(
                chosen["title"],
                Watched(chosen["kind"]),
                chosen["matter"],
                _wish(WatchVerb.PUT_ON, chosen),
                by=cast(Account, request.user),
                now=clock.now(),
            )
        except UserError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is on the list."))
            return redirect("oversight:entry", decision.entry.pk)
    return render(request, "oversight/put_on.html", {"form": form}, status=422 if form.errors else 200)


@needs("oversight.watch")
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One entry with all its decisions, and the form for the next."""
    one = get_object_or_404(WatchEntry, pk=number)
    on = bool(rules.on_list(queries.former_decisions(one), date.max))
    may_decide = may(request.user, "oversight.decide")
    form = DecisionForm([verb for there, verb in WATCH_MOVES if there is on], request.POST or None)
    if form.is_bound and may_decide and form.is_valid():
        chosen = form.cleaned_data
        try:
            wish = _wish(WatchVerb(chosen["verb"]), chosen)
            actions.decide(one, wish, by=cast(Account, request.user), now=clock.now())
        except UserError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The decision is recorded."))
            return redirect("oversight:entry", number)
    decisions = one.decisions.select_related("corrects", "corrected_by")
    names = figures.unit_names(decision.asked_of for decision in decisions if decision.asked_of)
    context = {"entry": one, "decisions": decisions, "on": on, "form": form, "may_decide": may_decide, "names": names}
    return render(request, "oversight/entry.html", context, status=422 if form.errors else 200)


def _wish(verb: WatchVerb, chosen: dict[str, Any]) -> actions.WatchWish:
    names = ("number", "decided_on", "ground", "asked_of", "due_on")
    return actions.WatchWish(verb, **{name: chosen[name] for name in names})
