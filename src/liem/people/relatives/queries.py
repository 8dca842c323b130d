"""The one place that knows whom a person must not judge: the person, and declared relatives, to the first step.

Two sources are joined: what is declared at an account (``own_codes``, ``relative_codes``) and what officials declared
in the records (:class:`~liem.people.relatives.models.Kinship`). Both hold in both directions. Routing, matters and
leads ask here; the policies of the database ask the same of ``people_close_codes``, which a test compares.
"""

from collections.abc import Collection, Iterable

from django.db import connection, transaction
from django.db.models import Q

from liem.people.models import Account
from liem.people.relatives.models import Kinship
from liem.people.row_security import acting_as_system


def relatives_of(codes: Iterable[str]) -> frozenset[str]:
    """Codes of the declared relatives of these persons; not theirs. Asked also for visitors: the house looks."""
    wanted = {code for code in codes if code}
    if not wanted:
        return frozenset()
    found: set[str] = set()
    with transaction.atomic(), acting_as_system():
        for pair in Kinship.objects.filter(Q(one__in=wanted) | Q(other__in=wanted)).values_list("one", "other"):
            found.update(pair)
    for declared in Account.objects.filter(own_codes__overlap=list(wanted)).values_list("relative_codes", flat=True):
        found.update(declared)
    for own in Account.objects.filter(relative_codes__overlap=list(wanted)).values_list("own_codes", flat=True):
        found.update(own)
    return frozenset(found - wanted)


def accounts_of(codes: Iterable[str]) -> set[str]:
    """The accounts of these persons."""
    wanted = _list(codes)
    return _accounts(Q(own_codes__overlap=wanted)) if wanted else set()


def accounts_of_relatives(codes: Iterable[str]) -> set[str]:
    """The accounts of declared relatives of these persons, whether or not the records know the relatives by a code."""
    wanted = _list(codes)
    if not wanted:  # most reports name nobody by a code
        return set()
    related = Q(relative_codes__overlap=wanted) | Q(own_codes__overlap=sorted(relatives_of(wanted)))
    return _accounts(related) - accounts_of(wanted)


def close_codes(account: Account) -> frozenset[str]:
    """The codes of whom this account must neither see nor judge: its person, and declared relatives."""
    with transaction.atomic(), acting_as_system(), connection.cursor() as cursor:
        cursor.execute("SELECT people_close_codes(%s)", [account.number])
        return frozenset(cursor.fetchone()[0])


def _list(codes: Iterable[str]) -> list[str]:
    return sorted({code for code in codes if code})


def _accounts(which: Q) -> set[str]:
    found: Collection[int] = Account.objects.filter(which).values_list("pk", flat=True)
    return {str(number) for number in found}
