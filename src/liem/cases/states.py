"""What a matter can be, where it can stand, and the one table of how it moves.

Status, outcome and visibility are three things.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The legal kind. It decides the moves, the clocks and the forms; different regimes, never one 'report'."""

    REFLECTION = "reflection", _("Reflection or recommendation")
    COMPLAINT_FIRST = "complaint_first", _("Complaint, first instance")
    COMPLAINT_SECOND = "complaint_second", _("Complaint, second instance")
    DENUNCIATION = "denunciation", _("Denunciation")
    CRIME_REPORT = "crime_report", _("Crime report")
    INSPECTION = "inspection", _("Inspection recommendation")
    LEAD = "lead", _("Internal verification of a lead")


class Origin(models.TextChoices):
    """What a matter was born of. Its reference is a register number or a code; content stays where it was sealed."""

    REPORT = "report", _("A report")
    LEAD = "lead", _("A lead from the records")
    INSPECTION = "inspection", _("A finding of an inspection")
    CRIME_REPORT = "crime_report", _("A crime report")
    PRESS = "press", _("A finding of the press")
    VOTERS = "voters", _("Voters, a meeting or the Fatherland Front")
    MATTER = "matter", _("Another matter")


class Status(models.TextChoices):
    """Where a matter stands. It is derived from its dated events; the column is what the database checks."""

    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("Taken up")
    VERIFYING = "verifying", _("Being verified")
    SUSPENDED = "suspended", _("Suspended")
    CONCLUDED = "concluded", _("Concluded")
    ACTING = "acting", _("Conclusion being carried out")
    CLOSED = "closed", _("Closed")
    REFUSED = "refused", _("Not accepted")
    TRANSFERRED = "transferred", _("Handed to another body")
    TERMINATED = "terminated", _("Terminated")


S = Status
OPEN = frozenset({S.RECEIVED, S.ACCEPTED, S.VERIFYING, S.SUSPENDED, S.CONCLUDED, S.ACTING})
"""Somebody has to do something next."""


class Outcome(models.TextChoices):
    """What was found, once there is a conclusion. Empty before: nobody knows, and no screen says otherwise."""

    RIGHT = "right", _("What was said is right")
    PARTLY = "partly", _("Right in part")
    WRONG = "wrong", _("What was said is not right")
    EXPLAINED = "explained", _("Explained: there is a good and lawful reason")
    NOT_FOUND = "not_found", _("Not found: the records do not bear the sign out")
    DONE = "done", _("Carried out")
    NOT_DONE = "not_done", _("Not carried out")
    ANSWERED = "answered", _("Answered")
    HANDED_ON = "handed_on", _("For another body to decide")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    NOT_TAKEN = "not_taken", _("Not taken up, with a reason")


class Visibility(models.TextChoices):
    """Who may look, apart from where it stands."""

    NORMAL = "normal", _("As its kind says")
    REMOVED = "removed", _("Unfounded: content put away, the number kept")


class Verb(models.TextChoices):
    """What can happen to a matter. Those in the table of moves change its status, the others are facts beside it."""

    OPEN = "open", _("Opened")
    ASSIGN = "assign", _("Assigned")
    ACCEPT = "accept", _("Accept")
    REFUSE = "refuse", _("Refuse, with reason")
    TRANSFER = "transfer", _("Hand to another body")
    TAKE_OVER = "take_over", _("Record that the new body received it")
    PLAN = "plan", _("Approve the plan of verification")
    SUSPEND = "suspend", _("Suspend")
    RESUME = "resume", _("Resume")
    EXTEND = "extend", _("Extend the limit")
    SET_DUE = "set_due", _("Set the day it is due")
    NOTIFY = "notify", _("Give notice to the person concerned")
    HEAR = "hear", _("Hear the person concerned")
    DECLINED = "declined", _("Record that they chose not to speak")
    ACCESS = "access", _("Let them see the file")
    REPLY = "reply", _("Record their reply")
    DIALOGUE = "dialogue", _("Hold the dialogue")
    CIRCUMSTANCES = "circumstances", _("Record motive, context and social impact")
    FIND = "find", _("Record a finding")
    CONCLUDE = "conclude", _("Conclude")
    ANSWER = "answer", _("Answer")
    ACT = "act", _("Decide what follows")
    SEND = "send", _("Send the conclusion")
    PUBLICISE = "publicise", _("Publicise the result")
    CLOSE = "close", _("Close")
    WITHDRAW = "withdraw", _("Record a withdrawal")
    TERMINATE = "terminate", _("Terminate")
    REVIEW = "review", _("Ask for a review")
    REOPEN = "reopen", _("Reopen")
    CRIME_SIGN = "crime_sign", _("Confirm signs of crime")
    CRIME_SENT = "crime_sent", _("Send the file to the investigating body")
    REHABILITATE = "rehabilitate", _("Restore a good name")
    HAND_OVER = "hand_over", _("Hand over to another officer")
    EXCLUDE = "exclude", _("Exclude from the matter")
    ENTITLE = "entitle", _("Let somebody read the content")
    NOTE = "note", _("Note")


