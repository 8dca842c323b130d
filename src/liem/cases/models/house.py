"""What the house keeps for itself: secret addresses, tallies, the table of moves, the blind draw."""

from django.db import models

from liem.cases.models.lengths import ACCOUNT, CODE


class CalendarFeed(models.Model):
    """The secret address of an officer's calendar of deadlines: a digest alone is kept."""

    account = models.CharField(max_length=ACCOUNT, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar of {self.account}"


class Tally(models.Model):
    """A figure of a ledger for one unit, counted by the house where counting live would take seconds."""

    unit = models.CharField(max_length=CODE)
    ledger = models.CharField(max_length=12)
    code = models.CharField(max_length=20, blank=True)
    n = models.BigIntegerField(default=0)
    amount = models.BigIntegerField(default=0)
    counted_at = models.DateTimeField()
    newest_event = models.BigIntegerField()
    today = models.DateField()
    """Of which day: whether something is late depends on it."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("unit", "ledger", "code"), name="tally_once"),)

    def __str__(self) -> str:
        return f"{self.unit}: {self.ledger} {self.code}"


class AllowedMove(models.Model):
    """The table of moves as the database holds it; a test compares it with ``states.MOVES``."""

    kind = models.CharField(max_length=20)
    verb = models.CharField(max_length=16)
    old = models.CharField(max_length=12)
    new = models.CharField(max_length=12)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "old", "verb"), name="move_once"),)

    def __str__(self) -> str:
        return f"{self.kind}: {self.old} → {self.new}"


class Drawn(models.Model):
    """A subject chosen for verification, flagged or by lot. Nobody but the house sees which: who verifies is blind."""

    code = models.CharField(max_length=24, unique=True)
    run = models.CharField(max_length=64)
    indicator = models.CharField(max_length=16)
    subject_kind = models.CharField(max_length=10)
    subject = models.CharField(max_length=400)
    unit = models.CharField(max_length=CODE, blank=True)
    arm = models.CharField(max_length=8)
    seed = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code
