"""A sign that nobody takes up does not hang over people for ever: its time is stored, shown beforehand, and ends.

The time begins when a sign is first shown, once for each half-year of the records and each firmness: what was put away
comes back with records of the next half-year, or as soon as it rests on clearly more
(:func:`liem.leads.rules.news_of`), not with the same. No law sets its length (setting ``LIEM_SIGN_DAYS``). The memory
is a row per sign (:class:`~liem.leads.models.Term`), not the rows of a run.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from liem.base.errors import UserError
from liem.base.formats import day as written
from liem.base.identifiers import stable_id
from liem.leads import recusals
from liem.leads.models import Lead, Run, Signal, Term
from liem.leads.rules import SHORTEST_REASON, half_year, news_of, why_not_reason
from liem.leads.states import PUT_AWAY, Ending, Result, SubjectKind
from liem.people.models import Account
from liem.people.row_security import acting_as_system
from liem.people.states import SYSTEM
from liem.trail import actions as trail

STREAM = "leads"
SOON = timedelta(days=14)
"""A sign whose time ends within so long is shown apart on the desk."""
IN_HAND: list[Callable[[Collection[str]], set[str]]] = []
"""Functions of rooms below: of these signs, those somebody has in hand there. A sign does not know its matter."""
_SETTLES = (Result.EXPLAINED, Result.NOT_FOUND)
"""What an inspector found that leaves nothing to be taken up."""
_HALF_YEAR = """coalesce(extract(year FROM lead.period_to)::text || '-'
    || CASE WHEN extract(month FROM lead.period_to) <= 6 THEN '1' ELSE '2' END, '')"""
"""As :func:`liem.leads.rules.half_year`; a test compares."""


def length() -> timedelta | None:
    """How long a sign may stand without being taken up; ``None``: for ever."""
    days: int = settings.LIEM_SIGN_DAYS
    return timedelta(days=days) if days else None


def begin_terms(run: Run, *, now: datetime) -> None:
    """Give every sign of a run that has none its time, and write on all what their time says. Call as ``system``.

    What its unit looks at first has its time from the day others see it. A sign an inspector settled after the
    records it rests on had ended needs no second look.
    """
    long = length()
    if long is not None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                INSERT INTO leads_term (lead, half_year, grade, unit, act, opened_at, until, ending)
                SELECT lead.lead, {_HALF_YEAR}, lead.grade, lead.unit, lead.act, %(now)s,
                       coalesce(lead.held_until, %(now)s) + make_interval(days => %(days)s), ''
                FROM leads_lead AS lead WHERE lead.run_id = %(run)s
                ON CONFLICT (lead, half_year, grade) DO NOTHING
                """,
                {"now": now, "days": long.days, "run": run.pk},
            )
            cursor.execute(
                f"""
                UPDATE leads_term AS term SET ending = 'looked', ended_at = %(now)s
                FROM leads_lead AS lead JOIN LATERAL (
                    SELECT result, own_unit, at FROM leads_look AS look
                    WHERE (look.subject_kind, look.subject, look.act) = (lead.subject_kind, lead.subject, lead.act)
                    ORDER BY look.id DESC LIMIT 1) AS newest ON true
                WHERE lead.run_id = %(run)s AND term.lead = lead.lead AND term.grade = lead.grade
                    AND term.half_year = {_HALF_YEAR} AND term.opened_at = %(now)s AND term.ended_at IS NULL
                    AND newest.result = ANY (%(settles)s) AND NOT newest.own_unit
                    AND newest.at::date > lead.period_to
                """,
                {"now": now, "run": run.pk, "settles": [str(one) for one in _SETTLES]},
            )
    _bring_back(run, now=now)
    _write_on_leads(run=run.pk)


def _bring_back(run: Run, *, now: datetime) -> None:
    """Of the signs of a run that are put away, bring back those that rest on clearly more than when they were."""
    shown = Lead.objects.filter(run=run)
    terms = Term.objects.select_for_update().filter(ending__in=PUT_AWAY, lead__in=shown.values("lead"))
    away = {(one.lead, one.grade, one.half_year): one for one in terms if one.evidence}
    for lead in shown.filter(lead__in={code for code, _grade, _half in away}):
        term = away.get((lead.lead, lead.grade, half_year(lead.period_to)))
        news = news_of(lead.grade, term.evidence, _evidence(lead)) if term and term.evidence else None
        if term is None or news is None:
            continue
        ended = term.ended_at
        term.news = news | {"away": ended.isoformat() if ended else "", "back": now.isoformat()}
        _begin_anew(term, now)
        _tell_trail("lead_came_back", term, by=SYSTEM, now=now, more=news)


