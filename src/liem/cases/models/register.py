"""The register: which matter, where it stands, what happened, when it is due. Codes, dates and amounts alone."""

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models

from liem.cases import states
from liem.cases.models.lengths import ACCOUNT, CODE

if TYPE_CHECKING:
    from liem.cases.models.content import Allegation, Concerned, Content, Evidence, FindingOf, PlanStep, Writing
    from liem.cases.models.ledgers import Appraisal, CrimeTransfer, Discipline, Money, Remedy
    from liem.cases.models.told import Exclusion, Notice


class Matter(models.Model):
    """A row of the register. ``status`` moves only along the table of moves: a trigger refuses the rest."""

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=20, choices=states.Kind.choices)
    status = models.CharField(max_length=12, choices=states.Status.choices, default=states.Status.RECEIVED)
    outcome = models.CharField(max_length=12, choices=states.Outcome.choices, blank=True)
    visibility = models.CharField(max_length=12, choices=states.Visibility.choices, default=states.Visibility.NORMAL)
    unit = models.CharField(max_length=CODE)
    handler = models.CharField(max_length=ACCOUNT, blank=True)
    origin = models.CharField(max_length=14, choices=states.Origin.choices)
    origin_ref = models.CharField(max_length=CODE, blank=True)
    about_unit = models.CharField(max_length=CODE, blank=True)
    """Where it is said to have happened: for counting, never who."""
    act = models.CharField(max_length=4, blank=True)
    leader = models.BooleanField(default=False)
    remote = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    """By the first body: chooses the text of the law for good."""
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    next_due = models.DateTimeField(null=True, blank=True)
    """The earliest of its running clocks; kept by the clocks, for sorting."""
    barred_units = ArrayField(models.CharField(max_length=CODE), default=list, blank=True)
    """Units that may neither handle nor read it: their leaders are concerned."""
    events: "models.QuerySet[Event]"
    deadlines: "models.QuerySet[Deadline]"
    concerned: "models.QuerySet[Concerned]"
    allegations: "models.QuerySet[Allegation]"
    findings: "models.QuerySet[FindingOf]"
    crime_transfers: "models.QuerySet[CrimeTransfer]"
    disciplines: "models.QuerySet[Discipline]"
    money: "models.QuerySet[Money]"
    appraisals: "models.QuerySet[Appraisal]"
    remedies: "models.QuerySet[Remedy]"
    writings: "models.QuerySet[Writing]"
    evidence: "models.QuerySet[Evidence]"
    plan: "models.QuerySet[PlanStep]"
    notices: "models.QuerySet[Notice]"
    exclusions: "models.QuerySet[Exclusion]"
    content: "Content"
    causes = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=states.Kind.values), name="matter_kind_known"),
            models.CheckConstraint(
                condition=~models.Q(status="closed") | ~models.Q(outcome=""), name="matter_closed_with_an_outcome"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="") | ~models.Q(status__in=["received", "accepted", "verifying"]),
                name="matter_no_outcome_before_its_end",
            ),
        )
        indexes = (
            models.Index(
                fields=("handler", "next_due"),
                name="matter_desk",
                condition=models.Q(status__in=sorted(states.OPEN)),
            ),
            models.Index(
                fields=("unit", "next_due"),
                name="matter_unit_desk",
                condition=models.Q(status__in=sorted(states.OPEN)),
            ),
            models.Index(
                fields=("next_due", "id"), name="matter_open_by_due", condition=models.Q(status__in=sorted(states.OPEN))
            ),
            models.Index(fields=("origin", "origin_ref"), name="matter_origin"),
            models.Index(fields=("unit", "status"), name="matter_unit_status"),
            models.Index(fields=("id",), name="matter_barred", condition=~models.Q(barred_units=[])),
            models.Index(fields=("handler",), name="matter_of_handler"),
            models.Index(
                fields=("received_at", "kind", "about_unit"), name="matter_leaders", condition=models.Q(leader=True)
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.status in states.OPEN


class Event(models.Model):
    """A dated fact. ``on`` is when it happened, ``recorded_at`` when it was written down; the status is their sum."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=16, choices=states.Verb.choices)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=ACCOUNT)
    old = models.CharField(max_length=12, blank=True)
    new = models.CharField(max_length=12, blank=True)
    """Both empty where the verb moves nothing."""
    document = models.CharField(max_length=60, blank=True)
    data = models.JSONField(default=dict)
    """Codes and days, never words about anybody."""

    class Meta:
        ordering = ("at", "id")
        indexes = (
            models.Index(fields=("matter", "at", "id"), name="event_of_matter"),
            models.Index(fields=("at",), name="event_handed_on", condition=models.Q(verb=states.Verb.TRANSFER)),
        )

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.verb}"


class Deadline(models.Model):
    """One clock of a matter. ``next_at`` is the instant of the next reminder: who changes it first sends it, once."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="deadlines")
    rule = models.CharField(max_length=64)
    started_at = models.DateTimeField(null=True, blank=True)
    standing = models.CharField(max_length=14, choices=states.Standing.choices)
    due_at = models.DateTimeField(null=True, blank=True)
    """The first instant that is late."""
    set_by_hand = models.BooleanField(default=False)
    """The law gives no number: whoever assigned the matter set the day."""
    met_at = models.DateTimeField(null=True, blank=True)
    confidence = models.CharField(max_length=10, blank=True)
    calendar = models.CharField(max_length=16, blank=True)
    """Which calendar it was reckoned with; another one makes it be reckoned anew."""
    reminded = models.CharField(max_length=10, choices=states.Reminder.choices, blank=True)
    next_step = models.CharField(max_length=10, choices=states.Reminder.choices, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    """Which reminder is next, and when. Both are set or neither."""

    class Meta:
        ordering = ("due_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("matter", "rule"), name="deadline_once_per_matter"),
            models.CheckConstraint(
                condition=models.Q(next_step="", next_at__isnull=True)
                | (~models.Q(next_step="") & models.Q(next_at__isnull=False)),
                name="deadline_next_step_and_instant",
            ),
        )
        indexes = (
            models.Index(fields=("next_at",), name="deadline_next", condition=models.Q(next_at__isnull=False)),
            models.Index(fields=("standing", "due_at"), name="deadline_standing"),
        )

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.rule}"

    @property
    def is_counting(self) -> bool:
        return self.standing in (states.Standing.RUNNING, states.Standing.STANDING_STILL, states.Standing.UNKNOWN)
