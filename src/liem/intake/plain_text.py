"""The field for whatever people write here: nothing that a keyboard or a clipboard sends is refused but too much."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from liem.intake.content import LONGEST_OTHER
from liem.intake.questions import plain


class PlainField(forms.CharField):
    """A text as it is kept; too much is refused in one sentence, and never cut by the browser (no ``maxlength``)."""

    def __init__(self, *, longest: int = LONGEST_OTHER, rows: int = 0, **more: Any) -> None:
        self.longest = longest
        attributes = {"autocomplete": "off"} | ({"rows": rows} if rows else {})
        widget = forms.Textarea(attributes) if rows else forms.TextInput(attributes)
        super().__init__(required=more.pop("required", False), strip=False, widget=widget, **more)

    def to_python(self, value: Any) -> str:
        return plain(str(value or "").replace("\x00", ""))

    def validate(self, value: Any) -> None:
        super().validate(value)
        too_many = len(value) - self.longest
        if too_many > 0:
            sentence = ngettext(
                "This is %(count)s character too long. Nothing is lost: shorten it, or send the rest later.",
                "This is %(count)s characters too long. Nothing is lost: shorten it, or send the rest later.",
                too_many,
            )
            raise ValidationError(sentence % {"count": too_many})