V = Verb


@dataclass(frozen=True)
class Move:
    """One allowed change of status."""

    kind: Kind
    verb: Verb
    old: Status
    new: Status


_COMMON = (
    (V.REFUSE, (S.RECEIVED,), S.REFUSED),
    (V.TRANSFER, (S.RECEIVED, S.ACCEPTED, S.VERIFYING), S.TRANSFERRED),
    (V.TAKE_OVER, (S.TRANSFERRED,), S.RECEIVED),
    (V.ACCEPT, (S.RECEIVED,), S.ACCEPTED),
)
_VERIFIED = (
    (V.PLAN, (S.ACCEPTED,), S.VERIFYING),
    (V.SUSPEND, (S.ACCEPTED, S.VERIFYING), S.SUSPENDED),
    (V.RESUME, (S.SUSPENDED,), S.VERIFYING),
    (V.CONCLUDE, (S.VERIFYING,), S.CONCLUDED),
    (V.REOPEN, (S.CLOSED, S.TERMINATED), S.VERIFYING),
)
_ENDED_EARLY = ((V.TERMINATE, (S.RECEIVED, S.ACCEPTED, S.VERIFYING, S.SUSPENDED), S.TERMINATED),)
_CARRIED_OUT = ((V.ACT, (S.CONCLUDED,), S.ACTING), (V.CLOSE, (S.ACTING,), S.CLOSED))

_TABLE = {
    Kind.REFLECTION: (
        *_COMMON,
        *_ENDED_EARLY,
        (V.ANSWER, (S.ACCEPTED,), S.CONCLUDED),
        (V.CLOSE, (S.CONCLUDED,), S.CLOSED),
        (V.REOPEN, (S.CLOSED,), S.ACCEPTED),
    ),
    Kind.COMPLAINT_FIRST: (*_COMMON, *_VERIFIED, *_ENDED_EARLY, *_CARRIED_OUT),
    Kind.COMPLAINT_SECOND: (*_COMMON, *_VERIFIED, *_ENDED_EARLY, *_CARRIED_OUT),
    Kind.DENUNCIATION: (*_COMMON, *_VERIFIED, *_ENDED_EARLY, *_CARRIED_OUT),
    Kind.CRIME_REPORT: (
        (V.TRANSFER, (S.RECEIVED,), S.TRANSFERRED),
        (V.CLOSE, (S.TRANSFERRED,), S.CLOSED),
        (V.REOPEN, (S.CLOSED,), S.TRANSFERRED),
    ),
    Kind.INSPECTION: (
        (V.ACCEPT, (S.RECEIVED,), S.ACCEPTED),
        (V.ACT, (S.ACCEPTED,), S.ACTING),
        (V.CONCLUDE, (S.ACTING,), S.CONCLUDED),
        (V.CLOSE, (S.CONCLUDED,), S.CLOSED),
        (V.REOPEN, (S.CLOSED,), S.ACTING),
    ),
    Kind.LEAD: (
        *_COMMON,
        *_VERIFIED,
        *_ENDED_EARLY,
        (V.CLOSE, (S.CONCLUDED,), S.CLOSED),
    ),
}


def moves() -> Iterator[Move]:
    """The whole table. The database holds the same rows and refuses other changes; the diagram is drawn from it."""
    for kind, rows in _TABLE.items():
        every = [Move(kind, verb, old, new) for verb, olds, new in rows for old in olds]
        reached: set[Status] = {Status.RECEIVED}
        for _step in Status:
            reached |= {move.new for move in every if move.old in reached}
        yield from (move for move in every if move.old in reached)


MOVES = frozenset(moves())


def after(kind: str, status: str, verb: str) -> Status | None:
    """Where ``verb`` leads a matter of this kind from ``status``; ``None``: the table forbids it."""
    return next((move.new for move in MOVES if (move.kind, move.old, move.verb) == (kind, status, verb)), None)


