"""What a person fills in: the desk's filters, a new matter, and one form per verb, put together from a few fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liem.agencies.queries import listed
from liem.cases import queries, rules
from liem.cases.models import Matter
from liem.cases.states import (
    Capacity,
    Cause,
    CrimeStep,
    Finding,
    Kind,
    Ladder,
    MoneyStep,
    Origin,
    Proof,
    RemedyKind,
    Standing,
    Status,
)
from liem.law.acts import Taxonomy
from liem.people.days import DayField

ALL = ("", gettext_lazy("All"))


def _day(label: Any, required: bool = False, hint: Any = "") -> DayField:
    return DayField(label=label, required=required, help_text=hint)


def _text(label: Any, required: bool = True, longest: int = 300, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=longest, help_text=hint)


def _words(label: Any, required: bool = True, hint: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(label=label, required=required, max_length=8000, widget=area, help_text=hint)


def _one_of(label: Any, choices: Any, required: bool = True, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=required, help_text=hint)


def act_choices() -> list[tuple[str, str]]:
    """The acts A to E, and none of them."""
    from django.utils.translation import get_language

    language = "en" if get_language() == "en" else "vi"
    acts = [(act.code, f"{act.code}. {act.short(language)}") for act in Taxonomy.load().acts]  # type: ignore[arg-type]
    return [("", _("None of these")), *acts]


class DeskForm(forms.Form):
    """The filters of the desk."""

    text = forms.CharField(label=gettext_lazy("Number or words"), required=False, max_length=100)
    whose = forms.ChoiceField(
        label=gettext_lazy("Whose"),
        required=False,
        choices=[
            ("mine", gettext_lazy("Mine")),
            ("unit", gettext_lazy("All of my unit")),
            ("unassigned", gettext_lazy("Not assigned")),
        ],
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, choices=[ALL, *Kind.choices])
    status = forms.ChoiceField(
        label=gettext_lazy("Status"), required=False, choices=[("", gettext_lazy("All open")), *Status.choices]
    )
    late = forms.BooleanField(label=gettext_lazy("Late alone"), required=False)

    def asked(self) -> queries.Asked:
        """The filters that could be understood."""
        self.is_valid()
        known = {name: value for name, value in self.cleaned_data.items() if value}
        return queries.Asked(**known)


class NewMatterForm(forms.Form):
    """A matter opened by an officer."""

    kind = _one_of(gettext_lazy("Kind"), Kind.choices)
    origin = _one_of(gettext_lazy("Born of"), Origin.choices)
    origin_ref = _text(
        gettext_lazy("Its number"),
        required=False,
        longest=128,
        hint=gettext_lazy("Of the report or the lead."),
    )
    title = _text(gettext_lazy("Subject"), hint=gettext_lazy("In a few words, without names where you can."))
    summary = _words(gettext_lazy("Summary"), required=False)
    received_on = _day(gettext_lazy("Received on"), required=True)
    unit = _one_of(gettext_lazy("Handled by"), [])
    about_unit = _text(gettext_lazy("About which unit"), required=False, longest=128, hint=gettext_lazy("Its code."))
    act = _one_of(gettext_lazy("Act"), [], required=False)
    remote = forms.BooleanField(label=gettext_lazy("Remote area"), required=False)

    def __init__(self, units: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        self.fields["act"].choices = act_choices()  # type: ignore[attr-defined]


class DeedForm(forms.Form):
    """The form of one verb on one matter, with the fields it asks for."""

    def __init__(self, matter: Matter, names: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in names:
            self.fields[name.removesuffix("?")] = _field(name, matter)


def _field(name: str, matter: Matter) -> forms.Field:
    optional = name.endswith("?")
    name = name.removesuffix("?")
    if name in _OF_MATTER:
        made: forms.Field = _OF_MATTER[name](matter)
    else:
        made = _PLAIN[name]()
    made.required = made.required and not optional
    if optional and type(made) is forms.ChoiceField:
        given: Any = made.choices
        made.choices = [("", _("nobody by name")), *given]
    return made


_PLAIN: dict[str, Any] = {
    "on": lambda: _day(_("On"), hint=_("The day of the decision or the fact. Empty: today.")),
    "day": lambda: _day(_("Due on"), required=True),
    "decided_on": lambda: _day(_("Decided on"), required=True),
    "due_on": lambda: _day(_("Due on")),
    "until": lambda: _day(_("Until")),
    "document": lambda: _text(_("Decision no."), required=False, longest=60, hint=_("As the clerk gave it.")),
    "words": lambda: _words(_("Reason, or what was said")),
    "steps": lambda: _words(_("Steps"), hint=_("One in a line, with its day: Compare the register | 12/03/2026")),
    "amount": lambda: forms.IntegerField(label=_("By how much"), min_value=1, max_value=10**15, required=False),
    "vnd": lambda: forms.IntegerField(label=_("Amount (VND)"), min_value=1, max_value=10**15),
    "outcome": lambda: _one_of(_("Result of the verification"), []),
    "causes": lambda: forms.MultipleChoiceField(
        label=_("Causes"), choices=Cause.choices, required=False, widget=forms.CheckboxSelectMultiple()
    ),
    "whole": lambda: forms.BooleanField(label=_("The whole of it"), required=False),
    "continued": lambda: forms.BooleanField(
        label=_("Handled to its end all the same"),
        required=False,
        help_text=_("Where there are signs of a violation, of pressure on the reporter, or of abuse."),
    ),
    "asked_by": lambda: _one_of(_("Asked by"), [("reporter", _("Who reported")), ("official", _("The official"))]),
    "to_body": lambda: _text(_("To which body"), longest=128),
    "ground": lambda: _one_of(_("Ground"), [("recused", _("Stepped aside")), ("relative", _("A relative"))]),
    "name": lambda: _text(_("Name, or what is known"), longest=200),
    "capacity": lambda: _one_of(_("Capacity"), Capacity.choices),
    "official": lambda: _text(_("Code in the register"), required=False, longest=128),
    "unit_code": lambda: _text(_("Unit"), required=False, longest=128, hint=_("Its code.")),
    "party_member": lambda: forms.BooleanField(label=_("Party member"), required=False),
    "text": lambda: _words(_("What is said to have happened")),
    "act": lambda: _one_of(_("Act"), act_choices(), required=False),
    "happened_from": lambda: _day(_("From")),
    "happened_to": lambda: _day(_("To")),
    "title": lambda: _text(_("Name of the piece")),
    "source": lambda: _text(_("From where"), required=False),
    "obtained_on": lambda: _day(_("Obtained on"), required=True),
    "sha256": lambda: _text(_("SHA-256 of the file"), required=False, longest=64),
    "finding": lambda: _one_of(_("Finding"), Finding.choices),
    "proof": lambda: _one_of(_("Standard of proof"), Proof.choices),
    "crime_step": lambda: _one_of(_("Where it stands"), CrimeStep.choices),
    "receipt": lambda: _text(_("Receipt no."), required=False, longest=60),
    "case_number": lambda: _text(_("Case no."), required=False, longest=60),
    "defendants": lambda: forms.IntegerField(label=_("Defendants"), min_value=0, max_value=9999, initial=0),
    "officials": lambda: forms.IntegerField(label=_("Of whom officials"), min_value=0, max_value=9999, initial=0),
    "party_members": lambda: forms.IntegerField(
        label=_("Of whom party members"), min_value=0, max_value=9999, initial=0
    ),
    "ladder": lambda: _one_of(_("Order"), Ladder.choices),
    "form": lambda: _one_of(_("Form"), [(code, row[2]) for code, row in rules.FORMS_OF_DISCIPLINE.items()]),
    "money_step": lambda: _one_of(_("Entry"), MoneyStep.choices),
    "remedy_kind": lambda: _one_of(_("Remedy"), RemedyKind.choices),
    "body": lambda: _text(_("Asked of"), longest=200),
    "head_form": lambda: _one_of(
        _("Form"),
        [("none", _("No responsibility")), ("criticised", _("Criticised"))]
        + [(code, row[2]) for code, row in rules.FORMS_OF_DISCIPLINE.items() if row[0] == Ladder.ADMINISTRATIVE],
    ),
    "head_ground": lambda: _one_of(
        _("Ground"),
        [
            ("direct", _("Direct responsibility")),
            ("supervision", _("No supervision")),
            ("cover_up", _("Covered it up")),
            ("self_reported", _("Found and reported it themselves")),
        ],
    ),
}


def _people(matter: Matter) -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in matter.concerned.all()]


def _several(label: str, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple()
    )


def _allegations(matter: Matter) -> list[tuple[int, str]]:
    return [(one.pk, one.text[:90]) for one in matter.allegations.all()]


def _unknown_rules(matter: Matter) -> list[tuple[str, str]]:
    rows = matter.deadlines.filter(standing__in=[Standing.UNKNOWN, Standing.RUNNING])
    return [(row.rule, rule_name(row.rule, matter)) for row in rows if not _is_known(row.rule, matter)]


def _is_known(rule: str, matter: Matter) -> bool:
    reading = queries.reading(matter, rule)
    return reading.rule is not None and reading.rule.is_known


def rule_name(rule: str, matter: Matter) -> str:
    """The limit in words, in the page's language."""
    from django.utils.translation import get_language

    found = queries.reading(matter, rule).rule
    return found.name("en" if get_language() == "en" else "vi") if found else rule


