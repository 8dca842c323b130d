"""Two offices that can receive."""

from typing import Any

import pytest


@pytest.fixture
def offices(db: None) -> Any:
    """``hoa`` and ``lan`` serve the inspectorate, ``binh`` a commune."""
    from tests.sorting.office import open_offices

    return open_offices()
