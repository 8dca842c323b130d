"""Results of detection, as people look at them. All are rows of a run; a new run never changes an old one's rows.

Row-level security (``migrations/0002``) lets a head of unit see rows of that unit alone; runs, indicators computed and
skipped carry no unit and no person, and are behind their views only.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from liem.imports.models import Snapshot
from liem.jobs.models import Job
from liem.leads.states import Ending, Grade, Result, SubjectKind

CODE = 200
"""Codes have at most 128 characters; a pair joins two."""


class Run(models.Model):
    """Detection once over one record set. Its number is made of what went in: records, options, versions."""

    number = models.CharField(max_length=64, primary_key=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="runs")
    options = models.JSONField(default=dict)
    versions = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    """``run.json`` as it was written."""
    integrity = models.JSONField(default=list)
    """What makes the log doubtful: travels with every lead."""
    placebo = models.JSONField(null=True)
    """Shuffled records: how many shuffles, in how many anybody was named; null: not run."""
    dossiers = models.BigIntegerField(default=0)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    seconds = models.FloatField(default=0)
    loaded_at = models.DateTimeField()
    asked_by = models.CharField(max_length=64)
    has_rows = models.BooleanField(default=True)
    """Whether its results are still in the database; of older runs only the files are kept."""

    class Meta:
        ordering = ("-loaded_at",)

    def __str__(self) -> str:
        return self.number


class RunRequest(models.Model):
    """A job that was asked to detect."""

    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="detection")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    options = models.JSONField(default=dict)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"detection {self.pk}"


class Signal(models.Model):
    """One row of ``signals.parquet``."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="signals")
    signal = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    indicator = models.CharField(max_length=16)
    act = models.CharField(max_length=4, blank=True)
    subject_kind = models.CharField(max_length=10, choices=SubjectKind.choices)
    subject = models.CharField(max_length=2 * CODE)
    unit = models.CharField(max_length=CODE, blank=True)
    procedure = models.CharField(max_length=CODE, blank=True)
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    n = models.BigIntegerField(null=True)
    observed = models.FloatField(null=True)
    expected = models.FloatField(null=True)
    effect = models.FloatField(null=True)
    effect_low = models.FloatField(null=True)
    effect_high = models.FloatField(null=True)
    p_value = models.FloatField(null=True)
    q_value = models.FloatField(null=True)
    priority = models.FloatField(default=0)
    dossiers = ArrayField(models.CharField(max_length=CODE), default=list)
    explanation_vi = models.TextField(blank=True)
    explanation_en = models.TextField(blank=True)
    innocent_if_vi = models.TextField(blank=True)
    innocent_if_en = models.TextField(blank=True)
    held_until = models.DateTimeField(null=True)
    """As long as this, its own unit alone sees it."""
    put_away_at = models.DateTimeField(null=True)
    """Since when the house alone sees it: every lead it belongs to was put away."""

    class Meta:
        ordering = ("-priority", "id")
        constraints = (models.UniqueConstraint(fields=("run", "signal"), name="signal_once_per_run"),)
        indexes = (
            models.Index(fields=("run", "subject_kind", "subject"), name="signal_subject"),
            models.Index(fields=("run", "unit", "indicator"), name="signal_unit"),
            models.Index(fields=("run", "procedure", "indicator"), name="signal_procedure"),
            models.Index(fields=("run", "kind"), name="signal_kind"),
        )

    def __str__(self) -> str:
        return self.signal


