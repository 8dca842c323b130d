"""What an officer may say of a report while sorting, and what may be done to those who speak."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkKind(models.TextChoices):
    """What a report is about, by code."""

    DOSSIER = "dossier", _("Dossier")
    OFFICIAL = "official", _("Official")
    UNIT = "unit", _("Unit")
    PROCEDURE = "procedure", _("Procedure")
    LEAD = "lead", _("Lead")


COUNTED = (LinkKind.OFFICIAL, LinkKind.UNIT, LinkKind.PROCEDURE)
"""Subjects whose reports are counted for detection."""


class NoReport(models.TextChoices):
    """Why something may be no report at all. Opinions are no ground: whoever says something is heard."""

    ADVERTISEMENT = "advertisement", _("An advertisement")
    EMPTY = "empty", _("No words that say anything")
    TEST = "test", _("A test of the form")
    ELSEWHERE = "elsewhere", _("Meant for somebody else, without any matter")


REVERSIBLE_FOR = timedelta(days=60)
"""How long what was set aside can be taken back by a click; afterwards the reporter can still reopen it."""


class Aside(models.TextChoices):
    """Why an agency or an officer steps aside."""

    RELATIVE = "relative", _("A relative is concerned")
    CONCERNED = "concerned", _("I am concerned myself")
    WORKED_TOGETHER = "worked_together", _("We work or worked closely together")
    QUARREL = "quarrel", _("There is a quarrel between us")
    OTHER = "other", _("Another reason that makes it hard to be fair")


class Reorganised(models.TextChoices):
    """Why everything an office holds goes to another at once. Who takes over is said by a decision, which is named."""

    MERGED = "merged", _("The agency was merged into another")
    CLOSED = "closed", _("The agency was closed; another takes over its tasks")
    MOVED = "moved", _("These tasks were moved to another agency")


TAKEN_OVER = "reorganisation.taken_over"
"""The rule of the law's tables that says who goes on with what an agency held."""


class Consequence(models.TextChoices):
    """What was done to somebody who spoke."""

    THREAT = "threat", _("Threats")
    WORK = "work", _("Moved, worse work, less pay, dismissal")
    SERVICE = "service", _("My dossiers are held up, I am treated badly")
    FAMILY = "family", _("Something is done to my family")
    VIOLENCE = "violence", _("Violence, damage")
    EXPOSED = "exposed", _("It became known that I spoke")
    OTHER = "other", _("Something else")


class Sufferer(models.TextChoices):
    """To whom it was done."""

    REPORTER = "reporter", _("The person who reported")
    OFFICER = "officer", _("An officer who handled it or told the truth")


REVIEW_AFTER = tuple(timedelta(days=days) for days in (30, 90, 180, 365))
"""When somebody looks again: retaliation often comes late."""


class Review(models.TextChoices):
    """What a review found."""

    QUIET = "quiet", _("Nothing more was done to them")
    CONTINUES = "continues", _("It goes on, or something new was done")
    NOT_REACHED = "not_reached", _("They could not be reached")


class Protected(models.TextChoices):
    """What is protected (Law on Denunciations, articles 47–58)."""

    SECRECY = "secrecy", _("Who they are")
    WORK = "work", _("Position and work")
    SAFETY = "safety", _("Life, health, property, honour")


class Decision(models.TextChoices):
    """How a request for protection was decided."""

    ASKED = "asked", _("Not decided yet")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused, with reasons")
    ENDED = "ended", _("Protection ended")
