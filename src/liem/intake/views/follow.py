"""The follow page: everything a receipt opens. The receipt travels in the body of each request and is kept nowhere."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liem.base import clock
from liem.base.errors import UserError
from liem.intake import actions, house_keys, queries, receipt
from liem.intake.cleaning import RefusedFile
from liem.intake.content import Identity, ReportContent
from liem.intake.files import add_file
from liem.intake.forms import FORMS, GiveNameForm, MessageForm, RatingForm, ReceiptForm, choices_of
from liem.intake.pace import BITS, PACE, WAIT, new_ticket
from liem.intake.questions import STEP_OF, steps_for
from liem.intake.receipt import Receipt
from liem.intake.refusals import NOT_LET_IN
from liem.intake.sealed import Opened
from liem.intake.states import TRANSITIONS, State
from liem.intake.templatetags.intake import agency_name
from liem.intake.uploads import PLACES, LockedUpload, NoPlace, takes_files
from liem.intake.views.reporter import kept, network, paid, reporter_page

MOST_MISSES = 10
"""So many well-formed receipts that open nothing, of one network within a minute, before waiting is asked for. A slip
of the pen is not one of them: the check characters catch it."""


@dataclass
class Page:
    """What is said on top of the page, and forms that were not right."""

    notes: list[dict[str, str]] = field(default_factory=list)
    wrong: dict[str, forms.Form] = field(default_factory=dict)

    def say(self, text: str, kind: str = "success") -> None:
        self.notes.append({"kind": kind, "text": text})


@reporter_page
@require_http_methods(["GET", "HEAD", "POST"])
@kept
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for the receipt; with it, show the report and do what the reporter asks."""
    if request.method != "POST":
        return render(request, "intake/follow_form.html", {"form": ReceiptForm()})
    found = opened_by(request)
    if isinstance(found, HttpResponse):
        return found
    verb = request.POST.get("verb", "")
    if verb in _SAVED:
        return _SAVED[verb](found[1])
    page = Page()
    if verb in _DONE:
        try:
            _DONE[verb](request, found[1], page)
        except UserError:
            page.say(_("This cannot be done now. Look at the state of your report below."), "warning")
    return show(request, *found, page)


def opened_by(request: HttpRequest) -> tuple[Receipt, Opened] | HttpResponse:
    """The report the request's receipt opens, or the page that says why there is none."""
    key, form, who = house_keys.tickets(), ReceiptForm(request.POST), network(request)
    if PACE.must_wait(who, paid(request, key), MOST_MISSES):
        ticket = request.POST.get("ticket") or new_ticket(key)
        context = {"form": form, "wait": WAIT, "ticket": ticket, "bits": BITS}
        return render(request, "intake/follow_form.html", context, status=429)
    read = receipt.read(form.cleaned_data["receipt"]) if form.is_valid() else None
    if form.is_valid() and read is None:
        form.add_error("receipt", _("There is a slip in it: compare it group by group with what you wrote down."))
    opened = queries.find(read) if read else None
    if read and opened is None:
        PACE.note(who)
        form.add_error("receipt", _("No report opens with this receipt. Compare it with what you wrote down."))
    if read is None or opened is None:
        return render(request, "intake/follow_form.html", {"form": form}, status=422)
    return read, opened


def show(request: HttpRequest, code: Receipt, opened: Opened, page: Page) -> HttpResponse:
    """The report as its reporter sees it."""
    with queries.as_reporter(opened):
        report = opened.report
        report.refresh_from_db()
        clock_now = queries.clock_of(report)
        context: dict[str, Any] = {
            "code": code.grouped,
            "report": report,
            "agency": agency_name(report.agency),
            "notes": page.notes,
            "steps": queries.steps(report),
            "dialogue": queries.dialogue(opened),
            "files": queries.files(opened),
            "said": said(queries.content(opened)),
            "clock": clock_now,
            "is_late": clock_now is not None and clock_now.is_late(clock.today()),
            "has_ended": report.ended_on is not None,
            "may_rate": queries.may_rate(report),
            "may_reopen": State.REOPENED in TRANSITIONS[State(report.state)],
            "may_withdraw": State.WITHDRAWN in TRANSITIONS[State(report.state)],
            "message_form": page.wrong.get("message") or MessageForm(),
            "name_form": page.wrong.get("identity") or GiveNameForm(),
            "rating_form": page.wrong.get("rate") or RatingForm(),
        }
    return render(request, "intake/follow.html", context, status=422 if page.wrong else 200)


