"""Which form each verb asks for and which action it calls: one table for the page of a matter."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from liem.cases import actions, filled, outcomes
from liem.cases.filled import Run
from liem.cases.models import Matter, Remedy
from liem.cases.on_file import OnFile
from liem.cases.states import (
    OPEN,
    MoneyStep,
    Outcome,
    RemedyKind,
    Status,
    Verb,
    verbs_from,
)


@dataclass(frozen=True)
class Act:
    """A verb on the page: its words, the fields it asks for, what it calls, and the permission it needs."""

    code: str
    label: Any
    fields: tuple[str, ...]
    run: Run
    permission: str = "cases.handle"
    group: str = "course"


_V = Verb
ACTS: tuple[Act, ...] = (
    Act("accept", _V.ACCEPT.label, ("on", "document"), filled.plain(actions.accept)),
    Act("refuse", _V.REFUSE.label, ("words", "on", "document"), filled.plain(actions.refuse, "words")),
    Act(
        "transfer",
        _V.TRANSFER.label,
        ("to_unit", "words", "on", "document"),
        filled.plain(actions.transfer, "to_unit", "words"),
    ),
    Act("take_over", _V.TAKE_OVER.label, ("on",), filled.plain(actions.take_over, document=False)),
    Act(
        "plan",
        _V.PLAN.label,
        ("steps", "on", "document"),
        lambda m, v, by, now: actions.plan(m, filled.steps(v["steps"]), by=by, now=now, **filled.usual(v)),
    ),
    Act("suspend", _V.SUSPEND.label, ("words", "on", "document"), filled.plain(actions.suspend, "words")),
    Act("resume", _V.RESUME.label, ("on", "document"), filled.plain(actions.resume)),
    Act("conclude", _V.CONCLUDE.label, ("outcome", "causes", "words", "on", "document"), filled.conclude),
    Act("answer", _V.ANSWER.label, ("words", "on", "document"), filled.plain(actions.answer, "words")),
    Act("act", _V.ACT.label, ("words?", "on", "document"), filled.mark(_V.ACT)),
    Act("close", _V.CLOSE.label, ("words?", "on"), filled.plain(actions.close, "words", document=False)),
    Act("terminate", _V.TERMINATE.label, ("words", "on", "document"), filled.plain(actions.terminate, "words")),
    Act(
        "reopen",
        _V.REOPEN.label,
        ("words", "document"),
        filled.plain(actions.reopen, "words", dated=False),
        "cases.assign",
    ),
    # beside the course
    Act(
        "assign",
        _("Assign"),
        ("handler", "due_on"),
        lambda m, v, by, now: actions.assign(
            m, filled.chosen_account(v, "handler"), due_on=v["due_on"], by=by, now=now
        ),
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
    Act("extend", _V.EXTEND.label, ("extension", "amount", "words", "on", "document"), filled.extend, group="office"),
    Act("entitle", _V.ENTITLE.label, ("account", "words", "until"), filled.entitle, "cases.entitle", "office"),
    Act(
        "exclude",
        _V.EXCLUDE.label,
        ("account", "ground"),
        lambda m, v, by, now: actions.exclude(m, filled.chosen_account(v, "account"), v["ground"], by=by, now=now),
        group="office",
    ),
    Act(
        "withdraw",
        _V.WITHDRAW.label,
        ("words", "whole", "continued", "on"),
        lambda m, v, by, now: actions.withdraw(
            m, v["words"], whole=v["whole"], continued=v["continued"], on=filled.on(v), by=by, now=now
        ),
        group="office",
    ),
    Act(
        "review",
        _V.REVIEW.label,
        ("asked_by", "words", "on"),
        lambda m, v, by, now: actions.review(m, v["words"], asked_by=v["asked_by"], on=filled.on(v), by=by, now=now),
        group="office",
    ),
    Act(
        "false_report",
        _("Look into whether it was knowingly false"),
        ("handler", "words"),
        filled.false_report,
        "cases.assign",
        "office",
    ),
    Act("note", _V.NOTE.label, ("words", "on"), filled.beside(_V.NOTE), group="office"),
    # the person concerned
    Act("notify", _V.NOTIFY.label, ("person", "words", "on", "document"), filled.beside(_V.NOTIFY), group="hearing"),
    Act("access", _V.ACCESS.label, ("person", "words?", "on"), filled.beside(_V.ACCESS), group="hearing"),
    Act("hear", _V.HEAR.label, ("person", "words", "on", "document"), filled.beside(_V.HEAR), group="hearing"),
    Act("reply", _V.REPLY.label, ("person", "words", "on"), filled.beside(_V.REPLY), group="hearing"),
    Act("declined", _V.DECLINED.label, ("person", "words", "on"), filled.beside(_V.DECLINED), group="hearing"),
    Act("dialogue", _V.DIALOGUE.label, ("words", "on", "document"), filled.beside(_V.DIALOGUE), group="hearing"),
    # the file
    Act(
        "person",
        _("Name a person concerned"),
        ("name", "capacity", "official", "unit_code", "party_member"),
        filled.add_person,
        group="file",
    ),
    Act(
        "allegation",
        _("Write down an allegation"),
        ("text", "persons", "act", "happened_from", "happened_to"),
        filled.add_allegation,
        group="file",
    ),
    Act(
        "evidence",
        _("Enter evidence"),
        ("title", "source", "obtained_on", "sha256", "supports", "contradicts"),
        filled.add_evidence,
        group="file",
    ),
    Act("find", _V.FIND.label, ("allegation", "person?", "finding", "proof", "words"), filled.find, group="file"),
    Act("circumstances", _V.CIRCUMSTANCES.label, ("words", "on"), filled.beside(_V.CIRCUMSTANCES), group="file"),
    # what follows
    Act("send", _V.SEND.label, ("words?", "on", "document"), filled.mark(_V.SEND), group="after"),
    Act("publicise", _V.PUBLICISE.label, ("words?", "on", "document"), filled.mark(_V.PUBLICISE), group="after"),
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
        lambda m, v, by, now: outcomes.send_to_investigators(
            filled.chosen_transfer(m, v), by=by, now=now, **filled.usual(v)
        ),
        group="after",
    ),
    Act(
        "crime_step",
        _("Record what the investigating body tells"),
        ("transfer", "crime_step", "decided_on", "receipt", "case_number", "defendants", "officials", "party_members"),
        filled.crime_step,
        group="after",
    ),
    Act(
        "discipline",
        _("Record a disciplinary decision"),
        ("person", "ladder", "form", "decided_on", "document"),
        filled.discipline,
        group="after",
    ),
    Act(
        "discipline_appeal",
        _("Record an appeal against a decision"),
        ("decision", "decided_on", "words"),
        lambda m, v, by, now: outcomes.appeal_discipline(
            filled.chosen_decision(m, v), v["decided_on"], v["words"], by=by, now=now
        ),
        group="after",
    ),
    Act(
        "discipline_aside",
        _("Record that a decision was annulled"),
        ("decision", "decided_on", "document", "words"),
        lambda m, v, by, now: outcomes.set_discipline_aside(
            filled.chosen_decision(m, v), v["words"], v["decided_on"], document=v["document"], by=by, now=now
        ),
        group="after",
    ),
    Act(
        "discipline_changed",
        _("Record that a decision was replaced"),
        ("decision", "form", "decided_on", "document", "words"),
        lambda m, v, by, now: outcomes.replace_discipline(
            filled.chosen_decision(m, v), v["form"], v["decided_on"], v["words"], document=v["document"], by=by, now=now
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
        "appraisal_returned",
        _("Record that an appraisal came back"),
        ("appraisal", "decided_on"),
        lambda m, v, by, now: outcomes.appraisal_returned(
            filled.chosen_appraisal(m, v), v["decided_on"], by=by, now=now
        ),
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
        filled.plain(actions.rehabilitate, "words", dated=False),
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
    "appraisal_returned": frozenset(Status),
    "crime_sent": frozenset(Status),
    "note": frozenset(Status),
    "entitle": frozenset(Status),
    "exclude": frozenset(Status),
}
_NEEDS_PERSON = frozenset({"notify", "access", "hear", "reply", "declined", "discipline"})


_OF_A_DECISION = frozenset({"discipline_appeal", "discipline_aside", "discipline_changed"})


def possible(matter: Matter, file: OnFile) -> list[Act]:
    """What the state of the file allows now, the course first; whoever may do it."""
    moving = {str(verb) for verb in verbs_from(matter.kind, matter.status)}
    found = []
    for act in ACTS:
        fits = act.code in moving if act.group == "course" else Status(matter.status) in _WHEN.get(act.code, OPEN)
        if fits and not _lacks(act.code, matter, file):
            found.append(act)
    return found


def _lacks(code: str, matter: Matter, file: OnFile) -> bool:
    """Whether what this act is about is not on the file."""
    if code in _NEEDS_PERSON:
        return not file.persons
    if code in _OF_A_DECISION:
        return not file.has_decisions
    if code in ("crime_sent", "crime_step"):
        return not (file.crime_unsent if code == "crime_sent" else file.transfers)
    if code == "appraisal_returned":
        return not file.has_appraisals
    if code == "remedy_done":
        return not file.has_remedies
    return code == "false_report" and matter.outcome != Outcome.WRONG
