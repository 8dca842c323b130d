"""Who is related to whom by the records: pairs of codes, taken anew whenever other records become current."""

from django.db import models


class Kinship(models.Model):
    """Two codes, one of whose persons declared the other a relative. Which of them declared it does not matter."""

    one = models.CharField(max_length=128)
    other = models.CharField(max_length=128)

    class Meta:
        ordering = ("one", "other")
        constraints = (
            models.UniqueConstraint(fields=("one", "other"), name="kinship_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="kinship_in_order"),
        )
        indexes = (models.Index(fields=("other",), name="kinship_other"),)

    def __str__(self) -> str:
        return f"{self.one} and {self.other}"