def _evidence(lead: Lead) -> dict[str, Any]:
    """What a lead rests on: sources, indicators, how many dossiers, and about whom by digests, never by codes."""
    about = [(lead.subject_kind, lead.subject)]
    if lead.subject_kind == SubjectKind.UNIT:  # alone of all leads, it gathers signs about others
        signals = Signal.objects.filter(run=lead.run, signal__in=lead.signals)
        about = list(signals.values_list("subject_kind", "subject"))
    return {
        "sources": lead.sources,
        "indicators": lead.indicators,
        "dossiers": lead.dossiers,
        "subjects": sorted({stable_id("x", kind, subject) for kind, subject in about}),
    }


def _begin_anew(term: Term, now: datetime) -> None:
    """A sign that was put away stands on the desk again, with a time of its own where the house sets one."""
    long = length()
    if long is None:
        term.ending = Ending.LOOKED
    else:
        term.ending, term.ended_at, term.opened_at, term.until = "", None, now, now + long
    term.evidence = None
    term.save(update_fields=["ending", "ended_at", "opened_at", "until", "evidence", "news"])


def _remember(terms: Collection[Term]) -> None:
    """Keep what signs rest on as they are put away: what is new later is measured against it."""
    newest: dict[tuple[str, str, str], Lead] = {}
    for lead in Lead.objects.filter(lead__in={one.lead for one in terms}).order_by("run__loaded_at"):
        newest[lead.lead, lead.grade, half_year(lead.period_to)] = lead
    for one in terms:
        lead_then = newest.get((one.lead, one.grade, one.half_year))
        one.evidence, one.news = _evidence(lead_then) if lead_then else None, None


def watch(*, now: datetime, portions: int = 20) -> int:
    """What is to be done up to now; the rest of very many follows the next time. Says how many were put away."""
    run = Run.objects.filter(has_rows=True).order_by("-loaded_at").first()
    if run is not None:
        _catch_up(run, now=now)
    return sum(takewhile(bool, (expire(now=now) for _portion in range(portions))))


def _catch_up(run: Run, *, now: datetime) -> None:
    """A house that was renewed, or whose length was nought before, has signs without a time: it begins today."""
    with transaction.atomic(), acting_as_system():
        known = Term.objects.filter(lead__in=Lead.objects.filter(run=run).values("lead"))
        if length() is not None and not known.exists():
            begin_terms(run, now=now)


