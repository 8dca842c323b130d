"""What the doors remember: mails already taken in, their sealed originals, and the occasions at which people spoke."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from liem.channels.states import DOORS_OF_SYSTEMS, Became, GatheringKind, Trouble


class CollectedMail(models.Model):
    """A mail was taken in. Known by a keyed digest alone: neither who wrote it nor which report it became."""

    digest = models.CharField(max_length=64, unique=True)
    mailbox = models.CharField(max_length=254)
    on = models.DateField()
    became = models.CharField(max_length=12, choices=Became.choices)
    answers_tried = models.PositiveSmallIntegerField(default=0)
    answered = models.BooleanField(default=False)
    sender = models.CharField(max_length=64, blank=True)
    """Keyed digest of the sender and the day: how many answers one address got on one day, and no more."""

    class Meta:
        indexes = (
            models.Index(fields=("sender",), name="mail_sender_of_day"),
            models.Index(fields=("mailbox", "on"), name="mail_of_day"),
        )

    def __str__(self) -> str:
        return f"mail {self.pk}"


class SealedMail(models.Model):
    """The mail as it came, under its report's content key and the custodians' key: it shows who wrote it.

    ``shown`` is what may be looked at without them (:mod:`liem.channels.original`), under the content key alone.
    """

    report = models.ForeignKey("intake.Report", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    sealed = models.BinaryField()
    key = models.BinaryField()
    shown = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"sealed mail {self.pk}"


class MailboxState(models.Model):
    """When a mailbox was last collected, and what went wrong. No content."""

    address = models.CharField(max_length=254, primary_key=True)
    tried_at = models.DateTimeField(null=True)
    collected_at = models.DateTimeField(null=True)
    waiting = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    """A code of :class:`~liem.channels.states.Trouble`, or a sentence."""

    def __str__(self) -> str:
        return self.address

    @property
    def said(self) -> str:
        """What went wrong, in words, or nothing."""
        return str(Trouble(self.error).label) if self.error in Trouble.values else self.error


class OtherSystem(models.Model):
    """A system of another body that hands reports in by the interface for programs; of its token the digest alone."""

    number = models.CharField(max_length=12, unique=True)
    name = models.CharField(_("system"), max_length=200)
    channel = models.CharField(_("door"), max_length=12, choices=DOORS_OF_SYSTEMS)
    digest = models.CharField(max_length=64)
    valid_to = models.DateField(_("token holds until"))
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    revoked_by = models.CharField(max_length=64, blank=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
    minute = models.DateTimeField(null=True)
    """The minute in which ``used`` requests came."""
    used = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name

    def holds_on(self, day: date) -> bool:
        """Whether its token is good on ``day``."""
        return self.revoked_at is None and day <= self.valid_to


class Gathering(models.Model):
    """A reception session, a meeting with voters or a dialogue: a source also where nobody said anything."""

    kind = models.CharField(_("kind"), max_length=12, choices=GatheringKind.choices)
    agency = models.CharField(_("agency"), max_length=128)
    held_on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=300)
    led_by = models.CharField(_("led by (post, not name)"), max_length=200, blank=True)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    sources: "models.QuerySet[GatheringSource]"

    class Meta:
        ordering = ("-held_on", "-id")

    def __str__(self) -> str:
        return f"{self.kind} {self.held_on}"


class GatheringSource(models.Model):
    """A report of the register that was spoken at a gathering."""

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="sources")
    report = models.OneToOneField("intake.Report", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"source of {self.gathering_id}"  # type: ignore[attr-defined]
