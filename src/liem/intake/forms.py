"""One form for each page of the citizen's form, and those of the follow page."""

import time
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from liem.agencies import queries as agencies
from liem.agencies.states import AccusedAs, Level
from liem.base import clock
from liem.intake.actions import LONGEST_MESSAGE
from liem.intake.checking import LONGEST_ACKNOWLEDGEMENT, LONGEST_CONTENT
from liem.intake.content import LONGEST
from liem.intake.dates import is_impossible, is_to_come
from liem.intake.plain_text import PlainField
from liem.intake.states import Kind, Story

SHORTEST_STORY = 10


def _choice(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect, **more)


class StoryForm(forms.Form):
    """What it is about."""

    story = _choice(_("What happened?"), Story.choices)


class WhatForm(forms.Form):
    """The report itself: the only answer there must be."""

    what = PlainField(
        label=_("Tell what happened, in your own words"),
        help_text=_("Facts help most: what was said, what was done, who saw it. Write as you speak."),
        longest=LONGEST["what"],
        rows=9,
        required=True,
        error_messages={"required": _("Write at least one sentence about what happened.")},
    )

    def clean_what(self) -> str:
        what: str = self.cleaned_data["what"]
        if len(what) < SHORTEST_STORY:
            raise ValidationError(_("Write at least one sentence about what happened."))
        return what


