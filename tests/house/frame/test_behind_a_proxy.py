"""Visitors are told apart where a proxy stands before the house."""

from typing import Any

import pytest

from liem.house.serving import behind_a_proxy


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("10.9.9.9, 198.51.100.7", "198.51.100.7"),  # what stands before the last comes from the visitor
        (" 2001:DB8::1 ", "2001:db8::1"),
        ("nonsense", "127.0.0.1"),
        ("198.51.100.7, ", "127.0.0.1"),
        (None, "127.0.0.1"),
    ],
)
def test_the_address_the_proxy_added_last_is_the_visitors(told: str | None, seen: str) -> None:
    found: list[str] = []

    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        found.append(environ["REMOTE_ADDR"])
        return []

    more = {} if told is None else {"HTTP_X_FORWARDED_FOR": told}
    behind_a_proxy(application)({"REMOTE_ADDR": "127.0.0.1", **more}, None)
    assert found == [seen]
