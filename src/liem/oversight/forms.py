"""What people fill in about the list, what is owed, and draws."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liem.base.disclosure import Span, spans
from liem.oversight.actions import DutyWish
from liem.oversight.models import Duty, DutyEvent, Meeting, Paper, WatchDecision
from liem.oversight.rules import usual_beginning
from liem.oversight.states import OF_WHO_OWES, DutyKind, DutyVerb, Source, Subject, Watched, WatchVerb
from liem.people.days import DayField


def _words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DecisionForm(forms.ModelForm):
    """A decision about an entry that is there already."""

    class Meta:
        model = WatchDecision
        fields = ("verb", "number", "decided_on", "ground", "asked_of", "due_on")
        field_classes = {"decided_on": DayField, "due_on": DayField}  # noqa: RUF012
        widgets = {"ground": _words()}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "number": _("Of the decision or of the notice of conclusion."),
            "asked_of": _("Only where something is asked: of which unit, and by when."),
        }

    def __init__(self, open_to: list[WatchVerb], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [(one.value, one.label) for one in open_to]  # type: ignore[attr-defined]


class PutOnForm(DecisionForm):
    """A new entry with the decision that puts it on the list."""

    title = forms.CharField(
        label=_("What it is about"), max_length=300, help_text=_("In a few words, without the name of any person.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Watched.choices)
    matter = forms.CharField(label=_("Number of the matter, if there is one"), max_length=24, required=False)

    field_order = ("title", "kind", "matter", "number", "decided_on", "ground", "asked_of", "due_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__([WatchVerb.PUT_ON], *args, **kwargs)
        del self.fields["verb"]


class CorrectionForm(DecisionForm):
    """What a decision really was, and what was wrong with what was written down."""

    why = forms.CharField(
        label=_("What was wrong"), max_length=1000, widget=_words(2), help_text=_("Both stay visible, with this.")
    )

    field_order = ("why", "verb", "number", "decided_on", "ground", "asked_of", "due_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(list(WatchVerb), *args, **kwargs)


class DutyForm(forms.ModelForm):
    """One thing that a paper lays on a unit."""

    class Meta:
        model = Duty
        fields = ("kind", "unit", "what", "amount", "due_on")
        field_classes = {"due_on": DayField}  # noqa: RUF012
        widgets = {"what": _words(2)}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "unit": _("The code of the unit; of several, joined by semicolons: each then owes it for itself."),
            "amount": _("Of money in VND, of land in m²; else empty."),
        }

    def wishes(self) -> list[DutyWish]:
        """What is owed, once for each unit named."""
        chosen = {name: self.cleaned_data[name] for name in ("kind", "what", "amount", "due_on")}
        units = dict.fromkeys(unit.strip() for unit in self.cleaned_data["unit"].split(";") if unit.strip())
        return [DutyWish(unit=unit, **chosen) for unit in units]


class DutyCorrectionForm(DutyForm):
    """What a paper really lays on whom, and what was wrong with what was written down."""

    why = forms.CharField(
        label=_("What was wrong"), max_length=1000, widget=_words(2), help_text=_("Both stay visible, with this.")
    )

    field_order = ("why", "kind", "unit", "what", "amount", "due_on")


class StrikeForm(forms.Form):
    """Why an entry is struck out."""

    note = forms.CharField(
        label=_("What was wrong"), max_length=1000, widget=_words(2), help_text=_("Both stay visible, with this.")
    )


class PaperForm(DutyForm):
    """A paper with the first thing it lays on a unit; more are added on its page."""

    OF_THE_PAPER = ("source", "number", "issuer", "issued_on", "title", "matter")

    source = forms.ChoiceField(label=_("Kind of paper"), choices=Source.choices)
    number = forms.CharField(label=_("Number"), max_length=60)
    issuer = forms.CharField(label=_("Issued by"), max_length=200)
    issued_on = DayField(label=_("Issued on"))
    title = forms.CharField(label=_("What it is about"), max_length=300)
    matter = forms.CharField(
        label=_("Number of the matter, if there is one"),
        max_length=24,
        required=False,
        help_text=_("Of a request for coordination: on which matter."),
    )

    field_order = (
        "source",
        "number",
        "issuer",
        "issued_on",
        "title",
        "matter",
        "kind",
        "unit",
        "what",
        "amount",
        "due_on",
    )

    def paper(self) -> Paper:
        """The paper as filled in, not yet recorded."""
        return Paper(**{name: self.cleaned_data[name] for name in self.OF_THE_PAPER})


class RecommendForm(DutyForm):
    """What a supervisor from outside recommends to a unit, and by when it should answer."""

    number = forms.CharField(label=_("Number"), max_length=60)
    issuer = forms.CharField(label=_("Issued by"), max_length=200)
    issued_on = DayField(label=_("Issued on"))
    title = forms.CharField(label=_("What it is about"), max_length=300)

    field_order = ("number", "issuer", "issued_on", "title", "unit", "what", "due_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "amount"):
            del self.fields[name]

    def wishes(self) -> list[DutyWish]:
        """What is recommended, once for each unit named."""
        units = dict.fromkeys(unit.strip() for unit in self.cleaned_data["unit"].split(";") if unit.strip())
        what, due = self.cleaned_data["what"], self.cleaned_data["due_on"]
        return [DutyWish(kind=DutyKind.ANSWER, unit=unit, what=what, due_on=due) for unit in units]


class DutyEventForm(forms.ModelForm):
    """What happened to a duty; which things there are depends on who records."""

    class Meta:
        model = DutyEvent
        fields = ("verb", "on", "number", "due_on", "amount", "note")
        field_classes = {"on": DayField, "due_on": DayField}  # noqa: RUF012
        widgets = {"note": _words()}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "due_on": _("Of an urging the day for the reply, of an extension the new day; else empty."),
            "amount": _("Of money in VND, of land in m²: how much is reported or accepted."),
        }

    def __init__(self, possible: list[DutyVerb], *args: Any, owes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [one for one in possible if (one in OF_WHO_OWES) == owes]  # the table has no striking out
        self.fields["verb"].choices = [(one.value, one.label) for one in mine]  # type: ignore[attr-defined]
        if owes:
            del self.fields["due_on"]


class UrgeAllForm(forms.Form):
    """One letter to everybody who owes by a paper and is late, with one day for the reply."""

    number = forms.CharField(label=_("Letter no."), max_length=60)
    due_on = DayField(label=_("Reply due"))
    note = forms.CharField(label=_("In words"), max_length=4000, widget=_words(2))


class DutyFilter(forms.Form):
    """What is shown of everything owed."""

    unit = forms.CharField(label=_("Unit"), max_length=200, required=False)
    source = forms.ChoiceField(label=_("Kind of paper"), required=False, choices=[("", _("All")), *Source.choices])
    kind = forms.ChoiceField(label=_("What is owed"), required=False, choices=[("", _("All")), *DutyKind.choices])
    state = forms.ChoiceField(
        label=_("Where it stands"),
        required=False,
        choices=[
            ("", _("All")),
            ("late", _("Over time")),
            ("soon", _("Due within 30 days")),
            ("silent", _("Urging not answered")),
            ("open", _("Not ended")),
            ("ended", _("Ended")),
        ],
    )


def span_label(span: Span) -> str:
    """How a period of the grid is called."""
    if span.quarter:
        told = {"quarter": span.quarter, "year": span.first.year}
        words = _("Quarter %(quarter)s of %(year)s") % told
    else:
        words = _("Year %(year)s") % {"year": span.first.year}
    if span.whole:
        return str(words)
    return str(_("%(period)s, to the end of %(month)s") % {"period": words, "month": f"{span.last:%m/%Y}"})


class SpanForm(forms.Form):
    """A period of the grid in which figures go outside."""

    period = forms.ChoiceField(label=_("Period"), required=False)

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [(one.code, span_label(one)) for one in spans(today)]  # type: ignore[attr-defined]


class PeriodForm(forms.Form):
    """A period, and the day as of which one asks what was known."""

    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)
    known = DayField(label=_("As known on"), required=False, help_text=_("Empty: as known today."))

    def period(self, today: date) -> tuple[date, date, date | None]:
        """The period asked for; by default the usual one, to today."""
        chosen = self.cleaned_data if self.is_valid() else {}
        last = chosen.get("last") or today
        return chosen.get("first") or usual_beginning(last), last, chosen.get("known")


class HandlingForm(PeriodForm):
    """Which units are shown of a period, in the order of their codes or of their names: no other order."""

    text = forms.CharField(label=_("Code or name of the unit"), max_length=100, required=False)
    sort = forms.ChoiceField(
        label=_("In the order of"), required=False, choices=[("", _("codes")), ("name", _("names"))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["known"]


class SinceForm(forms.Form):
    """The day as of which the committee looks, and since when changes are told."""

    since = DayField(label=_("Changes since"), required=False, help_text=_("Empty: since the last meeting."))
    day = DayField(label=_("As of"), required=False, help_text=_("Empty: today."))
    known = DayField(label=_("As known on"), required=False, help_text=_("Empty: as known today."))


class MeetingForm(forms.ModelForm):
    """A meeting of the committee."""

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ("held_on", "number")
        field_classes = {"held_on": DayField}  # noqa: RUF012


class MeetingCorrectionForm(MeetingForm):
    """When the committee really met, and what was wrong with what was written down."""

    why = forms.CharField(
        label=_("What was wrong"), max_length=1000, widget=_words(2), help_text=_("Both stay visible, with this.")
    )
    field_order = ("why", "held_on", "number", "is_struck")

    class Meta(MeetingForm.Meta):
        fields = ("held_on", "number", "is_struck")


class PrepareForm(forms.Form):
    """What may be drawn, and how many."""

    title = forms.CharField(label=_("What is checked"), max_length=300)
    subject = forms.ChoiceField(label=_("What it is made from"), choices=Subject.choices, required=False)
    planned = forms.TypedChoiceField(
        label=_("Kind of check"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("Planned and announced")), ("no", _("Unannounced"))],
    )
    unit = forms.CharField(label=_("Unit checked, if it is one"), max_length=200, required=False)
    ground = forms.CharField(label=_("Ground"), max_length=4000, widget=_words(2))
    size = forms.IntegerField(label=_("How many are drawn"), min_value=1, max_value=100_000)
    frame = forms.CharField(
        label=_("The frame: everything that may be drawn, one on each line"),
        help_text=_("Codes of dossiers or matters; nothing is sorted out beforehand."),
        max_length=5_000_000,
        widget=_words(6),
    )


class ClosedForm(forms.Form):
    """Which closed matters are to be the frame."""

    first = DayField(label=_("Closed from"))
    last = DayField(label=_("To"))
    unit = forms.CharField(label=_("Unit"), max_length=200, required=False)


class DrawForm(forms.Form):
    """The words that nobody could know when the frame was published."""

    public = forms.CharField(
        label=_("Public words"),
        max_length=300,
        help_text=_("For instance all numbers of a public lottery of today, as they were published."),
    )
    source = forms.CharField(label=_("Where they were published"), max_length=300)
