"""What people fill in about what was drawn and about inspections."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liem.base.formats import Language
from liem.law.acts import Taxonomy
from liem.oversight.models import Draw, Inspection, InspectionFinding
from liem.oversight.states import Chosen, Criterion, InspectionVerb, Verdict
from liem.people.days import DayField


class FoundForm(forms.Form):
    """What was found at one drawn item."""

    verdict = forms.ChoiceField(label=_("What was found"), choices=Verdict.choices)
    unmet = forms.MultipleChoiceField(
        label=_("What was not met"), choices=Criterion.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    on = DayField(label=_("Looked at on"))
    note = forms.CharField(
        label=_("In words"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where it does not agree. Name no person."),
    )

    def __init__(self, *args: Any, closed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not closed:
            del self.fields["unmet"]


class InspectionForm(forms.ModelForm):
    """An inspection for the programme."""

    planned = forms.TypedChoiceField(
        label=_("Kind of inspection"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("Planned and announced")), ("no", _("Unannounced"))],
        help_text=_("The unit sees an unannounced inspection from the day it begins."),
    )
    draw = forms.ModelChoiceField(
        label=_("Drawn in"), queryset=Draw.objects.none(), required=False, help_text=_("Only where chosen by lot.")
    )

    class Meta:
        model = Inspection
        fields = (
            "year",
            "programme",
            "title",
            "unit",
            "planned",
            "chosen",
            "ground",
            "draw",
            "begins_on",
            "ends_on",
        )
        field_classes = {"begins_on": DayField, "ends_on": DayField}  # noqa: RUF012
        widgets = {"ground": forms.Textarea(attrs={"rows": 2})}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "unit": _("Its code."),
            "ground": _("By risk: which figures. By order: whose, of which day."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["draw"].queryset = Draw.objects.filter(result__isnull=False)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The database refuses an inspection by lot without its draw: so does the form, in words."""
        cleaned = super().clean() or {}
        if cleaned.get("chosen") == Chosen.LOT and cleaned.get("draw") is None:
            self.add_error("draw", _("By lot means drawn: name the draw in which this unit was drawn."))
        return cleaned


class InspectionCorrectionForm(InspectionForm):
    """What really is in the programme, and what was wrong with what was written down."""

    why = forms.CharField(
        label=_("What was wrong"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Or by which decision the programme was changed. Both stay visible, with this."),
    )

    field_order = ("why", "is_struck")

    class Meta(InspectionForm.Meta):
        fields = (*InspectionForm.Meta.fields, "is_struck")  # type: ignore[assignment]


class InspectionEventForm(forms.Form):
    """What happened to an inspection."""

    verb = forms.ChoiceField(label=_("What happened"))
    on = DayField(label=_("On"))
    number = forms.CharField(label=_("Decision or conclusion no."), max_length=60, required=False)
    issuer = forms.CharField(label=_("Of a conclusion: signed by"), max_length=200, required=False)
    due_on = DayField(
        label=_("Of a conclusion: due"),
        required=False,
        help_text=_("By when what is recommended for heads is due."),
    )
    note = forms.CharField(
        label=_("In words"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, possible: list[InspectionVerb], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [(one.value, one.label) for one in possible]  # type: ignore[attr-defined]
        if InspectionVerb.CONCLUDE not in possible:
            del self.fields["issuer"], self.fields["due_on"]


class FindingForm(forms.ModelForm):
    """What an inspection found, and the head's part in it."""

    act = forms.ChoiceField(label=_("Act"), required=False)
    handler = forms.CharField(
        label=_("Open a matter, to be handled by (unit)"),
        max_length=200,
        required=False,
        help_text=_("Empty: no matter is opened."),
    )

    class Meta:
        model = InspectionFinding
        fields: tuple[str, ...] = ("act", "what", "head", "proposal")
        widgets = {"what": forms.Textarea(attrs={"rows": 3})}  # noqa: RUF012
        help_texts = {"what": _("What was found, without the name of any person.")}  # noqa: RUF012

    def __init__(self, *args: Any, language: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acts = [(act.code, f"{act.code}: {act.short(language)}") for act in Taxonomy.load().acts]
        self.fields["act"].choices = [("", "–"), *acts]  # type: ignore[attr-defined]


class FindingCorrectionForm(FindingForm):
    """What was really found, and what was wrong with what was written down."""

    why = forms.CharField(
        label=_("What was wrong"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Both stay visible, with this."),
    )
    field_order = ("why", "act", "what", "head", "proposal", "is_struck")

    class Meta(FindingForm.Meta):
        fields = ("act", "what", "head", "proposal", "is_struck")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["handler"]
