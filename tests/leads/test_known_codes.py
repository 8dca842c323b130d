"""Whether a code is one of the records: all that is said is yes or no."""

from typing import Any

import pytest

from liem.leads.known_codes import occurs


@pytest.mark.parametrize(
    ("kind", "code", "is_there"),
    [
        ("dossier", "D1", True),
        ("dossier", "D/5 =x", True),
        ("dossier", "C1", False),
        ("official", "C1", True),
        ("official", "c1", False),
        ("official", "' OR 1=1 --", False),
        ("unit", "U2", True),
        ("unit", "P1", False),
        ("procedure", "P2", True),
        ("procedure", "U1", False),
    ],
)
def test_a_code_occurs_as_what_it_is_and_as_nothing_else(
    small_office: dict[str, Any], kind: str, code: str, is_there: bool
) -> None:
    assert occurs(small_office["records"], kind, code) is is_there