class PlaceForm(forms.Form):
    """Where."""

    unit = forms.ChoiceField(
        label=_("Which office was it?"),
        required=False,
        help_text=_("Choose it if you find it. The report never goes to an office whose leaders it is about."),
    )
    place = PlainField(
        label=_("Or say where, in your own words"), help_text=_("Commune, building, counter number: what you remember.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, forms.ChoiceField):
            listed = offices_to_name(get_language() or "vi", clock.today(), int(time.time() / 60))
            field.choices = [("", _("I do not know, or it is not in the list")), *listed]


@lru_cache(maxsize=4)
def offices_to_name(language: str, day: date, minute: int) -> tuple[tuple[str, str], ...]:
    """Agencies a citizen may name, as code and name; read once a minute."""
    listed = agencies.listed(day).exclude(level=Level.CENTRAL)
    return tuple((one.code, (one.name_en if language == "en" else "") or one.name_vi) for one in listed)


class ProcedureForm(forms.Form):
    """Which dossier."""

    procedure = PlainField(
        label=_("What did you go there for?"), help_text=_("Land-use certificate, building permit, birth certificate …")
    )
    dossier = PlainField(
        label=_("Number of your dossier"),
        help_text=_("It stands on the receipt of the one-stop shop. With it you may be recognised: leave it out if "
                    "that worries you."),
    )  # fmt: skip


class AskedForm(forms.Form):
    """What was asked for."""

    asked_for = PlainField(
        label=_("What was asked for?"),
        help_text=_("How much money, which gift, which papers, and in which words."),
        longest=2000,
        rows=4,
    )


class WhenForm(forms.Form):
    """When."""

    when = PlainField(
        label=_("When was it?"),
        help_text=_("For instance 24/02/2026, 24/2, February, “since March”. You do not remember? Write that."),
    )

    def clean_when(self) -> str:
        when: str = self.cleaned_data["when"]
        if is_impossible(when):
            raise ValidationError(
                _("There is no such day. Write the day first, then the month: 24/02/2026. Or say it in words.")
            )
        if is_to_come(when, clock.today()):
            raise ValidationError(_("This day is still to come. Check the year, or say it in words."))
        return when


class WhoForm(forms.Form):
    """Who."""

    who = PlainField(
        label=_("Who was it?"),
        help_text=_("Name, post, counter, or what the person looked like. You need not know the name."),
        longest=1000,
        rows=3,
    )
    accused_as = _choice(
        _("Does the person lead the office?"),
        [
            (AccusedAs.STAFF, _("No, an official")),
            (AccusedAs.LEADER, _("Yes, a deputy head")),
            (AccusedAs.HEAD, _("Yes, the head")),
            (AccusedAs.UNKNOWN, AccusedAs.UNKNOWN.label),
        ],
        help_text=_("If a leader is concerned, the report goes one level up."),
    )


class EvidenceForm(forms.Form):
    """What could show it."""

    evidence = PlainField(
        label=_("What could show that it was so?"),
        help_text=_("Witnesses, messages, transfers, photos, recordings. You can send files right after sending the "
                    "report, and at any time later."),
        longest=LONGEST["evidence"],
        rows=5,
    )  # fmt: skip


class KindForm(forms.Form):
    """What it is to be in the law's eyes."""

    kind = _choice(
        _("What shall your report be?"),
        [
            (Kind.UNDECIDED, _("I do not know: you decide")),
            (Kind.REFLECTION, Kind.REFLECTION.label),
            (Kind.RECOMMENDATION, Kind.RECOMMENDATION.label),
            (Kind.COMPLAINT, Kind.COMPLAINT.label),
            (Kind.DENUNCIATION, Kind.DENUNCIATION.label),
        ],
    )


class NameForm(forms.Form):
    """Who reports, if they want to say."""

    named = _choice(
        _("Do you want to give your name?"), [("no", _("No, I stay without a name")), ("yes", _("Yes, under seal"))]
    )
    name = PlainField(label=_("Name"))
    contact = PlainField(label=_("How you can be reached"), help_text=_("Telephone, e-mail, or through whom."))
    address = PlainField(label=_("Address"))

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        if fields.get("named") == "yes" and not any(fields.get(one) for one in ("name", "contact", "address")):
            self.add_error("name", _("Write your name or how you can be reached, or choose to stay without a name."))
        return fields


FORMS: dict[str, type[forms.Form]] = {
    "story": StoryForm,
    "what": WhatForm,
    "place": PlaceForm,
    "procedure": ProcedureForm,
    "asked": AskedForm,
    "when": WhenForm,
    "who": WhoForm,
    "evidence": EvidenceForm,
    "kind": KindForm,
    "name": NameForm,
}


def choices_of(field: Any) -> dict[str, str]:
    """Value and words of a choice; empty for any other field."""
    return {str(value): str(words) for value, words in getattr(field, "choices", ())}


class ReceiptForm(forms.Form):
    """A receipt, as it was written down."""

    receipt = forms.CharField(
        label=_("Your receipt"),
        max_length=200,
        help_text=_("Five groups of four letters and figures. Capitals, spaces and dashes do not matter."),
        error_messages={"required": _("Write the receipt you were given.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "receipt-entry",
            }
        ),
    )


class MessageForm(forms.Form):
    """A message to the office."""

    text = PlainField(label=_("Your message"), longest=LONGEST_MESSAGE, rows=5, required=True)


class RatingForm(forms.Form):
    """How satisfied the reporter is."""

    satisfaction = forms.TypedChoiceField(
        label=_("How satisfied are you with the way your report was handled?"),
        coerce=int,
        choices=[
            (5, _("Very satisfied")),
            (4, _("Satisfied")),
            (3, _("Neither")),
            (2, _("Dissatisfied")),
            (1, _("Very dissatisfied")),
        ],
        widget=forms.RadioSelect,
    )


class ReasonForm(forms.Form):
    """Why a name is needed."""

    reason = PlainField(label=_("Why the name is needed"), longest=1000, rows=4, required=True)


class GiveNameForm(forms.Form):
    """A name given later, under seal."""

    name = PlainField(label=_("Name"))
    contact = PlainField(label=_("How you can be reached"))
    address = PlainField(label=_("Address"))


class CheckForm(forms.Form):
    """An acknowledgement, and the content it is said to be about; files of either are read by the view."""

    acknowledgement = forms.CharField(
        label=_("The acknowledgement"),
        required=False,
        max_length=LONGEST_ACKNOWLEDGEMENT,
        widget=forms.Textarea({"rows": 8, "class": "mono", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("All lines of it, from “Liem acknowledgement 1” to the signature."),
    )
    content = forms.CharField(
        label=_("The content, as the reporter saved it"),
        required=False,
        max_length=LONGEST_CONTENT,
        strip=False,
        widget=forms.Textarea({"rows": 5, "class": "mono", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Without it only the signature is checked."),
    )

    def clean_acknowledgement(self) -> str:
        given: str = self.cleaned_data["acknowledgement"]
        if not given.strip():
            raise ValidationError(_("Paste the acknowledgement, or choose its file."))
        return given
