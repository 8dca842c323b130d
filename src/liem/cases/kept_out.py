"""Who turns out to be concerned, or a relative, after the matter was opened: shut out then, not only at its birth."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from liem.cases.actions.frame import shut_out
from liem.cases.models import Concerned, Matter
from liem.cases.states import OPEN, Capacity, Origin
from liem.leads import recusals
from liem.leads.models import Lead
from liem.people.models import Account
from liem.people.relatives import queries as relatives
from liem.people.row_security import acting_as_system
from liem.people.states import SYSTEM


def keep_out(account: Account, now: datetime) -> None:
    """Shut an account out of every open matter that concerns its person or a declared relative. Call as ``system``."""
    close, own = relatives.close_codes(account), set(account.own_codes)
    if not close:
        return
    for number, codes in _matters_about(close):
        matter = Matter.objects.select_for_update(no_key=True).get(pk=number)
        handled = matter.handler
        shut_out(matter, {account.number}, "concerned" if codes & own else "relative", by=SYSTEM, now=now)
        if matter.handler != handled:
            matter.save(update_fields=["handler"])


def on_declaration(account: Account, now: datetime) -> None:
    """Codes or relatives were declared at an account: it, and the accounts of those relatives, are kept out. Call as
    ``system``.
    """
    related = [int(number) for number in relatives.accounts_of(account.relative_codes)]
    for one in [account, *Account.objects.filter(pk__in=related).exclude(pk=account.pk).order_by("pk")]:
        keep_out(one, now)


def keep_aside(lead: Lead, account: Account, now: datetime) -> None:
    """An officer stepped aside from a lead: so from the open matters born of leads about the same. As ``system``."""
    born = Matter.objects.filter(
        origin=Origin.LEAD, origin_ref__in=recusals.codes_kept_from(account), status__in=OPEN
    ).order_by("pk")
    for matter in born.select_for_update(no_key=True):
        shut_out(matter, {account.number}, "recused", by=account.number, now=now)
        matter.save(update_fields=["handler"])


def _matters_about(close: frozenset[str]) -> Iterator[tuple[int, set[str]]]:
    """Open matters, in the order in which all of the house locks them, each with whose codes it concerns."""
    named = Concerned.objects.filter(official__in=close, matter__status__in=OPEN).exclude(capacity=Capacity.WITNESS)
    found: dict[int, set[str]] = {}
    for number, code in named.values_list("matter", "official"):
        found.setdefault(number, set()).add(code)
    leads = dict(Lead.objects.filter(persons__overlap=sorted(close)).values_list("lead", "persons"))
    born = Matter.objects.filter(origin=Origin.LEAD, origin_ref__in=leads, status__in=OPEN)
    for number, reference in born.values_list("pk", "origin_ref"):
        found.setdefault(number, set()).update(set(leads[reference]) & close)
    yield from sorted(found.items())


def on_adoption(now: datetime, **_sent: Any) -> None:
    """Other records became current, and with them other relatives."""
    with transaction.atomic(), acting_as_system():
        for account in Account.objects.exclude(own_codes=[], relative_codes=[]).order_by("pk"):
            keep_out(account, now)
