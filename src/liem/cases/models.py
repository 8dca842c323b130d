"""The case file. The register (which matter, where it stands, when it is due) is apart from its content.

Register tables hold codes, dates and amounts alone: who may know that a matter exists sees them. Content tables hold
words and names: the handler, the head of the handling unit, and who was entitled by name. Both walls are in the
database (``migrations/0002``). What a reporter said stays sealed in intake: here is its register number alone.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from liem.cases import states

CODE = 128
ACCOUNT = 64


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
        indexes = (models.Index(fields=("matter", "at", "id"), name="event_of_matter"),)

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


class Notice(models.Model):
    """What an account is to be told: codes alone. One row per clock, reminder, due instant and recipient."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="notices")
    deadline_id: int | None
    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, null=True, related_name="notices")
    reminder = models.CharField(max_length=16)
    due_at = models.DateTimeField(null=True)
    account = models.CharField(max_length=ACCOUNT)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    mail_next_at = models.DateTimeField(null=True)
    """Until when a worker has claimed it, or when it is tried again; empty: as soon as it may be."""
    mail_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("deadline", "reminder", "due_at", "account"), name="notice_once", nulls_distinct=True
            ),
        )
        indexes = (
            models.Index(fields=("account", "-at"), name="notice_unread", condition=models.Q(read_at__isnull=True)),
            models.Index(
                fields=("at",),
                name="notice_to_be_mailed",
                condition=models.Q(read_at__isnull=True, mailed_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reminder} to {self.account}"


class Exclusion(models.Model):
    """An account that may neither see nor handle the matter: the person concerned, a relative, who stepped aside."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="exclusions")
    account = models.CharField(max_length=ACCOUNT)
    ground = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.CharField(max_length=ACCOUNT)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("account", "matter"), name="exclusion_once"),)

    def __str__(self) -> str:
        return f"{self.account} not {self.matter_id}"


class Entitlement(models.Model):
    """An account that may read the content although the matter is not theirs, with the reason, until a day."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="entitlements")
    account = models.CharField(max_length=ACCOUNT)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=ACCOUNT)

    class Meta:
        indexes = (models.Index(fields=("account", "matter"), name="entitlement_account"),)

    def __str__(self) -> str:
        return f"{self.account} reads {self.matter_id}"


# -- content: words and names


class Content(models.Model):
    """What the matter is about, in words."""

    matter_id: int
    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="content")
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    search = SearchVectorField(null=True)

    class Meta:
        indexes = (GinIndex(fields=("search",), name="content_search"),)

    def __str__(self) -> str:
        return f"content {self.matter_id}"


class Concerned(models.Model):
    """A person the matter concerns. Never the reporter: who spoke lies in a vault of intake."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="concerned")
    name = models.CharField(max_length=200)
    official = models.CharField(max_length=CODE, blank=True)
    unit = models.CharField(max_length=CODE, blank=True)
    capacity = models.CharField(max_length=10, choices=states.Capacity.choices)
    party_member = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Allegation(models.Model):
    """One thing that is said to have happened; found upon by itself, for each person by themselves."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="allegations")
    act = models.CharField(max_length=4, blank=True)
    text = models.TextField()
    happened_from = models.DateField(null=True, blank=True)
    happened_to = models.DateField(null=True, blank=True)
    persons = models.ManyToManyField(Concerned, related_name="allegations", blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:80]


class Evidence(models.Model):
    """A piece of evidence: what it is, from where, its digest, and for or against which allegations it speaks."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)
    obtained_on = models.DateField()
    sha256 = models.CharField(max_length=64, blank=True)
    supports = models.ManyToManyField(Allegation, related_name="supported_by", blank=True)
    contradicts = models.ManyToManyField(Allegation, related_name="contradicted_by", blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.title


class FindingOf(models.Model):
    """What was found of an allegation against a person, by which standard. A later finding stands beside the former."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="findings")
    allegation_id: int
    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="findings")
    person_id: int | None
    person = models.ForeignKey(Concerned, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    finding = models.CharField(max_length=16, choices=states.Finding.choices)
    proof = models.CharField(max_length=12, choices=states.Proof.choices)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=ACCOUNT)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.allegation_id}/{self.person_id}: {self.finding}"


