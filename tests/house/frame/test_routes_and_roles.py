"""Every route says who may open it, and every role gets exactly that."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import UUIDConverter

from liem.house.roles import PERMISSIONS
from liem.people.access import ANY_ACCOUNT, ANYBODY
from liem.people.states import Role


def routes(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route of the house, with its full name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from routes(entry, inner)
        else:
            yield f"{prefix}{entry.name}", entry


ROUTES = dict(routes())
SAMPLES = {
    "number": 999999,
    "piece": 999999,
    "file": 999999,
    "place": 1,
    "name": "rejections",
    "form": "csv",
    "paper": "docx",
    "checksum": "a" * 64,
    "code": "x",
}
NO_UUID = "00000000-0000-0000-0000-000000000000"
NEEDS = {name: getattr(route.callback, "permission", None) for name, route in ROUTES.items()}


def address(name: str) -> str:
    """An address of the route, with arguments that name nothing."""
    converters = ROUTES[name].pattern.converters  # type: ignore[union-attr]
    given = {key: SAMPLES.get(key, "x") for key in ROUTES[name].pattern.regex.groupindex}
    return reverse(
        name, kwargs=given | {key: NO_UUID for key, one in converters.items() if isinstance(one, UUIDConverter)}
    )


@pytest.mark.parametrize("name", ROUTES)
def test_every_route_has_a_name_and_says_who_may_open_it(name: str) -> None:
    assert not name.endswith("None"), ROUTES[name]
    assert NEEDS[name] in {ANYBODY, ANY_ACCOUNT, *PERMISSIONS}, f"{name}: mark its view, or add the permission"


def test_every_permission_is_needed_somewhere() -> None:
    """A permission that no view needs may be needed within one (an export button, say): then it is used in our code."""
    from pathlib import Path

    source = "".join(path.read_text() for path in Path(settings.BASE_FOLDER).rglob("*.py") if path.name != "roles.py")
    assert [name for name in PERMISSIONS if f'"{name}"' not in source] == []


def test_the_system_administrator_and_the_auditor_see_no_content() -> None:
    held = {role: {name for name, roles in PERMISSIONS.items() if role in roles} for role in Role}
    assert held[Role.SYSTEM_ADMINISTRATOR] == {"accounts.manage", "house.state"}
    assert held[Role.AUDITOR] == {"trail.see"}
    assert held[Role.EXTERNAL_SUPERVISOR] == {"supervision.see", "supervision.recommend"}


@pytest.mark.parametrize("name", sorted(name for name, needed in NEEDS.items() if needed != ANYBODY))
def test_a_visitor_is_sent_to_sign_in(db: None, name: str) -> None:
    for answer in (Client().get(address(name)), Client().post(address(name))):
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize("role", [*Role, None])
def test_a_role_opens_what_it_may_and_nothing_else(new_account: Any, role: Role | None) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(new_account("somebody", role, "U1" if role else "*"))
    wrong = []
    for name, needed in NEEDS.items():
        status = client.get(address(name)).status_code
        if (status == 403) != (needed in PERMISSIONS and role not in PERMISSIONS[needed]) or status >= 500:
            wrong.append((name, status))
    assert wrong == []


def test_a_view_without_a_mark_is_never_called(db: None) -> None:
    from django.test import RequestFactory

    from liem.house.middleware import OnlyMarkedViews

    with pytest.raises(RuntimeError, match="without"):
        OnlyMarkedViews(lambda request: None).process_view(RequestFactory().get("/"), lambda request: None, (), {})  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize("number", ["0", "99999999999999999999999", "1e9", "-1", "%00", "1%2F..%2F2"])
def test_strange_numbers_are_not_found(administrator: Any, number: str) -> None:
    client = Client()
    client.force_login(administrator)
    for place in ("accounts", "jobs"):
        assert client.get(f"/{place}/{number}/").status_code in {400, 404}
