"""What the frame of every page shows: where one can go, in which language one reads, which house this is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, resolve, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from liem.people.access import ANY_ACCOUNT, ANYBODY, may


@dataclass(frozen=True)
class Item:
    """One page of the navigation: its words, its route, what is there. Who may open the page may see the entry.

    ``holds`` are routes of pages that belong to it though their addresses lie elsewhere.
    """

    label: Any
    route: str
    what: Any = ""
    holds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Pages of one kind of work. Where only one of them may be opened, it stands for the group."""

    label: Any
    items: tuple[Item, ...]


GROUPS: tuple[Group, ...] = (
    Group(_("Desk"), (Item(_("Desk"), "house:desk"),)),
    Group(
        _("Reports received"),
        (
            Item(_("Sorting desk"), "sorting:desk", _("What came in, with its clocks")),
            Item(_("Enter a report"), "channels:doors", _("Hotline, counter, post, sessions, press")),
            Item(_("Receiving by agency"), "sorting:overview", _("Counts and clocks of all agencies, no content")),
            Item(_("Requests for names"), "intake:guard", _("Who asks for a reporter's name, and why")),
        ),
    ),
    Group(
        _("Signs in the records"),
        (
            Item(_("Leads"), "leads:desk", _("Signs to be verified, with their evidence")),
            Item(_("Units"), "leads:units", _("How each unit stands beside comparable ones")),
            Item(_("Procedures"), "leads:procedures", _("Where the procedure itself is the trouble")),
            Item(_("Records"), "imports:list", _("What was brought in, and the rows not accepted")),
        ),
    ),
    Group(_("Matters"), (Item(_("Matters"), "cases:desk", _("My matters, the next due first")),)),
    Group(
        _("Oversight"),
        (
            Item(_("Steering committee"), "oversight:committee", _("What is watched, what changed, what is stuck")),
            Item(
                _("External supervision"),
                "oversight:supervision",
                _("Figures of the whole, and what became of recommendations"),
            ),
            Item(_("Watch list"), "oversight:watch", _("What the steering committee monitors and directs")),
            Item(_("Owed"), "oversight:duties", _("Who owes what by when, by which paper")),
            Item(_("Handling"), "oversight:handling", _("How units receive and handle, with denominators")),
            Item(_("Inspections"), "oversight:inspections", _("The programme, what was found, what follows")),
            Item(_("Review conference"), "oversight:review", _("Results beside the year before, with their rows")),
            Item(_("Heads of units"), "oversight:heads", _("What heads answer for, by post")),
            Item(_("Coordination"), "oversight:coordination", _("Files handed on, and whether they arrived")),
            Item(_("Checks by lot"), "oversight:draws", _("Samples that anybody can draw again")),
        ),
    ),
    Group(
        _("House"),
        (
            Item(_("Accounts"), "people:accounts", _("Who may sign in, and in which role")),
            Item(_("Other systems"), "channels:systems", _("Which portals may hand reports in, and their tokens")),
            Item(_("State of the house"), "house:state", _("Disk, jobs, mailboxes, backup")),
            Item(_("Trail"), "house:trail", _("Everything that happened, and its proof")),
            Item(_("Jobs"), "jobs:list", _("Work under way and done")),
            Item(
                _("Keys"),
                "people:offices",
                _("Who can open what is sealed to your office"),
                holds=("people:my_key", "intake:resealing"),
            ),
        ),
    ),
    Group(
        _("Public pages"),
        (
            Item(_("Tell us"), "intake:start", _("Tell what happened, with or without a name")),
            Item(_("Hotlines"), "agencies:directory", _("How people reach every agency, and which lines are dead")),
            Item(_("Method"), "leads:method", _("How signs are found, and how often they err")),
            Item(_("Results of handling"), "publication:results", _("What was decided, by agency, nobody named")),
            Item(_("Published draws"), "oversight:published", _("What was drawn by lot, to be drawn again by anybody")),
        ),
    ),
)
"""The pages one sets out from, in the order of the work. Public pages come last: visitors see nothing else."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the base template: the first row of the navigation, and the second, of the group one is in."""
    found = groups(request)
    if not getattr(getattr(request, "user", None), "is_authenticated", False):  # a visitor needs no groups
        found = [_alone(one) for group in found for one in group["entries"]]
    here: list[dict[str, Any]] = next((group["entries"] for group in found if group["present"]), [])
    return {
        "navigation": found,
        "neighbours": here if len(here) > 1 else [],
        "language": get_language() or "vi",
    }


def groups(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups with the entries this visitor may open, and which of them is the present one."""
    open_ones = [(group, list(_open_entries(request, group))) for group in GROUPS]
    places = {
        held: address for _group, items in open_ones for item, address in items for held in (address, *_held(item))
    }
    above = [place for place in places if request.path.startswith(place) and place != "/"]
    present = places[max(above, key=len)] if above else request.path
    found = []
    for group, items in open_ones:
        entries = [_entry(item, address, present) for item, address in items]
        if len(entries) == 1:
            found.append(_alone(entries[0]))
        elif entries:
            here = any(entry["present"] for entry in entries)
            found.append({"label": group.label, "address": entries[0]["address"], "present": here, "entries": entries})
    return found


def _entry(item: Item, address: str, present: str) -> dict[str, Any]:
    return {"label": item.label, "what": item.what, "address": address, "present": address == present}


def _alone(entry: dict[str, Any]) -> dict[str, Any]:
    """A group of one: it bears the name of its page."""
    return {**entry, "entries": [entry]}


def _open_entries(request: HttpRequest, group: Group) -> Iterator[tuple[Item, str]]:
    for item in group.items:
        place = _place(item.route, get_script_prefix(), settings.ROOT_URLCONF)
        if place and _may(request, place[1]):
            yield item, place[0]


def _held(item: Item) -> list[str]:
    found = (_place(route, get_script_prefix(), settings.ROOT_URLCONF) for route in item.holds)
    return [place[0] for place in found if place]


@cache
def _place(route: str, prefix: str, addresses: str) -> tuple[str, str] | None:
    """Address and permission of a route under these addresses; looked up once, it was half the work of a small page."""
    try:
        address = reverse(route)
    except NoReverseMatch:
        return None
    return address, getattr(resolve(address).func, "permission", "")


def may_open(request: HttpRequest, address: str) -> bool:
    """Whether the visitor may open the page at ``address``, by the mark on its view."""
    return _may(request, getattr(resolve(address).func, "permission", ""))


def _may(request: HttpRequest, permission: str) -> bool:
    user = getattr(request, "user", None)
    if permission == ANYBODY:
        return True
    if permission == ANY_ACCOUNT:
        return bool(user and user.is_authenticated)
    return may(user, permission)
