"""What a person may conclude after looking at a lead, and how sure a lead is before anybody has looked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Result(models.TextChoices):
    """The result of looking at a lead. None of them is a verdict; each stays on record with its reason."""

    EXPLAINED = "explained", _("Explained: there is a good and lawful reason")
    NEEDS_VERIFICATION = "needs_verification", _("Needs verification: a person must look further")
    NOT_FOUND = "not_found", _("Not found: the records do not bear the sign out")
    CORRECTED = "corrected", _("Corrected: the unit has put it right")
    REOPENED = "reopened", _("Opened again: what the unit gave as its reason does not settle it")


OF_THE_INSPECTORATE = (Result.EXPLAINED, Result.NEEDS_VERIFICATION, Result.NOT_FOUND)
OF_THE_UNIT = (Result.EXPLAINED, Result.CORRECTED, Result.NOT_FOUND, Result.NEEDS_VERIFICATION)
"""What a unit may say of its own lead; the last hands it on to the inspectorate."""


class Ending(models.TextChoices):
    """How the time of a sign ended. What is put away is in no list any more; nothing of it says anything of anybody."""

    LOOKED = "looked", _("An inspector looked, and nothing is left to be taken up")
    TAKEN_UP = "taken_up", _("A matter was born of it")
    EXPIRED = "expired", _("Not taken up: nobody took it up in the time it had")
    UNFOUNDED = "unfounded", _("Verified or ended without anything being borne out")


PUT_AWAY = (Ending.EXPIRED, Ending.UNFOUNDED)


class Grade(models.TextChoices):
    """How firm a lead is (dossier exchange format: ``leads.grade``)."""

    CONVERGENT = "convergent", _("Two independent sources agree")
    BREACH = "breach", _("A rule broken, checkable in the dossier")
    SINGLE = "single", _("One pattern alone: look at the unit, not at a person")


class SubjectKind(models.TextChoices):
    """What a lead is about."""

    DOSSIER = "dossier", _("Dossier")
    OFFICIAL = "official", _("Official")
    UNIT = "unit", _("Unit")
    AGENT = "agent", _("Agent")
    PAIR = "pair", _("Official and agent")
    PROCEDURE = "procedure", _("Procedure")


PERSONS = (SubjectKind.OFFICIAL, SubjectKind.AGENT, SubjectKind.PAIR)
"""Subjects that are persons: never shown to those who see figures alone."""
