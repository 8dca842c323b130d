"""Forms about keys."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from liem.people.keys.rules import MOST_RECOVERY_HOLDERS, why_not_passphrase
from liem.people.models import Account


def _passphrase(label: Any, autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=1000, strip=False, widget=widget)


class OpenKeyForm(forms.Form):
    """The passphrase of one's key."""

    passphrase = _passphrase(_("Passphrase"), "current-password")


class NewPassphraseForm(forms.Form):
    """A passphrase, twice."""

    new = _passphrase(_("New passphrase"), "new-password")
    again = _passphrase(_("New passphrase again"), "new-password")

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        self.fields["new"].help_text = _("Five or six words only you would put together. Write it down for your safe.")

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        refusal = why_not_passphrase(new)
        if refusal:
            raise ValidationError(refusal)
        if self.account.check_password(new):
            raise ValidationError(_("Take another passphrase than the password you sign in with."))
        return new

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        if "new" in fields and fields["new"] != fields.get("again"):
            self.add_error("again", _("The two passphrases differ."))
        return fields


class RecoveryForm(forms.Form):
    """Who can recover an office's key, and how many of them together."""

    holders = forms.ModelMultipleChoiceField(
        Account.objects.none(), label=_("Who can recover it"), widget=forms.CheckboxSelectMultiple
    )
    needed = forms.IntegerField(label=_("How many of them together"), min_value=2, max_value=MOST_RECOVERY_HOLDERS)

    def __init__(self, holders: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["holders"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = holders
        self.fields["needed"].initial = 2
