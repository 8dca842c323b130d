"""Small, middle or large: by the number of officials."""

from __future__ import annotations

SMALL, MIDDLE, LARGE = "small", "middle", "large"
SMALL_UP_TO, MIDDLE_UP_TO = 60, 300
"""Usual are 30, 120 and 600, with 200 dossiers each in a small province and 250 in the others."""


def extent_of(officials: int) -> str:
    if officials <= SMALL_UP_TO:
        return SMALL
    return MIDDLE if officials <= MIDDLE_UP_TO else LARGE
