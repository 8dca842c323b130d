"""Every page of the house, in both languages, wide and on a phone, light, dark and on paper: accessible, fitting, and
without a complaint in the browser's console."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from liem.people.access import ANYBODY


@dataclass(frozen=True)
class Page:
    """How a page is reached: by whom, from which path, and, where its address is not known before, by which link."""

    account: str
    path: str
    link: str = ""


PAGES = {
    "house:desk": Page("thanhtra", "/desk/"),
    "house:api": Page("", "/api/"),
    "house:state": Page("quantri", "/state/"),
    "house:trail": Page("kiemtoan", "/trail/"),
    "people:sign_in": Page("", "/sign-in/"),
    "people:password": Page("thanhtra", "/password/"),
    "people:my_key": Page("thanhtra", "/my-key/"),
    "people:offices": Page("tiepnhan", "/office-keys/"),
    "people:second_factor": Page("thanhtra", "/second-factor/"),
    "people:accounts": Page("quantri", "/accounts/"),
    "people:account": Page("quantri", "/accounts/", "main th a"),
    "jobs:list": Page("dulieu", "/jobs/"),
    "jobs:job": Page("dulieu", "/jobs/1/"),
    "publication:front": Page("", "/"),
    "publication:results": Page("", "/results/"),
    "intake:start": Page("", "/report/"),
    "intake:kinds": Page("", "/report/kinds/"),
    "intake:tell": Page("", "/report/tell/"),
    "intake:follow": Page("", "/report/follow/"),
    "intake:guard": Page("giudanhtinh", "/report/names/"),
    "intake:resealing": Page("tiepnhan", "/report/keys/"),
    "intake:check": Page("", "/report/acknowledgement/"),
    "imports:list": Page("dulieu", "/records/"),
    "imports:bring": Page("dulieu", "/records/bring/"),
    "imports:import": Page("dulieu", "/records/1/"),
    "imports:kept": Page("dulieu", "/records/1/changes/"),
    "cases:desk": Page("thanhtra", "/cases/"),
    "cases:new": Page("thanhtra", "/cases/new/"),
    "cases:hand_over": Page("thanhtra", "/cases/hand-over/"),
    "cases:ledgers": Page("thanhtra", "/cases/ledgers/"),
    "cases:calendar": Page("thanhtra", "/cases/calendar/"),
    "cases:waiting": Page("thanhtra", "/cases/waiting/"),
    "cases:batches": Page("thanhtra", "/cases/batches/"),
    "cases:mail": Page("thanhtra", "/cases/mail/"),
    "cases:matter": Page("thanhtra", "/cases/", "main th a"),
    "cases:do": Page("thanhtra", "/cases/", "main th a >> main .next a"),
    "cases:why": Page("thanhtra", "/cases/", "main td a[href*='/why/']"),
    "leads:desk": Page("thanhtra", "/leads/"),
    "leads:sheet": Page("thanhtra", "/leads/", "main a[href*='/leads/lead/']"),
    "leads:dossier": Page("thanhtra", "/leads/", "main a[href*='/leads/lead/'] >> main a[href*='/leads/dossier/']"),
    "leads:put_away": Page("thanhtra", "/leads/put-away/"),
    "leads:aside": Page("thanhtra", "/leads/", "main a[href*='/leads/lead/'] >> main a[href$='/aside/']"),
    "leads:recusals": Page("thanhtra", "/leads/recusals/"),
    "leads:own": Page("truongdonvi", "/leads/own/"),
    "leads:units": Page("thanhtra", "/leads/units/"),
    "leads:unit": Page("phongngua", "/leads/units/", "main a[href*='/leads/units/']"),
    "leads:procedures": Page("thanhtra", "/leads/procedures/"),
    "leads:procedure": Page("phongngua", "/leads/procedures/", "main a[href*='/leads/procedures/']"),
    "leads:method": Page("", "/leads/method/"),
    "leads:runs": Page("thanhtra", "/leads/runs/"),
    "leads:run": Page("thanhtra", "/leads/runs/", "main a[href*='/leads/runs/']"),
    "leads:detect": Page("thanhtra", "/leads/detect/"),
    "sorting:desk": Page("thanhtra", "/sorting/"),
    "sorting:quarantine": Page("thanhtra", "/sorting/quarantine/"),
    "sorting:hand_over": Page("tiepnhan", "/sorting/hand-over/"),
    "sorting:overview": Page("thanhtra", "/sorting/overview/"),
    "sorting:watches": Page("thanhtra", "/sorting/watch/"),
    "sorting:consequences": Page("", "/sorting/consequences/"),
    "channels:doors": Page("thanhtra", "/channels/"),
    "channels:enter": Page("thanhtra", "/channels/enter/hotline/"),
    "channels:gathering": Page("thanhtra", "/channels/gathering/"),
    "channels:systems": Page("quantri", "/channels/systems/"),
    "channels:inner": Page("", "/channels/inner/"),
    "agencies:directory": Page("", "/agencies/"),
    "agencies:agency": Page("", "/agencies/agency/X-001"),
    "agencies:manage": Page("thanhtra", "/agencies/manage/"),
    "agencies:contact": Page("thanhtra", "/agencies/contacts/1/"),
    "agencies:add_contact": Page("thanhtra", "/agencies/add/X-001"),
    "oversight:committee": Page("uyvien", "/oversight/"),
    "oversight:record_meeting": Page("noichinh", "/oversight/meetings/record/"),
    "oversight:review": Page("noichinh", "/oversight/review/"),
    "oversight:supervision": Page("giamsat", "/oversight/supervision/"),
    "oversight:recommend": Page("giamsat", "/oversight/supervision/recommend/"),
    "oversight:watch": Page("noichinh", "/oversight/watch/"),
    "oversight:put_on": Page("noichinh", "/oversight/watch/put-on/"),
    "oversight:entry": Page("noichinh", "/oversight/watch/", "main td a, main th a"),
    "oversight:correct_decision": Page(
        "noichinh", "/oversight/watch/", "main td a, main th a >> main a[href$='/correct/']"
    ),
    "oversight:duties": Page("thanhtra", "/oversight/duties/"),
    "oversight:record_paper": Page("thanhtra", "/oversight/duties/record/"),
    "oversight:paper": Page("thanhtra", "/oversight/duties/", "main a[href*='/duties/papers/']"),
    "oversight:duty": Page("thanhtra", "/oversight/duties/", "main th a"),
    "oversight:correct_duty": Page("thanhtra", "/oversight/duties/", "main th a >> main a[href$='/correct/']"),
    "oversight:strike": Page("thanhtra", "/oversight/duties/", "main th a >> main a[href$='/strike/']"),
    "oversight:draws": Page("thanhtra", "/oversight/draws/"),
    "oversight:prepare": Page("thanhtra", "/oversight/draws/prepare/"),
    "oversight:draw": Page("thanhtra", "/oversight/draws/", "main th a"),
    "oversight:found": Page("thanhtra", "/oversight/draws/", "main th a >> main a[href*='/found/']"),
    "oversight:urge_all": Page(
        "thanhtra", "/oversight/duties/", "main a[href*='/duties/papers/'] >> main a[href$='/urge/']"
    ),
    "oversight:notices": Page("noichinh", "/oversight/notices/"),
    "oversight:heads": Page("uyvien", "/oversight/heads/"),
    "oversight:coordination": Page("thanhtra", "/oversight/coordination/"),
    "oversight:inspections": Page("thanhtra", "/oversight/inspections/"),
    "oversight:risk": Page("thanhtra", "/oversight/inspections/risk/"),
    "oversight:plan_inspection": Page("thanhtra", "/oversight/inspections/plan/"),
    "oversight:inspection": Page("thanhtra", "/oversight/inspections/", "main th a"),
    "oversight:find": Page("thanhtra", "/oversight/inspections/", "main th a >> main a[href$='/find/']"),
    "oversight:correct_inspection": Page(
        "thanhtra", "/oversight/inspections/", "main tbody tr:last-child th a >> main a[href$='/correct/']"
    ),
    "oversight:strike_inspection": Page(
        "thanhtra", "/oversight/inspections/", "main th a >> main a[href*='/inspections/entries/']"
    ),
    "oversight:correct_finding": Page(
        "thanhtra", "/oversight/inspections/", "main th a >> main a[href*='/inspections/findings/']"
    ),
    "oversight:correct_meeting": Page("noichinh", "/oversight/meetings/record/", "main a[href$='/correct/']"),
    "oversight:published": Page("", "/oversight/draws/published/"),
    "oversight:handling": Page("thanhtra", "/oversight/handling/"),
}
"""Every route that shows a page."""

NOT_PAGES = {
    "oversight:handling_export": "a file",
    "oversight:supervision_export": "a file",
    "oversight:duties_export": "a file",
    "oversight:review_pack": "a file",
    "oversight:meeting": "a file to take away",
    "oversight:draw_record": "a file to take away",
    "leads:document": "a file to take away",
    "cases:assign_many": "a form's target",
    "cases:read": "a form's target",
    "cases:feed": "a calendar for programs",
    "cases:document": "a file",
    "cases:evidence": "reached in the journey of a matter: a piece has to be there",
    "cases:evidence_file": "a file",
    "cases:put_in": "a form's target",
    "cases:take_out": "a form's target",
    "house:language": "sends back to the page one came from",
    "house:health": "plain text for machines",
    "house:verify_trail": "a form's target",
    "people:sign_in_code": "after a password that was right, in its own journey",
    "people:sign_out": "a form's target",
    "people:change_account": "a form's target",
    "people:change_office": "a form's target",
    "intake:file": "a file",
    "intake:identity": "reached by its own test: a report has to be there",
    "intake:leave": "sends to a page elsewhere",
    "intake:files": "a form's target, reached in its own journey",
    "jobs:progress": "a part of the job's page",
    "jobs:cancel": "a form's target",
    "imports:progress": "a part of the import's page",
    "imports:cancel": "a form's target",
    "imports:export": "a file",
    "imports:return": "a page to confirm, reached in its own journey",
    "leads:export": "a file",
    "leads:calibration": "a file",
    "leads:placebo": "a form's target",
    "sorting:report": "needs a key; looked at in its own journey",
    "sorting:counts": "a file",
    "sorting:change": "a form's target",
    "sorting:review": "a form's target",
    "sorting:protect": "a form's target",
    "sorting:decide": "a form's target",
    "agencies:poster": "a PDF",
    "agencies:end_contact": "a form's target",
    "channels:mails": "reached by its own test: a mail has to be there",
    "api:reports": "for programs",
    "api:agencies": "for programs",
    "api:description": "for programs",
    "api:nowhere": "for programs",
}
"""Every other route, and what it is."""


def _routes(resolver: Any, prefix: str = "") -> list[str]:
    names = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            names += _routes(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            names.append(f"{prefix}{entry.name}")
    return names


def test_every_route_is_a_page_that_is_looked_at_or_says_why_not() -> None:
    assert sorted({*PAGES, *NOT_PAGES}) == sorted(set(_routes(get_resolver())))


@pytest.mark.parametrize(("language", "width", "dark"), [("vi", 1200, False), ("en", 360, True)])
@pytest.mark.parametrize("route", PAGES)
def test_the_page_is_accessible_and_fits(
    seat: Callable[..., Any], route: str, language: str, width: int, dark: bool
) -> None:
    page = PAGES[route]
    visitor = seat(page.account, language, width, dark)
    response = visitor.go(page.path)
    for link in filter(None, page.link.split(" >> ")):
        with visitor.page.expect_navigation() as reached:
            visitor.page.locator(link).first.click()
        response = reached.value
    assert response.status == 200
    assert visitor.page.get_attribute("html", "lang") == language
    assert visitor.page.locator("h1").count() == 1
    assert visitor.violations() == []
    assert not visitor.is_wider_than_the_screen()
    visitor.page.set_viewport_size({"width": 360, "height": 800})
    assert not visitor.is_wider_than_the_screen()
    visitor.page.emulate_media(media="print")
    visitor.page.set_viewport_size({"width": 672, "height": 990})  # A4 between our margins
    assert not visitor.is_wider_than_the_screen()
    assert visitor.page.is_visible("h1")
    assert visitor.complaints == []


def test_public_pages_are_few_and_meant() -> None:
    from tests.house.frame.test_routes_and_roles import NEEDS

    public = {name for name, needed in NEEDS.items() if needed == ANYBODY}
    assert public <= {
        "cases:feed",
        "publication:front",
        "publication:results",
        "intake:start",
        "intake:kinds",
        "intake:tell",
        "intake:follow",
        "intake:files",
        "intake:leave",
        "intake:check",
        "leads:method",
        "people:sign_in",
        "people:sign_in_code",
        "people:sign_out",
        "house:api",
        "house:language",
        "house:health",
        "agencies:directory",
        "agencies:agency",
        "agencies:poster",
        "channels:inner",
        "sorting:consequences",
        "oversight:published",
        "api:reports",
        "api:agencies",
        "api:description",
        "api:nowhere",
    }
