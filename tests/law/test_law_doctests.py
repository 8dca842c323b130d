"""The examples in the room's docstrings are true."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize(("module", "examples"), [("calendar", 3), ("acts", 1), ("limits", 2)])
def test_the_examples_are_true(module, examples):
    loaded = import_module(f"liem.law.{module}")
    result = doctest.testmod(loaded, extraglobs={"date": import_module("datetime").date})
    assert (result.failed, result.attempted) == (0, examples)
