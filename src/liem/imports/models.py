"""What the platform remembers of record sets. The records themselves are Parquet files, named by their checksum."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from liem.imports.states import ImportState, Origin, Outcome, Reason, state_of
from liem.jobs.models import Job


class Snapshot(models.Model):
    """One immutable canonical record set under ``LIEM_HOME/records/<checksum>/``."""

    checksum = models.CharField(max_length=64, primary_key=True)
    rows = models.JSONField(default=dict)
    """Table → rows."""
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    simulated = models.BooleanField(default=False)
    """Made by the generator of the demonstration: every page says so."""
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.checksum[:12]

    @property
    def dossiers(self) -> int:
        return int(self.rows.get("dossiers", 0))


class Import(models.Model):
    """One attempt to bring records in, whatever came of it."""

    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    origin = models.CharField(max_length=10, choices=Origin.choices)
    files = models.JSONField(default=list)
    """The names of the files, as the person gave them."""
    complete = models.BooleanField(default=False)
    """What comes in takes the place of everything held."""
    job = models.OneToOneField(Job, on_delete=models.PROTECT, null=True, related_name="import_of")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, related_name="imports")
    read = models.JSONField(default=dict)
    """Table → rows read."""
    rejected = models.JSONField(default=dict)
    """Table → rows not accepted."""
    changes = models.JSONField(default=dict)
    """Table → added, changed, unchanged, removed."""
    findings = models.JSONField(default=list)
    """What makes the log itself doubtful: code, severity, n, of, sentences."""
    error = models.CharField(max_length=500, blank=True)
    """Why an import run from the command line was refused; of others the job knows."""

    class Meta:
        ordering = ("-id",)
        verbose_name = _("import")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(outcome="", snapshot__isnull=True) | ~models.Q(outcome="", snapshot__isnull=False),
                name="import_snapshot_only_with_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(ended_at__isnull=False), name="import_ended_with_outcome"
            ),
        )

    def __str__(self) -> str:
        return f"import {self.pk}"

    @property
    def state(self) -> ImportState:
        if self.outcome or self.job is not None:
            return state_of(self.outcome, self.job.state if self.job else "")
        return ImportState.REFUSED if self.ended_at else ImportState.NOT_ENDED

    @property
    def under_way(self) -> bool:
        return self.state in (ImportState.WAITING, ImportState.RUNNING)

    @property
    def reason_refused(self) -> str:
        return self.error or (self.job.error if self.job else "")

    @property
    def rows_rejected(self) -> int:
        return sum(self.rejected.values())


class Adoption(models.Model):
    """A snapshot was made current. Rows are only added; the last one says what is current."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="adoptions")
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    of_import = models.ForeignKey(Import, on_delete=models.PROTECT, null=True, related_name="adoptions")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.snapshot} at {self.at:%Y-%m-%d %H:%M}"
