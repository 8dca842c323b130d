"""How this room's values are said on a page."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from liem.base import formats
from liem.base.formats import Language
from liem.detection.calibration.document import strength as written_strength
from liem.detection.catalogue import indicators
from liem.detection.charts.words import activity
from liem.detection.explanations import CLOSING
from liem.detection.indicator import Indicator, Text
from liem.detection.minimum import minimum
from liem.detection.sheet import drawing
from liem.law.acts import Taxonomy
from liem.leads.states import Grade, Result, SubjectKind

register = template.Library()

SMALLEST_SHARE = 20
"""Shares of fewer say more about chance than about work."""


def language() -> Language:
    """The language of the page."""
    return "en" if get_language() == "en" else "vi"


@register.filter
def probability(value: float | None) -> str:
    """A probability or a q; below a thousandth it says so, and nothing where there is none."""
    return "–" if value is None else formats.probability(value, language())


@register.filter
def expectation(value: float) -> str:
    """The number of cases expected; of very little it says how little."""
    return formats.expectation(value, language())


@register.filter
def can_be_a_ratio(expected: float | None) -> bool:
    """Whether so much is expected that an observed number can be so many times as many."""
    return expected is not None and expected >= formats.LEAST_EXPECTED


@register.filter
def said(text: Any) -> str:
    """A text kept in both languages (``.vi`` and ``.en``), in that of the page."""
    return str(getattr(text, language(), "")) if text else ""


@register.filter
def indicator(code: str) -> Indicator | None:
    """The indicator of that code."""
    return next((one for one in indicators() if one.id == code), None)


@register.filter
def smallest(one: Indicator) -> Text | None:
    """From how much on an indicator says anything of anybody."""
    return minimum(one)


@register.filter
def indicator_name(code: str) -> str:
    """``D0`` → its name; a code this version does not know stands for itself."""
    found = indicator(code)
    return found.name[language()] if found else code


@register.filter
def strength(label: str) -> str:
    """``x1.5`` → how strong an act was put in, as a reader of the language writes it."""
    return written_strength(label, language())


@register.filter
def act_name(code: str) -> str:
    """``D`` → the act in a few words."""
    return Taxonomy.load().act(code).short(language()) if code else _("Irregularity outside the acts A–E")


@register.filter
def field_name(code: str) -> str:
    """A field's name; record sets may use codes of their own."""
    found = Taxonomy.load().field(code)
    return found.name(language()) if found else code


@register.filter
def grade_tag(grade: str) -> str:
    """The look of a grade's tag: firmer is not redder, for none of them is a verdict."""
    return {Grade.CONVERGENT: "warn", Grade.BREACH: "info"}.get(Grade(grade), "")


@register.filter
def grade_short(grade: str) -> str:
    """A grade in a word or two."""
    return {
        Grade.CONVERGENT: _("Two sources agree"),
        Grade.BREACH: _("Checkable breach"),
        Grade.SINGLE: _("One pattern, unit only"),
    }[Grade(grade)]


@register.filter
def result_short(result: str) -> str:
    """The result of a look in a word or two."""
    return {
        Result.EXPLAINED: _("Explained"),
        Result.NEEDS_VERIFICATION: _("Needs verification"),
        Result.NOT_FOUND: _("Not found"),
        Result.CORRECTED: _("Corrected"),
        Result.REOPENED: _("Opened again"),
    }[Result(result)]


@register.filter
def result_tag(result: str) -> str:
    """The look of a result's tag."""
    tags = {Result.EXPLAINED: "good", Result.CORRECTED: "good"}
    return tags.get(Result(result), "warn" if result in (Result.NEEDS_VERIFICATION, Result.REOPENED) else "")


@register.filter
def subject_name(lead: Any) -> str:
    """``Official CC-0012``, ``Dossier HS-7``; a pair is said as two."""
    kind, subject = SubjectKind(lead.subject_kind), str(lead.subject)
    if kind is SubjectKind.PAIR and "|" in subject:
        official, agent = subject.split("|", 1)
        return _("Official %(official)s with agent %(agent)s") % {"official": official, "agent": agent}
    return f"{kind.label} {subject}"


