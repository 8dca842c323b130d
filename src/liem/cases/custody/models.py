"""A file of a piece of evidence, and who had it in hand when. Content: behind the wall of a matter's words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Hand(models.TextChoices):
    """What somebody did with a piece of evidence."""

    ENTERED = "entered", _("Entered the piece")
    PUT_IN = "put_in", _("Put the file in")
    LOOKED = "looked", _("Looked at the file")
    TOOK_OUT = "took_out", _("Took a copy of the original out")
    BROKEN = "broken", _("The file did not open, or is not what was put in")


class EvidenceFile(models.Model):
    """A file under seal: the bytes as they came, and what of them is shown. Never changed, never deleted."""

    matter_id: int
    matter = models.ForeignKey("cases.Matter", on_delete=models.PROTECT, related_name="evidence_files")
    evidence_id: int
    evidence = models.ForeignKey("cases.Evidence", on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    sort = models.CharField(max_length=10)
    original = models.CharField(max_length=32)
    original_bytes = models.BigIntegerField()
    shown = models.CharField(max_length=32)
    """The vessel of what is shown; the original's own where nothing had to be made harmless."""
    shown_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    """Of the bytes as they came."""
    locked_keys = models.BinaryField()
    """The keys of both vessels, under a key of the house that does not lie in the database."""
    put_in_at = models.DateTimeField()

    class Meta:
        app_label = "cases"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("evidence", "sha256"), name="evidence_file_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def is_changed(self) -> bool:
        """Whether what is shown was made harmless, and so is not the original."""
        return self.shown != self.original


class CustodyStep(models.Model):
    """Who did what with a piece of evidence, or a file of it, and why. Written once."""

    matter_id: int
    matter = models.ForeignKey("cases.Matter", on_delete=models.PROTECT, related_name="custody_steps")
    evidence_id: int
    evidence = models.ForeignKey("cases.Evidence", on_delete=models.PROTECT, related_name="hands")
    file_id: int | None
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, null=True, related_name="hands")
    hand = models.CharField(max_length=10, choices=Hand.choices)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "cases"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.hand} {self.evidence_id}"
