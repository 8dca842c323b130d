"""What the records have for the desk: leads nobody looked at, a unit's own signs, rows not accepted."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liem.house.concerns import Line
from liem.house.templatetags.shell import instant
from liem.imports import queries as imports
from liem.leads import queries, recusals
from liem.people.models import Account
from liem.people.rules import Scope


def leads(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    run = queries.current_run()
    if run is None:
        return
    handed = queries.desk(run, {"looked": queries.HANDED, "handed": recusals.handed_to(account)}).count()
    if handed:
        text = ngettext(
            "lead was handed to you by an officer who stepped aside",
            "leads were handed to you by officers who stepped aside",
            handed,
        )
        yield Line(text, "leads:desk", handed, asked=f"?looked={queries.HANDED}")
    back = queries.came_back(run)
    if back:
        text = ngettext(
            "sign is back after it was put away: something new",
            "signs are back after they were put away: something new",
            back,
        )
        yield Line(text, "leads:desk", back, asked=f"?looked={queries.BACK}")
    unseen = queries.counts(queries.desk(run, {"looked": "no"}))
    for grade, count in unseen.items():
        yield Line(_GRADES[grade](count), "leads:desk", count, asked=f"?looked=no&grade={grade}")
    yield Line(_("Records were looked through on %(day)s") % {"day": instant(run.loaded_at)}, "leads:desk")


_GRADES: dict[str, Callable[[int], str]] = {
    "convergent": lambda n: ngettext(
        "lead with two independent signs, nobody has looked yet",
        "leads with two independent signs, nobody has looked yet",
        n,
    ),
    "breach": lambda n: ngettext("breach to be checked in its dossier", "breaches to be checked in their dossiers", n),
    "single": lambda n: ngettext(
        "single sign about a unit, nobody has looked yet", "single signs about units, nobody has looked yet", n
    ),
}


def own_unit(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    """Signs about the own unit that wait for its answer before others see them."""
    run = queries.current_run()
    if run is None:
        return
    unanswered = queries.of_own_unit(run).filter(held_until__gt=now).count()
    if unanswered:
        text = ngettext(
            "sign about your unit waits for your answer, before others see it",
            "signs about your unit wait for your answer, before others see them",
            unanswered,
        )
        yield Line(text, "leads:own", unanswered)


def procedures(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    """Signs about procedures themselves: what everybody stumbles over is nobody's fault."""
    run = queries.current_run()
    if run is None:
        return
    found = len(queries.places_with_signs(run, "procedure"))
    if found:
        text = ngettext(
            "procedure over which nearly everybody stumbles: look at the procedure, not at a person",
            "procedures over which nearly everybody stumbles: look at the procedures, not at persons",
            found,
        )
        yield Line(text, "leads:procedures", found, asked="?signs=on")


def records(account: Account, scope: Scope, now: datetime) -> Iterator[Line]:
    last = imports.history().first()
    if last is None:
        yield Line(_("No records were brought in yet"), "imports:list")
        return
    if last.rows_rejected:
        text = ngettext(
            "row of the last import was not accepted", "rows of the last import were not accepted", last.rows_rejected
        )
        yield Line(text, "imports:import", last.rows_rejected, arguments=(last.pk,))
    if last.ended_at:
        told = {"day": instant(last.ended_at), "state": last.state.label}
        yield Line(_("Last import on %(day)s: %(state)s") % told, "imports:import", arguments=(last.pk,))
