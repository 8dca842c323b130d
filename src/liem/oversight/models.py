"""The watch list, what is owed, and checks by lot. Rows are written once: what happened is added, nothing is changed.

Row-level security: ``migrations/0001``.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liem.oversight import states

UNIT = 200
NUMBER = 60


class WatchEntry(models.Model):
    """A case or an incident that the steering committee watches, or once watched. Names nobody."""

    title = models.CharField(_("what it is about"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=states.Watched.choices)
    matter = models.CharField(_("number of the matter"), max_length=24, blank=True)
    decisions: "models.QuerySet[WatchDecision]"

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.title


class WatchDecision(models.Model):
    """One decision of the committee about one entry."""

    entry_id: int
    entry = models.ForeignKey(WatchEntry, on_delete=models.PROTECT, related_name="decisions")
    verb = models.CharField(_("decision"), max_length=10, choices=states.WatchVerb.choices)
    number = models.CharField(_("number"), max_length=NUMBER)
    decided_on = models.DateField(_("decided on"))
    ground = models.TextField(_("ground"), max_length=4000)
    asked_of = models.CharField(_("asked of (unit)"), max_length=UNIT, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    corrects_id: int | None
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    """The decision that was written down wrongly: this row stands in its place, and both stay visible."""
    why = models.TextField(_("what was wrong"), max_length=1000, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("decided_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(verb__in=states.WatchVerb.values), name="watch_verb_known"),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(ground=""), name="watch_decision_has_number_and_ground"
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, why="") & ~Q(verb="annul") | Q(corrects__isnull=False) & ~Q(why=""),
                name="watch_correction_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.number}"


class Meeting(models.Model):
    """A meeting of the committee that was held: what changed is told since the last one."""

    held_on = models.DateField(_("held on"), unique=True)
    number = models.CharField(_("notice of conclusion no."), max_length=NUMBER)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("-held_on",)

    def __str__(self) -> str:
        return f"{self.held_on:%d/%m/%Y}"


class Paper(models.Model):
    """A conclusion, a directive or a plan in which duties stand."""

    source = models.CharField(_("kind"), max_length=14, choices=states.Source.choices)
    number = models.CharField(_("number"), max_length=NUMBER)
    issuer = models.CharField(_("issued by"), max_length=200)
    issued_on = models.DateField(_("issued on"))
    title = models.CharField(_("about"), max_length=300)
    supervisor = models.CharField(_("external supervisor"), max_length=20, blank=True)
    """Whose recommendation it is (:class:`states.Supervisor`): that body follows it to its end."""
    matter = models.CharField(_("number of the matter"), max_length=24, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("-issued_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("source", "number", "issuer", "issued_on"), name="paper_recorded_once"),
        )

    def __str__(self) -> str:
        return f"{self.number} ({self.issued_on:%d/%m/%Y})"


class Duty(models.Model):
    """What one unit owes by one paper, by when."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="duties")
    kind = models.CharField(_("what is owed"), max_length=14, choices=states.DutyKind.choices)
    unit = models.CharField(_("owed by (unit)"), max_length=UNIT)
    what = models.TextField(_("in words"), max_length=4000)
    amount = models.BigIntegerField(_("how much"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    supervisor = models.CharField(max_length=20, blank=True)
    """Of the paper: by it the database shows a supervisor what became of the own recommendations, and no others."""
    corrects_id: int | None
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    """What was laid on the wrong unit, or in a wrong amount: this stands in its place, and both stay visible."""
    why = models.TextField(_("what was wrong"), max_length=1000, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)
    happened: "models.QuerySet[DutyEvent]"

    class Meta:
        ordering = ("due_on", "id")
        verbose_name_plural = "duties"
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__gt=0) | (Q(amount__isnull=True) & ~Q(kind__in=["money", "land"])),
                name="duty_measured_has_amount",
            ),
        )
        indexes = (models.Index(fields=("unit",), name="duty_unit"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.unit}"


class DutyEvent(models.Model):
    """Something that happened to a duty."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="happened")
    unit = models.CharField(max_length=UNIT)
    """Of the duty: by it the database keeps units apart."""
    verb = models.CharField(_("what happened"), max_length=10, choices=states.DutyVerb.choices)
    on = models.DateField(_("on"))
    number = models.CharField(_("decision or letter no."), max_length=NUMBER, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    amount = models.BigIntegerField(_("how much"), null=True, blank=True)
    corrects_id: int | None
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    """The entry that this one strikes out."""
    note = models.TextField(_("in words"), max_length=4000)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(corrects=None) & ~Q(verb__in=sorted(states.STRIKING))
                | Q(corrects__isnull=False, verb__in=sorted(states.STRIKING)),
                name="duty_event_strikes_one",
            ),
        )

    def __str__(self) -> str:
        return f"{self.verb} on {self.on}"


class Draw(models.Model):
    """A check whose sample is drawn by lot: the frame and a commitment first, the public words on a later day."""

    title = models.CharField(_("what is checked"), max_length=300)
    planned = models.BooleanField(_("planned and announced"), default=True)
    unit = models.CharField(_("unit checked"), max_length=UNIT, blank=True)
    ground = models.TextField(_("ground"), max_length=4000)
    frame = ArrayField(models.CharField(max_length=300))
    checksum = models.CharField(max_length=64)
    size = models.IntegerField(_("how many are drawn"))
    secret = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title


class Drawn(models.Model):
    """The public words and what they drew: written once."""

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="result")
    public = models.CharField(_("public words"), max_length=300)
    source = models.CharField(_("where they were published"), max_length=300)
    sample = ArrayField(models.CharField(max_length=300))
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"drawn for {self.draw_id}"  # type: ignore[attr-defined]


class PublishedDraw(models.Model):
    """What everybody may know of a draw: checksums before it, words and secret after it. Never the frame's items."""

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="published")
    number = models.IntegerField()
    items = models.IntegerField()
    size = models.IntegerField()
    checksum = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    prepared_on = models.DateField()
    public = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    secret = models.CharField(max_length=64, blank=True)
    drawn_on = models.DateField(null=True)

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"draw {self.number}"
