"""Stepping aside from a lead, and who must not see or judge one: its persons, their relatives, who stepped aside.

The wall itself stands in the database (``migrations/0011``, :mod:`liem.leads.walls`); here is who it is for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from liem.base import clock
from liem.base.errors import UserError
from liem.leads.models import Lead, Recusal
from liem.leads.own_unit import end_first_look
from liem.leads.rules import SHORTEST_REASON, acting_post, may_lift, persons_of, why_not_reason
from liem.people.access import scope_of
from liem.people.models import Account
from liem.people.queries import names_of
from liem.people.relatives import queries as relatives
from liem.people.row_security import acting_as_system
from liem.people.states import EVERY_UNIT, Role
from liem.trail import actions as trail

STREAM = "leads"
ASIDE: list[Callable[[Lead, Account, datetime], None]] = []
"""Functions of rooms below that keep an officer who steps aside away from what was born of the lead. Called as
``system``."""


# -- who is kept away


def accounts_aside(lead: Lead) -> set[str]:
    """Who stepped aside from its subject, or from a person it is about. Call as ``system``."""
    same = Q(subject_kind=lead.subject_kind, subject=lead.subject) | Q(persons__overlap=lead.persons)
    return set(Recusal.objects.filter(same, lifted_at__isnull=True).values_list("account", flat=True))


def accounts_kept_from(lead: Lead) -> set[str]:
    """Who may not judge it: its persons, who worked on it, relatives of either, who stepped aside. As ``system``."""
    codes = {*lead.persons, *lead.hands}
    return relatives.accounts_of(codes) | relatives.accounts_of_relatives(codes) | accounts_aside(lead)


def codes_kept_from(account: Account) -> set[str]:
    """The codes of leads this account does not see, whatever its role: for lists that hold codes without persons."""
    close = set(relatives.close_codes(account))
    with transaction.atomic(), acting_as_system():
        own = list(Recusal.objects.filter(account=account.number, lifted_at__isnull=True))
        close.update(code for one in own for code in one.persons)
        about = Q(persons__overlap=sorted(close)) if close else Q()
        for one in own:
            about |= Q(subject_kind=one.subject_kind, subject=one.subject) | Q(lead=one.lead)
        return set(Lead.objects.filter(about).values_list("lead", flat=True)) if about else set()


def is_aside_from_dossier(account: Account, dossier: str) -> bool:
    """Whether the account stepped aside from a lead on this dossier. In the row-level security of ``account``."""
    mine = Recusal.objects.filter(account=account.number, lifted_at__isnull=True)
    return mine.filter(subject_kind="dossier", subject=dossier).exists()


def worked_on_it(lead: Lead, account: Account) -> bool:
    """Whether the account or a declared relative worked on the dossier a lead is about."""
    return bool(set(lead.hands) & relatives.close_codes(account))


# -- stepping aside


def takers(lead: Lead, by: Account) -> QuerySet[Account]:
    """Other officers who may look at the lead, or answer for it as head of its unit, and whom nothing keeps from it."""
    today = clock.today()
    looks, answers = (list(settings.LIEM_PERMISSIONS[name]) for name in ("leads.look", "leads.answer"))
    post = Q(appointments__role__in=looks, appointments__unit__in=[EVERY_UNIT, lead.unit])
    if lead.unit:
        post |= Q(appointments__role__in=answers, appointments__unit=lead.unit)
    held = Q(appointments__valid_from__lte=today) & (
        Q(appointments__valid_to__isnull=True) | Q(appointments__valid_to__gte=today)
    )
    with transaction.atomic(), acting_as_system():
        kept = [int(number) for number in accounts_kept_from(lead)]
    found = Account.objects.filter(post & held, is_active=True).exclude(pk__in=[by.pk, *kept])
    return found.distinct().order_by("display_name", "pk")


@transaction.atomic
def step_aside(lead: Lead, reason: str, taker: Account | None = None, *, by: Account, now: datetime) -> Recusal:
    """Keep oneself from a lead and from whatever else is said of its subject. Must run in the row-level security of
    ``by``, who sees the lead; afterwards not any more. A unit's first look ends where its head steps aside.

    :raises UserError: without a reason, or where it is handed to somebody who may not have it.
    """
    if why_not_reason(reason):
        raise UserError(_("Write a reason of at least %(n)s characters.") % {"n": SHORTEST_REASON})
    if taker is not None and not takers(lead, by).filter(pk=taker.pk).exists():
        raise UserError(_("This officer may not have it: choose another, or leave it open."))
    role, unit = acting_post(scope_of(by, "leads.see").posts)
    with acting_as_system():
        row, is_new = Recusal.objects.get_or_create(
            account=by.number,
            subject_kind=lead.subject_kind,
            subject=lead.subject,
            lifted_at=None,
            defaults={
                "acted_as": role,
                "acted_in": unit,
                "lead": lead.lead,
                "persons": list(persons_of(lead.subject_kind, lead.subject)),
                "act": lead.act,
                "unit": lead.unit,
                "reason": reason.strip(),
                "taker": taker.number if taker else "",
                "at": now,
            },
        )
        if not is_new:
            return row
        if role == Role.HEAD_OF_UNIT:
            end_first_look(lead, now=now)
        for keep_away in ASIDE:
            keep_away(lead, by, now)
        _record("lead_stepped_aside", row, by=by, now=now, after={"recusal": row.pk, "to": row.taker})
    return row


# -- lifting


@dataclass(frozen=True)
class Aside:
    """A recusal as others see it."""

    row: Recusal
    name: str
    taker: str
    may_lift: bool


def of_oneself(account: Account) -> QuerySet[Recusal]:
    """From what the account stepped aside and nobody let it back: codes, units and acts, no person."""
    return Recusal.objects.filter(account=account.number, lifted_at__isnull=True)


def of_others(account: Account) -> list[Aside]:
    """Recusals that stand and that this account may see, but its own; the newest first."""
    rows = list(Recusal.objects.filter(lifted_at__isnull=True).exclude(account=account.number))
    kept = codes_kept_from(account) if rows else set()
    return _shown([one for one in rows if one.lead not in kept], account)


def on_lead(lead: Lead, account: Account) -> list[Aside]:
    """Who stepped aside from this lead, as far as whoever sees it may know."""
    same = Recusal.objects.filter(subject_kind=lead.subject_kind, subject=lead.subject, lifted_at__isnull=True)
    return _shown(list(same.exclude(account=account.number)), account)


def handed_to(account: Account) -> list[str]:
    """The codes of leads that were handed to this account by somebody who stepped aside."""
    return list(Recusal.objects.filter(taker=account.number, lifted_at__isnull=True).values_list("lead", flat=True))


def _shown(rows: list[Recusal], account: Account) -> list[Aside]:
    names = names_of({number for one in rows for number in (one.account, one.taker) if number})
    posts = scope_of(account, "leads.see").posts
    return [
        Aside(one, names.get(one.account, ""), names.get(one.taker, ""), may_lift(one.acted_as, one.acted_in, posts))
        for one in rows
    ]


@transaction.atomic
def lift(number: int, reason: str, *, by: Account, now: datetime) -> None:
    """Let an officer who stepped aside back to the lead, with a reason that stays. Must run in the row-level security
    of ``by``; nobody lifts their own.

    :raises UserError: without a reason, or where it does not stand, or is not theirs to lift.
    """
    if why_not_reason(reason):
        raise UserError(_("Write a reason of at least %(n)s characters.") % {"n": SHORTEST_REASON})
    theirs = {one.row.pk for one in of_others(by) if one.may_lift}
    with acting_as_system():
        row = Recusal.objects.select_for_update().filter(pk=number, lifted_at__isnull=True).first()
        if row is None or number not in theirs:
            raise UserError(_("This recusal is not yours to lift, or does not stand any more."))
        row.lifted_at, row.lifted_by, row.lifted_reason = now, by.number, reason.strip()
        row.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
        _record("lead_recusal_lifted", row, by=by, now=now, after={"recusal": row.pk, "of": row.account})


def _record(event: str, row: Recusal, *, by: Account, now: datetime, after: dict[str, object]) -> None:
    trail.record(STREAM, event, by=by.number, subject_kind="lead", subject_id=row.lead, after=after, now=now)