class Lead(models.Model):
    """One row of ``leads.parquet``, with what the desk filters by gathered from its signals."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="leads")
    lead = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=10, choices=SubjectKind.choices)
    subject = models.CharField(max_length=2 * CODE)
    act = models.CharField(max_length=4, blank=True)
    grade = models.CharField(max_length=12, choices=Grade.choices)
    sources = ArrayField(models.CharField(max_length=20), default=list)
    signals = ArrayField(models.CharField(max_length=64), default=list)
    unit = models.CharField(max_length=CODE, blank=True)
    procedures = ArrayField(models.CharField(max_length=CODE), default=list)
    fields = ArrayField(models.CharField(max_length=CODE), default=list)
    indicators = ArrayField(models.CharField(max_length=16), default=list)
    dossiers = models.IntegerField(default=0)
    """How many dossiers are the evidence."""
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    priority = models.FloatField(default=0)
    sentence_vi = models.TextField(blank=True)
    sentence_en = models.TextField(blank=True)
    persons = ArrayField(models.CharField(max_length=CODE), default=list)
    """Codes of the officials and agents it or one of its signals is about: neither they nor relatives ever see it."""
    hands = ArrayField(models.CharField(max_length=CODE), default=list)
    """Of a lead on one dossier, who worked on it: it names none of them, but neither they nor relatives judge it."""
    held_until = models.DateTimeField(null=True)
    """As long as this, its own unit alone sees it (see :class:`FirstLook`)."""
    expires_at = models.DateTimeField(null=True)
    """When it is put away unless somebody takes it up (see :class:`Term`)."""
    put_away_at = models.DateTimeField(null=True)
    """Since when the house alone sees it."""
    news = models.JSONField(null=True)
    """Why it is back after it was put away (:func:`liem.leads.rules.news_of`)."""

    class Meta:
        ordering = ("-priority", "lead")
        constraints = (models.UniqueConstraint(fields=("run", "lead"), name="lead_once_per_run"),)
        indexes = (
            models.Index(fields=("run", "-priority", "lead"), name="lead_order"),
            models.Index(fields=("run", "unit"), name="lead_unit"),
            models.Index(fields=("run", "subject_kind", "-priority"), name="lead_kind"),
            GinIndex(fields=("procedures",), name="lead_procedures"),
            GinIndex(fields=("fields",), name="lead_fields"),
            GinIndex(fields=("signals",), name="lead_signals"),
        )

    def __str__(self) -> str:
        return self.lead


class IndicatorResult(models.Model):
    """One row of ``indicators.parquet``: a subject looked at, flagged or not. Dossiers are left in the file."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="results")
    indicator = models.CharField(max_length=16)
    subject_kind = models.CharField(max_length=10, choices=SubjectKind.choices)
    subject = models.CharField(max_length=2 * CODE)
    unit = models.CharField(max_length=CODE, blank=True)
    procedure = models.CharField(max_length=CODE, blank=True)
    n = models.BigIntegerField(null=True)
    observed = models.FloatField(null=True)
    expected = models.FloatField(null=True)
    effect = models.FloatField(null=True)
    effect_low = models.FloatField(null=True)
    effect_high = models.FloatField(null=True)
    p_value = models.FloatField(null=True)
    q_value = models.FloatField(null=True)
    eligible = models.BooleanField(default=False)
    flagged = models.BooleanField(default=False)
    reason = models.CharField(max_length=60, blank=True)
    """Why a subject cannot be named: too few cases, for instance."""

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=("run", "indicator", "subject_kind"), name="result_indicator"),
            models.Index(fields=("run", "subject_kind", "subject"), name="result_subject"),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.subject}"


class ReportCount(models.Model):
    """How many reports pointed at a subject, in whole months with enough of them (:mod:`liem.leads.said`); no content.

    Row-level security shows it to those who look at leads for the whole province, never to the unit or the person.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="report_counts")
    subject_kind = models.CharField(max_length=10, choices=SubjectKind.choices)
    subject = models.CharField(max_length=2 * CODE)
    period_from = models.DateField()
    period_to = models.DateField()
    n = models.PositiveIntegerField()
    n_independent = models.PositiveIntegerField()

    class Meta:
        ordering = ("subject_kind", "subject", "period_from")
        indexes = (models.Index(fields=("run", "subject_kind", "subject"), name="report_count_subject"),)

    def __str__(self) -> str:
        return f"reports about {self.subject}"


class FunnelPoint(models.Model):
    """A subject looked at, without its name: the cloud in which a funnel plot shows one named subject."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="funnel_points")
    indicator = models.CharField(max_length=16)
    subject_kind = models.CharField(max_length=10, choices=SubjectKind.choices)
    n = models.BigIntegerField(null=True)
    observed = models.FloatField(null=True)
    expected = models.FloatField(null=True)

    eligible = models.BooleanField(default=False)
    """Whether it had enough to be judged by."""

    class Meta:
        ordering = ("expected", "id")
        indexes = (models.Index(fields=("run", "indicator", "subject_kind"), name="funnel_indicator"),)

    def __str__(self) -> str:
        return f"{self.indicator}: one of {self.n}"


