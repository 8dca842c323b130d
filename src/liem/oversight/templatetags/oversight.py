"""Filters of this room's pages."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def of(names: Mapping[str, Any], key: str) -> Any:
    """``{{ names|of:code }}``: what stands under ``key``, or nothing."""
    return names.get(key, "")


@register.filter
def reminded(step: str) -> Any:
    """The step of a reminder of this room, in words: here nobody is urged by a machine."""
    return {
        "soon": _("Five working days left"),
        "last": _("One working day left"),
        "overdue": _("The day has passed"),
        "urged": _("Three working days late"),
        "escalated": _("Five working days late: brought before internal affairs"),
    }.get(step, step)
