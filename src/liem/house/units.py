"""The units that anything in the house names, for whoever appoints officers."""

from django.utils.translation import get_language

from liem.agencies.queries import listed, persons
from liem.base import clock
from liem.people.row_security import acting_as_system


def known() -> dict[str, str]:
    """Code → name: of the records' register as it stands today, and of the directory of agencies, which goes before."""
    today = clock.today()
    found = {}
    with acting_as_system():  # of the register nothing but names of units leaves here
        register = persons().registry.units
    for code, periods in register.items():
        held = [one for one in periods if one.period.holds(today)] or periods[-1:]
        found[code] = held[0].name
    for row in listed():
        name = (row.name_en if get_language() == "en" else "") or row.name_vi
        found |= {code: name for code in (row.code, row.unit) if code}
    return dict(sorted(found.items(), key=lambda pair: (pair[1].casefold(), pair[0])))
