"""What a person may ask of the desk, of a detection, and write after looking."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from liem.leads.queries import BACK, HANDED, SOON
from liem.leads.rules import SHORTEST_REASON
from liem.leads.states import Grade, Result, SubjectKind
from liem.people.days import DayField
from liem.people.models import Account

ALL = ("", _("All"))


def _choice(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False)


class DeskForm(forms.Form):
    """The filters of the desk. What cannot be understood is left out, with a sentence."""

    text = forms.CharField(label=_("Code or words"), required=False, max_length=100)
    unit = _choice(_("Unit"))
    field = _choice(_("Field"))
    act = _choice(_("Act"))
    procedure = _choice(_("Procedure"))
    grade = forms.ChoiceField(label=_("Firmness"), required=False, choices=[ALL, *Grade.choices])
    kind = forms.ChoiceField(label=_("About"), required=False, choices=[ALL, *SubjectKind.choices])
    looked = forms.ChoiceField(
        label=_("Looked at"),
        required=False,
        choices=[
            ALL,
            ("no", _("Not yet")),
            (SOON, _("Put away within 14 days")),
            (HANDED, _("Handed to me by who stepped aside")),
            (BACK, _("Back after it was put away")),
            *[(value, label) for value, label in Result.choices],
        ],
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)

    def __init__(self, choices: dict[str, list[tuple[str, Any]]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, values in choices.items():
            self.fields[name].choices = [ALL, *values]  # type: ignore[attr-defined]

    MAIN = ("text", "unit", "field", "act", "procedure")
    """The filters that are always in sight; the others stand behind one more step."""

    def main(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MAIN]

    def more(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.MAIN]

    def more_chosen(self) -> bool:
        """Whether one of the further filters is in use or could not be understood."""
        return any(field.errors or field.name in self.chosen() for field in self.more())

    def chosen(self) -> dict[str, Any]:
        """The filters that could be understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class LookForm(forms.Form):
    """The result of looking at a lead; which results there are depends on who looks."""

    result = forms.ChoiceField(label=_("What I found"), widget=forms.RadioSelect())
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("What you looked at and what it showed. It stays with the lead, under your name."),
        min_length=SHORTEST_REASON,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, open_to: Iterable[Result], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].choices = [(one.value, one.label) for one in open_to]  # type: ignore[attr-defined]


class OpenAgainForm(forms.Form):
    """Why a sign that was put away is looked at after all."""

    lead = forms.CharField(widget=forms.HiddenInput(), max_length=64)
    reason = forms.CharField(
        label=_("Reason"), min_length=SHORTEST_REASON, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class _Officers(forms.ModelChoiceField):
    def label_from_instance(self, account: Account) -> str:
        return account.display_name


class StepAsideForm(forms.Form):
    """Why somebody keeps away from a lead, and who has it then."""

    reason = forms.CharField(
        label=_("Why you step aside"),
        help_text=_("For example: a relative works there. Only you and who may lift it read this."),
        min_length=SHORTEST_REASON,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    taker = _Officers(
        queryset=Account.objects.none(),
        required=False,
        label=_("Hand it to"),
        empty_label=_("Nobody by name: whoever may takes it up"),
        help_text=_("Officers whom nothing keeps from this lead."),
    )
    sure = forms.BooleanField(label=_("I know that I cannot take this back myself."))

    def __init__(self, takers: QuerySet[Account], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taker"].queryset = takers  # type: ignore[attr-defined]


class LiftForm(forms.Form):
    """Why a recusal does not hold any more."""

    recusal = forms.IntegerField(widget=forms.HiddenInput(), min_value=1, max_value=2**62)
    reason = forms.CharField(
        label=_("Reason"), min_length=SHORTEST_REASON, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class DetectForm(forms.Form):
    """The period of a detection and the share of false discoveries that is allowed."""

    first = DayField(
        label=_("Dossiers received from"),
        required=False,
        help_text=_("Empty: from the beginning of the records."),
    )
    last = DayField(label=_("Events up to"), required=False, help_text=_("Empty: to the end of the records."))
    fdr = forms.TypedChoiceField(
        label=_("False discoveries allowed among the named"),
        coerce=float,
        initial="0.05",
        choices=[("0.01", "1 %"), ("0.05", "5 %"), ("0.1", "10 %")],
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            raise ValidationError(_("The period ends before it begins."))
        return cleaned
