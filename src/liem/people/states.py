"""The roles a person may be appointed to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What an account may be in the house. What each role may do stands in one table, in ``liem.house.roles``."""

    INTAKE_OFFICER = "intake_officer", _("Intake officer")
    CASE_OFFICER = "case_officer", _("Case officer")
    HEAD_OF_UNIT = "head_of_unit", _("Head of unit")
    INSPECTOR = "inspector", _("Inspector")
    INTERNAL_AFFAIRS = "internal_affairs", _("Internal-affairs staff")
    STEERING_COMMITTEE = "steering_committee", _("Steering-committee member")
    PREVENTION_OFFICER = "prevention_officer", _("Prevention officer")
    IDENTITY_CUSTODIAN = "identity_custodian", _("Identity custodian")
    EXTERNAL_SUPERVISOR = "external_supervisor", _("External supervisor")
    DATA_STEWARD = "data_steward", _("Data steward")
    AUDITOR = "auditor", _("Auditor")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("System administrator")


SYSTEM = "system"
"""The role of the house's own jobs. No account can hold it."""

EVERY_UNIT = "*"
"""Stands in a scope for all units of the province."""
