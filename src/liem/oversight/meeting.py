"""The pack for a meeting of the steering committee, in the layout of offices."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from liem.base import formats
from liem.base.formats import Language
from liem.base.official_paper import Head, OfficialPaper
from liem.oversight.committee import Stuck, StuckThing
from liem.oversight.models import WatchDecision
from liem.oversight.queries import Watching
from liem.oversight.rules import Balance


def meeting_pack(
    first: date,
    last: date,
    known: date | None,
    balances: Sequence[tuple[str, Balance]],
    watched: Sequence[Watching],
    decisions: Sequence[WatchDecision],
    names: Mapping[str, str],
    stuck: Sequence[Stuck],
    longest: Sequence[StuckThing],
    corrections: Sequence[WatchDecision],
    *,
    agency: str,
    place: str,
    language: Language,
) -> bytes:
    """The list of a period as a Word file; the same list is the same bytes."""

    def day(value: date | None) -> str:
        return formats.day(value, language) if value else "–"

    paper = OfficialPaper(Head(agency=agency, place=place), language)
    period = _("From %(first)s to %(last)s") % {"first": day(first), "last": day(last)}
    asked = _("as known on %(day)s") % {"day": day(known)} if known else ""
    paper.title(_("Cases and incidents monitored and directed").upper(), period, asked or _("Draft for the meeting"))
    paper.heading("1. " + _("The list in figures"))
    heads = ["", _("Opening"), _("Added"), _("Removed"), _("Closing")]
    figures = [[name or _("Together"), *map(str, (b.opening, b.added, b.removed, b.closing))] for name, b in balances]
    paper.table(heads, figures, (65, 25, 25, 25, 25))
    paper.heading("2. " + _("On the list"))
    rows = [
        [str(number), one.entry.title, str(one.entry.get_kind_display()), day(one.since), _said(one.last, language)]  # type: ignore[attr-defined]
        for number, one in enumerate(watched, 1)
    ]
    if rows:
        paper.table(["", _("What it is about"), _("Kind"), _("Since"), _("Last decision")], rows, (9, 56, 34, 24, 42))
    else:
        paper.paragraph(_("Nothing is on the list."))
    owed = [one for one in watched if one.owed is not None and one.owed.due_on is not None]
    if owed:
        paper.heading(_("Directed, and not yet reported on"), 2)
        paper.table(
            [_("What it is about"), _("Asked of"), _("Due"), _("Ground")],
            [
                [
                    one.entry.title,
                    _unit(names.get(one.owed.asked_of, ""), one.owed.asked_of),
                    day(one.owed.due_on),
                    one.owed.ground,
                ]
                for one in owed
                if one.owed
            ],
            (53, 30, 24, 58),
        )
    paper.heading("3. " + _("Decisions of the period"))
    for decision in decisions:
        paper.items([f"{_said(decision, language)}: {decision.entry.title}. {decision.ground}"])
    if not decisions:
        paper.paragraph(_("None."))
    for wrong in corrections:
        was = _said(wrong.corrects, language) if wrong.corrects else ""
        paper.items(
            [
                _("Correction: %(was)s → %(now)s. %(why)s")
                % {"was": was, "now": _said(wrong, language), "why": wrong.why}
            ]
        )
    paper.heading("4. " + _("Stuck, and who answers for it"))
    if stuck:
        paper.paragraph(_("By unit, in the order of codes. The head of the unit answers, by post."))
        rows = [[_unit(one.name, one.unit), *map(str, (one.things, one.oldest, one.silent))] for one in stuck]
        heads = [_("Unit"), _("Past its day"), _("Days of the oldest"), _("Urgings not answered")]
        paper.table(heads, rows, (75, 30, 30, 30))
        if longest:
            paper.heading(_("What waits the longest"), 2)
            late = [
                [_unit(thing.name, thing.unit), thing.what, thing.number, day(thing.due), str(thing.days)]
                for thing in longest
            ]
            heads = [_("Unit"), _("What is owed"), _("Number"), _("Due"), _("Days late")]
            paper.table(heads, late, (42, 55, 28, 24, 16))
    else:
        paper.paragraph(_("Nothing is past its day."))
    return paper.as_bytes()


def _said(decision: WatchDecision, language: Language) -> str:
    label = str(decision.get_verb_display())  # type: ignore[attr-defined]
    return f"{label}, {decision.number}, {formats.day(decision.decided_on, language)}"


def _unit(name: str, code: str) -> str:
    return f"{name} ({code})" if name else code
