"""What followed: ledgers of codes, days and amounts."""

from django.db import models

from liem.cases import states
from liem.cases.models.content import Concerned
from liem.cases.models.lengths import CODE
from liem.cases.models.register import Matter


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
        indexes = (
            models.Index(fields=("due_on",), name="appraisal_waited_for", condition=models.Q(returned_on__isnull=True)),
        )

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
