"""Who is told, who sees nothing, who may read: accounts beside a matter."""

from django.db import models

from liem.cases.models.lengths import ACCOUNT
from liem.cases.models.register import Deadline, Matter


class Notice(models.Model):
    """What an account is to be told: codes alone. One row per clock, reminder, due instant and recipient."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="notices")
    deadline_id: int | None
    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, null=True, related_name="notices")
    reminder = models.CharField(max_length=16)
    due_at = models.DateTimeField(null=True)
    account = models.CharField(max_length=ACCOUNT)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    mail_next_at = models.DateTimeField(null=True)
    """Until when a worker has claimed it, or when it is tried again; empty: as soon as it may be."""
    mail_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("deadline", "reminder", "due_at", "account"), name="notice_once", nulls_distinct=True
            ),
        )
        indexes = (
            models.Index(fields=("account", "-at"), name="notice_unread", condition=models.Q(read_at__isnull=True)),
            models.Index(
                fields=("at",),
                name="notice_to_be_mailed",
                condition=models.Q(read_at__isnull=True, mailed_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reminder} to {self.account}"


class Exclusion(models.Model):
    """An account that may neither see nor handle the matter: the person concerned, a relative, who stepped aside."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="exclusions")
    account = models.CharField(max_length=ACCOUNT)
    ground = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.CharField(max_length=ACCOUNT)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("account", "matter"), name="exclusion_once"),)

    def __str__(self) -> str:
        return f"{self.account} not {self.matter_id}"


class Entitlement(models.Model):
    """An account that may read the content although the matter is not theirs, with the reason, until a day."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="entitlements")
    account = models.CharField(max_length=ACCOUNT)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=ACCOUNT)

    class Meta:
        indexes = (models.Index(fields=("account", "matter"), name="entitlement_account"),)

    def __str__(self) -> str:
        return f"{self.account} reads {self.matter_id}"
