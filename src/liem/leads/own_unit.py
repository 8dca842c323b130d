"""Self-inspection: a unit looks at its own patterns before the inspectorate does, and its answer stays.

Which leads wait and why is a rule (:func:`liem.leads.rules.is_shown_to_the_unit_first`); that they do is held by the
database (``migrations/0005``).
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q

from liem.base import clock
from liem.leads.models import FirstLook, Lead, Run, Signal
from liem.leads.rules import first_look_ends, half_year, is_shown_to_the_unit_first
from liem.people.models import Appointment
from liem.people.relatives.queries import close_codes
from liem.people.states import Role


def hold_for_their_units(run: Run, *, now: datetime) -> int:
    """Let each unit look first at what is new about it; returns how many leads wait. Acts as the house itself.

    A unit without a head who may sign in has nobody to look, so nothing waits for it. What was shown once is not
    taken back: a unit has its time once for each half-year of the records.
    """
    days = settings.LIEM_SELF_INSPECTION_DAYS
    heads = _codes_of_heads(clock.local(now).date()) if days else {}
    waiting = 0
    for lead in Lead.objects.filter(run=run, grade="single", unit__in=heads):
        if is_shown_to_the_unit_first(lead.grade, lead.unit, lead.persons, heads[lead.unit]):
            waiting += _hold(lead, days, now)
    return waiting


def _codes_of_heads(day: date) -> Mapping[str, set[str]]:
    """Unit with a head who may sign in → the codes under which the records know its heads and their relatives."""
    held = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    posts = Appointment.objects.filter(held, role=Role.HEAD_OF_UNIT, account__is_active=True).select_related("account")
    found: dict[str, set[str]] = {}
    for post in posts:
        found.setdefault(post.unit, set()).update(close_codes(post.account))
    return found


def _hold(lead: Lead, days: int, now: datetime) -> bool:
    first, _new = FirstLook.objects.get_or_create(
        lead=lead.lead,
        half_year=half_year(lead.period_to),
        defaults={"unit": lead.unit, "opened_at": now, "until": first_look_ends(now, days)},
    )
    if first.ended_at is not None or first.until <= now:
        return False
    _set_held(lead, first.until)
    return True


def _set_held(lead: Lead, until: datetime | None) -> None:
    Lead.objects.filter(pk=lead.pk).update(held_until=until)
    Signal.objects.filter(run=lead.run, signal__in=lead.signals).update(held_until=until)


def end_first_look(lead: Lead, *, now: datetime) -> None:
    """The unit has answered: from now on the inspectorate sees the lead and the answer. Acts as the house itself."""
    FirstLook.objects.filter(lead=lead.lead, unit=lead.unit, ended_at__isnull=True).update(ended_at=now)
    for one in Lead.objects.filter(lead=lead.lead, held_until__isnull=False):
        _set_held(one, None)
