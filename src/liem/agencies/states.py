"""What may come in, what an agency is for, whom a report accuses, and how a hotline or mailbox stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a person brings, as the law calls it. Each has a regime of its own; they are never one thing."""

    REFLECTION = "reflection", _("Reflection")
    RECOMMENDATION = "recommendation", _("Recommendation")
    COMPLAINT = "complaint", _("Complaint")
    DENUNCIATION = "denunciation", _("Denunciation")
    CRIME_REPORT = "crime_report", _("Crime report")
    REFUSED_TO_PAY = "refused_to_pay", _("I was asked for money and refused")
    GOOD_SERVICE = "good_service", _("I was served well")
    UNDECIDED = "undecided", _("Not yet classified")


class Level(models.TextChoices):
    """Where an agency stands. ``central`` lies outside the province: what nobody inside may handle goes there."""

    CENTRAL = "central", _("Central")
    PROVINCE = "province", _("Province")
    DEPARTMENT = "department", _("Department")
    CENTRE = "centre", _("Centre")
    COMMUNE = "commune", _("Commune")


class Function(models.TextChoices):
    """What an agency is for, as far as reports are concerned."""

    SERVICE = "service", _("Serves people and handles its own matters")
    AUTHORITY = "authority", _("Provincial authority")
    INSPECTORATE = "inspectorate", _("Inspectorate")
    RECEPTION = "reception", _("Citizen reception board")
    INTERNAL_AFFAIRS = "internal_affairs", _("Internal Affairs Commission")
    INVESTIGATOR = "investigator", _("Investigating agency")
    PROCURACY = "procuracy", _("Procuracy")
    CENTRAL = "central", _("Central inspectorate")


class AccusedAs(models.TextChoices):
    """In what capacity somebody is accused."""

    STAFF = "staff", _("An official, not a leader")
    LEADER = "leader", _("A deputy head or manager")
    HEAD = "head", _("The head")
    UNIT = "unit", _("The agency as a whole")
    UNKNOWN = "unknown", _("I do not know")


LEADING = frozenset({AccusedAs.LEADER, AccusedAs.HEAD, AccusedAs.UNIT})
"""Accusations that close the whole agency, and all below it, to the report."""


class Barred(models.TextChoices):
    """Why an agency may not handle a matter."""

    ACCUSED = "accused", _("it, or somebody who leads it, is accused")
    BELOW_ACCUSED = "below_accused", _("it answers to an agency whose leaders are accused")
    PERHAPS_ACCUSED = "perhaps_accused", _("who is accused there is not known yet")
    LED_BY_ACCUSED = "led_by_accused", _("a person accused leads it now")
    LED_BY_RELATIVE = "led_by_relative", _("a declared relative of a person accused leads it")
    RECUSED = "recused", _("it stepped aside, with a reason on record")
    NOT_COMPETENT = "not_competent", _("it may not handle matters of this kind")


class ContactKind(models.TextChoices):
    """How people reach an agency."""

    HOTLINE = "hotline", _("Hotline")
    MAILBOX = "mailbox", _("Mailbox")


class Liveness(models.TextChoices):
    """Whether a hotline or mailbox answers, as far as it was tried."""

    ALIVE = "alive", _("Answers")
    DEAD = "dead", _("Does not answer")
    NOT_TRIED = "not_tried", _("Not tried lately")