@register.filter
def subject_named(lead: Any, names: dict[str, str]) -> str:
    """As :func:`subject_name`, but a unit or procedure by its name where it is known: ``Xã Mô Phỏng 02 (X-002)``."""
    name = names.get(lead.subject) if lead.subject_kind in (SubjectKind.UNIT, SubjectKind.PROCEDURE) else None
    return f"{name} ({lead.subject})" if name else subject_name(lead)


@register.filter
def brief(lead: Any) -> str:
    """The sentence of a lead without its last words, which stand above a whole list of leads."""
    speech: Language = language()
    sentence = str(getattr(lead, f"sentence_{speech}"))
    return sentence.removesuffix(getattr(CLOSING, speech)).strip()


@register.filter
def news(lead: Any) -> str:
    """Why a lead that was put away is back, as one sentence."""
    found: dict[str, Any] = lead.news or {}
    new = []
    if "sources" in found:
        new.append(
            _("another source: %(sources)s") % {"sources": ", ".join(source_name(one) for one in found["sources"])}
        )
    if "subjects" in found:
        n = found["subjects"]
        said_so = ngettext("signs about %(n)s more in the unit", "signs about %(n)s more in the unit", n)
        new.append(said_so % {"n": formats.number(n, language=language())})
    if "indicators" in found:
        broken = ", ".join(f"{one} ({indicator_name(one)})" for one in found["indicators"])
        new.append(_("another rule broken in the dossier: %(rules)s") % {"rules": broken})
    if "dossiers" in found:
        counts = {name: formats.number(found[name], language=language()) for name in ("then", "dossiers")}
        new.append(_("%(dossiers)s dossiers, then %(then)s") % counts)
    told = {"away": _day(found.get("away")), "back": _day(found.get("back")), "new": "; ".join(new)}
    return _("Put away on %(away)s, back since %(back)s because it rests on more: %(new)s.") % told if found else ""


def _day(instant: str | None) -> str:
    return formats.day(datetime.fromisoformat(instant), language()) if instant else "–"


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    """``{{ names|get:code }}``; the key itself where nothing is known of it."""
    return mapping.get(key) or key


@register.filter
def source_name(source: str) -> str:
    """A family of data."""
    return {
        "log": _("the log of processing steps"),
        "document": _("documents issued"),
        "access": _("accesses to dossiers"),
        "citizen": _("what citizens say"),
    }.get(source, source)


@register.filter
def month(value: date) -> str:
    """A month: ``09/2026`` in Vietnamese, ``Sep 2026`` in English."""
    return value.strftime("%m/%Y" if language() == "vi" else "%b %Y")


@register.filter
def activity_name(code: str) -> str:
    """A processing step in words."""
    return activity(code, language())


@register.filter
def outcome_name(code: str | None) -> str:
    """The outcome of a dossier."""
    known = {"granted": _("Granted"), "refused": _("Refused"), "withdrawn": _("Withdrawn")}
    return known.get(code or "", _("Still open"))


@register.filter
def channel_name(code: str | None) -> str:
    """How a dossier was filed."""
    known = {"counter": _("At the counter"), "online": _("Online"), "post": _("By post")}
    return known.get(code or "", code or "–")


@register.filter
def event_note(event: Any) -> str:
    """What an event says besides what was done."""
    return drawing.note(event)


@register.filter
def day_kind(kind: str) -> str:
    """Why a day counted, or did not."""
    return {
        "received": _("day of receipt: does not count"),
        "counted": _("counts"),
        "stopped": _("the clock stood"),
        "off": _("day off"),
        "due": _("due date: the last day counts"),
        "late": _("beyond the due date"),
        "done": _("after the end"),
    }.get(kind, kind)


@register.filter
def share_of(part: int, whole: int) -> str:
    """A share, or a dash where there are too few to say one."""
    return formats.share(part / whole, 1, language()) if whole >= SMALLEST_SHARE else "–"
