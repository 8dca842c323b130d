"""What is done to a matter. Each verb is one transaction: check, event, change, clocks, one trail entry.

The actor's right is checked twice: the matter was read within their row-level security, and :func:`begin` asks again
under a lock, so that of two officers acting at once the second is told what the first has done.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liem.base.clock import VIETNAM, local
from liem.base.errors import UserError
from liem.base.formats import Language
from liem.cases import arrivals, clocks, queries, rules
from liem.cases.deadlines import reckon
from liem.cases.models import (
    Allegation,
    Concerned,
    Content,
    Entitlement,
    Event,
    Exclusion,
    FindingOf,
    Matter,
    Notice,
    PlanStep,
    Writing,
)
from liem.cases.states import (
    MOVES,
    Cause,
    Finding,
    Kind,
    Origin,
    Outcome,
    Proof,
    Standing,
    Status,
    Verb,
    Visibility,
)
from liem.cases.states import after as moved
from liem.law.clock import Grant
from liem.people.access import scope_of
from liem.people.models import Account
from liem.people.row_security import acting_as_system
from liem.people.states import Role
from liem.trail import actions as trail

STREAM = "cases"
PREFIXES = {
    Kind.REFLECTION: "PA",
    Kind.COMPLAINT_FIRST: "KN1",
    Kind.COMPLAINT_SECOND: "KN2",
    Kind.DENUNCIATION: "TC",
    Kind.CRIME_REPORT: "TG",
    Kind.INSPECTION: "TT",
    Kind.LEAD: "DH",
}
"""How a number begins, by kind: phản ánh, khiếu nại, tố cáo, tố giác, thanh tra, dấu hiệu."""
_MOVING = frozenset(move.verb for move in MOVES)


@dataclass(frozen=True)
class Birth:
    """What a matter begins with. ``title`` and ``summary`` are content; all else goes into the register."""

    kind: Kind
    unit: str
    origin: Origin
    origin_ref: str
    received_at: datetime
    title: str
    summary: str = ""
    about_unit: str = ""
    act: str = ""
    remote: bool = False


@transaction.atomic
def open_matter(birth: Birth, *, by: str, now: datetime, handler: str = "") -> Matter:
    """Open a matter. ``by``: an account's number, or ``system``.

    :raises UserError: for a day of receipt to come, or a subject without words.
    """
    if birth.received_at > now:
        raise UserError(_("The day lies in the future. Write the day on which it happened."))
    if not birth.title.strip():
        raise UserError(_("Give the matter a subject, in a few words."))
    if not birth.unit.strip():
        raise UserError(_("Say which unit handles the matter."))
    with acting_as_system():
        matter = Matter.objects.create(
            number=_number(birth.kind, local(birth.received_at).year),
            kind=birth.kind,
            unit=birth.unit,
            handler=handler,
            origin=birth.origin,
            origin_ref=birth.origin_ref,
            about_unit=birth.about_unit,
            act=birth.act,
            remote=birth.remote,
            received_at=birth.received_at,
            opened_at=now,
        )
        Content.objects.create(matter=matter, title=birth.title.strip()[:300], summary=birth.summary)
        index(matter)
        _shut_out_at_birth(matter, now=now)
        data = {"origin": birth.origin, "ref": birth.origin_ref}
        Event.objects.create(matter=matter, verb=Verb.OPEN, at=birth.received_at, recorded_at=now, by=by, data=data)
        reckon(matter, now=now)
        trail.record(
            STREAM,
            "matter_open",
            by=by,
            subject_kind="matter",
            subject_id=matter.number,
            after={"kind": birth.kind, "unit": birth.unit, "origin": birth.origin, "handler": handler},
            now=now,
        )
    return matter


def _shut_out_at_birth(matter: Matter, *, now: datetime) -> None:
    """Whoever may see nothing of the report, the lead or the matter it is born of, sees nothing of this one either."""
    known = arrivals.shut_out_with(matter.origin, matter.origin_ref)
    for account, ground in known.items():
        shut_out(matter, {account}, ground, by="system", now=now)
    if known:
        Matter.objects.filter(pk=matter.pk).update(handler=matter.handler)


def _number(kind: Kind, year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number')")
        return f"{PREFIXES[kind]}-{year}-{cursor.fetchone()[0]:05d}"


def index(matter: Matter) -> None:
    """What full-text search finds a matter by: subject, summary, allegations, persons and evidence."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE cases_content SET search = to_tsvector('simple', cases_plain(concat_ws(' ', title, summary,
                (SELECT string_agg(text, ' ') FROM cases_allegation WHERE matter_id = %(pk)s),
                (SELECT string_agg(name, ' ') FROM cases_concerned WHERE matter_id = %(pk)s),
                (SELECT string_agg(title, ' ') FROM cases_evidence WHERE matter_id = %(pk)s))))
            WHERE matter_id = %(pk)s
            """,
            {"pk": matter.pk},
        )


# -- the frame of every verb


@dataclass
class Deed:
    """One verb being done to a locked matter."""

    matter: Matter
    verb: Verb
    at: datetime
    by: str
    now: datetime
    document: str = ""

    def write(self, words: str = "", person: Concerned | None = None, **data: Any) -> Event:
        """Keep the event with its words, move the matter where the verb moves it, set its clocks, tell the trail."""
        old, new = self.matter.status, moved(self.matter.kind, self.matter.status, self.verb) or ""
        if person is not None:
            data["person"] = person.pk
        event = Event.objects.create(
            matter=self.matter,
            verb=self.verb,
            at=self.at,
            recorded_at=self.now,
            by=self.by,
            old=old if new else "",
            new=new,
            document=self.document[:60],
            data=data,
        )
        if words.strip():
            Writing.objects.create(matter=self.matter, event=event, person=person, topic=self.verb, text=words.strip())
        if new:
            self.matter.status = new
            self.matter.closed_at = self.at if new in (Status.CLOSED, Status.TERMINATED, Status.REFUSED) else None
        self.matter.save()
        reckon(self.matter, now=self.now)
        trail.record(
            STREAM,
            f"matter_{self.verb}",
            by=self.by,
            subject_kind="matter",
            subject_id=self.matter.number,
            before={"status": old} if new else None,
            after={**({"status": new} if new else {}), **data, "at": self.at.isoformat()},
            now=self.now,
        )
        return event


def begin(
    matter: Matter, verb: Verb, *, by: Account, now: datetime, at: date | datetime | None = None, document: str = ""
) -> Deed:
    """Lock the matter, ask again who acts and whether the table of moves and the day allow it."""
    locked = Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
    refuse_if(_why_not_act(locked, by))
    happened = instant_of(at, now)
    if verb in _MOVING:
        refuse_if(rules.why_not_move(locked.kind, locked.status, verb))
    last = locked.events.exclude(new="").order_by("id").last()
    refuse_if(
        rules.why_not_dated(
            happened, now=now, received_at=locked.received_at, last_at=last.at if last and verb != Verb.NOTE else None
        )
    )
    return Deed(locked, verb, happened, by.number, now, document)


def instant_of(day: date | datetime | None, now: datetime) -> datetime:
    """The instant of a fact that a person dated: now if it was today, else the noon of its day."""
    if isinstance(day, datetime):
        return day
    if day is None or day == local(now).date():
        return now
    return datetime.combine(day, time(12), VIETNAM)


def refuse_if(refusal: str | None) -> None:
    """Raise a refusal, where there is one."""
    if refusal:
        raise UserError(refusal)


def _why_not_act(matter: Matter, by: Account) -> str | None:
    if queries.is_excluded(matter, by.number):
        return _("Nobody handles a matter that concerns them or their relatives.")
    scope = scope_of(by, "cases.handle")
    if not scope.covers(matter.unit) or set(matter.barred_units) & scope.units:
        return _("This matter is handled by another unit.")
    if matter.handler != by.number and not scope.holds(matter.unit, Role.HEAD_OF_UNIT, Role.INSPECTOR):
        return _("This matter is handled by another officer.")
    return None


def _language() -> Language:
    return "en" if get_language() == "en" else "vi"


# -- who handles it


@transaction.atomic
def assign(matter: Matter, handler: Account, *, by: Account, now: datetime, due_on: date | None = None) -> None:
    """Give a matter to an officer; where the law gives no number, with the day it is due."""
    with acting_as_system():
        deed = begin(matter, Verb.ASSIGN, by=by, now=now)
        refuse_if(_why_not_assign(deed.matter, handler, by))
        former, deed.matter.handler = deed.matter.handler, handler.number
        deed.write(to=handler.number, former=former)
        Notice.objects.create(matter=deed.matter, reminder="assigned", account=handler.number, at=now)
        if due_on:
            _set_due(deed.matter, due_on, by=by, now=now)


def _why_not_assign(matter: Matter, handler: Account, by: Account) -> str | None:
    if not scope_of(by, "cases.assign").covers(matter.unit):
        return _("Only the head of the unit assigns its matters.")
    if queries.is_excluded(matter, handler.number):
        return _("This officer is excluded from the matter.")
    if not queries.officers(matter.unit).filter(pk=handler.pk).exists():
        return _("This account is no officer of the unit today.")
    return None


@transaction.atomic
def set_due(matter: Matter, rule: str, day: date, *, by: Account, now: datetime) -> None:
    """Set the day of a limit for which the law gives no number."""
    with acting_as_system():
        deed = begin(matter, Verb.SET_DUE, by=by, now=now)
        if queries.law().rule(rule, local(deed.matter.received_at).date()).is_known:
            raise UserError(_("The law says when this is due; it is not set by hand."))
        if day < local(now).date():
            raise UserError(_("The day has passed already."))
        deed.write(rule=rule, day=day.isoformat())


def _set_due(matter: Matter, day: date, *, by: Account, now: datetime) -> None:
    unknown = [one.rule for one in matter.deadlines.filter(standing=Standing.UNKNOWN)]
    for rule in unknown:
        set_due(matter, rule, day, by=by, now=now)


@transaction.atomic
def hand_over_everything(leaver: Account, taker: Account, *, by: Account, now: datetime) -> int:
    """Hand every open matter of an officer who leaves to another; says how many. Those excluded stay for the head."""
    count = 0
    with acting_as_system():
        left = Matter.objects.select_for_update(no_key=True).filter(handler=leaver.number, status__in=clocks.OPEN)
        for matter in list(left.order_by("pk")):  # all are locked before the first is written: see deadlines.next_due
            deed = begin(matter, Verb.HAND_OVER, by=by, now=now)
            refused = _why_not_assign(deed.matter, taker, by)
            if refused and not queries.is_excluded(deed.matter, taker.number):
                raise UserError(f"{deed.matter.number}: {refused}")
            deed.matter.handler = "" if refused else taker.number
            deed.write(to=deed.matter.handler, former=leaver.number)
            if not refused:
                Notice.objects.create(matter=deed.matter, reminder="handed_over", account=taker.number, at=now)
            count += 1
    return count


@transaction.atomic
def exclude(matter: Matter, account: Account, ground: str, *, by: Account, now: datetime) -> None:
    """Exclude an account: it stepped aside (``recused``), or was found to be related. For good."""
    with acting_as_system():
        deed = begin(matter, Verb.EXCLUDE, by=by, now=now)
        shut_out(deed.matter, {account.number}, ground, by=by.number, now=now)
        deed.write(account=account.number, ground=ground)


def shut_out(matter: Matter, accounts: Collection[str], ground: str, *, by: str, now: datetime) -> None:
    Exclusion.objects.bulk_create(
        [Exclusion(matter=matter, account=one, ground=ground, at=now, by=by) for one in sorted(accounts)],
        ignore_conflicts=True,
    )
    if matter.handler in accounts:
        matter.handler = ""


@transaction.atomic
def entitle(
    matter: Matter, account: Account, reason: str, *, until: datetime | None = None, by: Account, now: datetime
) -> None:
    """Let somebody who does not handle the matter read its content, with a reason. Nobody entitles themselves."""
    refuse_if(rules.why_not_reason(reason))
    with acting_as_system():
        locked = Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
        if account.pk == by.pk:
            raise UserError(_("Nobody entitles themselves: another officer must do it."))
        if not scope_of(by, "cases.entitle").covers(locked.unit) or queries.is_excluded(locked, by.number):
            raise UserError(_("This is for the head of the unit or the inspectorate."))
        if queries.is_excluded(locked, account.number):
            raise UserError(_("This officer is excluded from the matter."))
        Entitlement.objects.create(
            matter=locked, account=account.number, reason=reason.strip()[:300], until=until, at=now, by=by.number
        )
        Deed(locked, Verb.ENTITLE, now, by.number, now).write(account=account.number)


# -- taken up, refused, handed on


@transaction.atomic
def accept(matter: Matter, *, by: Account, now: datetime, on: date | None = None, document: str = "") -> None:
    """Accept the matter: its limits of resolution begin."""
    with acting_as_system():
        begin(matter, Verb.ACCEPT, by=by, now=now, at=on, document=document).write()


@transaction.atomic
def refuse(
    matter: Matter, reason: str, *, by: Account, now: datetime, on: date | None = None, document: str = ""
) -> None:
    """Do not accept the matter, with the reason that is sent."""
    refuse_if(rules.why_not_reason(reason))
    with acting_as_system():
        deed = begin(matter, Verb.REFUSE, by=by, now=now, at=on, document=document)
        deed.matter.outcome = Outcome.NOT_TAKEN
        deed.write(reason)


@transaction.atomic
def transfer(
    matter: Matter, to_unit: str, reason: str, *, by: Account, now: datetime, on: date | None = None, document: str = ""
) -> None:
    """Hand the matter to another body. It stays on the register as handed over until that body records its receipt."""
    refuse_if(rules.why_not_reason(reason))
    with acting_as_system():
        deed = begin(matter, Verb.TRANSFER, by=by, now=now, at=on, document=document)
        if to_unit in deed.matter.barred_units:
            raise UserError(_("That unit may not handle it: its leaders are concerned."))
        if to_unit == deed.matter.unit:
            raise UserError(_("It is there already: name another body."))
        former, deed.matter.unit, deed.matter.handler = deed.matter.unit, to_unit, ""
        deed.write(reason, to=to_unit, former=former)
        for head in queries.heads(to_unit):
            Notice.objects.create(matter=deed.matter, reminder="transferred", account=head.number, at=now)


@transaction.atomic
def take_over(matter: Matter, *, by: Account, now: datetime, on: date | None = None) -> None:
    """The receiving body records that it has the file: its own limits begin."""
    with acting_as_system():
        begin(matter, Verb.TAKE_OVER, by=by, now=now, at=on).write()


# -- verification


@transaction.atomic
def plan(
    matter: Matter, steps: Collection[tuple[str, date | None]], *, by: Account, now: datetime,
    on: date | None = None, document: str = "",
) -> None:  # fmt: skip
    """Approve the plan of verification: what is looked at, by when."""
    kept = [(text.strip(), day) for text, day in steps if text.strip()]
    if not kept:
        raise UserError(_("A plan has at least one step: what will be looked at, and by when."))
    with acting_as_system():
        deed = begin(matter, Verb.PLAN, by=by, now=now, at=on, document=document)
        PlanStep.objects.bulk_create(PlanStep(matter=deed.matter, text=text[:500], due_on=day) for text, day in kept)
        deed.write(steps=len(kept))


@transaction.atomic
def suspend(
    matter: Matter, reason: str, *, by: Account, now: datetime, on: date | None = None, document: str = ""
) -> None:
    """Suspend the matter where the law that governs it lets its limit stand still."""
    refuse_if(rules.why_not_reason(reason))
    with acting_as_system():
        deed = begin(matter, Verb.SUSPEND, by=by, now=now, at=on, document=document)
        refuse_if(rules.why_not_suspend(deed.matter.kind, _resolving(deed.matter)))
        deed.write(reason)


def _resolving(matter: Matter) -> clocks.Reading | None:
    """The limit of resolution of a matter: the one that may stand still."""
    readings = [queries.reading(matter, one.rule_id(matter.remote)) for one in clocks.CLOCKS[Kind(matter.kind)]]
    found = [one for one in readings if one.rule is not None and "resolve" in one.rule.id]
    return found[0] if found else None


@transaction.atomic
def resume(matter: Matter, *, by: Account, now: datetime, on: date | None = None, document: str = "") -> None:
    """Go on with a suspended matter."""
    with acting_as_system():
        begin(matter, Verb.RESUME, by=by, now=now, at=on, document=document).write()


@transaction.atomic
def extend(
    matter: Matter, rule: str, code: str, reason: str, *, amount: int | None = None, by: Account, now: datetime,
    on: date | None = None, document: str = "",
) -> None:  # fmt: skip
    """Extend a limit by a decision; refused with the article where the law does not let it count."""
    refuse_if(rules.why_not_reason(reason))
    with acting_as_system():
        deed = begin(matter, Verb.EXTEND, by=by, now=now, at=on, document=document)
        if not document.strip():
            raise UserError(_("An extension is a written decision: give its number."))
        events = queries.happened(deed.matter)
        data: dict[str, Any] = {"rule": rule, "code": code, **({} if amount is None else {"amount": amount})}
        would = [*events, clocks.Happened(Verb.EXTEND, deed.at, data)]
        grant = Grant(local(deed.at).date(), code, amount)
        before, then = (queries.reading(deed.matter, rule, told) for told in (events, would))
        if before.standing in (Standing.MET, Standing.GONE, Standing.NOT_STARTED):
            raise UserError(_("This limit does not run now, so it cannot be extended."))
        refuse_if(rules.why_not_extend(before, then, grant, _language()))
        deed.write(reason, **data)


@transaction.atomic
def record_step(
    matter: Matter, verb: Verb, words: str, person: Concerned | None = None, *, by: Account, now: datetime,
    on: date | None = None, document: str = "",
) -> None:  # fmt: skip
    """A fact beside the course of the matter: notice, hearing, access, reply, dialogue, circumstances, a note.

    :raises UserError: where the person it concerns is missing, or the words are.
    """
    if verb in (Verb.NOTIFY, Verb.HEAR, Verb.DECLINED, Verb.ACCESS, Verb.REPLY) and person is None:
        raise UserError(_("Say which person it concerns."))
    if verb not in (Verb.ACCESS,):
        refuse_if(rules.why_not_reason(words))
    with acting_as_system():
        deed = begin(matter, verb, by=by, now=now, at=on, document=document)
        if not deed.matter.is_open:
            raise UserError(_("The matter is not open any more."))
        deed.write(words, person)


@transaction.atomic
def find(
    matter: Matter, allegation: Allegation, person: Concerned | None, finding: Finding, proof: Proof, reason: str, *,
    by: Account, now: datetime,
) -> None:  # fmt: skip
    """Record what was found of one allegation against one person, and by which standard of proof."""
    refuse_if(rules.why_not_reason(reason))
    if finding in (Finding.ESTABLISHED, Finding.PARTLY) and proof == Proof.NONE:
        raise UserError(_("Nothing is established without proof: say what it rests on."))
    if finding == Finding.ESTABLISHED and person is not None and proof == Proof.BALANCE:
        raise UserError(_("Likelihood alone establishes nothing against a person."))
    with acting_as_system():
        deed = begin(matter, Verb.FIND, by=by, now=now)
        if deed.matter.status != Status.VERIFYING:
            raise UserError(_("Findings are made while the matter is being verified."))
        if allegation.matter_id != deed.matter.pk or (person and person.matter_id != deed.matter.pk):
            raise UserError(_("The allegation belongs to another matter."))
        known = {one.number: one for one in queries.persons(deed.matter)}
        refuse_if(rules.why_not_find(known.get(person.pk) if person else None))
        FindingOf.objects.create(
            matter=deed.matter,
            allegation=allegation,
            person=person,
            finding=finding,
            proof=proof,
            reason=reason.strip(),
            at=now,
            by=by.number,
        )
        deed.write("", person, allegation=allegation.pk, finding=finding, proof=proof)


@transaction.atomic
def conclude(
    matter: Matter, outcome: Outcome, words: str, *, causes: Collection[Cause] = (), by: Account, now: datetime,
    on: date | None = None, document: str = "",
) -> None:  # fmt: skip
    """Conclude: everybody was heard, every allegation found upon, motive, context and impact are recorded."""
    refuse_if(rules.why_not_reason(words))
    with acting_as_system():
        deed = begin(matter, Verb.CONCLUDE, by=by, now=now, at=on, document=document)
        every, found = queries.pairs(deed.matter)
        done = set(deed.matter.events.values_list("verb", flat=True))
        refuse_if(
            rules.why_not_conclude(
                deed.matter.kind,
                outcome=outcome,
                persons=queries.persons(deed.matter),
                pairs=every,
                found=found,
                circumstances=Verb.CIRCUMSTANCES in done,
                dialogue=Verb.DIALOGUE in done,
            )
        )
        deed.matter.outcome, deed.matter.causes = outcome, [str(one) for one in causes]
        deed.write(words, outcome=outcome, causes=[str(one) for one in causes])


@transaction.atomic
def answer(
    matter: Matter, words: str, *, by: Account, now: datetime, on: date | None = None, document: str = ""
) -> None:
    """Answer a reflection or a recommendation."""
    refuse_if(rules.why_not_reason(words))
    with acting_as_system():
        deed = begin(matter, Verb.ANSWER, by=by, now=now, at=on, document=document)
        deed.matter.outcome = Outcome.ANSWERED
        deed.write(words, outcome=Outcome.ANSWERED)


@transaction.atomic
def mark(
    matter: Matter,
    verb: Verb,
    words: str = "",
    *,
    by: Account,
    now: datetime,
    on: date | None = None,
    document: str = "",
) -> None:
    """What follows a conclusion: ``act``, ``send``, ``publicise``."""
    with acting_as_system():
        deed = begin(matter, verb, by=by, now=now, at=on, document=document)
        if verb in (Verb.SEND, Verb.PUBLICISE) and not deed.matter.outcome:
            raise UserError(_("There is no conclusion to send or publicise yet."))
        deed.write(words)


@transaction.atomic
def close(matter: Matter, words: str = "", *, by: Account, now: datetime, on: date | None = None) -> None:
    """Close the matter: with an outcome, nothing owed, and everybody told."""
    with acting_as_system():
        deed = begin(matter, Verb.CLOSE, by=by, now=now, at=on)
        if deed.matter.kind == Kind.CRIME_REPORT:
            refuse_if(_why_not_close_crime(deed.matter))
            deed.matter.outcome = Outcome.HANDED_ON
        sent = deed.matter.events.filter(verb=Verb.SEND).exists()
        refuse_if(
            rules.why_not_close(
                outcome=deed.matter.outcome,
                crime_unsent=queries.crime_unsent(deed.matter),
                remedies_open=queries.remedies_open(deed.matter),
                kind=deed.matter.kind,
                sent=sent,
            )
        )
        deed.write(words)


def _why_not_close_crime(matter: Matter) -> str | None:
    if not matter.crime_transfers.exclude(step__in=["", "sent", "receipted", "suspended"]).exists():
        return _("The body that received it has not told how it ended: a bare referral closes nothing.")
    return None


@transaction.atomic
def withdraw(
    matter: Matter, words: str, *, whole: bool, continued: bool, by: Account, now: datetime, on: date | None = None
) -> None:
    """Record that the reporter withdrew, wholly or in part. ``continued``: it is handled to its end all the same."""
    refuse_if(rules.why_not_reason(words))
    with acting_as_system():
        deed = begin(matter, Verb.WITHDRAW, by=by, now=now, at=on)
        if deed.matter.outcome or not deed.matter.is_open:
            raise UserError(
                _("A withdrawal is possible before the conclusion alone (%(law)s).")
                % {"law": rules.law_of(deed.matter.kind, Verb.WITHDRAW)}
            )
        deed.write(words, whole=whole, continued=continued)


@transaction.atomic
def terminate(
    matter: Matter, reason: str, *, by: Account, now: datetime, on: date | None = None, document: str = ""
) -> None:
    """End the matter before a conclusion, with the reason."""
    refuse_if(rules.why_not_reason(reason))
    with acting_as_system():
        deed = begin(matter, Verb.TERMINATE, by=by, now=now, at=on, document=document)
        withdrawal = deed.matter.events.filter(verb=Verb.WITHDRAW).order_by("id").last()
        refuse_if(
            rules.why_not_terminate(
                deed.matter.kind,
                withdrawn=withdrawal is not None,
                continued=bool(withdrawal and withdrawal.data.get("continued")),
            )
        )
        whole = bool(withdrawal and withdrawal.data.get("whole"))
        deed.matter.outcome = Outcome.WITHDRAWN if whole else Outcome.NOT_TAKEN
        deed.write(reason)


@transaction.atomic
def reopen(matter: Matter, reason: str, *, by: Account, now: datetime, document: str = "") -> None:
    """Reopen after a review: by a head or the inspectorate, never by whoever concluded it alone."""
    refuse_if(rules.why_not_reason(reason))
    with acting_as_system():
        deed = begin(matter, Verb.REOPEN, by=by, now=now, document=document)
        if not scope_of(by, "cases.assign").covers(deed.matter.unit):
            raise UserError(_("Only the head of the unit or the inspectorate reopens a matter."))
        deed.matter.outcome = ""
        deed.write(reason)


@transaction.atomic
def review(matter: Matter, words: str, *, asked_by: str, by: Account, now: datetime, on: date | None = None) -> None:
    """Register that a review was asked for: by the reporter or by the official (``reporter``, ``official``)."""
    refuse_if(rules.why_not_reason(words))
    if asked_by not in ("reporter", "official"):
        raise UserError(_("Say who asks for the review: the reporter or the official."))
    with acting_as_system():
        deed = begin(matter, Verb.REVIEW, by=by, now=now, at=on)
        if not deed.matter.outcome:
            raise UserError(_("There is nothing to review before the conclusion."))
        deed.write(words, asked_by=asked_by)
        accounts = {one.number for one in (*queries.heads(deed.matter.unit), *queries.inspectors())} - {by.number}
        tell(deed.matter, accounts, "review", now=now)


def tell(
    matter: Matter, accounts: Collection[str], what: str, *, now: datetime, due_at: datetime | None = None
) -> None:
    """A notice to each of these accounts, but for those excluded."""
    barred = set(Exclusion.objects.filter(matter=matter).values_list("account", flat=True))
    Notice.objects.bulk_create(
        Notice(matter=matter, reminder=what, account=one, at=now, due_at=due_at)
        for one in sorted(set(accounts) - barred)
    )


@transaction.atomic
def rehabilitate(matter: Matter, words: str, *, by: Account, now: datetime, document: str = "") -> None:
    """An unfounded matter is put away: its content is shown to nobody, the names restored, the number kept."""
    refuse_if(rules.why_not_reason(words))
    with acting_as_system():
        deed = begin(matter, Verb.REHABILITATE, by=by, now=now, document=document)
        if deed.matter.is_open:
            raise UserError(_("Close the matter first."))
        refuse_if(
            rules.why_not_rehabilitate(deed.matter.outcome, deed.matter.findings.values_list("finding", flat=True))
        )
        deed.matter.visibility = Visibility.REMOVED
        deed.write(words)


@transaction.atomic
def open_false_report(matter: Matter, reason: str, handler: Account, *, by: Account, now: datetime) -> Matter:
    """A wilfully false report gets a matter of its own, with another officer: never a by-product of the closed one."""
    with acting_as_system():
        locked = Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
        if not scope_of(by, "cases.assign").covers(locked.unit) or queries.is_excluded(locked, by.number):
            raise UserError(_("This is for the head of the unit or the inspectorate."))
        refuse_if(_why_not_assign(locked, handler, by))
        if born := Matter.objects.filter(origin=Origin.MATTER, origin_ref=locked.number).first():
            raise UserError(_("This is looked into already, as %(number)s.") % {"number": born.number})
        refuse_if(
            rules.why_not_false_report(
                locked.outcome, locked.status, wilful_reason=reason, by_is_handler=handler.number == locked.handler
            )
        )
        title = _("Whether a report was made in the knowledge that it was false")
        birth = Birth(Kind.LEAD, locked.unit, Origin.MATTER, locked.number, now, title, reason)
        found = open_matter(birth, by=by.number, now=now, handler=handler.number)
        found.barred_units = locked.barred_units
        Matter.objects.filter(pk=found.pk).update(barred_units=locked.barred_units)
        return found
