"""The units an account can be appointed to, by code and name. This room knows none: the house hands in who does."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils.module_loading import import_string

from liem.people.states import EVERY_UNIT

Units = Mapping[str, str]
"""Code → name in the reader's language."""


def known() -> Units:
    """All units that the directory of agencies or the records name; empty in a house that has neither yet."""
    tell: Callable[[], Units] = import_string(settings.LIEM_UNITS)
    return tell()


def code_of(written: str, units: Units) -> str | None:
    """The code of what was written, code or whole name in any case; ``None`` where it is none, or several, of these.

    >>> units = {"U1": "Xã An Bình", "U2": "Xã An Hòa", "U3": "Xã An Hòa"}
    >>> code_of("u1", units), code_of(" xã an bình ", units), code_of("*", units)
    ('U1', 'U1', '*')
    >>> code_of("Xã An Hòa", units), code_of("U9", units)
    (None, None)
    """
    wanted = written.strip().casefold()
    if wanted == EVERY_UNIT or written.strip() in units:
        return written.strip()
    found = [code for code, name in units.items() if wanted in (code.casefold(), name.casefold())]
    return found[0] if len(found) == 1 else None
