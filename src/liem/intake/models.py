"""Tables of reports. Texts, file names and identities lie here sealed; days are the finest time there is."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from liem.intake.states import Channel, Kind, PartKind, RequestState, State, Step, Voice


class Counter(models.Model):
    """The last number given in a year. It grows in the transaction of the report that takes it: no number is lost."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Report(models.Model):
    """One line of the register. Nothing here tells what was said or by whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    channel = models.CharField(_("channel"), max_length=20, choices=Channel.choices)
    agency = models.CharField(_("agency"), max_length=128)
    field = models.CharField(_("field"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.RECEIVED)
    is_named = models.BooleanField(_("gave a name"), default=False)
    is_about_leader = models.BooleanField(_("about a leader"), default=False)
    received_on = models.DateField(_("received on"))
    accepted_on = models.DateField(_("accepted"), null=True)
    reopened_on = models.DateField(_("reopened"), null=True)
    ended_on = models.DateField(_("ended"), null=True)
    satisfaction = models.PositiveSmallIntegerField(_("satisfaction"), null=True)
    mark = models.BinaryField(max_length=32, unique=True)
    reporter_public = models.BinaryField(max_length=32)
    reporter_sealed = models.BinaryField(max_length=128)

    parts: "models.QuerySet[SealedPart]"
    keys: "models.QuerySet[SealedKey]"
    files: "models.QuerySet[SealedFile]"
    steps: "models.QuerySet[ReportStep]"

    class Meta:
        ordering = ("-year", "-number")
        constraints = (
            models.UniqueConstraint(fields=("year", "number"), name="report_number_once"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="report_kind_known"),
            models.CheckConstraint(condition=models.Q(channel__in=Channel.values), name="report_channel_known"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="report_state_known"),
            models.CheckConstraint(
                condition=models.Q(satisfaction__isnull=True) | models.Q(satisfaction__range=(1, 5)),
                name="report_satisfaction_one_to_five",
            ),
        )
        indexes = (
            models.Index(fields=("agency", "state"), name="report_agency_state"),
            models.Index(fields=("received_on",), name="report_received_on"),
        )

    def __str__(self) -> str:
        return self.register_number

    @property
    def register_number(self) -> str:
        """``2026-000123``."""
        return f"{self.year}-{self.number:06d}"


class SealedKey(models.Model):
    """A report's content key, sealed to the key of an office."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="keys")
    office_key = models.ForeignKey("people.OfficeKey", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField(max_length=128)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("report", "office_key"), name="sealed_key_once"),)

    def __str__(self) -> str:
        return f"sealed key {self.pk}"


class SealedPart(models.Model):
    """The report itself, a message, or the acknowledgement, under the report's content key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=20, choices=PartKind.choices)
    position = models.PositiveIntegerField()
    voice = models.CharField(max_length=20, choices=Voice.choices)
    on = models.DateField()
    sealed = models.BinaryField()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("report", "position"), name="sealed_part_position"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.position} {self.pk}"


class SealedFile(models.Model):
    """A file sent in: what it is called and how it is kept lies sealed in ``sealed``; its bytes lie sealed on disk."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    position = models.PositiveIntegerField()
    voice = models.CharField(max_length=20, choices=Voice.choices)
    on = models.DateField()
    sealed = models.BinaryField()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("report", "position"), name="sealed_file_position"),)

    def __str__(self) -> str:
        return f"file {self.position} {self.pk}"


class ReportStep(models.Model):
    """One line of what the reporter is told: a step of the closed list, its day, and codes (never words)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveIntegerField()
    step = models.CharField(max_length=20, choices=Step.choices)
    on = models.DateField()
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("report", "position"), name="report_step_position"),
            models.CheckConstraint(condition=models.Q(step__in=Step.values), name="report_step_known"),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.pk}"


class Recusal(models.Model):
    """An account that must see nothing of a report: accused, related, or excused by itself."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="recusals")
    account = models.CharField(max_length=64)
    reason = models.CharField(max_length=40)
    on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("report", "account"), name="recusal_once"),)

    def __str__(self) -> str:
        return f"{self.account} excused"


class VaultedIdentity(models.Model):
    """Who reports, in two boxes: the inner for the custodians, the outer for the office. Neither opens it alone."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="identity")
    office_key = models.ForeignKey("people.OfficeKey", on_delete=models.PROTECT, related_name="+")
    custodians_key = models.ForeignKey("people.OfficeKey", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"identity {self.pk}"


class IdentityRequest(models.Model):
    """An officer asks for an identity with a reason; a custodian allows or refuses. Both are in the trail."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="identity_requests")
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    custodians_key = models.ForeignKey("people.OfficeKey", on_delete=models.PROTECT, related_name="+")
    reason = models.BinaryField()
    inner = models.BinaryField()
    state = models.CharField(max_length=20, choices=RequestState.choices, default=RequestState.ASKED)
    decided_by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.BinaryField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(decided_by="") | ~models.Q(decided_by=models.F("asked_by")),
                name="identity_request_second_person",
            ),
        )

    def __str__(self) -> str:
        return f"request for an identity {self.pk}"


class AcknowledgementKey(models.Model):
    """A public key that acknowledgements are or were signed with; former ones stay so that old ones can be checked."""

    public = models.BinaryField(max_length=32, unique=True)
    since = models.DateField()

    def __str__(self) -> str:
        return bytes(self.public).hex()[:16]
