"""The secret an authenticator shares with the house, and the recovery codes."""

from django.conf import settings
from django.db import models


class SecondFactor(models.Model):
    """An account's second factor; it counts from ``confirmed_at`` on, when the first code was right."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="second_factor"
    )
    locked_secret = models.BinaryField(max_length=128)
    """Locked with a key of the house that does not lie in the database."""
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    """The step of the last code taken: it and those before it are not taken again."""

    class Meta:
        app_label = "people"

    def __str__(self) -> str:
        return f"second factor of account {self.pk}"


class RecoveryCode(models.Model):
    """A code for the day the telephone is lost: a keyed digest of it, and when it was used."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "people"

    def __str__(self) -> str:
        return f"recovery code {self.pk}"
