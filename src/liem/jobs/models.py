"""The row of a job: what screens poll."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from liem.jobs.states import ENDED, State


class Job(models.Model):
    """One piece of work asked for. ``kind`` names the function that does it; ``arguments`` are its keywords."""

    kind = models.CharField(_("kind"), max_length=64)
    arguments = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField(_("asked for at"))
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.WAITING)
    cancellable = models.BooleanField(default=True)
    cancel_asked = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=120, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    error = models.CharField(max_length=500, blank=True)
    result = models.JSONField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="job_state_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(ENDED), ended_at__isnull=False)
                | (~models.Q(state__in=sorted(ENDED)) & models.Q(ended_at__isnull=True)),
                name="job_ended_when_it_ended",
            ),
        )
        indexes = (models.Index(fields=("state",), name="job_state"),)

    def __str__(self) -> str:
        return f"job {self.pk} ({self.kind}): {self.state}"

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def may_be_cancelled(self) -> bool:
        """Whether asking it to stop still makes sense."""
        return not self.has_ended and self.cancellable and not self.cancel_asked

    @property
    def percent(self) -> int | None:
        """Whole percent of the present stage, where its total is known."""
        return min(100, 100 * self.done // self.total) if self.total else None
