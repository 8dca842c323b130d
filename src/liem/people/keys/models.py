"""Keys at rest. No row holds a private key that opens without a passphrase, or without other people's help."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficerKey(models.Model):
    """An account's own key pair. The private half is locked with Argon2id of the passphrase, which is kept nowhere."""

    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="keys")
    public = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=16)
    passes = models.PositiveIntegerField()
    memory = models.PositiveBigIntegerField()
    locked_private = models.BinaryField(max_length=128)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account",), condition=models.Q(retired_at__isnull=True), name="officer_key_one_present"
            ),
        )

    def __str__(self) -> str:
        return f"officer key {self.pk}"


class OfficeKey(models.Model):
    """A key pair held in common by the officers of one office. ``office``: the code of an agency, or ``custodians``."""

    office = models.CharField(_("office"), max_length=128)
    version = models.PositiveIntegerField()
    public = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    needed_for_recovery = models.PositiveSmallIntegerField(default=0)
    rehearsed_at = models.DateTimeField(null=True)

    shares: "models.QuerySet[KeyShare]"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("office", "version"), name="office_key_version"),
            models.UniqueConstraint(
                fields=("office",), condition=models.Q(retired_at__isnull=True), name="office_key_one_present"
            ),
        )

    def __str__(self) -> str:
        return f"key {self.version} of {self.office}"


class KeyShare(models.Model):
    """The private half of an office's key, sealed to one of its officers. Deleted when the officer leaves."""

    office_key = models.ForeignKey(OfficeKey, on_delete=models.PROTECT, related_name="shares")
    officer_key = models.ForeignKey(OfficerKey, on_delete=models.PROTECT, related_name="shares")
    sealed = models.BinaryField(max_length=128)
    given_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("office_key", "officer_key"), name="key_share_once"),)

    def __str__(self) -> str:
        return f"share {self.pk}"


class RecoveryBox(models.Model):
    """The private half of an office's key in nested sealed boxes: opened by all officers of one group, in their order.

    There is one box for every group of ``needed_for_recovery`` out of the recovery holders.
    """

    office_key = models.ForeignKey(OfficeKey, on_delete=models.PROTECT, related_name="recovery_boxes")
    group = models.JSONField()
    sealed = models.BinaryField(max_length=1024)

    def __str__(self) -> str:
        return f"recovery box {self.pk}"


class Recovery(models.Model):
    """A recovery or its rehearsal under way: the box of one group, one layer less after each of its members.

    What remains is still sealed to the next member; the last one opens it in memory, and nothing lies open here.
    """

    office_key = models.ForeignKey(OfficeKey, on_delete=models.PROTECT)
    box = models.ForeignKey(RecoveryBox, on_delete=models.CASCADE)
    is_rehearsal = models.BooleanField()
    opened_layers = models.PositiveSmallIntegerField(default=0)
    remaining = models.BinaryField(max_length=1024)
    begun_by = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"recovery {self.pk}"
