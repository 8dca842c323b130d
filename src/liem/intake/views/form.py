"""The citizen's form: one question on each page, nothing kept before it is sent."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from liem.base import clock
from liem.base.errors import UserError
from liem.intake import actions, house_keys
from liem.intake.draft import Draft, unlocked
from liem.intake.forms import FORMS, choices_of
from liem.intake.laws import explained
from liem.intake.pace import BITS, PACE, TryLater, new_ticket
from liem.intake.qr import picture
from liem.intake.questions import (
    REVIEW,
    STEP_OF,
    as_content,
    as_identity,
    neighbour,
    place_of,
    plain,
    steps_for,
)
from liem.intake.routing import destination
from liem.intake.states import Channel
from liem.intake.views.reporter import kept, kept_around, may_be_somebody, network, paid, reporter_page
from liem.people import chosen_language

LONGEST_ANSWER = 60_000
ELSEWHERE = "https://vi.wikipedia.org/"


@transaction.non_atomic_requests
@reporter_page
@require_safe
@kept
def start(request: HttpRequest) -> HttpResponse:
    """What one can report here, what it leads to, and what is promised."""
    return render(request, "intake/start.html")


@transaction.non_atomic_requests
@reporter_page
@require_safe
@kept
def kinds(request: HttpRequest) -> HttpResponse:
    """Reflection, recommendation, complaint, denunciation: what each is, and what follows from it."""
    return render(request, "intake/kinds.html", {"kinds": explained(clock.today())})


@reporter_page
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """To a page somewhere else that means nothing to whoever looks over one's shoulder."""
    return HttpResponseRedirect(ELSEWHERE)


@transaction.non_atomic_requests
@reporter_page
@require_http_methods(["GET", "HEAD", "POST"])
@kept
def tell(request: HttpRequest) -> HttpResponse:
    """A question; what was answered before travels in the form itself."""
    if request.method != "POST":
        return _question(request, "story", Draft(clock.today()))
    text = request.POST.get("draft", "")
    draft = unlocked(text, house_keys.drafts(), clock.today()) if text else Draft(clock.today())
    if draft is None:
        return render(request, "intake/too_old.html", status=400)
    step = request.POST.get("step", "story")
    step = step if step == REVIEW or step in FORMS else "story"
    if request.POST.get("speak") in dict(settings.LANGUAGES):
        return _in_another_language(request, step, draft, request.POST["speak"])
    return _after_review(request, draft) if step == REVIEW else _after_question(request, step, draft)


def _in_another_language(request: HttpRequest, step: str, draft: Draft, code: str) -> HttpResponse:
    """The same page, with everything that is typed on it."""
    if step != REVIEW:
        draft = draft.with_answers(_typed(request, _form(step)))
    with translation.override(code):
        page = _show(request, step, draft)
    page.headers["Content-Language"] = code
    chosen_language.remember(page, code)
    return page


def _typed(request: HttpRequest, form: forms.Form) -> dict[str, str]:
    return {name: plain(request.POST.get(name, ""))[:LONGEST_ANSWER] for name in form.fields}


def _after_question(request: HttpRequest, step: str, draft: Draft) -> HttpResponse:
    form = _form(step, request.POST)
    if request.POST.get("go") == "back":
        draft = draft.with_answers(_typed(request, form))
        return _show(request, neighbour(step, draft.answers, -1), draft)
    if not form.is_valid():
        return _question(request, step, draft, form)
    draft = draft.with_answers({name: str(form.cleaned_data.get(name) or "") for name in form.fields})
    to_review = request.POST.get("from") == REVIEW and step != "story"
    return _show(request, REVIEW if to_review else neighbour(step, draft.answers, 1), draft)


