"""Rows as offices take them away: each figure of a report leads back to rows like these."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from liem.oversight.figures import unit_names
from liem.oversight.owing import Owed
from liem.oversight.states import DutyKind


def duty_heads() -> list[str]:
    """Of the table of what is owed."""
    return [
        _("No."),
        _("Kind of paper"),
        _("Number"),
        _("Issued on"),
        _("Issued by"),
        _("What is owed"),
        _("Unit"),
        _("Name"),
        _("In words"),
        _("Amount"),
        _("Accepted so far"),
        _("Due"),
        _("Where it stands"),
        _("Over time"),
        _("Urging not answered"),
    ]


def duty_rows(some: Iterable[Owed]) -> list[list[Any]]:
    """One row per duty."""
    found = list(some)
    names = unit_names(one.duty.unit for one in found)
    return [
        [
            one.duty.pk,
            one.duty.paper.get_source_display(),
            one.duty.paper.number,
            one.duty.paper.issued_on,
            one.duty.paper.issuer,
            str(DutyKind(one.duty.kind).label),
            one.duty.unit,
            names.get(one.duty.unit, ""),
            one.duty.what,
            one.duty.amount,
            one.accepted or None,
            one.due,
            str(one.standing.label),
            "x" if one.late else "",
            "x" if one.silent else "",
        ]
        for one in found
    ]
