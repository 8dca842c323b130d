"""The content: words and names. Whoever sees the register does not see these."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from liem.cases import states
from liem.cases.models.lengths import ACCOUNT, CODE
from liem.cases.models.register import Event, Matter


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
