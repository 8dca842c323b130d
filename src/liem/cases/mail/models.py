"""Where an account wants to be told by mail, and of what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from liem.cases.states import Reminder


class Which(models.TextChoices):
    """Of which notices an account is told by mail."""

    EVERY = "every", _("Everything that is new for me")
    LIMITS = "limits", _("Limits alone: soon due, and passed")
    LATE = "late", _("Only what is late")
    NONE = "none", _("Nothing")


REMINDERS: dict[str, frozenset[str]] = {
    Which.LIMITS: frozenset(Reminder.values),
    Which.LATE: frozenset({Reminder.OVERDUE, Reminder.URGED, Reminder.ESCALATED}),
}
"""What a wish takes in, where it is not everything or nothing."""


class MailWish(models.Model):
    """One row for each account that has named an address. Nothing is sent there before its code was given back."""

    account = models.CharField(max_length=64, unique=True)
    address = models.EmailField(max_length=254)
    which = models.CharField(max_length=8, choices=Which.choices, default=Which.LIMITS)
    code = models.CharField(max_length=64, blank=True)
    """A keyed digest of the code that was sent to the address; empty once it was given back."""
    code_tries = models.PositiveSmallIntegerField(default=0)
    code_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    """When the mail server said that there is no such address: nothing more is sent until it is named anew."""

    class Meta:
        app_label = "cases"

    def __str__(self) -> str:
        return f"wish of {self.account}"
