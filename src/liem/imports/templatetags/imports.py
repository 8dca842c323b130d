"""How this room's values are said on a page."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def stage_name(code: str) -> str:
    """A stage of the work in words."""
    return {
        "read": _("Reading the files"),
        "check": _("Checking every row"),
        "write": _("Writing the records"),
        "examine": _("Examining how sound the log is"),
        "merge": _("Comparing with the records that are current"),
    }.get(code, code)


@register.filter
def table_name(code: str) -> str:
    """A table of the exchange format in words."""
    return {
        "procedures": _("Procedures"),
        "units": _("Units"),
        "officials": _("Officials"),
        "relations": _("Relations"),
        "dossiers": _("Dossiers"),
        "events": _("Events"),
        "accesses": _("Accesses"),
        "issued_documents": _("Issued documents"),
        "report_counts": _("Counts of reports"),
    }.get(code, code)


@register.filter
def state_tag(state: str) -> str:
    """The look of a state's tag."""
    return {"accepted": "good", "refused": "bad", "running": "info", "waiting": "info"}.get(str(state), "")


@register.filter
def severity_tag(severity: str) -> str:
    """The look of a finding's tag."""
    return {"serious": "bad", "warning": "warn"}.get(severity, "info")


@register.filter
def severity_name(severity: str) -> str:
    """How much a finding weighs."""
    return {"serious": _("Serious"), "warning": _("Warning")}.get(severity, _("To know"))


@register.filter
def cells(row: Any, heads: list[tuple[str, str]]) -> list[tuple[str, str, Any]]:
    """A row with the heads of its columns: code, words, value."""
    return [(code, words, value) for (code, words), value in zip(heads, row, strict=False)]


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    """``{{ people|get:number }}``; the key itself where nothing is known of it."""
    return mapping.get(key) or key
