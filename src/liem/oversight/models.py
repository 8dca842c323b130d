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

    held_on = models.DateField(_("held on"))
    number = models.CharField(_("notice of conclusion no."), max_length=NUMBER)
    corrects_id: int | None
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    """The meeting that was written down wrongly: this stands in its place, and both stay visible."""
    is_struck = models.BooleanField(_("there was no such meeting"), default=False)
    why = models.TextField(_("what was wrong"), max_length=1000, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("-held_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("held_on",), condition=Q(corrects=None), name="meeting_recorded_once"),
            models.CheckConstraint(
                condition=Q(corrects=None, why="", is_struck=False) | Q(corrects__isnull=False) & ~Q(why=""),
                name="meeting_correction_says_why",
            ),
        )

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

    paper_id: int
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
    subject = models.CharField(
        _("what it is made from"), max_length=10, choices=states.Subject.choices, default=states.Subject.RECORDS
    )
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
    checked = models.IntegerField(default=0)
    agreeing = models.IntegerField(default=0)
    """Of what was drawn: how many were looked at, and how many of these agreed."""

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"draw {self.number}"


class Checked(models.Model):
    """What was found at one item that was drawn. A mistake is answered by another row; both stay."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="checked")
    item = models.CharField(_("item"), max_length=300)
    verdict = models.CharField(_("what was found"), max_length=10, choices=states.Verdict.choices)
    unmet = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    """Of a closed matter: which of :class:`states.Criterion` were not met."""
    on = models.DateField(_("looked at on"))
    note = models.TextField(_("in words"), max_length=4000, blank=True)
    corrects_id: int | None
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("draw", "item"), condition=Q(corrects=None), name="checked_once"),
        )

    def __str__(self) -> str:
        return f"{self.item}: {self.verdict}"


class Inspection(models.Model):
    """An inspection of one unit, announced or not. The unit sees an unannounced one from the day it begins."""

    year = models.IntegerField(_("programme of the year"))
    programme = models.CharField(_("decision on the programme, or of its own"), max_length=NUMBER)
    unit = models.CharField(_("unit inspected"), max_length=UNIT)
    title = models.CharField(_("what is inspected"), max_length=300)
    planned = models.BooleanField(_("planned and announced"), default=True)
    chosen = models.CharField(_("how it was chosen"), max_length=10, choices=states.Chosen.choices)
    ground = models.TextField(_("ground"), max_length=4000)
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, null=True, blank=True, related_name="inspections")
    begins_on = models.DateField(_("to begin on"))
    ends_on = models.DateField(_("to end on"))
    corrects_id: int | None
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    """What was put into the programme wrongly: this stands in its place, and both stay visible."""
    is_struck = models.BooleanField(_("it was never in the programme"), default=False)
    why = models.TextField(_("what was wrong"), max_length=1000, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)
    events: "models.QuerySet[InspectionEvent]"
    findings: "models.QuerySet[InspectionFinding]"

    class Meta:
        ordering = ("-year", "begins_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("begins_on")), name="inspection_ends_after"),
            models.CheckConstraint(
                condition=~Q(chosen="lot") | Q(draw__isnull=False), name="inspection_by_lot_has_a_draw"
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, why="", is_struck=False) | Q(corrects__isnull=False) & ~Q(why=""),
                name="inspection_correction_says_why",
            ),
        )

    def __str__(self) -> str:
        return self.title


class InspectionEvent(models.Model):
    """Something that happened to an inspection."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="events")
    unit = models.CharField(max_length=UNIT)
    verb = models.CharField(_("what happened"), max_length=10, choices=states.InspectionVerb.choices)
    on = models.DateField(_("on"))
    number = models.CharField(_("decision or conclusion no."), max_length=NUMBER, blank=True)
    note = models.TextField(_("in words"), max_length=4000, blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="inspection_events")
    """The conclusion as a paper whose duties are followed."""
    corrects_id: int | None
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    """The entry that this one strikes out."""
    struck = models.CharField(max_length=10, blank=True)
    """What that entry said: a struck cancellation is as unseen by the unit as the cancellation."""
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(corrects=None, struck="") & ~Q(verb="strike")
                | Q(corrects__isnull=False, verb="strike") & ~Q(struck="") & ~Q(note=""),
                name="inspection_event_strikes_one",
            ),
        )

    def __str__(self) -> str:
        return f"{self.verb} on {self.on}"


