"""Every indicator there is, found by listing the folder ``indicators``."""

import importlib
import pkgutil
from functools import lru_cache

from liem.base.errors import UserError
from liem.detection import indicators as folder
from liem.detection.indicator import Indicator
from liem.detection.wanted import WANTED


@lru_cache(maxsize=1)
def indicators() -> tuple[Indicator, ...]:
    """All indicators, in the order of their ids."""
    names = [module.name for module in pkgutil.iter_modules(folder.__path__)]
    found = [importlib.import_module(f"{folder.__name__}.{name}").INDICATOR for name in names]
    return tuple(sorted(found, key=lambda one: (one.id[0], int(one.id[1:]))))


def chosen(ids: str | None) -> tuple[Indicator, ...]:
    """The indicators named in ``ids`` (``"A8,D2"``), or all. Raises UserError for one that does not exist."""
    if ids is None:
        return indicators()
    known = {one.id: one for one in indicators()}
    waiting = {one.id: one.why.en for one in WANTED}
    wanted = [part.strip().upper() for part in ids.split(",") if part.strip()]
    if not wanted:
        raise UserError("--indicators: names none; write for instance D0,B1, or leave it out for all")
    for part in wanted:
        if part in waiting:
            raise UserError(f"--indicators: {part} cannot be computed yet: {waiting[part]}")
    unknown = [part for part in wanted if part not in known]
    if unknown:
        raise UserError(f"--indicators: there is no indicator {', '.join(unknown)}; there are {', '.join(known)}")
    return tuple(known[part] for part in dict.fromkeys(wanted))