def said(content: ReportContent) -> list[tuple[str, str]]:
    """What was reported, as pairs of question and answer."""
    answers = {name: str(getattr(content, name, "")) for name in STEP_OF}
    lines = []
    for step in steps_for(answers):
        for name, asked in FORMS[step]().fields.items():
            value = answers[name]
            text = agency_name(value) if name == "unit" else choices_of(asked).get(value, value)
            if answers[name]:
                lines.append((str(asked.label), text))
    return lines


def _message(request: HttpRequest, opened: Opened, page: Page) -> None:
    form = MessageForm(request.POST)
    if not form.is_valid():
        page.wrong["message"] = form
        return
    actions.add_message(opened, form.cleaned_data["text"], now=clock.now())
    page.say(_("Your message is with the office."))


def _rate(request: HttpRequest, opened: Opened, page: Page) -> None:
    form = RatingForm(request.POST)
    if not form.is_valid():
        page.wrong["rate"] = form
        return
    actions.rate(opened, form.cleaned_data["satisfaction"], now=clock.now())
    page.say(_("Thank you. Your answer counts in the published figures."))


def _withdraw(request: HttpRequest, opened: Opened, page: Page) -> None:
    actions.withdraw(opened, now=clock.now())
    page.say(_("Your report is withdrawn. You can take this back below."))


def _reopen(request: HttpRequest, opened: Opened, page: Page) -> None:
    actions.reopen(opened, now=clock.now())
    page.say(_("The office will take your report up again. Tell it in a message what is missing."))


def _identity(request: HttpRequest, opened: Opened, page: Page) -> None:
    form = GiveNameForm(request.POST)
    given = Identity(**form.cleaned_data) if form.is_valid() else Identity()
    if not given:
        form.add_error("name", _("Write your name or how you can be reached, or choose to stay without a name."))
        page.wrong["identity"] = form
        return
    actions.give_identity(opened, given, now=clock.now())
    page.say(_("Your name is sealed, apart from the report."))


_DONE: dict[str, Callable[[HttpRequest, Opened, Page], None]] = {
    "message": _message,
    "rate": _rate,
    "identity": _identity,
    "withdraw": _withdraw,
    "reopen": _reopen,
}


def _acknowledgement(opened: Opened) -> HttpResponse:
    with queries.as_reporter(opened):
        kept_text = queries.acknowledgement(opened)
    return _saved(kept_text.text().encode() if kept_text else b"", "liem-acknowledgement.txt")


def _content(opened: Opened) -> HttpResponse:
    with queries.as_reporter(opened):
        return _saved(queries.canonical_content(opened), "liem-report.txt")


_SAVED: dict[str, Callable[[Opened], HttpResponse]] = {"acknowledgement": _acknowledgement, "content": _content}


def _saved(text: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


@transaction.non_atomic_requests
@reporter_page
@takes_files
@require_http_methods(["POST"])
def files(request: HttpRequest) -> HttpResponse:
    """Take files for the report the receipt opens: each is taken or refused by itself, in a sentence of its own."""
    try:
        with PLACES.taken_by(network(request)):
            return _files(request)
    except NoPlace:
        page = render(request, "intake/files_wait.html", status=503)
        page.headers["Retry-After"] = "30"
        return page


def _files(request: HttpRequest) -> HttpResponse:
    found = opened_by(request)
    if isinstance(found, HttpResponse):
        return found
    page, sent = Page(), request.FILES.getlist("files")
    for name, why in getattr(request, "refused_files", ()):
        page.say(f"{name}: {NOT_LET_IN[why]}", "warning")
    for one in sent:
        if isinstance(one, LockedUpload):
            _take(found[1], one, page, keep_original=request.POST.get("original") == "yes")
    if not page.notes:
        page.say(_("No file was chosen."), "warning")
    return show(request, *found, page)


def _take(opened: Opened, sent: LockedUpload, page: Page, *, keep_original: bool) -> None:
    try:
        add_file(opened, sent.sent, keep_original=keep_original, now=clock.now())
    except RefusedFile as refusal:
        page.say(f"{sent.name}: {refusal}", "warning")
    else:
        page.say(_("Received: %(name)s") % {"name": sent.name})