def _extensions(matter: Matter) -> list[tuple[str, str]]:
    from django.utils.translation import get_language

    language = "en" if get_language() == "en" else "vi"
    found = []
    for row in matter.deadlines.filter(standing__in=[Standing.RUNNING, Standing.STANDING_STILL]):
        rule = queries.reading(matter, row.rule).rule
        for one in rule.extensions if rule else ():
            needs = one.needs_en if language == "en" else one.needs_vi
            found.append((f"{row.rule} {one.code}", f"{rule_name(row.rule, matter)}: {needs}"))
    return found


_OF_MATTER: dict[str, Any] = {
    "person": lambda m: _one_of(_("Person concerned"), _people(m)),
    "persons": lambda m: _several(_("Whom it concerns"), _people(m)),
    "allegation": lambda m: _one_of(_("Allegation"), _allegations(m)),
    "supports": lambda m: _several(_("Speaks for"), _allegations(m)),
    "contradicts": lambda m: _several(_("Speaks against"), _allegations(m)),
    "handler": lambda m: _one_of(_("Officer"), [(one.pk, one.display_name) for one in queries.officers(m.unit)]),
    "account": lambda m: _one_of(_("Account"), [(one.pk, one.display_name) for one in _readers(m)]),
    "to_unit": lambda m: _one_of(_("To which body"), [(one.code, one.name_vi) for one in listed()]),
    "rule": lambda m: _one_of(_("Limit"), _unknown_rules(m)),
    "extension": lambda m: _one_of(_("Which extension"), _extensions(m)),
    "outcome": lambda m: _one_of(
        _("Result of the verification"), [(one, one.label) for one in rules.OUTCOMES[Kind(m.kind)]]
    ),
    "transfer": lambda m: _one_of(_("File"), [(one.pk, one.to_body) for one in m.crime_transfers.all()]),
    "decision": lambda m: _one_of(
        _("Decision"),
        [
            (one.pk, f"{one.person.name}: {rules.FORMS_OF_DISCIPLINE[one.form][2]}, {one.decided_on:%d/%m/%Y}")
            for one in m.disciplines.filter(set_aside_on=None).select_related("person")
        ],
    ),
    "appraisal": lambda m: _one_of(
        _("Appraisal"),
        [(one.pk, f"{one.body}, {one.asked_on:%d/%m/%Y}") for one in m.appraisals.filter(returned_on=None)],
    ),
    "remedy": lambda m: _one_of(
        _("Remedy"),
        [
            (one.pk, f"{RemedyKind(one.remedy).label} {one.decided_on:%d/%m/%Y}")
            for one in m.remedies.filter(done_on=None)
        ],
    ),
}


def _readers(matter: Matter) -> list[Any]:
    return list(queries.officers(matter.unit).union(queries.inspectors()))


def _owed(matter: Matter) -> list[Any]:
    return list(matter.remedies.filter(done_on__isnull=True))
