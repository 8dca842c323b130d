"""How this room's values are said on a page."""

from typing import Any

from django import forms, template
from django.utils.translation import get_language, gettext_lazy, ngettext

from liem.agencies import queries as agencies
from liem.intake.states import Handed, Kind, Step
from liem.intake.uploads import MOST_AT_ONCE
from liem.law.limits import Rule

register = template.Library()


@register.filter
def is_radio(field: Any) -> bool:
    """Whether the field is a choice of buttons, which stand in a fieldset."""
    return isinstance(field.field.widget, forms.RadioSelect)


@register.filter
def period(rule: Rule) -> str:
    """``15 working days``."""
    count = rule.value
    texts = {
        "working_day": ngettext("%(count)s working day", "%(count)s working days", count),
        "day": ngettext("%(count)s day", "%(count)s days", count),
        "month": ngettext("%(count)s month", "%(count)s months", count),
    }
    return texts.get(rule.unit, "%(count)s") % {"count": count}


@register.filter
def agency_name(code: str) -> str:
    """The name of an agency; a code nobody knows stands for itself."""
    known = agencies.names([code]).get(code)
    if known is None:
        return code
    return (known.name_en if get_language() == "en" else "") or known.name_vi


@register.simple_tag
def most_at_once() -> str:
    """Bytes of files that are taken at once."""
    return str(MOST_AT_ONCE)


@register.filter
def kind_name(code: str) -> str:
    """``denunciation`` → its name."""
    return str(Kind(code).label) if code in Kind.values else code


@register.filter
def handed_why(code: str) -> str:
    """``recusal`` → why a report was handed to another office; nothing for a code of another kind."""
    return str(Handed(code).label) if code in Handed.values else ""


_HAPPENED = {
    Step.RECEIVED: gettext_lazy("Received, with its number"),
    Step.READ: gettext_lazy("Opened for the first time"),
    Step.SORTED: gettext_lazy("Taken up for consideration"),
    Step.CLASSIFIED: gettext_lazy("Its kind was set right"),
    Step.TRANSFERRED: gettext_lazy("Handed over"),
    Step.ACCEPTED: gettext_lazy("Accepted for handling"),
    Step.NOT_ACCEPTED: gettext_lazy("Not accepted, with reasons"),
    Step.ASKED: gettext_lazy("The office wrote to the reporter"),
    Step.ADDED: gettext_lazy("The reporter wrote to the office"),
    Step.FILE_ADDED: gettext_lazy("A file was added"),
    Step.ANSWERED: gettext_lazy("Answered"),
    Step.WITHDRAWN: gettext_lazy("The reporter withdrew it"),
    Step.REOPENED: gettext_lazy("The reporter asked to have it taken up again"),
    Step.SET_ASIDE: gettext_lazy("Set aside as no report"),
    Step.RATED: gettext_lazy("The reporter said how satisfied they are"),
    Step.IDENTITY_GIVEN: gettext_lazy("The reporter gave a name, under seal"),
    Step.SEEN: gettext_lazy("What the reporter added was opened"),
}


@register.filter
def happened(step: str) -> str:
    """A step as officers read it; the reporter's words for it address the reporter."""
    return str(_HAPPENED[Step(step)])
