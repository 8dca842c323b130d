"""A day as it is written in Vietnam, in every form: day/month/year, whatever language the browser speaks."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

WRITTEN = "%d/%m/%Y"
READ = (WRITTEN, "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d")
"""Forms a day is understood in; the last is what programs write."""


class DayInput(forms.DateInput):
    """A day, typed. A browser's own picker would show it in the browser's language, often month first."""

    input_type = "text"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        usual = {"placeholder": _("dd/mm/yyyy"), "inputmode": "numeric", "autocomplete": "off", "size": 12}
        super().__init__({**usual, **(attrs or {})}, format=WRITTEN)


class DayField(forms.DateField):
    """A day; ``cleaned_data`` holds a :class:`datetime.date`."""

    widget = DayInput
    default_error_messages = {"invalid": _("Write the day as day/month/year, for instance 24/02/2026.")}  # noqa: RUF012

    def __init__(self, **more: Any) -> None:
        super().__init__(input_formats=list(READ), **more)

    def prepare_value(self, value: Any) -> Any:
        """A day handed over in an address (2026-02-24) is shown as it is written, too."""
        day = day_of(value) if isinstance(value, str) else None
        return day.strftime(WRITTEN) if day else super().prepare_value(value)


def day_of(text: str) -> date | None:
    """The day that was written, or ``None``.

    >>> day_of(" 24/2/2026 "), day_of("2026-02-24"), day_of("30/02/2026"), day_of("02/24/2026")
    (datetime.date(2026, 2, 24), datetime.date(2026, 2, 24), None, None)
    """
    for form in READ:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    return None