def verbs_from(kind: str, status: str) -> list[Verb]:
    """Which verbs move a matter of this kind on from ``status``, in the order in which they are listed."""
    possible = {move.verb for move in MOVES if (move.kind, move.old) == (kind, status)}
    return [verb for verb in Verb if verb in possible]


class Standing(models.TextChoices):
    """How one clock of a matter stands."""

    NOT_STARTED = "not_started", _("Not begun")
    RUNNING = "running", _("Running")
    STANDING_STILL = "standing_still", _("Standing still")
    UNKNOWN = "unknown", _("No number is known: a day must be set")
    MET = "met", _("Done")
    GONE = "gone", _("No longer needed")


class Reminder(models.TextChoices):
    """What is sent about a clock, and when. The order is the order in which they fall due."""

    SOON = "soon", _("Five working days left")
    LAST = "last", _("One working day left")
    OVERDUE = "overdue", _("The limit has passed")
    URGED = "urged", _("Urged by the head: three working days late")
    ESCALATED = "escalated", _("Brought before the inspectorate: five working days late")


class Capacity(models.TextChoices):
    """In what capacity a person is concerned; the words of the agencies' routing."""

    STAFF = "staff", _("An official, not a leader")
    LEADER = "leader", _("A deputy head or manager")
    HEAD = "head", _("The head")
    OTHER = "other", _("Somebody outside the administration")
    WITNESS = "witness", _("A witness")


class Finding(models.TextChoices):
    """What was found of one allegation against one person."""

    ESTABLISHED = "established", _("Established")
    PARTLY = "partly", _("Established in part")
    NOT_ESTABLISHED = "not_established", _("Not established")
    EXPLAINED = "explained", _("Explained by a good and lawful reason")
    OUTSIDE = "outside", _("For another body to decide")


class Proof(models.TextChoices):
    """The standard of proof a finding was held to."""

    DOCUMENTS = "documents", _("Documents that agree, nothing against them")
    CONVERGENT = "convergent", _("Two independent sources that agree")
    BALANCE = "balance", _("More likely than not: enough to act on management, not on a person")
    NONE = "none", _("Not enough")


class Cause(models.TextChoices):
    """Why it could happen, coded on concluded matters (objective and subjective), and counted."""

    RULE_UNCLEAR = "rule_unclear", _("Objective: the rule is unclear or has a loophole")
    OVERLOAD = "overload", _("Objective: more work than people")
    SYSTEM_FAULT = "system_fault", _("Objective: the system or the equipment")
    RULE_CHANGED = "rule_changed", _("Objective: rules changed meanwhile")
    AWARENESS = "awareness", _("Subjective: duty not taken seriously")
    SKILL = "skill", _("Subjective: knowledge or skill")
    GAIN = "gain", _("Subjective: seeking a benefit")
    SUPERVISION = "supervision", _("Subjective: no supervision by the head")


class Ladder(models.TextChoices):
    """Which order a discipline belongs to."""

    PARTY = "party", _("Party")
    ADMINISTRATIVE = "administrative", _("Administrative")


class MoneyStep(models.TextChoices):
    """An entry of the money ledger."""

    DAMAGE = "damage", _("Damage assessed")
    ORDERED = "ordered", _("Ordered to be paid back")
    SEIZED = "seized", _("Seized or frozen")
    RECOVERED = "recovered", _("Recovered")
    REFUNDED = "refunded", _("Refunded to the citizen")
    WRITTEN_OFF = "written_off", _("Found not recoverable, by decision")


class RemedyKind(models.TextChoices):
    """What is done for the citizen."""

    REDO = "redo", _("The dossier is done again")
    REFUND = "refund", _("Money is refunded")
    APOLOGY = "apology", _("An apology")
    COMMENDATION = "commendation", _("Commendation or reward for a correct report")
    PROTECTION = "protection", _("A measure of protection")
    GOOD_NAME = "good_name", _("A good name restored")


class CrimeStep(models.TextChoices):
    """How a transfer on signs of crime stands, on the books of the one who receives it."""

    SENT = "sent", _("Sent")
    RECEIPTED = "receipted", _("Receipt returned")
    PROSECUTED = "prosecuted", _("A case was opened")
    NOT_PROSECUTED = "not_prosecuted", _("No case was opened")
    SUSPENDED = "suspended", _("Resolution suspended")
    JUDGED = "judged", _("Judged")
    RETURNED = "returned", _("Returned for administrative handling")
