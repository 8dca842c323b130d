"""What is watched, owed and checked, and the tables of how each moves."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Watched(models.TextChoices):
    """What stands on the list of the steering committee. The two are counted apart."""

    CASE = "case", _("Case (criminal proceedings were opened)")
    INCIDENT = "incident", _("Incident (no proceedings yet)")


class WatchVerb(models.TextChoices):
    """What the committee decides about an entry. Each is a decision with number, date and ground."""

    PUT_ON = "put_on", _("Put on the list")
    DIRECT = "direct", _("Direct")
    REPORT = "report", _("Hear a report")
    REMOVE = "remove", _("Remove from the list")
    ANNUL = "annul", _("Strike out: there was no such decision")
    """Only as the correction of a decision that was written down and never made."""


WATCH_MOVES: Mapping[tuple[bool, WatchVerb], bool] = {
    (False, WatchVerb.PUT_ON): True,
    (True, WatchVerb.DIRECT): True,
    (True, WatchVerb.REPORT): True,
    (True, WatchVerb.REMOVE): False,
}
"""(is it on the list, what is decided) → is it on the list afterwards. What is not here is not possible."""


class Source(models.TextChoices):
    """Which paper a duty stands in."""

    INSPECTION = "inspection", _("Conclusion of an inspection")
    AUDIT = "audit", _("Conclusion of an audit")
    SUPERVISION = "supervision", _("Conclusion of a supervision")
    INVESTIGATION = "investigation", _("Recommendation of an investigation")
    SUPERVISOR = "supervisor", _("Recommendation of an external supervisor")
    COORDINATION = "coordination", _("Request for coordination")
    DIRECTIVE = "directive", _("Directive")
    PLAN = "plan", _("Plan")


class Supervisor(models.TextChoices):
    """Who supervises from outside. The value is the unit an account of theirs is appointed to."""

    COUNCIL = "HDND", _("People's Council")
    FRONT = "MTTQ", _("Fatherland Front")
    PRESS = "BAOCHI", _("Press")
    BUSINESS = "HHDN", _("Business association")


class DutyKind(models.TextChoices):
    """What is owed."""

    MONEY = "money", _("Money to be recovered")
    LAND = "land", _("Land to be recovered")
    ADMINISTRATIVE = "administrative", _("Administrative handling")
    TRANSFER = "transfer", _("Transfer to the investigating body")
    MECHANISM = "mechanism", _("A rule or mechanism to be amended")
    TASK = "task", _("A task or a plan to be made")
    RECTIFY = "rectify", _("A head of unit to rectify")
    HANDLE = "handle", _("The responsibility of a head to be considered")
    ANSWER = "answer", _("An answer or coordination owed to another agency")
    HAND_OVER = "hand_over", _("A file to be handed over")


MEASURED: Mapping[str, str] = {DutyKind.MONEY: "đồng", DutyKind.LAND: "m²"}
"""Kinds that are measured, and in what: they are done when what was accepted reaches what is owed."""


OF_HEADS = frozenset({DutyKind.RECTIFY, DutyKind.HANDLE})
"""What concerns a head of unit, by post and never by name: accepted with the number of the decision that ended it."""


class Standing(models.TextChoices):
    """Where a duty stands; the sum of what happened."""

    OWED = "owed", _("Still owed")
    SAID_DONE = "said_done", _("Said to be done, not yet looked at")
    DONE = "done", _("Done")
    RELEASED = "released", _("Released by decision")


class DutyVerb(models.TextChoices):
    """What happens to a duty."""

    REPORT = "report", _("Report progress")
    URGE = "urge", _("Urge, with a day for the reply")
    EXTEND = "extend", _("Extend by decision")
    SAY_DONE = "say_done", _("Say that it is done")
    ACCEPT = "accept", _("Accept what was done")
    RETURN = "return", _("Return: not done")
    RELEASE = "release", _("Release by decision")
    TAKE_BACK = "take_back", _("Take back what the unit wrote")
    STRIKE = "strike", _("Strike out what was written by mistake")


DUTY_MOVES: Mapping[tuple[Standing, DutyVerb], Standing] = {
    (Standing.OWED, DutyVerb.REPORT): Standing.OWED,
    (Standing.OWED, DutyVerb.URGE): Standing.OWED,
    (Standing.OWED, DutyVerb.EXTEND): Standing.OWED,
    (Standing.OWED, DutyVerb.SAY_DONE): Standing.SAID_DONE,
    (Standing.OWED, DutyVerb.RELEASE): Standing.RELEASED,
    (Standing.SAID_DONE, DutyVerb.ACCEPT): Standing.DONE,
    (Standing.SAID_DONE, DutyVerb.RETURN): Standing.OWED,
    (Standing.SAID_DONE, DutyVerb.RELEASE): Standing.RELEASED,
}
OF_WHO_OWES = frozenset({DutyVerb.REPORT, DutyVerb.SAY_DONE, DutyVerb.TAKE_BACK})
"""What the unit that owes says; the rest is for the inspectorate."""
STRIKING = frozenset({DutyVerb.TAKE_BACK, DutyVerb.STRIKE})
"""These only put an end to what an earlier entry said; both stay visible."""
BY_DECISION = frozenset({DutyVerb.EXTEND, DutyVerb.RELEASE})
"""These need the number of a decision."""


# -- checks by lot


class Subject(models.TextChoices):
    """What a draw is made from."""

    RECORDS = "records", _("Records: is what stands in them right?")
    CLOSED = "closed", _("Closed matters: were they handled well?")


class Verdict(models.TextChoices):
    """What was found at one drawn item."""

    AGREES = "agrees", _("Agrees with the record")
    DIFFERS = "differs", _("Differs from the record")
    MISSING = "missing", _("Could not be found")


class Criterion(models.TextChoices):
    """What a closed matter is looked at for; what was not met is noted."""

    CLASSIFIED = "classified", _("The legal kind is right")
    CLOCK = "clock", _("The limit and every extension have their ground")
    HEARD = "heard", _("The person concerned was heard before the finding")
    EVIDENCE = "evidence", _("The evidence bears the finding out")
    CIRCUMSTANCES = "circumstances", _("Motive, context and social impact were weighed")
    CARRIED_OUT = "carried_out", _("What was decided was carried out")
    TOLD = "told", _("Who spoke was told the result")


# -- inspections


class Chosen(models.TextChoices):
    """How what is inspected was chosen."""

    RISK = "risk", _("By risk")
    LOT = "lot", _("By lot")
    ORDER = "order", _("By order of a competent person")


class InspectionVerb(models.TextChoices):
    """What happens to an inspection."""

    ANNOUNCE = "announce", _("Announce to the unit")
    BEGIN = "begin", _("Begin: the decision is made known")
    FINISH = "finish", _("Finish on the spot")
    CONCLUDE = "conclude", _("Sign the conclusion")
    PUBLISH = "publish", _("Publish the conclusion")
    CANCEL = "cancel", _("Cancel by decision")
    STRIKE = "strike", _("Strike out what was written by mistake")
    """Only puts an end to what an earlier entry said; both stay visible."""


class Course(models.TextChoices):
    """Where an inspection stands: the sum of what happened."""

    PLANNED = "planned", _("In the programme")
    UNDER_WAY = "under_way", _("Under way")
    FINISHED = "finished", _("Conclusion being drawn up")
    CONCLUDED = "concluded", _("Concluded, not yet published")
    PUBLISHED = "published", _("Concluded and published")
    CANCELLED = "cancelled", _("Cancelled")


INSPECTION_MOVES: Mapping[tuple[Course, InspectionVerb], Course] = {
    (Course.PLANNED, InspectionVerb.ANNOUNCE): Course.PLANNED,
    (Course.PLANNED, InspectionVerb.BEGIN): Course.UNDER_WAY,
    (Course.PLANNED, InspectionVerb.CANCEL): Course.CANCELLED,
    (Course.UNDER_WAY, InspectionVerb.FINISH): Course.FINISHED,
    (Course.FINISHED, InspectionVerb.CONCLUDE): Course.CONCLUDED,
    (Course.CONCLUDED, InspectionVerb.PUBLISH): Course.PUBLISHED,
}


class HeadsPart(models.TextChoices):
    """What the head of the unit has to do with what was found: a ground of the head's answer in ``liem.cases``."""

    NONE = "none", _("None")
    DIRECT = "direct", _("Directly responsible")
    SUPERVISION = "supervision", _("Did not supervise")
    COVER_UP = "cover_up", _("Covered up, or did not handle what was known")
    SELF_REPORTED = "self_reported", _("Found and reported it by themselves (which lightens it)")


# -- reminders


class ClockKind(models.TextChoices):
    """What a clock of this room runs for."""

    DUE = "due", _("What is owed")
    REPLY = "reply", _("The reply to an urging")
    DIRECTION = "direction", _("A direction of the committee")
