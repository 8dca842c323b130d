"""How this room's values are said on a page."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy

from liem.agencies.models import Agency
from liem.base import clock
from liem.base.formats import Language
from liem.cases import rules, states
from liem.cases.drawing import clock_bar
from liem.cases.models import Deadline, Event
from liem.law.limits import Limits

register = template.Library()


def language() -> Language:
    """The language of the page."""
    return "en" if get_language() == "en" else "vi"


@lru_cache(maxsize=512)
def _rule(rule_id: str) -> tuple[str, str]:
    found = next((one for one in Limits.load().rules if one.id == rule_id), None)
    return (found.name_vi, found.name_en) if found else (rule_id, rule_id)


@register.filter
def limit(rule_id: str) -> str:
    """A limit in words."""
    return _rule(rule_id)[0 if language() == "vi" else 1]


@register.filter
def verb(code: str) -> Any:
    """A verb in words."""
    return states.Verb(code).label if code in states.Verb.values else code


_NOTES = {
    "taken_out": gettext_lazy("Take a copy of the original out"),
    "file": gettext_lazy("Put a file of evidence under seal"),
    "concerned": gettext_lazy("Name a person concerned"),
    "allegation": gettext_lazy("Write down an allegation"),
    "evidence": gettext_lazy("Enter evidence"),
    "set_aside": gettext_lazy("Record that a decision was annulled"),
    "appealed": gettext_lazy("Record an appeal against a decision"),
    "discipline": gettext_lazy("Record a disciplinary decision"),
    "money": gettext_lazy("Enter into the money ledger"),
    "returned": gettext_lazy("Record that an appraisal came back"),
    "appraisal": gettext_lazy("Ask for an appraisal"),
    "done": gettext_lazy("Record a remedy as done"),
    "remedy": gettext_lazy("Decide a remedy"),
    "head": gettext_lazy("Record what the head answers for"),
    "step": gettext_lazy("Record what the investigating body tells"),
}


@register.filter
def what(event: Event) -> Any:
    """What an event was, in words; of an entry into the file, which."""
    if event.verb == states.Verb.NOTE:
        return next((words for key, words in _NOTES.items() if key in event.data), states.Verb.NOTE.label)
    return verb(event.verb)


@register.filter
def status(code: str) -> Any:
    """A status in words."""
    return states.Status(code).label if code else ""


@register.filter
def reminder(code: str) -> Any:
    """A reminder in words."""
    return states.Reminder(code).label if code in states.Reminder.values else _OTHER.get(code, code)


_OTHER: dict[str, Any] = {
    "left": gettext_lazy("Whoever handled it stepped aside: it needs another officer"),
    "assigned": gettext_lazy("Assigned to you"),
    "handed_over": gettext_lazy("Handed over to you"),
    "transferred": gettext_lazy("Handed to your unit by another body"),
    "review": gettext_lazy("A review was asked for"),
    "expires": gettext_lazy("Not verified yet: the sign expires in fourteen days"),
    "expired": gettext_lazy("Not verified in time: the sign has expired"),
    "barred": gettext_lazy("Concerns a leader of the unit that has it: it needs another"),
}


@register.filter
def money_step(code: str) -> Any:
    """An entry of the money ledger in words."""
    return states.MoneyStep(code).label


@register.filter
def discipline_form(code: str) -> Any:
    """A form of discipline in words."""
    known = rules.FORMS_OF_DISCIPLINE.get(code)
    return known[2] if known else code


@register.filter
def last_day(due_at: datetime | None) -> datetime | None:
    """The last day in time, of the first instant that is late."""
    return due_at - timedelta(microseconds=1) if due_at else None


@register.filter
def is_past(due_at: datetime | None) -> bool:
    """Whether that instant has come."""
    return bool(due_at and due_at <= clock.now())


@register.filter
def bar(row: Deadline) -> SafeString:
    """The clock as a drawing; nothing where there is no day."""
    if row.started_at is None or row.due_at is None:
        return SafeString("")
    return mark_safe(clock_bar(row.started_at, row.due_at, clock.now(), row.met_at, language()))  # noqa: S308 -- escapes


@register.simple_tag(takes_context=True)
def unit_name(context: template.Context, code: str) -> str:
    """The name of a unit by its code; all names are read once for a page."""
    names = context.render_context.get("unit names")
    if names is None:
        names = {row.code: row for row in Agency.objects.order_by("valid_from")}
        context.render_context["unit names"] = names
    row = names.get(code)
    if row is None:
        return code
    return str(row.name_en or row.name_vi) if language() == "en" else str(row.name_vi)
