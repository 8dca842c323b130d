"""The tables of the trail. They have no foreign keys: history outlives its subjects and blocks nobody's deletion."""

from django.db import models


class TrailEntry(models.Model):
    """One entry. Triggers of the database refuse UPDATE, DELETE and TRUNCATE; see the migration ``append_only``."""

    stream = models.CharField(max_length=64)
    position = models.BigIntegerField()
    at = models.DateTimeField()
    event = models.CharField(max_length=64)
    by = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=200)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("stream", "position"), name="trail_entry_position"),
            models.CheckConstraint(condition=models.Q(position__gte=1), name="trail_entry_position_from_one"),
        )
        indexes = (
            models.Index(fields=("subject_id", "id"), name="trail_entry_of_subject"),
            models.Index(fields=("at",), name="trail_entry_at"),
            models.Index(fields=("by", "id"), name="trail_entry_of_account"),
            models.Index(fields=("event", "id"), name="trail_entry_of_event"),
        )

    def __str__(self) -> str:
        return f"{self.stream} {self.position}: {self.event}"


class TrailHead(models.Model):
    """The length and the last hash of a stream, kept apart so that a cut-off tail shows. It only moves forward."""

    stream = models.CharField(max_length=64, primary_key=True)
    length = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.stream}: {self.length}"