class Computed(models.Model):
    """What became of one indicator in a run: how many were looked at and named, or why it was not computed."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="computed")
    indicator = models.CharField(max_length=16)
    looked_at = models.BigIntegerField(default=0)
    named = models.BigIntegerField(default=0)
    skipped_vi = models.TextField(blank=True)
    skipped_en = models.TextField(blank=True)

    class Meta:
        ordering = ("indicator",)

    def __str__(self) -> str:
        return self.indicator


class MonthFigure(models.Model):
    """Dossiers of one unit and procedure received in one month: counts from which all shares are made."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="months")
    unit = models.CharField(max_length=CODE)
    procedure = models.CharField(max_length=CODE)
    month = models.DateField()
    received = models.IntegerField(default=0)
    timed = models.IntegerField(default=0)
    """Of which it can be said whether they were in time."""
    in_time = models.IntegerField(default=0)
    supplemented = models.IntegerField(default=0)
    still_open = models.IntegerField(default=0)

    class Meta:
        ordering = ("month",)
        indexes = (
            models.Index(fields=("run", "unit"), name="month_unit"),
            models.Index(fields=("run", "procedure"), name="month_procedure"),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.procedure} {self.month:%Y-%m}"


class DaysFigure(models.Model):
    """How many dossiers of a unit and procedure took how many working days more (+) or fewer (−) than their limit."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="days")
    unit = models.CharField(max_length=CODE)
    procedure = models.CharField(max_length=CODE)
    over = models.IntegerField()
    dossiers = models.IntegerField()

    class Meta:
        ordering = ("over",)
        indexes = (
            models.Index(fields=("run", "unit"), name="days_unit"),
            models.Index(fields=("run", "procedure"), name="days_procedure"),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.procedure} {self.over:+d}"


class Place(models.Model):
    """A unit or a procedure of the records, with what pages say of it: read once, when a run is loaded."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="places")
    kind = models.CharField(max_length=10, choices=(("unit", "unit"), ("procedure", "procedure")))
    code = models.CharField(max_length=CODE)
    name = models.CharField(max_length=500)
    field = models.CharField(max_length=CODE, blank=True)
    sensitive = models.BooleanField(default=False)
    limit = models.IntegerField(null=True)
    level = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("name", "code")
        constraints = (models.UniqueConstraint(fields=("run", "kind", "code"), name="place_once_per_run"),)

    def __str__(self) -> str:
        return self.name


class Look(models.Model):
    """The result of a person's looking at a lead. Kept for ever; a later look does not remove an earlier one.

    It is found again by subject and act, so that it still stands beside the lead when new records renew it.
    """

    lead = models.CharField(max_length=64)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="looks")
    subject_kind = models.CharField(max_length=10, choices=SubjectKind.choices)
    subject = models.CharField(max_length=2 * CODE)
    act = models.CharField(max_length=4, blank=True)
    unit = models.CharField(max_length=CODE, blank=True)
    result = models.CharField(max_length=20, choices=Result.choices)
    reason = models.TextField()
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    own_unit = models.BooleanField(default=False)
    """Whether the unit itself looked."""
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("subject_kind", "subject", "act", "-id"), name="look_subject"),)
        constraints = (models.CheckConstraint(condition=~models.Q(reason=""), name="look_has_a_reason"),)

    def __str__(self) -> str:
        return f"{self.lead}: {self.result}"


