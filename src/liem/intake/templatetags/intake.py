"""How this room's values are said on a page."""

from typing import Any

from django import forms, template
from django.utils.translation import get_language, ngettext

from liem.agencies import queries as agencies
from liem.intake.states import Kind
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
