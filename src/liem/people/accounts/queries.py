"""Reading accounts as their administrator does."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from liem.people.keys.models import KeyShare, OfficeKey
from liem.people.models import Account, Appointment

STATES = ("open", "closed", "first_password", "no_role")


def search(words: str = "", role: str = "", state: str = "", *, units: set[str], today: date) -> QuerySet[Account]:
    """Accounts whose names or unit hold all the words, who hold the role today, and who are in the state.

    :param units: codes of the units whose name fits the words.
    """
    found = Account.objects.prefetch_related("appointments")
    holding = Appointment.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today))
    for word in words.split():
        there = holding.filter(Q(unit__icontains=word) | Q(unit__in=units))
        named = Q(sign_in_name__icontains=word) | Q(display_name__icontains=word)
        found = found.filter(named | Q(pk__in=there.values("account")))
    if role:
        found = found.filter(pk__in=holding.filter(role=role, valid_from__lte=today).values("account"))
    if state in ("open", "closed"):
        found = found.filter(is_active=state == "open")
    elif state == "first_password":
        found = found.filter(is_active=True, must_change_password=True)
    elif state == "no_role":
        found = found.filter(is_active=True).exclude(pk__in=holding.values("account"))
    return found


def only_holder_of(account: Account) -> list[str]:
    """Offices whose key nobody but this account can open: without it what is sealed to them stays shut."""
    keys = OfficeKey.objects.filter(retired_at=None, shares__officer_key__account=account)
    alone = KeyShare.objects.values("office_key").annotate(n=Count("officer_key__account", distinct=True)).filter(n=1)
    return list(keys.filter(pk__in=alone.values("office_key")).order_by("office").values_list("office", flat=True))
