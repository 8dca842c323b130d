"""What was published, kept as it was published."""

from django.db import models


class Edition(models.Model):
    """The results of one year as they stood at the end of one month: counted once, then the same to everybody.

    Were they counted at every look, the difference of two days would tell what one decision was.
    """

    year = models.IntegerField()
    until = models.DateField()
    decided = models.JSONField()
    """Rows of ``cases.queries.Decided``: exact, so seen by the house alone; the page protects them."""
    counted_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("year", "until"), name="edition_once"),)

    def __str__(self) -> str:
        return f"{self.year}, {self.until}"
