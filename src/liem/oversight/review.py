"""What a review conference is told: results beside the same period of the year before, shortcomings, next tasks."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from liem.oversight import figures, inspecting, owing, queries, review_figures
from liem.oversight.review_figures import Figure, Period


@dataclass
class Section:
    """Figures of one subject."""

    title: str
    figures: list[Figure] = field(default_factory=list)


@dataclass
class Review:
    """The whole of it."""

    period: Period
    sections: list[Section]
    shortcomings: list[str]
    tasks: list[str]


def review(period: Period, now: datetime) -> Review:
    """Everything a conference is told of a period."""
    sections = [
        Section(_("Receiving and handling"), review_figures.handling(period, now)),
        Section(_("Under monitoring and direction of the steering committee"), review_figures.watched(period)),
        Section(_("Inspections"), review_figures.inspections(period)),
        Section(_("Conclusions and recommendations, followed"), review_figures.duties(period)),
        Section(_("Signs of crime"), review_figures.crime(period)),
        Section(_("Discipline and heads of units"), review_figures.discipline(period)),
        Section(_("Money"), review_figures.money(period)),
        Section(_("Causes, of matters ended"), review_figures.causes(period)),
    ]
    return Review(period, sections, shortcomings(period, now), tasks(period.last))


# -- what follows


def shortcomings(period: Period, now: datetime) -> list[str]:
    """What the figures show to be wanting: a sentence each, with its number. The assessment is for people."""
    province = figures.province(period.first, period.last, now)
    owed = owing.counts(owing.Asked(period.last))
    late = {"n": owed.late, "units": sum(bool(one.late) for one in owed.units)}
    silent = {"n": owed.silent, "units": sum(bool(one.silent) for one in owed.units)}
    found: list[tuple[bool, str]] = [
        (bool(owed.late), _("%(n)s duties of %(units)s units are over time.") % late),
        (bool(owed.silent), _("%(n)s urgings of %(units)s units were not answered in time.") % silent),
    ]
    resolved, recovered = province.handling.resolved, province.recovered
    if resolved.share is not None:
        told = {"share": f"{resolved.share:.1%}", "part": resolved.part, "whole": resolved.whole}
        words = _("Resolved: %(part)s of %(whole)s (%(share)s), not over 90%%.") % told
        found.append((resolved.share <= figures.TARGETS["resolved"], words))
    if recovered.exact is not None:
        words = _("Recovered: %(share)s of what was ordered, not over 60%%.") % {"share": f"{recovered.exact:.1%}"}
        found.append((recovered.exact <= figures.TARGETS["recovered"], words))
    overdue = province.handling.overdue_now
    found.append((overdue > 0, _("%(n)s clocks of matters are over time now.") % {"n": overdue}))
    stale = [one for one in inspecting.programme(period.last) if one.late]
    found.append((bool(stale), _("%(n)s inspections did not begin or end in time.") % {"n": len(stale)}))
    return [words for is_so, words in found if is_so]


AHEAD = timedelta(days=90)


def tasks(day: date) -> list[str]:
    """What falls due in the ninety days after ``day``: duties, directions of the committee, inspections."""
    until = day + AHEAD
    found = [
        (one.due, f"{one.duty.unit}: {one.duty.what} ({one.duty.paper})")
        for one in owing.duties(owing.Asked(day, state="open"))
        if one.due is not None and day <= one.due <= until
    ]
    found += [
        (one.owed.due_on, f"{one.owed.asked_of}: {one.entry.title} ({one.owed.number})")
        for one in queries.watched(day)
        if one.owed is not None and one.owed.due_on is not None and day <= one.owed.due_on <= until
    ]
    found += [
        (one.inspection.begins_on, f"{one.inspection.unit}: {one.inspection.title}")
        for one in inspecting.programme(day)
        if one.course == "planned" and day <= one.inspection.begins_on <= until
    ]
    return [f"{due:%d/%m/%Y} · {words}" for due, words in sorted(found)]
