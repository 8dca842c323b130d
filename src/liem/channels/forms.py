"""What an operator fills in while listening, or with a letter on the table. Only the words themselves must be there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liem.agencies import queries as agencies
from liem.agencies.states import AccusedAs, Level
from liem.base import clock
from liem.channels.models import Gathering
from liem.channels.states import GatheringKind
from liem.intake.content import LONGEST, LONGEST_OTHER
from liem.intake.plain_text import PlainField
from liem.intake.states import Channel, Kind
from liem.people.days import DayField


def _text(label: Any, *, rows: int = 0, longest: int = LONGEST_OTHER, **more: Any) -> PlainField:
    return PlainField(label=label, longest=longest, rows=rows, **more)


def agency_choices() -> list[tuple[str, str]]:
    """The agencies a report may be about, by name."""
    listed = agencies.listed(clock.today()).exclude(level=Level.CENTRAL)
    return [(one.code, one.name_vi) for one in listed]


class _SentOnce(forms.Form):
    """A form that may be sent twice and counts once."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=64, min_length=32)

    def clean_once(self) -> str:
        once: str = self.cleaned_data["once"]
        if not all(one in "0123456789abcdef" for one in once):
            raise forms.ValidationError(_("This page is too old: open the desk again. Copy what you wrote first."))
        return once


class EntryForm(_SentOnce):
    """A report as it is spoken or written. ``once`` makes a second click harmless."""

    what = _text(
        _("What is said"), rows=8, longest=LONGEST["what"], required=True,
        help_text=_("In the person's own words. Ask for no name unless it is offered."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind of report"), choices=Kind.choices, initial=Kind.UNDECIDED)
    unit = forms.ChoiceField(label=_("About which agency"), required=False)
    accused_as = forms.ChoiceField(
        label=_("Who is accused there"), required=False, choices=[("", _("Nobody")), *AccusedAs.choices]
    )
    place = _text(_("Where, in words"))
    procedure = _text(_("Which procedure"))
    dossier = _text(_("Dossier number"))
    when = _text(_("When"))
    who = _text(_("Who, as far as it is said"))
    asked_for = _text(_("What was asked for"))
    evidence = _text(_("Evidence, and who could confirm it"), rows=3, longest=LONGEST["evidence"])
    reference = _text(_("Number of the call, letter or paper"))
    name = _text(_("Name, only if offered"))
    contact = _text(_("Telephone or address, only if offered"))

    REFERENCES = {  # noqa: RUF012
        Channel.HOTLINE: _("Call record number"),
        Channel.POST: _("Number and postmark of the letter"),
        Channel.PRESS: _("Paper, title and day of the article"),
        Channel.REFERRED: _("Who handed it over, with number and day of the letter"),
    }

    def __init__(self, channel: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        if isinstance(unit, forms.ChoiceField):
            unit.choices = [("", _("Not known, or none of these")), *agency_choices()]
        self.fields["what"].widget.attrs["autofocus"] = True
        if channel in self.REFERENCES:
            self.fields["reference"].label = self.REFERENCES[Channel(channel)]
        if channel == Channel.PRESS:
            del self.fields["name"], self.fields["contact"]


class InnerForm(_SentOnce):
    """What an official says of colleagues or superiors: no name, no account."""

    what = _text(_("What happened"), rows=8, longest=LONGEST["what"], required=True,
                 help_text=_("Leave out what only you could know, if you fear to be recognised by it."))  # fmt: skip
    unit = forms.ChoiceField(label=_("In which agency"), required=False)
    accused_as = forms.ChoiceField(
        label=_("Whom is it about?"), choices=AccusedAs.choices, initial=AccusedAs.UNKNOWN, widget=forms.RadioSelect
    )
    who = _text(_("Who, if you want to say it"))
    when = _text(_("When"))
    evidence = _text(_("What could prove it, and where it lies"), rows=3, longest=LONGEST["evidence"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        if isinstance(unit, forms.ChoiceField):
            unit.choices = [("", _("Not known, or none of these")), *agency_choices()]


class GatheringForm(forms.ModelForm):
    """A reception session, a meeting with voters or a dialogue."""

    kind = forms.ChoiceField(label=_("What it was"), choices=GatheringKind.choices)
    agency = forms.ChoiceField(label=_("Held by"))

    class Meta:
        model = Gathering
        fields = ("kind", "agency", "held_on", "place", "led_by")
        field_classes = {"held_on": DayField}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = self.fields["agency"]
        if isinstance(agency, forms.ChoiceField):
            agency.choices = agency_choices()

    def clean_held_on(self) -> Any:
        held_on = self.cleaned_data["held_on"]
        if held_on > clock.today():
            raise forms.ValidationError(_("This day has not come yet."))
        return held_on
