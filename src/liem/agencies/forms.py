"""What the inspectorate fills in to keep the directory."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liem.agencies.models import Contact
from liem.agencies.states import ContactKind
from liem.people.days import DayField


class ContactForm(forms.ModelForm):
    """A hotline or mailbox with the rules under which it works."""

    regulation_url = forms.URLField(
        label=_("address of the operating rules"), max_length=500, required=False, assume_scheme="https"
    )

    class Meta:
        model = Contact
        fields = (
            "kind", "address", "hours_vi", "hours_en", "answered_by_vi", "answered_by_en", "regulation",
            "regulation_url", "valid_from",
        )  # fmt: skip
        field_classes = {"valid_from": DayField}  # noqa: RUF012

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        address = " ".join(str(values.get("address", "")).split())
        if values.get("kind") == ContactKind.MAILBOX:
            self._check_mailbox(address)
        elif address and not (set(address) <= set("0123456789+ .()-") and 3 <= sum(map(str.isdigit, address)) <= 15):
            self.add_error("address", _("Write the number in digits, for example 1900 1234."))
        if Contact.objects.filter(kind=values.get("kind"), address=address, valid_to__isnull=True).exists():
            self.add_error("address", _("This number or address is listed already."))
        values["address"] = address
        return values

    def _check_mailbox(self, address: str) -> None:
        try:
            forms.EmailField().clean(address)
        except forms.ValidationError:
            self.add_error("address", _("Write the whole address, for example phananh@tinh.gov.vn."))


class TrialForm(forms.Form):
    """What came of calling a hotline, or of writing to a mailbox by hand."""

    answered = forms.TypedChoiceField(
        label=_("Was it answered?"),
        choices=(("yes", _("Yes")), ("no", _("No"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    detail = forms.CharField(
        label=_("What happened"), max_length=300, required=False, help_text=_("For example: rang three times, nobody.")
    )


class EndForm(forms.Form):
    """The last day of a hotline or mailbox."""

    last = DayField(label=_("Last day"))
