"""What the frame of every page shows: where one can go, in which language one reads, which house this is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from liem.people.access import ANY_ACCOUNT, ANYBODY, may


@dataclass(frozen=True)
class Item:
    """One entry of the navigation: its words, its route, what is there. Who may open the page may see the entry."""

    label: Any
    route: str
    what: Any = ""


ITEMS: tuple[Item, ...] = (
    Item(_("Desk"), "house:desk"),
    Item(_("Requests for names"), "intake:guard", _("Who asks for a reporter's name, and why")),
    Item(_("Tell us"), "intake:start", _("Tell what happened, with or without a name")),
    Item(_("Matters"), "cases:desk", _("My matters, the next due first")),
    Item(_("Leads"), "leads:desk", _("Signs to be verified, with their evidence")),
    Item(_("Units"), "leads:units", _("How each unit stands beside comparable ones")),
    Item(_("Procedures"), "leads:procedures", _("Where the procedure itself is the trouble")),
    Item(_("Steering committee"), "oversight:committee", _("What is watched, what changed, what is stuck")),
    Item(_("Supervision"), "oversight:supervision", _("Figures of the whole, and what became of recommendations")),
    Item(_("Owed"), "oversight:duties", _("Who owes what by when, by which paper")),
    Item(_("Watch list"), "oversight:watch", _("What the steering committee monitors and directs")),
    Item(_("Handling"), "oversight:handling", _("How units receive and handle, with denominators")),
    Item(_("Checks by lot"), "oversight:draws", _("Samples that anybody can draw again")),
    Item(_("Records"), "imports:list", _("What was brought in, and the rows not accepted")),
    Item(_("Keys"), "people:offices", _("Who can open what is sealed to your office")),
    Item(_("Jobs"), "jobs:list", _("Work under way and done")),
    Item(_("Trail"), "house:trail", _("Everything that happened, and its proof")),
    Item(_("Accounts"), "people:accounts", _("Who may sign in, and in which role")),
    Item(_("Sorting desk"), "sorting:desk", _("What came in, with its clocks")),
    Item(_("Receiving by agency"), "sorting:overview", _("Counts and clocks of all agencies, no content")),
    Item(_("Enter a report"), "channels:doors", _("Hotline, counter, post, sessions, press")),
    Item(_("Hotlines"), "agencies:directory", _("How people reach every agency, and which lines are dead")),
    Item(_("Method"), "leads:method", _("How signs are found, and how often they err")),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the base template."""
    return {"navigation": list(entries(request)), "language": get_language() or "vi"}


def entries(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """The entries this visitor may open, and which of them is the present one: the nearest above the page."""
    found = list(_open_entries(request))
    above = [address for _item, address in found if request.path.startswith(address) and address != "/"]
    present = max(above, key=len, default=request.path)
    for item, address in found:
        yield {"label": item.label, "what": item.what, "address": address, "present": address == present}


def _open_entries(request: HttpRequest) -> Iterator[tuple[Item, str]]:
    for item in ITEMS:
        try:
            address = reverse(item.route)
        except NoReverseMatch:
            continue
        if may_open(request, address):
            yield item, address


def may_open(request: HttpRequest, address: str) -> bool:
    """Whether the visitor may open the page at ``address``, by the mark on its view."""
    permission = getattr(resolve(address).func, "permission", "")
    user = getattr(request, "user", None)
    if permission == ANYBODY:
        return True
    if permission == ANY_ACCOUNT:
        return bool(user and user.is_authenticated)
    return may(user, permission)