def _after_review(request: HttpRequest, draft: Draft) -> HttpResponse:
    edited = request.POST.get("edit", "")
    if edited in FORMS:
        return _question(request, edited, draft, from_review=True)
    if request.POST.get("go") == "send":
        return _send(request, draft)
    return _show(request, neighbour(REVIEW, draft.answers, -1), draft)


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    wrong = _first_wrong(draft)
    if wrong is not None:
        return _question(request, wrong, draft, _form(wrong, draft.answers))
    content = as_content(draft.answers, get_language() or "vi")
    identity = as_identity(draft.answers)
    said = content.canonical() + (identity.canonical() if identity else b"")
    now = clock.now()
    try:
        with PACE.turn(network(request), paid(request, house_keys.tickets())):
            with transaction.atomic():
                to = destination(content, clock.today())
            received = actions.receive(
                content,
                channel=Channel.WEB,
                offices=to.offices,
                identity=identity,
                secret=draft.secret(house_keys.receipts(), said),
                excused=to.excused,
                now=now,
            )
    except TryLater as later:
        answer = _review(request, draft, wait=later.seconds, status=429)
        answer.headers["Retry-After"] = str(later.seconds)
        return answer
    except UserError:
        return _review(request, draft, closed=True, status=503)
    context = {"received": received, "picture": picture(request, received.receipt), "is_new": received.is_new}
    return render(request, "intake/receipt.html", context)


def _first_wrong(draft: Draft) -> str | None:
    """The first question whose answer cannot be sent as it is."""
    for step in steps_for(draft.answers):
        if not _form(step, draft.answers).is_valid():
            return step
    return None


def _show(request: HttpRequest, step: str, draft: Draft) -> HttpResponse:
    return _review(request, draft) if step == REVIEW else _question(request, step, draft)


def _question(
    request: HttpRequest, step: str, draft: Draft, form: forms.Form | None = None, *, from_review: bool = False
) -> HttpResponse:
    number, count = place_of(step, draft.answers)
    from_review = from_review or request.POST.get("from") == REVIEW

    def made(locked: str) -> HttpResponse:
        context = {
            "step": step,
            "form": form or _form(step, initial=draft.answers),
            "number": number,
            "count": count,
            "draft": locked,
            "from_review": from_review,
            "kinds": explained(clock.today()) if step == "kind" else (),
        }
        wrong = form is not None and not form.is_valid()
        return render(request, "intake/question.html", context, status=422 if wrong else 200)

    if request.method != "POST":
        return made("")
    locked = draft.locked(house_keys.drafts())
    is_blank = form is None and not any(draft.answers.get(name) for name in FORMS[step].base_fields)
    if is_blank and not may_be_somebody(request):
        return kept_around(locked, f"{request.path} {step} {number}/{count} {from_review}", made)
    return made(locked)


def _review(
    request: HttpRequest, draft: Draft, *, wait: int = 0, closed: bool = False, status: int = 200
) -> HttpResponse:
    ticket = request.POST.get("ticket", "") if wait else ""
    context = {
        "lines": _lines(draft),
        "named": as_identity(draft.answers) is not None,
        "draft": draft.locked(house_keys.drafts()),
        "ticket": ticket or new_ticket(house_keys.tickets()),
        "bits": BITS,
        "wait": wait,
        "closed": closed,
    }
    return render(request, "intake/review.html", context, status=status)


def _lines(draft: Draft) -> list[dict[str, Any]]:
    """The answers in words, question by question, for reading over before sending."""
    lines = []
    for step in steps_for(draft.answers):
        form = _form(step)
        said = []
        for name, field in form.fields.items():
            value = draft.answers.get(name, "")
            said.append({"label": field.label, "text": choices_of(field).get(value, value) if value else ""})
        said = [one for one in said if one["text"]]
        lines.append({"step": step, "label": next(iter(form.fields.values())).label, "said": said})
    return lines


def _form(step: str, data: Any = None, initial: dict[str, str] | None = None) -> forms.Form:
    chosen = {name: value for name, value in (initial or {}).items() if STEP_OF.get(name) == step}
    return FORMS[step](data, initial=chosen)
