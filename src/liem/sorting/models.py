"""What sorting knows: codes, numbers and days. What was said, and by whom, stays sealed in intake."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from liem.sorting.states import (
    Aside,
    Consequence,
    Decision,
    LinkKind,
    NoReport,
    Protected,
    Reorganised,
    Review,
    Sufferer,
)

REPORT = "intake.Report"


class Sketch(models.Model):
    """The keyed signature of a report's text."""

    report = models.OneToOneField(REPORT, on_delete=models.PROTECT, related_name="+")
    signature = models.BinaryField(max_length=256)

    def __str__(self) -> str:
        return f"sketch {self.pk}"


class SketchBand(models.Model):
    """One band of a signature: two reports that share one are compared."""

    report = models.ForeignKey(REPORT, on_delete=models.PROTECT, related_name="+")
    value = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=("value",), name="sketch_band_value"),)

    def __str__(self) -> str:
        return f"band {self.pk}"


class Likeness(models.Model):
    """Two reports whose texts are nearly the same. ``percent`` of their pieces are common."""

    report = models.ForeignKey(REPORT, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(REPORT, on_delete=models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("report", "other"), name="likeness_once"),)

    def __str__(self) -> str:
        return f"likeness {self.pk}"


class Joining(models.Model):
    """A report is handled together with another. Both keep number and receipt; it can be undone."""

    report = models.ForeignKey(REPORT, on_delete=models.PROTECT, related_name="+")
    into = models.ForeignKey(REPORT, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    undone_by = models.CharField(max_length=64, blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("report",), condition=models.Q(undone_at__isnull=True), name="joined_into_one"
            ),
            models.CheckConstraint(condition=~models.Q(report=models.F("into")), name="joined_with_another"),
        )

    def __str__(self) -> str:
        return f"joining {self.pk}"


class Link(models.Model):
    """What a report is about, as an officer who read it says."""

    report = models.ForeignKey(REPORT, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=LinkKind.choices)
    code = models.CharField(max_length=260)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    removed_by = models.CharField(max_length=64, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("kind", "code")
        indexes = (models.Index(fields=("kind", "code"), name="link_code"),)
        constraints = (
            models.UniqueConstraint(
                fields=("report", "kind", "code"), condition=models.Q(removed_at__isnull=True), name="link_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Quarantine(models.Model):
    """Something that may be no report. Two persons set it aside; nothing is deleted, and it can be taken back."""

    report = models.ForeignKey(REPORT, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=14, choices=NoReport.choices)
    marked_by = models.CharField(max_length=64)
    marked_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=64, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    reversible_until = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)
    """Released, or taken back: it is a report like others again."""

    class Meta:
        ordering = ("-marked_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("report",), condition=models.Q(ended_at__isnull=True), name="quarantine_once"
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by="") | ~models.Q(confirmed_by=models.F("marked_by")),
                name="quarantine_second_person",
            ),
        )

    def __str__(self) -> str:
        return f"quarantine {self.pk}"


class SteppedAside(models.Model):
    """An agency does not handle a report, with a reason: routing passes it over from then on."""

    report = models.ForeignKey(REPORT, on_delete=models.PROTECT, related_name="+")
    agency = models.CharField(max_length=128)
    ground = models.CharField(max_length=20, choices=Aside.choices)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("report", "agency"), name="stepped_aside_once"),)

    def __str__(self) -> str:
        return f"{self.agency} stepped aside"


class HandOver(models.Model):
    """Everything one office holds goes to another, by a decision. It goes on in portions until it is ended."""

    former = models.CharField(max_length=128)
    receiver = models.CharField(max_length=128)
    ground = models.CharField(_("ground"), max_length=10, choices=Reorganised.choices)
    paper = models.CharField(_("decision"), max_length=200)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    reports = models.PositiveIntegerField(default=0)
    """How many have been handed over so far."""
    kept = models.PositiveIntegerField(default=0)
    """How many stayed with the former office when it ended."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.UniqueConstraint(
                fields=("former",), condition=models.Q(ended_at__isnull=True), name="hand_over_one_at_a_time"
            ),
            models.CheckConstraint(condition=~models.Q(former=models.F("receiver")), name="hand_over_to_another"),
        )

    def __str__(self) -> str:
        return f"{self.former} to {self.receiver}"


class Watch(models.Model):
    """Somebody suffers for having spoken. What was done is told, sealed, in the dialogue of the report."""

    report = models.ForeignKey(REPORT, on_delete=models.PROTECT, related_name="+")
    sufferer = models.CharField(_("to whom"), max_length=10, choices=Sufferer.choices)
    account = models.CharField(max_length=64, blank=True)
    """The officer it was done to; empty for reporters, whom nobody knows."""
    consequence = models.CharField(_("what was done"), max_length=10, choices=Consequence.choices)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    reviews: "models.QuerySet[WatchReview]"
    protections: "models.QuerySet[Protection]"

    class Meta:
        ordering = ("-opened_on", "-id")

    def __str__(self) -> str:
        return f"watch {self.pk}"


class WatchReview(models.Model):
    """A day on which somebody looks again, stored when the watch opens; what was found is added."""

    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="reviews")
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=64, blank=True)
    result = models.CharField(max_length=12, choices=Review.choices, blank=True)

    class Meta:
        ordering = ("due_at",)
        constraints = (
            models.UniqueConstraint(fields=("watch", "due_at"), name="watch_review_once"),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, result="")
                | models.Q(done_at__isnull=False) & ~models.Q(result=""),
                name="watch_review_done_with_result",
            ),
        )

    def __str__(self) -> str:
        return f"review {self.pk}"


class Protection(models.Model):
    """Protection was asked for; the decision and its measure."""

    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="protections")
    what = models.CharField(_("what is to be protected"), max_length=10, choices=Protected.choices)
    asked_on = models.DateField()
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.ASKED)
    decided_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=64, blank=True)
    measure = models.CharField(_("measure"), max_length=300, blank=True)
    """Which measure, by whom, number of the decision. No name."""

    class Meta:
        ordering = ("-asked_on",)

    def __str__(self) -> str:
        return f"protection {self.pk}"
