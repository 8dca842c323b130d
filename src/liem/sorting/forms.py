"""What officers, and those who suffer for having spoken, fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liem.agencies import queries as agencies
from liem.agencies.states import Level
from liem.base import clock
from liem.intake.actions import LONGEST_MESSAGE
from liem.intake.plain_text import PlainField
from liem.intake.states import Kind
from liem.people.keys.queries import offices_with_keys
from liem.sorting.states import Aside, Consequence, Decision, LinkKind, NoReport, Protected, Reorganised, Review


class KindForm(forms.Form):
    """What it is by law."""

    kind = forms.ChoiceField(label=_("Kind of report"), choices=Kind.choices)


class WordsForm(forms.Form):
    """Words to the reporter."""

    text = PlainField(label=_("To the reporter"), longest=LONGEST_MESSAGE, rows=4, required=True)


class LinkForm(forms.Form):
    """What it is about."""

    kind = forms.ChoiceField(label=_("It is about"), choices=LinkKind.choices)
    code = forms.CharField(label=_("Its code in the records"), max_length=260)


class JoinForm(forms.Form):
    """With which report it is handled together."""

    number = forms.CharField(label=_("Number of the other report"), max_length=20)


class SuspectForm(forms.Form):
    """Why it may be no report."""

    ground = forms.ChoiceField(label=_("Why it is no report"), choices=NoReport.choices)


class AsideForm(forms.Form):
    """Why somebody steps aside."""

    ground = forms.ChoiceField(label=_("Reason"), choices=Aside.choices)


class TransferForm(forms.Form):
    """To which agency: one that can open what is sealed to it."""

    agency = forms.ChoiceField(
        label=_("To which agency"),
        help_text=_("Only agencies that have made their key are listed: others could not open it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        if isinstance(field, forms.ChoiceField):
            listed = agencies.listed(clock.today()).filter(code__in=offices_with_keys()).exclude(level=Level.CENTRAL)
            listed = listed.exclude(code=self.initial.get("holder", ""))
            field.choices = [("", _("Choose")), *((one.code, one.name_vi) for one in listed)]


class HandOverForm(forms.Form):
    """To whom everything an office holds goes, and by which decision."""

    receiver = forms.ChoiceField(label=_("Which agency takes over"))
    ground = forms.ChoiceField(label=_("Reason"), choices=Reorganised.choices)
    paper = forms.CharField(
        label=_("Number and date of the decision"),
        max_length=200,
        help_text=_(
            "The decision by which the tasks pass over. The reporters see it. For example: 1234/QD-UBND, 25/11."
        ),
    )

    def __init__(self, *args: Any, former: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["receiver"]
        if isinstance(field, forms.ChoiceField):
            listed = agencies.listed(clock.today()).filter(code__in=offices_with_keys()).exclude(code=former)
            field.choices = [("", _("Choose")), *((one.code, one.name_vi) for one in listed)]


class HarmForm(forms.Form):
    """What was done to an officer."""

    consequence = forms.ChoiceField(label=_("What was done"), choices=Consequence.choices)
    asks_for = forms.ChoiceField(
        label=_("Protection wanted for"), required=False, choices=[("", _("None for now")), *Protected.choices]
    )


class ConsequenceForm(HarmForm):
    """What was done to somebody who reported; opened by the receipt."""

    receipt = forms.CharField(
        label=_("Your receipt code"), max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    words = PlainField(
        label=_("Tell what was done, when and by whom"), longest=LONGEST_MESSAGE, rows=6,
        help_text=_("It is added, sealed, to the messages of your report."),
    )  # fmt: skip
    field_order = ("receipt", "consequence", "words", "asks_for")


class ReviewForm(forms.Form):
    """What a review found."""

    result = forms.ChoiceField(label=_("What was found"), choices=Review.choices)


class ProtectForm(forms.Form):
    """What is to be protected."""

    what = forms.ChoiceField(label=_("What is to be protected"), choices=Protected.choices)


class DecideForm(forms.Form):
    """How a request for protection was decided."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=[one for one in Decision.choices if one[0] != Decision.ASKED]
    )
    measure = forms.CharField(
        label=_("Measure or reason, and number of the decision"), max_length=300, help_text=_("No name.")
    )
