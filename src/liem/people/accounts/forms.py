"""Forms about accounts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from liem.people.accounts.units import Units, code_of
from liem.people.days import DayField
from liem.people.models import Account, Appointment
from liem.people.states import Role

LONGEST_CODE = 64


class SearchForm(forms.Form):
    """What accounts are looked for by. Nothing in it can be wrong."""

    q = forms.CharField(label=_("Name or unit"), max_length=100, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("All roles")), *Role.choices], required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("All accounts")),
            ("open", _("Open")),
            ("closed", _("Closed")),
            ("first_password", _("First password not changed yet")),
            ("no_role", _("Without a role")),
        ],
        required=False,
    )

    def chosen(self) -> dict[str, str]:
        """The fields that can be used as they are."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class OpenAccountForm(forms.ModelForm):
    """A new account; its first password is made by the house."""

    class Meta:
        model = Account
        fields = ("sign_in_name", "display_name")
        help_texts = {"sign_in_name": _("Lower-case letters, digits, dot, dash, underscore.")}  # noqa: RUF012
        error_messages = {"sign_in_name": {"unique": _("This sign-in name is taken.")}}  # noqa: RUF012

    def clean_sign_in_name(self) -> str:
        name: str = self.cleaned_data["sign_in_name"]
        return name.strip().lower()


class AppointForm(forms.ModelForm):
    """A role, a unit, and from when to when."""

    unit = forms.CharField(label=_("Unit"), max_length=300)
    anyway = forms.BooleanField(
        label=_("This unit is not known yet; appoint all the same"), required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Appointment
        fields = ("role", "unit", "valid_from", "valid_to")
        field_classes = {"valid_from": DayField, "valid_to": DayField}  # noqa: RUF012

    def __init__(self, *args: Any, units: Units, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        self.fields["unit"].widget.attrs |= {"list": "units", "autocomplete": "off", "spellcheck": "false"}
        self.fields["unit"].help_text = (
            _("Begin to type its name or code and choose; * is the whole province.")
            if units
            else _("The code of one unit, or * for the whole province.")
        )

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        written = fields.get("unit", "")
        code = code_of(written, self.units)
        if code:
            fields["unit"] = code
        elif written and self.units and not fields.get("anyway"):
            self.fields["anyway"].widget = forms.CheckboxInput()
            self.add_error(
                "unit", ValidationError(_("No unit of this name or code is known. Choose one of the list."), "unknown")
            )
        if len(fields.get("unit", "")) > LONGEST_CODE:
            self.add_error("unit", ValidationError(_("A code has at most 64 characters."), "long"))
        return fields
