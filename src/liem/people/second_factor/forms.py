"""Forms of the second factor."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from liem.people.models import Account


def _code(label: Any, hint: Any = "") -> forms.CharField:
    attributes = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
    return forms.CharField(
        label=label, help_text=hint, max_length=40, widget=forms.TextInput(attrs={**attributes, "class": "mono"})
    )


class CodeForm(forms.Form):
    """The code asked for after the password."""

    code = _code(_("Sign-in code"), _("The six digits your authenticator shows now, or one of your recovery codes."))


class ConfirmForm(forms.Form):
    """The password and a code: a browser left open is not enough to change the second factor."""

    password = forms.CharField(
        label=_("Present password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = _code(_("Sign-in code"), _("The six digits your authenticator shows now."))

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.account.check_password(password):
            raise ValidationError(_("This is not your present password."))
        return password