def _write_on_leads(*, run: str = "", codes: Collection[str] = ()) -> None:
    """Copy what the terms say onto the rows the desk reads: of one run, or of these signs in every run.

    A statistical signal about a person goes with the last of its leads; a broken rule stays a fact of its dossier.
    """
    which = "lead.run_id = %(run)s" if run else "lead.lead = ANY (%(codes)s)"
    values: dict[str, Any] = {"run": run, "codes": list(codes), "away": [str(one) for one in PUT_AWAY]}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE leads_lead AS lead
            SET expires_at = CASE WHEN term.ended_at IS NULL THEN term.until END,
                put_away_at = CASE WHEN term.ending = ANY (%(away)s) THEN term.ended_at END,
                news = term.news
            FROM leads_term AS term
            WHERE {which} AND term.lead = lead.lead AND term.grade = lead.grade AND term.half_year = {_HALF_YEAR}
            """,
            values,
        )
        cursor.execute(
            f"""
            UPDATE leads_signal AS signal SET put_away_at = (
                SELECT CASE WHEN bool_and(every.put_away_at IS NOT NULL) THEN max(every.put_away_at) END
                FROM leads_lead AS every WHERE every.run_id = signal.run_id AND signal.signal = ANY (every.signals))
            FROM leads_lead AS lead
            WHERE {which} AND signal.run_id = lead.run_id AND signal.signal = ANY (lead.signals)
                AND signal.kind = 'pattern' AND signal.subject_kind IN ('official', 'agent', 'pair')
            """,
            values,
        )


def expire(*, now: datetime, most: int = 500) -> int:
    """End the time of every sign that is over, each with its entry in the trail. Says how many were put away.

    One transaction: a worker killed in the middle leaves all as it was, several at once divide the rows, a late one
    finds what fell due meanwhile.
    """
    with transaction.atomic(), acting_as_system():
        over = Term.objects.select_for_update(skip_locked=True).filter(ended_at__isnull=True, until__lte=now)
        terms = list(over.order_by("until", "pk")[:most])
        codes = {one.lead for one in terms}
        in_hand = {code for ask in IN_HAND for code in ask(codes)}
        for one in terms:
            one.ending, one.ended_at = (Ending.TAKEN_UP if one.lead in in_hand else Ending.EXPIRED), now
            if one.ending == Ending.EXPIRED:
                _tell_trail("lead_expired", one, by=SYSTEM, now=now)
        _remember([one for one in terms if one.ending == Ending.EXPIRED])
        Term.objects.bulk_update(terms, ["ending", "ended_at", "evidence", "news"])
        if codes:
            _write_on_leads(codes=codes)
    return sum(one.ending == Ending.EXPIRED for one in terms)


def _tell_trail(event: str, one: Term, *, by: str, now: datetime, more: Mapping[str, object] | None = None) -> None:
    days = (now - one.opened_at).days
    trail.record(
        STREAM, event, by=by, subject_kind="lead", subject_id=one.lead, now=now,
        after={"act": one.act, "unit": one.unit, "half_year": one.half_year, "days": days, **(more or {})},
    )  # fmt: skip


def on_look(lead: Lead, result: Result, *, own_unit: bool, now: datetime) -> None:
    """Somebody looked. An inspector who found nothing to verify ends the time; anything else begins it anew.

    Call as ``system``, in the transaction of the look.

    :raises UserError: where the sign was put away while the page was open.
    """
    terms = _locked(lead.lead, lead.grade)
    _refuse_if_put_away(terms)
    settles = not own_unit and result in _SETTLES
    _end_or_renew(terms, Ending.LOOKED if settles else None, now)
    _write_on_leads(codes=[lead.lead])


def take_up(code: str, *, now: datetime) -> None:
    """A matter was born of the sign: its time is the matter's now. Call as ``system``.

    :raises UserError: where the sign was put away.
    """
    terms = _locked(code)
    _refuse_if_put_away(terms)
    _end_or_renew(terms, Ending.TAKEN_UP, now)
    _write_on_leads(codes=[code])


def put_away(code: str, *, by: str, now: datetime) -> None:
    """Verifying bore nothing out, or nobody verified: the sign leaves the lists. Call as ``system``."""
    terms = [one for one in _locked(code) if one.ending not in PUT_AWAY]
    if terms:
        _remember(terms)
        for one in terms:
            one.ending, one.ended_at = Ending.UNFOUNDED, now
        Term.objects.bulk_update(terms, ["ending", "ended_at", "evidence", "news"])
        _write_on_leads(codes=[code])
        _tell_trail("lead_put_away", terms[-1], by=by, now=now)


def open_again(code: str, reason: str, *, by: Account, now: datetime) -> None:
    """Bring a sign that was put away back, with a reason that stays in the trail; its time begins anew.

    Must run in the row-level security of ``by``, who sees only the terms of their units.

    :raises UserError: without a reason, or where it is not put away any more.
    """
    if why_not_reason(reason):
        raise UserError(
            _("Write a reason of at least %(n)s characters: it stays with the sign.") % {"n": SHORTEST_REASON}
        )
    is_theirs = Term.objects.filter(lead=code).exclude(lead__in=recusals.codes_kept_from(by)).exists()
    with transaction.atomic(), acting_as_system():
        terms = _locked(code) if is_theirs else []
        if not terms or not _is_put_away(terms):
            raise UserError(_("This sign is not put away. Look at the list again."))
        last = terms[-1]
        for one in terms:
            if one.half_year == last.half_year and one.ending in PUT_AWAY:
                one.news = None
                _begin_anew(one, now)
        _write_on_leads(codes=[code])
        trail.record(
            STREAM, "lead_opened_again", by=by.number, subject_kind="lead", subject_id=code,
            after={"reason": reason.strip()[:1000], "act": last.act, "unit": last.unit}, now=now,
        )  # fmt: skip


def _locked(code: str, grade: str = "") -> list[Term]:
    """The terms of a sign, the newest last, locked: the job that ends them and a person never act at once."""
    found = Term.objects.select_for_update().filter(lead=code)
    return list((found.filter(grade=grade) if grade else found).order_by("half_year", "pk"))


def _is_put_away(terms: Sequence[Term]) -> bool:
    return terms[-1].ending in PUT_AWAY and all(one.ended_at for one in terms)


def _refuse_if_put_away(terms: Sequence[Term]) -> None:
    if terms and _is_put_away(terms):
        last = terms[-1].ended_at
        said = _("This sign was put away on %(day)s. Open it again first, with a reason, from the list of these.")
        raise UserError(said % {"day": written(last) if last else ""})


def _end_or_renew(terms: Sequence[Term], ending: Ending | None, now: datetime) -> None:
    running = [one.pk for one in terms if one.ended_at is None]
    long = length()
    if ending is not None:
        Term.objects.filter(pk__in=running).update(ending=ending, ended_at=now)
    elif long is not None:
        Term.objects.filter(pk__in=running).update(until=now + long)