class Writing(models.Model):
    """The words of an event: a reason, what was heard, a reply, circumstances."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="writings")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="writings")
    person_id: int | None
    person = models.ForeignKey(Concerned, on_delete=models.PROTECT, null=True, blank=True, related_name="writings")
    topic = models.CharField(max_length=16)
    text = models.TextField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.topic} of {self.matter_id}"


class PlanStep(models.Model):
    """One step of the plan of verification."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="plan")
    text = models.CharField(max_length=500)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text


# -- outcomes: ledgers of codes, days and amounts


class CrimeTransfer(models.Model):
    """A file handed to investigators on signs of crime, and what came back."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="crime_transfers")
    to_body = models.CharField(max_length=CODE)
    found_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    step = models.CharField(max_length=16, choices=states.CrimeStep.choices, blank=True)
    step_on = models.DateField(null=True, blank=True)
    receipt = models.CharField(max_length=60, blank=True)
    case_number = models.CharField(max_length=60, blank=True)
    defendants = models.PositiveIntegerField(default=0)
    officials = models.PositiveIntegerField(default=0)
    party_members = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(officials__lte=models.F("defendants"))
                & models.Q(party_members__lte=models.F("defendants")),
                name="crime_transfer_parts_within_the_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.matter_id} to {self.to_body}"


class Discipline(models.Model):
    """A disciplinary decision on a person concerned, by party or administration."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="disciplines")
    person_id: int | None
    person = models.ForeignKey(Concerned, on_delete=models.PROTECT, related_name="disciplines")
    ladder = models.CharField(max_length=14, choices=states.Ladder.choices)
    form = models.CharField(max_length=20)
    """A code of ``rules.FORMS_OF_DISCIPLINE``."""
    decided_on = models.DateField()
    document = models.CharField(max_length=60, blank=True)
    appealed_on = models.DateField(null=True, blank=True)
    set_aside_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("decided_on", "id")

    def __str__(self) -> str:
        return f"{self.ladder}: {self.form}"


class Money(models.Model):
    """An entry of the money ledger, in đồng. Entries are never changed: a mistake is answered by another entry."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="money")
    step = models.CharField(max_length=12, choices=states.MoneyStep.choices)
    amount = models.BigIntegerField()
    on = models.DateField()
    document = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("on", "id")

    def __str__(self) -> str:
        return f"{self.step} {self.amount}"


class Appraisal(models.Model):
    """An appraisal or valuation asked for, due and returned: delays show."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="appraisals")
    body = models.CharField(max_length=200)
    asked_on = models.DateField()
    due_on = models.DateField()
    returned_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("asked_on", "id")

    def __str__(self) -> str:
        return self.body


class Remedy(models.Model):
    """Something owed to a citizen, a reporter or an official, and when it was done."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="remedies")
    remedy = models.CharField(max_length=14, choices=states.RemedyKind.choices)
    decided_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("decided_on", "id")

    def __str__(self) -> str:
        return self.remedy


class HeadAnswer(models.Model):
    """What the head of a unit answers for in this matter, decided by whom they answer to."""

    matter_id: int
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="head_answers")
    unit = models.CharField(max_length=CODE)
    form = models.CharField(max_length=20)
    """``none``, ``criticised``, or a form of discipline."""
    ground = models.CharField(max_length=20)
    """``direct``, ``supervision``, ``cover_up``, ``self_reported`` (which lightens it)."""
    decided_on = models.DateField()
    document = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("decided_on", "id")

    def __str__(self) -> str:
        return f"{self.unit}: {self.form}"


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


# Django looks for tables in this module alone.
from liem.cases.custody import models as _custody  # noqa: E402, F401
from liem.cases.mail import models as _mail  # noqa: E402, F401