class InspectionFinding(models.Model):
    """Something an inspection found about a unit; the head's part by post. Names nobody."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="findings")
    unit = models.CharField(max_length=UNIT)
    act = models.CharField(_("act"), max_length=1, blank=True)
    what = models.TextField(_("what was found"), max_length=4000)
    head = models.CharField(_("part of the head"), max_length=14, choices=states.HeadsPart.choices)
    proposal = models.CharField(
        _("recommended for the head"),
        max_length=10,
        blank=True,
        choices=[(one.value, one.label) for one in (states.DutyKind.RECTIFY, states.DutyKind.HANDLE)],
    )
    matter = models.CharField(_("number of the matter opened"), max_length=24, blank=True)
    corrects_id: int | None
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    """The finding that was written down wrongly: this stands in its place, and both stay visible."""
    is_struck = models.BooleanField(_("it was not found"), default=False)
    why = models.TextField(_("what was wrong"), max_length=1000, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(proposal="") | ~Q(head="none"), name="finding_proposes_where_head_has_part"
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, why="", is_struck=False) | Q(corrects__isnull=False) & ~Q(why=""),
                name="finding_correction_says_why",
            ),
        )

    def __str__(self) -> str:
        return self.what[:80]


class Clock(models.Model):
    """A stored instant at which somebody is reminded: who changes ``next_at`` first sends it, once."""

    kind = models.CharField(max_length=10, choices=states.ClockKind.choices)
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, null=True, related_name="clocks")
    decision = models.ForeignKey(WatchDecision, on_delete=models.PROTECT, null=True, related_name="clocks")
    unit = models.CharField(max_length=UNIT)
    due_at = models.DateTimeField(null=True)
    """The first instant that is late; none: it stands still or has ended."""
    reminded = models.CharField(max_length=10, blank=True)
    next_step = models.CharField(max_length=10, blank=True)
    next_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "duty", "decision"), name="oversight_clock_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(next_step="", next_at=None) | (~Q(next_step="") & Q(next_at__isnull=False)),
                name="oversight_clock_step_and_instant",
            ),
        )
        indexes = (models.Index(fields=("next_at",), name="oversight_clock_next", condition=Q(next_at__isnull=False)),)

    def __str__(self) -> str:
        return f"{self.kind} {self.unit}"


class Notice(models.Model):
    """What an account is told about a clock of this room: once per clock, step, day and recipient."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="notices")
    reminder = models.CharField(max_length=10)
    due_at = models.DateTimeField()
    account = models.CharField(max_length=64)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    mail_next_at = models.DateTimeField(null=True)
    """Until when a worker has claimed it, or when it is tried again; empty: as soon as it may be."""
    mail_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("clock", "reminder", "due_at", "account"), name="oversight_notice_once"),
        )
        indexes = (
            models.Index(fields=("account",), name="oversight_notice_unread", condition=Q(read_at=None)),
            models.Index(
                fields=("at",), name="oversight_notice_mail", condition=Q(read_at__isnull=True, mailed_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.reminder} to {self.account}"


class PeriodTally(models.Model):
    """The counts of a period, kept for a few minutes where there are very many matters. Numbers alone."""

    first = models.DateField()
    last = models.DateField()
    outside = models.BooleanField(default=False)
    """Counted once a month, for those outside: whoever looks again finds the same until the next month."""
    counts = models.JSONField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("first", "last", "outside"), name="period_tally_once"),)

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"