class FirstLook(models.Model):
    """The time in which a unit looks at a lead of its own before the inspectorate sees it: once for a half-year."""

    lead = models.CharField(max_length=64)
    half_year = models.CharField(max_length=6)
    unit = models.CharField(max_length=CODE)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    """When the unit answered, before its time was over."""

    class Meta:
        ordering = ("until", "id")
        constraints = (
            models.UniqueConstraint(fields=("lead", "half_year"), name="first_look_once"),
            models.CheckConstraint(condition=models.Q(until__gte=models.F("opened_at")), name="first_look_ends_later"),
        )

    def __str__(self) -> str:
        return f"{self.unit}: {self.lead} until {self.until:%Y-%m-%d}"


class Term(models.Model):
    """The time a sign may stand without being taken up, and how it ended: a code, a unit and an act, never a person."""

    lead = models.CharField(max_length=64)
    half_year = models.CharField(max_length=6)
    grade = models.CharField(max_length=12, choices=Grade.choices)
    unit = models.CharField(max_length=CODE, blank=True)
    act = models.CharField(max_length=4, blank=True)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    evidence = models.JSONField(null=True)
    """What it rested on when it was put away: counts and names of sources, no dossier and no person."""
    news = models.JSONField(null=True)
    """What was new when it came back by itself."""

    class Meta:
        ordering = ("-ended_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("lead", "half_year", "grade"), name="term_once"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ending="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ending="")),
                name="term_ends_somehow",
            ),
        )
        indexes = (
            models.Index(fields=("until",), name="term_running", condition=models.Q(ended_at__isnull=True)),
            models.Index(fields=("ending", "-ended_at"), name="term_ending"),
        )

    def __str__(self) -> str:
        return f"{self.lead} until {self.until:%Y-%m-%d}"


class Recusal(models.Model):
    """An officer stepped aside from a lead: what is said of its subject, they see no more until somebody else lifts it.

    It holds for the subject, whichever run or act shows it. A row is kept for ever, lifted or not.
    """

    account = models.CharField(max_length=64)
    acted_as = models.CharField(max_length=40)
    acted_in = models.CharField(max_length=CODE)
    """The post in which the officer saw it: role, and unit or the whole province. It says who may lift."""
    lead = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=10, choices=SubjectKind.choices)
    subject = models.CharField(max_length=2 * CODE)
    persons = ArrayField(models.CharField(max_length=CODE), default=list)
    """The persons it is about, where its subject is one or two: other leads about them are kept away as well."""
    act = models.CharField(max_length=4, blank=True)
    unit = models.CharField(max_length=CODE, blank=True)
    reason = models.TextField()
    taker = models.CharField(max_length=64, blank=True)
    """The account it was handed to; empty: left open for whoever may."""
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=64, blank=True)
    lifted_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "subject_kind", "subject"),
                condition=models.Q(lifted_at__isnull=True),
                name="lead_recusal_stands_once",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="lead_recusal_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True, lifted_by="", lifted_reason="")
                | (
                    models.Q(lifted_at__isnull=False)
                    & ~models.Q(lifted_by="")
                    & ~models.Q(lifted_reason="")
                    & ~models.Q(lifted_by=models.F("account"))
                ),
                name="lead_recusal_lifted_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"account {self.account} aside from {self.lead}"


class PublicFigure(models.Model):
    """What the front page may say of the records that are current, already protected: one row, remade by every run."""

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="public_figure")
    figures = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"public figures of {self.run}"


class Verification(models.Model):
    """What came of verifying one subject an indicator looked at. No person, no dossier: counts for the public page."""

    indicator = models.CharField(max_length=16)
    arm = models.CharField(max_length=8, choices=(("flagged", "flagged"), ("random", "random")))
    """``random``: drawn by lot among those it did not flag; who verified did not know which arm it was."""
    result = models.CharField(
        max_length=10, choices=(("found", "found"), ("explained", "explained"), ("not_found", "not_found"))
    )
    source = models.CharField(max_length=64)
    """The number of the matter that verified it."""
    version = models.PositiveSmallIntegerField(null=True)
    """Of the indicator then; a new version is measured anew. Null: before versions were kept, counts for all."""
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("indicator", "source"), name="verification_once"),)

    def __str__(self) -> str:
        return f"{self.indicator} {self.arm}: {self.result}"
