"""The worked examples in the docstrings are the tests."""

import doctest

import pytest

from liem.base import errors, formats, identifiers


@pytest.mark.parametrize("module", [errors, formats, identifiers])
def test_examples_in_the_docstrings_hold(module):
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
