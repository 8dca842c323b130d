"""Every address of this room × every role: allowed or refused, by one table. A new address without a row fails."""

from typing import Any

import pytest
from django.test import Client
from tests.house.frame.test_routes_and_roles import ROUTES, address
from tests.oversight.conftest import Somebody

from liem.people.states import Role

I, A, C, H, S = (  # noqa: E741
    Role.INSPECTOR,
    Role.INTERNAL_AFFAIRS,
    Role.STEERING_COMMITTEE,
    Role.HEAD_OF_UNIT,
    Role.EXTERNAL_SUPERVISOR,
)
EVERYBODY = frozenset(Role)
WATCH, LIST, DUTIES, RECORD, CHECKS = {I, A, C}, {A}, {I, A, C, H}, {I, A}, {I, A}
MAY: dict[str, set[Role] | frozenset[Role]] = {
    "committee": WATCH,
    "record_meeting": LIST,
    "correct_meeting": LIST,
    "strike_inspection": {I},
    "correct_inspection": {I},
    "correct_finding": {I},
    "watch": WATCH,
    "meeting": WATCH,
    "put_on": LIST,
    "entry": WATCH,
    "correct_decision": LIST,
    "duties": DUTIES,
    "duties_export": DUTIES,
    "record_paper": RECORD,
    "paper": DUTIES,
    "urge_all": RECORD,
    "duty": DUTIES,
    "correct_duty": RECORD,
    "strike": DUTIES,
    "notices": DUTIES,
    "heads": WATCH,
    "coordination": CHECKS,
    "inspections": DUTIES,
    "risk": {I},
    "plan_inspection": {I},
    "inspection": DUTIES,
    "find": {I},
    "draws": CHECKS,
    "prepare": {I},
    "published": EVERYBODY,
    "draw": CHECKS,
    "draw_record": CHECKS,
    "found": {I},
    "handling": RECORD,
    "handling_export": RECORD,
    "review": RECORD,
    "review_pack": RECORD,
    "supervision": {I, A, C, S},
    "supervision_export": {I, A, C, S},
    "recommend": {S},
}
"""Address → the roles that may open it, read or written. Whose units and rows: each page's own tests."""
OURS = {name.removeprefix("oversight:") for name in ROUTES if name.startswith("oversight:")}


def test_every_address_of_this_room_has_its_row() -> None:
    assert set(MAY) == OURS


@pytest.mark.parametrize("role", [*Role, None])
def test_a_role_opens_and_writes_what_the_table_says_and_nothing_else(role: Role | None, somebody: Somebody) -> None:
    client: Any = somebody(role, "U1" if role in (Role.HEAD_OF_UNIT, Role.CASE_OFFICER) else "*")
    wrong = []
    for name in sorted(OURS):
        for method in ("get", "post"):
            status = getattr(client, method)(address(f"oversight:{name}")).status_code
            allowed = role in MAY[name] or name == "published"
            if (status != 403) is not allowed or status >= 500:
                wrong.append((name, method, status))
    assert wrong == []


def test_a_visitor_sees_the_published_draws_and_nothing_else(db: None) -> None:
    for name in OURS - {"published"}:
        for answer in (Client().get(address(f"oversight:{name}")), Client().post(address(f"oversight:{name}"))):
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/sign-in/"), name
    assert Client().get(address("oversight:published")).status_code == 200
