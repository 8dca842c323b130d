"""The examples in the modules of the sheet hold."""

import doctest

import pytest

from liem.base import official_paper
from liem.detection import identity
from liem.detection.sheet import drawing, withheld


@pytest.mark.parametrize("module", [official_paper, identity, drawing, withheld])
def test_the_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
