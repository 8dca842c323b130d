"""The examples in the modules of the readers hold."""

import doctest

import pytest

from liem.dossiers import span, staging


@pytest.mark.parametrize("module", [span, staging])
def test_the_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
