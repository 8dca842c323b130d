"""Decisions of this room, without database or present time. A refusal is a sentence naming the rule, or ``None``."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from liem.base.clock import local
from liem.base.formats import Language
from liem.cases.clocks import Reading
from liem.cases.states import (
    Capacity,
    Finding,
    Kind,
    Ladder,
    MoneyStep,
    Outcome,
    Status,
    Verb,
    after,
    verbs_from,
)
from liem.law.articles import articles
from liem.law.clock import Grant
from liem.law.explaining import REASONS

V = Verb
SHORTEST_REASON = 10
"""Characters. A reason of one word explains nothing to whoever comes after."""
IN_STEP_DAYS = 30
"""Administrative discipline follows party discipline within so many days (recalled; shown as a reminder alone)."""
RECOVERY_TARGET = 0.6

LAWS: dict[Kind, str] = {
    Kind.REFLECTION: "Nghị định 20/2008/NĐ-CP, 92/2017/NĐ-CP",
    Kind.COMPLAINT_FIRST: "Luật Khiếu nại 02/2011/QH13",
    Kind.COMPLAINT_SECOND: "Luật Khiếu nại 02/2011/QH13",
    Kind.DENUNCIATION: "Luật Tố cáo 25/2018/QH14",
    Kind.CRIME_REPORT: "Bộ luật Tố tụng hình sự 101/2015/QH13",
    Kind.INSPECTION: "Luật Thanh tra 84/2025/QH15",
    Kind.LEAD: "Luật Phòng, chống tham nhũng 36/2018/QH14",
}
"""The law each kind is handled under."""
HEARD = frozenset({V.HEAR, V.DECLINED, V.REPLY})
FOLLOWS: dict[Verb, frozenset[Verb]] = {
    V.NOTIFY: frozenset({V.ACCEPT}),
    V.HEAR: frozenset({V.NOTIFY}),
    V.DECLINED: frozenset({V.NOTIFY}),
    V.DIALOGUE: frozenset({V.ACCEPT}),
    V.CIRCUMSTANCES: frozenset({V.ACCEPT}),
    V.CONCLUDE: frozenset({V.NOTIFY, *HEARD, V.DIALOGUE, V.CIRCUMSTANCES}),
    V.SEND: frozenset({V.CONCLUDE, V.ANSWER}),
    V.PUBLICISE: frozenset({V.CONCLUDE, V.ANSWER}),
    V.REVIEW: frozenset({V.CONCLUDE, V.ANSWER, V.TERMINATE}),
    V.TERMINATE: frozenset({V.WITHDRAW}),
    V.CRIME_SENT: frozenset({V.CRIME_SIGN}),
    V.CLOSE: frozenset({V.SEND}),
}
"""The facts each verb rests on: it is not dated before the last of them. A move is besides not dated before the former
move; any other fact may be entered late, as long as it happened after what it rests on."""
OF_THE_PERSON = frozenset({V.HEAR, V.DECLINED})
"""What rests on the notice the same person had."""
RESTS_ON_A_CONCLUSION = frozenset({V.CONCLUDE, V.ANSWER})
"""What a disciplinary decision, and what the head answers for, are not dated before."""
TO_BE_HEARD = frozenset({Capacity.STAFF, Capacity.LEADER, Capacity.HEAD})
NEEDS_FINDINGS = frozenset({Kind.DENUNCIATION, Kind.COMPLAINT_FIRST, Kind.COMPLAINT_SECOND, Kind.LEAD})

OUTCOMES: dict[Kind, tuple[Outcome, ...]] = {
    Kind.REFLECTION: (Outcome.ANSWERED,),
    Kind.COMPLAINT_FIRST: (Outcome.RIGHT, Outcome.PARTLY, Outcome.WRONG),
    Kind.COMPLAINT_SECOND: (Outcome.RIGHT, Outcome.PARTLY, Outcome.WRONG),
    Kind.DENUNCIATION: (Outcome.RIGHT, Outcome.PARTLY, Outcome.WRONG),
    Kind.CRIME_REPORT: (Outcome.HANDED_ON,),
    Kind.INSPECTION: (Outcome.DONE, Outcome.NOT_DONE),
    Kind.LEAD: (Outcome.RIGHT, Outcome.PARTLY, Outcome.EXPLAINED, Outcome.NOT_FOUND),
}
"""What a conclusion of each kind may say."""

FORMS_OF_DISCIPLINE: dict[str, tuple[Ladder, int, object, date | None]] = {
    "party_reprimand": (Ladder.PARTY, 1, gettext_lazy("Reprimand (party)"), None),
    "party_warning": (Ladder.PARTY, 2, gettext_lazy("Warning (party)"), None),
    "party_removal": (Ladder.PARTY, 3, gettext_lazy("Removal from party post"), None),
    "party_expulsion": (Ladder.PARTY, 4, gettext_lazy("Expulsion from the party"), None),
    "reprimand": (Ladder.ADMINISTRATIVE, 1, gettext_lazy("Reprimand"), None),
    "warning": (Ladder.ADMINISTRATIVE, 2, gettext_lazy("Warning"), None),
    "lower_salary": (Ladder.ADMINISTRATIVE, 2, gettext_lazy("Lower salary step"), date(2025, 6, 30)),
    "demotion": (Ladder.ADMINISTRATIVE, 3, gettext_lazy("Demotion"), date(2025, 6, 30)),
    "removal": (Ladder.ADMINISTRATIVE, 3, gettext_lazy("Removal from post"), None),
    "recall": (Ladder.ADMINISTRATIVE, 4, gettext_lazy("Recall of an elected official"), None),
    "dismissal": (Ladder.ADMINISTRATIVE, 4, gettext_lazy("Forced dismissal"), None),
}
"""Code → ladder, severity for comparing the two ladders, words, last day it could be given (law of 1 July 2025)."""


@dataclass(frozen=True)
class Person:
    """A person concerned, as the rules see one."""

    number: int
    capacity: str
    notified: bool = False
    heard: bool = False


def law_of(kind: str, verb: str = "") -> str:
    """The law, and its article with the doubt about it: for the end of a refusal."""
    law, article = LAWS[Kind(kind)], articles().get((str(kind), str(verb)))
    if article is None:
        return law
    if not article.number:
        return _("%(law)s, which article is not established yet") % {"law": law}
    if not article.is_compared:
        return _("%(law)s, %(article)s, not compared with the text") % {"law": law, "article": article.number}
    return f"{law}, {article.number}"


def citing(refusal: str | None, kind: str, verb: str = "") -> str | None:
    """A refusal with the law it rests on, and the article where one is known; one that names it already stays."""
    if refusal is None or LAWS[Kind(kind)] in refusal:
        return refusal
    return f"{refusal} ({law_of(kind, verb)})"


def why_not_move(kind: str, status: str, verb: str) -> str | None:
    """Whether the table of moves allows it."""
    if after(kind, status, verb):
        return None
    possible = ", ".join(str(one.label) for one in verbs_from(kind, status)) or _("nothing more")
    return _("“%(verb)s” is not possible while the matter is “%(status)s” (%(law)s). Possible now: %(possible)s.") % {
        "verb": Verb(verb).label,
        "status": Status(status).label,
        "law": law_of(kind, verb),
        "possible": possible,
    }


def why_not_dated(at: datetime, *, now: datetime, received_at: datetime, last_at: datetime | None) -> str | None:
    """A decision is not dated after today, before the receipt, or before what it follows."""
    if local(at).date() > local(now).date():
        return _("The day lies in the future. Write the day on which it happened.")
    if local(at).date() < local(received_at).date():
        return _("The day is before the matter was received. Look at the year.")
    return why_not_after(local(at).date(), local(last_at).date()) if last_at is not None else None


def why_not_after(day: date, former: date) -> str | None:
    """What follows is not dated before what it follows."""
    if day < former:
        return _("The day is before the step it follows. A decision is not dated before its fact.")
    return None


def why_not_reason(text: str) -> str | None:
    """A reason must say something."""
    if len(text.strip()) < SHORTEST_REASON:
        return _("Write the reason in at least %(n)s characters: it stays with the file.") % {"n": SHORTEST_REASON}
    return None


def why_not_extend(reading: Reading, reading_after: Reading, grant: Grant, language: Language) -> str | None:
    """Whether the law lets this extension count; ``reading_after`` is the clock as it would then stand."""
    if reading.rule is None or reading.due is None:
        return _("No text of this limit is known for the day of receipt, so nothing can be extended.")
    basis = "; ".join(reading.rule.legal_basis)
    if not reading.rule.is_known:
        return _("This limit has no number in law (%(law)s): set the day instead.") % {"law": basis}
    refused = [why for fact, why in reading_after.due.ignored if fact == grant] if reading_after.due else []
    if refused:
        return _("The extension does not count: %(why)s (%(law)s).") % {
            "why": REASONS[refused[0]][language],
            "law": basis,
        }
    return None


def why_not_suspend(kind: str, reading: Reading | None) -> str | None:
    """Only where the text that governs this matter lets its clock stand still."""
    if reading is None or reading.rule is None or "suspended" not in reading.rule.stops:
        basis = "; ".join(reading.rule.legal_basis) if reading and reading.rule else law_of(kind, V.SUSPEND)
        return _("The law under which this matter was received does not let its limit stand still (%(law)s).") % {
            "law": basis
        }
    return None


def why_not_find(person: Person | None) -> str | None:
    """Nobody is found upon unheard."""
    if person and person.capacity in TO_BE_HEARD and not (person.notified and person.heard):
        return _(
            "The person concerned has not been heard. Give notice, hear them or record that they chose not to speak; "
            "only then a finding is possible."
        )
    return None


def why_not_conclude(
    kind: str,
    *,
    outcome: str,
    persons: Iterable[Person],
    pairs: Collection[tuple[int, int | None]],
    found: Mapping[tuple[int, int | None], str],
    circumstances: bool,
    dialogue: bool,
) -> str | None:
    """A conclusion needs an outcome of its kind, everybody heard, every allegation found upon, the circumstances.

    ``found``: the latest finding of each allegation and person; what it concludes does not go against them.
    """
    law = law_of(kind, V.CONCLUDE)
    if outcome not in OUTCOMES[Kind(kind)]:
        return _("Say what was found: %(possible)s.") % {
            "possible": ", ".join(str(one.label) for one in OUTCOMES[Kind(kind)])
        }
    if kind not in NEEDS_FINDINGS:
        return None
    unheard = [one for one in persons if one.capacity in TO_BE_HEARD and not (one.heard and one.notified)]
    if unheard:
        return ngettext(
            "%(n)s person concerned has had no notice or was not heard: no conclusion before that (%(law)s).",
            "%(n)s persons concerned have had no notice or were not heard: no conclusion before that (%(law)s).",
            len(unheard),
        ) % {"n": len(unheard), "law": law}
    if not pairs:
        return _("The file has no allegation: write down what is said to have happened, one by one.")
    open_pairs = len(set(pairs) - set(found))
    if open_pairs:
        return ngettext(
            "%(n)s allegation has no finding yet.", "%(n)s allegations have no finding yet.", open_pairs
        ) % {"n": open_pairs}
    if (against := _why_not_outcome(outcome, {found[pair] for pair in pairs})) is not None:
        return against
    if not circumstances:
        return _("Record motive, context and social impact before the conclusion: they weigh for and against.")
    if kind == Kind.COMPLAINT_SECOND and not dialogue:
        return _("A second complaint needs a dialogue before it is decided (%(law)s).") % {
            "law": law_of(kind, V.DIALOGUE)
        }
    return None


_BORNE_OUT = frozenset({Finding.ESTABLISHED, Finding.PARTLY})


def _why_not_outcome(outcome: str, found: Collection[str]) -> str | None:
    """No conclusion against what was found: neither for whoever was accused, nor for whoever spoke."""
    borne_out = bool(_BORNE_OUT & set(found))
    if outcome in (Outcome.WRONG, Outcome.NOT_FOUND, Outcome.EXPLAINED) and borne_out:
        return _("Something was established: the conclusion cannot say that nothing was. Look at the findings again.")
    elsewhere = set(found) == {Finding.OUTSIDE}
    if outcome in (Outcome.RIGHT, Outcome.PARTLY) and not borne_out and not elsewhere:
        return _("Nothing was established: the conclusion cannot say that it was. Look at the findings again.")
    if outcome == Outcome.RIGHT and set(found) - {Finding.ESTABLISHED, Finding.OUTSIDE}:
        return _("Not everything was established: it is right in part. Look at the findings again.")
    return None


def why_not_close(*, outcome: str, crime_unsent: bool, remedies_open: int, kind: str, sent: bool) -> str | None:
    """Nothing is closed without an outcome, with a crime sign unsent, a remedy owed, or an answer nobody got."""
    if not outcome:
        return _("A matter is not closed without an outcome (%(law)s).") % {"law": law_of(kind, V.CLOSE)}
    if crime_unsent:
        return _("Signs of crime were confirmed and the file was not sent: send it first, the law says at once.")
    if remedies_open:
        return ngettext(
            "%(n)s remedy is still owed: record when it was done.",
            "%(n)s remedies are still owed: record when they were done.",
            remedies_open,
        ) % {"n": remedies_open}
    if kind in NEEDS_FINDINGS and kind != Kind.LEAD and not sent:
        return _("The conclusion was not sent to those it concerns (%(law)s).") % {"law": law_of(kind, V.CONCLUDE)}
    return None


def why_not_terminate(kind: str, *, withdrawn: bool, continued: bool) -> str | None:
    """A withdrawn denunciation goes on where there are signs of a violation, pressure or abuse."""
    if kind == Kind.DENUNCIATION and withdrawn and continued:
        return _("The withdrawal showed pressure or signs of a violation: it is handled to its end (%(law)s).") % {
            "law": law_of(kind, V.WITHDRAW)
        }
    return None


def why_not_rehabilitate(outcome: str, findings: Iterable[str]) -> str | None:
    """A good name is restored where nothing was established."""
    if outcome not in (Outcome.WRONG, Outcome.NOT_FOUND, Outcome.EXPLAINED):
        return _("Only a matter that was found unfounded or explained is put away.")
    if any(one in (Finding.ESTABLISHED, Finding.PARTLY) for one in findings):
        return _("Something was established in this matter: it is not put away.")
    return None


def why_not_false_report(outcome: str, status: str, *, wilful_reason: str, by_is_handler: bool) -> str | None:
    """A wilfully false report has a procedure of its own; being wrong is none."""
    if status != Status.CLOSED or outcome != Outcome.WRONG:
        return _("Only after the matter was closed as not right. A mistake made in good faith is not a false report.")
    if by_is_handler:
        return _("Not by whoever handled the matter: another officer must look at it.")
    return why_not_reason(wilful_reason)


def why_not_discipline(form: str, ladder: str, decided_on: date, *, after_conclusion: bool) -> str | None:
    """A form of the right ladder, in force on that day, after a conclusion."""
    known = FORMS_OF_DISCIPLINE.get(form)
    if known is None or known[0] != ladder:
        return _("This form of discipline does not belong to that order.")
    if known[3] is not None and decided_on > known[3]:
        return _("This form was abolished on 1 July 2025 (%(law)s).") % {"law": "Luật Cán bộ, công chức 80/2025/QH15"}
    if not after_conclusion:
        return _("Nobody is disciplined in this file before there is a conclusion.")
    return None


def in_step(party: Iterable[tuple[int, date]], administrative: Iterable[tuple[int, date]], today: date) -> str:
    """How the two ladders stand for one person: ``in_step``, ``waiting``, ``late``, ``lighter`` or ``none``.

    Each decision is its severity and day. A reminder, never a finding.
    """
    by_party, by_office = list(party), list(administrative)
    if not by_party:
        return "none"
    severity, decided = max(by_party)
    if not by_office:
        return "late" if (today - decided).days > IN_STEP_DAYS else "waiting"
    return "lighter" if max(by_office)[0] < severity else "in_step"


def recovered_share(recovered: int, owed: int) -> float | None:
    """What came back of what is owed; ``owed`` is summed matter by matter, or one without an order would count free."""
    return recovered / owed if owed else None


def why_not_money(step: str, amount: int, sums: Mapping[str, int]) -> str | None:
    """No more is refunded than was recovered; an entry of nothing is none."""
    if amount <= 0:
        return _("Write the amount in VND, above nought.")
    if step == MoneyStep.REFUNDED and sums.get(MoneyStep.REFUNDED, 0) + amount > sums.get(MoneyStep.RECOVERED, 0):
        return _("More would be refunded than was recovered: record the recovery first.")
    return None
