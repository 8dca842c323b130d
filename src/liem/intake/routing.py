"""Where a report goes: the routing table's answer, turned into offices that can be sealed to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from liem.agencies import queries as agencies
from liem.agencies.rules import LAST_RESORT, Accused, Agencies, Matter, Routing
from liem.agencies.states import Kind as RoutedKind
from liem.intake.content import ReportContent
from liem.intake.states import Channel


@dataclass(frozen=True)
class Destination:
    """``offices``: codes, the best first; ``excused``: accounts that must see nothing, with the reason's code."""

    offices: tuple[str, ...]
    excused: tuple[tuple[str, str], ...]
    routing: Routing


def destination(content: ReportContent, day: date, channel: str = Channel.WEB) -> Destination:
    """Where ``content`` goes if it is received on ``day``.

    Where the agency named by the table has no key yet, the report waits with the next one up that has, never with one
    that may not see it.
    """
    matter, known = matter_of(content, day, channel), agencies.agencies_on(day)
    routing = agencies.route(matter, known)
    offices = tuple(dict.fromkeys([routing.agency, *_others(known, routing)]))
    excused = tuple((account, "barred") for account in sorted(agencies.accounts_to_bar(matter)))
    return Destination(offices, excused, routing)


def matter_of(content: ReportContent, day: date, channel: str = Channel.WEB) -> Matter:
    """What routing has to know of a report."""
    kind = content.kind if content.kind in RoutedKind.values else RoutedKind.REFLECTION
    accused = tuple(Accused(content.unit, official, content.accused_as or "unknown") for official in content.accused)
    if not accused and content.accused_as:
        accused = (Accused(content.unit, "", content.accused_as),)
    return Matter(
        kind=kind,
        on=day,
        place=content.unit,
        field=content.field,
        accused=accused,
        inner=channel == Channel.INNER,
    )


def _others(known: Agencies, routing: Routing) -> Iterator[str]:
    barred = {one.agency for one in routing.excluded if one.why != "not_competent"}
    for function in LAST_RESORT:
        yield from (one.code for one in known.of_function(function) if one.code not in barred)
