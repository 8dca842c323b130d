"""One matter: its file, what can be done now, its clocks explained, its documents."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liem.base import clock
from liem.base.errors import UserError
from liem.cases import checklist, deeds, documents, queries
from liem.cases.forms import DeedForm
from liem.cases.models import Deadline, Evidence, Matter
from liem.cases.next_step import next_step
from liem.cases.on_file import OnFile, on_file
from liem.cases.states import Origin, Standing, Verb
from liem.cases.templatetags.cases import language
from liem.leads import queries as leads
from liem.people.access import may_see_unit, needs
from liem.people.models import Account
from liem.people.queries import names_of
from liem.trail import actions as trail

GROUPS = ("course", "hearing", "file", "after", "office")


def _matter(number: int) -> Matter:
    found = queries.matter(number)
    if found is None:
        raise Http404
    return found


@needs("cases.see")
@require_safe
def matter(request: HttpRequest, number: int) -> HttpResponse:
    """The case file: where it stands and until when, what comes next, then what it holds."""
    one, account = _matter(number), cast(Account, request.user)
    trail.record_access(by=account.number, subject_kind="matter", subject_id=one.number, now=clock.now())
    reads = queries.may_read_content(one)
    events = list(one.events.prefetch_related("writings"))
    file = on_file([one], events)[one.pk]
    possible = _held(deeds.possible(one, file), one, account) if reads else []
    deadlines = list(one.deadlines.all())
    context: dict[str, Any] = {
        "matter": one,
        "reads": reads,
        "deadlines": [row for row in deadlines if row.standing != Standing.GONE],
        "events": events,
        "names": names_of({event.by for event in events} | {one.handler}),
        "groups": [(group, [act for act in possible if act.group == group]) for group in GROUPS],
        "checks": checklist.checks(one, file) if reads else [],
        "sheet": _sheet(one),
        "next": _next(one, deadlines, file, possible) if reads else None,
        "file": file,
    }
    if reads:
        people = {person.pk: person for person in file.concerned}
        context |= {
            "money": queries.money_sums(one.money.all()),
            "disciplines": [(row, people[row.person_id].name) for row in file.disciplines if row.person_id in people],
            "persons": list(zip(file.concerned, file.persons, strict=True)),
            "allegations": list(one.allegations.prefetch_related("persons", "findings__person", "supported_by"))
            if file.pairs
            else [],
            "evidence": list(one.evidence.prefetch_related("supports", "contradicts", "files")),
            "plan": list(one.plan.all()) if Verb.PLAN in file.verbs else [],
            "documents": documents.offered(one),
        }
    return render(request, "cases/matter.html", context)


def _sheet(one: Matter) -> str:
    """The lead whose evidence sheet whoever asks may open, where the matter was born of one."""
    run = leads.current_run() if one.origin == Origin.LEAD and one.origin_ref else None
    return one.origin_ref if run and leads.lead(run, one.origin_ref) else ""


def _held(fits: list[deeds.Act], one: Matter, account: Account) -> list[deeds.Act]:
    """What of that this account may do."""
    held = {name: may_see_unit(account, name, one.unit) for name in {act.permission for act in fits}}
    return [act for act in fits if held[act.permission]]


def _next(one: Matter, deadlines: list[Deadline], file: OnFile, possible: list[deeds.Act]) -> dict[str, Any] | None:
    """The next step with its words, and whether who asks may take it."""
    step = next_step(one, deadlines, file, law=queries.law(), calendar=queries.calendar(), now=clock.now())
    if step is None:
        return None
    may_take = any(act.code == step.verb for act in possible)
    return {"step": step, "act": deeds.BY_CODE[step.verb], "may_take": may_take}


@needs("cases.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def do(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Do one thing to a matter."""
    one, account = _matter(number), cast(Account, request.user)
    act = deeds.BY_CODE.get(verb)
    if act is None or not queries.may_read_content(one):
        raise Http404
    if not may_see_unit(account, act.permission, one.unit):
        raise PermissionDenied(act.permission)
    form = DeedForm(one, act.fields, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = act.run(one, form.cleaned_data, account, clock.now())
        except UserError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Done: %(what)s.") % {"what": act.label})
            if isinstance(made, Matter) and queries.matter(made.pk):
                return redirect("cases:matter", made.pk)
            if isinstance(made, Evidence):
                return redirect("cases:evidence", one.pk, made.pk)
            return redirect("cases:matter", one.pk)
    context = {"matter": one, "act": act, "form": form, "limit": queries.limit_of_step(one, act.code, clock.now())}
    return render(request, "cases/do.html", context, status=422 if form.errors else 200)


@needs("cases.see")
@require_safe
def why(request: HttpRequest, number: int, rule: str) -> HttpResponse:
    """Why is this the date? The rule with its article, each fact, each day."""
    one = _matter(number)
    row = one.deadlines.filter(rule=rule).first()
    if row is None:
        raise Http404
    said, days = queries.explained(one, row, language())
    return render(request, "cases/why.html", {"matter": one, "row": row, "said": said, "days": days})


@needs("cases.handle")
@require_safe
def document(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """A draft in the official layout, to be signed and numbered by the clerk."""
    one, account = _matter(number), cast(Account, request.user)
    if form not in documents.FORMS or not queries.may_read_content(one):
        raise Http404
    content = documents.filled(one, form, account, clock.now())
    trail.record(
        "cases",
        "document_drafted",
        by=account.number,
        subject_kind="matter",
        subject_id=one.number,
        after={"form": form},
        now=clock.now(),
    )
    answer = HttpResponse(content, content_type=documents.DOCX)
    answer["Content-Disposition"] = f'attachment; filename="{one.number}-{form}.docx"'
    answer["Cache-Control"] = "no-store"
    return answer
