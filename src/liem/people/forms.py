"""Forms about accounts."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from liem.people.days import DayField
from liem.people.models import Account, Appointment
from liem.people.states import EVERY_UNIT


class SignInForm(forms.Form):
    """Name and password. What was wrong is never said more exactly than that the two do not fit."""

    sign_in_name = forms.CharField(
        label=_("Sign-in name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def _new_password(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=1000, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )


class ChangePasswordForm(forms.Form):
    """The present password and, twice, the new one."""

    present = forms.CharField(
        label=_("Present password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = _new_password(_("New password"))
    again = _new_password(_("New password again"))

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        self.fields["new"].help_text = " ".join(password_validators_help_texts())

    def clean_present(self) -> str:
        present: str = self.cleaned_data["present"]
        if not self.account.check_password(present):
            raise ValidationError(_("This is not your present password."))
        return present

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        validate_password(new, self.account)
        return new

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        if "new" in fields and fields["new"] != fields.get("again"):
            self.add_error("again", _("The two new passwords differ."))
        return fields


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

    class Meta:
        model = Appointment
        fields = ("role", "unit", "valid_from", "valid_to")
        help_texts = {"unit": _("The code of one unit, or * for the whole province.")}  # noqa: RUF012
        field_classes = {"valid_from": DayField, "valid_to": DayField}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].initial = EVERY_UNIT
