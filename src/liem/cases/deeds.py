"""Which form each verb asks for and which action it calls: one table for the page of a matter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from liem.base.errors import UserError
from liem.cases import actions, filing, outcomes
from liem.cases.feedback import feed_back
from liem.cases.models import Allegation, Concerned, CrimeTransfer, Discipline, Evidence, Matter, Remedy
from liem.cases.states import (
    OPEN,
    Capacity,
    Cause,
    CrimeStep,
    Finding,
    Ladder,
    MoneyStep,
    Outcome,
    Proof,
    RemedyKind,
    Status,
    Verb,
    verbs_from,
)
from liem.people.days import day_of
from liem.people.models import Account
from liem.people.row_security import acting_as_system

Values = dict[str, Any]
Run = Callable[[Matter, Values, Account, datetime], Any]


@dataclass(frozen=True)
class Act:
    """A verb on the page: its words, the fields it asks for, what it calls, and the permission it needs."""

    code: str
    label: Any
    fields: tuple[str, ...]
    run: Run
    permission: str = "cases.handle"
    group: str = "course"


def _on(values: Values) -> date | None:
    day: date | None = values.get("on")
    return day


def _usual(values: Values) -> Values:
    return {"on": values.get("on"), "document": values.get("document", "")}


def _person(matter: Matter, values: Values) -> Concerned | None:
    number = values.get("person")
    return Concerned.objects.get(pk=int(number), matter=matter) if number else None


def _several(model: Any, matter: Matter, numbers: list[str]) -> list[Any]:
    return list(model.objects.filter(pk__in=[int(one) for one in numbers], matter=matter))


def _steps(text: str) -> list[tuple[str, date | None]]:
    """Lines of ``what | 12/03/2026``; a day that is none is refused with the line it stands in."""
    found: list[tuple[str, date | None]] = []
    for number, line in enumerate(text.splitlines(), 1):
        what, _bar, written = line.partition("|")
        day = day_of(written)
        if written.strip() and day is None:
            raise UserError(str(_("Line %(n)s: write the day as day/month/year.")) % {"n": number})
        found.append((what, day))
    return found


def _account(values: Values, name: str) -> Account:
    return Account.objects.get(pk=int(values[name]))


def _extend(m: Matter, v: Values, by: Account, now: datetime) -> None:
    rule, code = v["extension"].split(" ")
    actions.extend(m, rule, code, v["words"], amount=v.get("amount"), by=by, now=now, **_usual(v))


def _find(m: Matter, v: Values, by: Account, now: datetime) -> None:
    allegation = Allegation.objects.get(pk=int(v["allegation"]), matter=m)
    finding, proof = Finding(v["finding"]), Proof(v["proof"])
    actions.find(m, allegation, _person(m, v), finding, proof, v["words"], by=by, now=now)


def _conclude(m: Matter, v: Values, by: Account, now: datetime) -> None:
    causes = [Cause(one) for one in v.get("causes", [])]
    with transaction.atomic():
        actions.conclude(m, Outcome(v["outcome"]), v["words"], causes=causes, by=by, now=now, **_usual(v))
        with acting_as_system():
            feed_back(Matter.objects.get(pk=m.pk), by=by.number, now=now)


def _entitle(m: Matter, v: Values, by: Account, now: datetime) -> None:
    until = actions.instant_of(v["until"] + timedelta(days=1), now) if v.get("until") else None
    actions.entitle(m, _account(v, "account"), v["words"], until=until, by=by, now=now)


def _add_person(m: Matter, v: Values, by: Account, now: datetime) -> None:
    filing.add_person(
        m,
        v["name"],
        Capacity(v["capacity"]),
        official=v["official"],
        unit=v["unit_code"],
        party_member=v["party_member"],
        by=by,
        now=now,
    )


def _add_allegation(m: Matter, v: Values, by: Account, now: datetime) -> None:
    persons = _several(Concerned, m, v["persons"])
    days = {"happened_from": v["happened_from"], "happened_to": v["happened_to"]}
    filing.add_allegation(m, v["text"], persons, act=v["act"], by=by, now=now, **days)


def _add_evidence(m: Matter, v: Values, by: Account, now: datetime) -> Evidence:
    return filing.add_evidence(
        m,
        v["title"],
        v["obtained_on"],
        source=v["source"],
        sha256=v["sha256"],
        supports=_several(Allegation, m, v["supports"]),
        contradicts=_several(Allegation, m, v["contradicts"]),
        by=by,
        now=now,
    )


def _transfer(m: Matter, values: Values) -> CrimeTransfer:
    return CrimeTransfer.objects.get(pk=int(values["transfer"]), matter=m)


def _crime_step(m: Matter, v: Values, by: Account, now: datetime) -> None:
    names = ("receipt", "case_number", "defendants", "officials", "party_members")
    told = {name: v[name] for name in names}
    outcomes.crime_step(_transfer(m, v), CrimeStep(v["crime_step"]), v["decided_on"], by=by, now=now, **told)


def _discipline(m: Matter, v: Values, by: Account, now: datetime) -> None:
    person = _person(m, v)
    if person is None:
        raise UserError(str(_("Say which person it concerns.")))
    ladder, document = Ladder(v["ladder"]), v["document"]
    outcomes.discipline(m, person, ladder, v["form"], v["decided_on"], document=document, by=by, now=now)


def _decision(matter: Matter, values: Values) -> Discipline:
    return Discipline.objects.get(pk=int(values["decision"]), matter=matter)


def _false_report(m: Matter, v: Values, by: Account, now: datetime) -> Matter:
    return actions.open_false_report(m, v["words"], _account(v, "handler"), by=by, now=now)


def _beside(verb: Verb) -> Run:
    def run(m: Matter, v: Values, by: Account, now: datetime) -> None:
        actions.record_step(m, verb, v["words"], _person(m, v), by=by, now=now, **_usual(v))

    return run


def _mark(verb: Verb) -> Run:
    def run(m: Matter, v: Values, by: Account, now: datetime) -> None:
        actions.mark(m, verb, v["words"], by=by, now=now, **_usual(v))

    return run


def _plain(action: Callable[..., Any], *names: str, dated: bool = True, document: bool = True) -> Run:
    def run(m: Matter, v: Values, by: Account, now: datetime) -> None:
        more = {"on": v.get("on")} if dated else {}
        more |= {"document": v.get("document", "")} if document else {}
        action(m, *[v[name] for name in names], by=by, now=now, **more)

    return run


_V = Verb
ACTS: tuple[Act, ...] = (
    Act("accept", _V.ACCEPT.label, ("on", "document"), _plain(actions.accept)),
    Act("refuse", _V.REFUSE.label, ("words", "on", "document"), _plain(actions.refuse, "words")),
    Act(
        "transfer",
        _V.TRANSFER.label,
        ("to_unit", "words", "on", "document"),
        _plain(actions.transfer, "to_unit", "words"),
    ),
    Act("take_over", _V.TAKE_OVER.label, ("on",), _plain(actions.take_over, document=False)),
    Act(
        "plan",
        _V.PLAN.label,
        ("steps", "on", "document"),
        lambda m, v, by, now: actions.plan(m, _steps(v["steps"]), by=by, now=now, **_usual(v)),
    ),
    Act("suspend", _V.SUSPEND.label, ("words", "on", "document"), _plain(actions.suspend, "words")),
    Act("resume", _V.RESUME.label, ("on", "document"), _plain(actions.resume)),
    Act("conclude", _V.CONCLUDE.label, ("outcome", "causes", "words", "on", "document"), _conclude),
    Act("answer", _V.ANSWER.label, ("words", "on", "document"), _plain(actions.answer, "words")),
    Act("act", _V.ACT.label, ("words?", "on", "document"), _mark(_V.ACT)),
    Act("close", _V.CLOSE.label, ("words?", "on"), _plain(actions.close, "words", document=False)),
    Act("terminate", _V.TERMINATE.label, ("words", "on", "document"), _plain(actions.terminate, "words")),
    Act("reopen", _V.REOPEN.label, ("words", "document"), _plain(actions.reopen, "words", dated=False), "cases.assign"),
    # beside the course
    Act(
        "assign",
        _("Assign"),
        ("handler", "due_on"),
        lambda m, v, by, now: actions.assign(m, _account(v, "handler"), due_on=v["due_on"], by=by, now=now),
        "cases.assign",
        "office",
    ),
    Act(
        "set_due",
        _V.SET_DUE.label,
        ("rule", "day"),
        lambda m, v, by, now: actions.set_due(m, v["rule"], v["day"], by=by, now=now),
        "cases.assign",
        "office",
    ),
    Act("extend", _V.EXTEND.label, ("extension", "amount", "words", "on", "document"), _extend, group="office"),
    Act("entitle", _V.ENTITLE.label, ("account", "words", "until"), _entitle, "cases.entitle", "office"),
    Act(
        "exclude",
        _V.EXCLUDE.label,
        ("account", "ground"),
        lambda m, v, by, now: actions.exclude(m, _account(v, "account"), v["ground"], by=by, now=now),
        group="office",
    ),
    Act(
        "withdraw",
        _V.WITHDRAW.label,
        ("words", "whole", "continued", "on"),
        lambda m, v, by, now: actions.withdraw(
            m, v["words"], whole=v["whole"], continued=v["continued"], on=_on(v), by=by, now=now
        ),
        group="office",
    ),
    Act(
        "review",
        _V.REVIEW.label,
        ("asked_by", "words", "on"),
        lambda m, v, by, now: actions.review(m, v["words"], asked_by=v["asked_by"], on=_on(v), by=by, now=now),
        group="office",
    ),
    Act(
        "false_report",
        _("Look into whether it was knowingly false"),
        ("handler", "words"),
        _false_report,
        "cases.assign",
        "office",
    ),
    Act("note", _V.NOTE.label, ("words", "on"), _beside(_V.NOTE), group="office"),
    # the person concerned
    Act("notify", _V.NOTIFY.label, ("person", "words", "on", "document"), _beside(_V.NOTIFY), group="hearing"),
    Act("access", _V.ACCESS.label, ("person", "words?", "on"), _beside(_V.ACCESS), group="hearing"),
    Act("hear", _V.HEAR.label, ("person", "words", "on", "document"), _beside(_V.HEAR), group="hearing"),
    Act("reply", _V.REPLY.label, ("person", "words", "on"), _beside(_V.REPLY), group="hearing"),
    Act("declined", _V.DECLINED.label, ("person", "words", "on"), _beside(_V.DECLINED), group="hearing"),
    Act("dialogue", _V.DIALOGUE.label, ("words", "on", "document"), _beside(_V.DIALOGUE), group="hearing"),
    # the file
    Act(
        "person",
        _("Name a person concerned"),
        ("name", "capacity", "official", "unit_code", "party_member"),
        _add_person,
        group="file",
    ),
    Act(
        "allegation",
        _("Write down an allegation"),
        ("text", "persons", "act", "happened_from", "happened_to"),
        _add_allegation,
        group="file",
    ),
    Act(
        "evidence",
        _("Enter evidence"),
        ("title", "source", "obtained_on", "sha256", "supports", "contradicts"),
        _add_evidence,
        group="file",
    ),
    Act("find", _V.FIND.label, ("allegation", "person?", "finding", "proof", "words"), _find, group="file"),
    Act("circumstances", _V.CIRCUMSTANCES.label, ("words", "on"), _beside(_V.CIRCUMSTANCES), group="file"),
    # what follows
    Act("send", _V.SEND.label, ("words?", "on", "document"), _mark(_V.SEND), group="after"),
    Act("publicise", _V.PUBLICISE.label, ("words?", "on", "document"), _mark(_V.PUBLICISE), group="after"),
    Act(
        "crime_sign",
        _V.CRIME_SIGN.label,
        ("to_body", "words"),
        lambda m, v, by, now: outcomes.confirm_crime_sign(m, v["to_body"], v["words"], by=by, now=now),
        group="after",
    ),
    Act(
        "crime_sent",
        _V.CRIME_SENT.label,
        ("transfer", "on", "document"),
        lambda m, v, by, now: outcomes.send_to_investigators(_transfer(m, v), by=by, now=now, **_usual(v)),
        group="after",
    ),
    Act(
        "crime_step",
        _("Record what the investigating body tells"),
        ("transfer", "crime_step", "decided_on", "receipt", "case_number", "defendants", "officials", "party_members"),
        _crime_step,
        group="after",
    ),
    Act(
        "discipline",
        _("Record a disciplinary decision"),
        ("person", "ladder", "form", "decided_on", "document"),
        _discipline,
        group="after",
    ),
    Act(
        "discipline_appeal",
        _("Record an appeal against a decision"),
        ("decision", "decided_on", "words"),
        lambda m, v, by, now: outcomes.appeal_discipline(_decision(m, v), v["decided_on"], v["words"], by=by, now=now),
        group="after",
    ),
    Act(
        "discipline_aside",
        _("Record that a decision was annulled"),
        ("decision", "decided_on", "document", "words"),
        lambda m, v, by, now: outcomes.set_discipline_aside(
            _decision(m, v), v["words"], v["decided_on"], document=v["document"], by=by, now=now
        ),
        group="after",
    ),
    Act(
        "discipline_changed",
        _("Record that a decision was replaced"),
        ("decision", "form", "decided_on", "document", "words"),
        lambda m, v, by, now: outcomes.replace_discipline(
            _decision(m, v), v["form"], v["decided_on"], v["words"], document=v["document"], by=by, now=now
        ),
        group="after",
    ),
    Act(
        "money",
        _("Enter into the money ledger"),
        ("money_step", "vnd", "decided_on", "document"),
        lambda m, v, by, now: outcomes.enter_money(
            m, MoneyStep(v["money_step"]), v["vnd"], v["decided_on"], document=v["document"], by=by, now=now
        ),
        group="after",
    ),
    Act(
        "appraisal",
        _("Ask for an appraisal"),
        ("body", "decided_on", "day"),
        lambda m, v, by, now: outcomes.ask_appraisal(m, v["body"], v["decided_on"], v["day"], by=by, now=now),
        group="after",
    ),
    Act(
        "remedy",
        _("Decide a remedy"),
        ("remedy_kind", "decided_on", "due_on", "document"),
        lambda m, v, by, now: outcomes.owe(
            m, RemedyKind(v["remedy_kind"]), v["decided_on"], due_on=v["due_on"], document=v["document"], by=by, now=now
        ),
        group="after",
    ),
    Act(
        "remedy_done",
        _("Record a remedy as done"),
        ("remedy", "day"),
        lambda m, v, by, now: outcomes.done(
            Remedy.objects.get(pk=int(v["remedy"]), matter=m), v["day"], by=by, now=now
        ),
        group="after",
    ),
    Act(
        "head",
        _("Record what the head answers for"),
        ("unit_code", "head_form", "head_ground", "decided_on", "document"),
        lambda m, v, by, now: outcomes.head_answers(
            m, v["unit_code"], v["head_form"], v["head_ground"], v["decided_on"], document=v["document"], by=by, now=now
        ),
        group="after",
    ),
    Act(
        "rehabilitate",
        _V.REHABILITATE.label,
        ("words", "document"),
        _plain(actions.rehabilitate, "words", dated=False),
        group="after",
    ),
)
BY_CODE = {act.code: act for act in ACTS}
_CONCLUDED = frozenset({Status.CONCLUDED, Status.ACTING, Status.CLOSED})
_WHEN: dict[str, frozenset[Status]] = {
    "find": frozenset({Status.VERIFYING}),
    "circumstances": frozenset({Status.ACCEPTED, Status.VERIFYING}),
    "send": _CONCLUDED,
    "publicise": _CONCLUDED,
    "discipline": _CONCLUDED,
    "discipline_appeal": frozenset(Status),
    "discipline_aside": frozenset(Status),
    "discipline_changed": frozenset(Status),
    "false_report": frozenset({Status.CLOSED}),
    "head": _CONCLUDED,
    "review": _CONCLUDED | {Status.TERMINATED},
    "rehabilitate": frozenset({Status.CLOSED, Status.TERMINATED}),
    "money": OPEN | {Status.CLOSED, Status.TRANSFERRED},
    "remedy": OPEN | {Status.CLOSED},
    "remedy_done": OPEN | {Status.CLOSED},
    "crime_step": frozenset(Status),
    "crime_sent": frozenset(Status),
    "note": frozenset(Status),
    "entitle": frozenset(Status),
    "exclude": frozenset(Status),
}
_NEEDS_PERSON = frozenset({"notify", "access", "hear", "reply", "declined", "discipline"})


_OF_A_DECISION = frozenset({"discipline_appeal", "discipline_aside", "discipline_changed"})


def possible(matter: Matter, *, persons: bool, transfers: bool, decisions: bool = False) -> list[Act]:
    """What can be done now, the course first."""
    moving = {str(verb) for verb in verbs_from(matter.kind, matter.status)}
    found = []
    for act in ACTS:
        fits = act.code in moving if act.group == "course" else Status(matter.status) in _WHEN.get(act.code, OPEN)
        if act.code in _NEEDS_PERSON and not persons:
            fits = False
        if act.code in _OF_A_DECISION and not decisions:
            fits = False
        if act.code == "false_report" and matter.outcome != Outcome.WRONG:
            fits = False
        if act.code in ("crime_sent", "crime_step") and not transfers:
            fits = False
        if fits:
            found.append(act)
    return found
