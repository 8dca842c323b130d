"""What is kept of a report's text as it is received: its keyed sketch, and which others are nearly the same."""

from uuid import UUID

from django.db import connection

from liem.base import sealing
from liem.intake import house_keys
from liem.intake.content import ReportContent
from liem.intake.models import Report
from liem.sorting.models import Likeness, Sketch, SketchBand
from liem.sorting.sketch import ALIKE, likeness, sketch

MOST_OF_A_BAND = 40
"""Reports with the same band that a new one is compared with: a flood must not make receiving slow."""
MOST_KEPT = 25
"""Pairs kept of a new report, the most alike: each of a flood of equal ones still hangs together with all others."""


def sketch_received(report: Report, content: ReportContent) -> None:
    """Keep the sketch and the likenesses, in the transaction in which the report is received; never the text."""
    text = f"{content.what} {content.asked_for} {content.evidence}"
    made = sketch(text, sealing.derive(house_keys.receipts(), b"sketches", "liem sorting"))
    if made is None:
        return
    Sketch.objects.create(report=report, signature=made.signature)
    others = dict(Sketch.objects.filter(report__in=_likely(made.bands)).values_list("report", "signature"))
    SketchBand.objects.bulk_create([SketchBand(report=report, value=value) for value in set(made.bands)])
    shares = zip(likeness(made.signature, [bytes(one) for one in others.values()]), others, strict=True)
    alike = sorted((one for one in shares if one[0] >= ALIKE), reverse=True)[:MOST_KEPT]
    Likeness.objects.bulk_create(
        [Likeness(report=report, other_id=other, percent=round(100 * share)) for share, other in alike]
    )


def _likely(bands: tuple[int, ...]) -> list[UUID]:
    """The reports that share a band; of each band so many, however often a flood repeats it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT near.report_id FROM unnest(%s::bigint[]) AS band (value),
            LATERAL (SELECT report_id FROM sorting_sketchband WHERE value = band.value LIMIT %s) AS near""",
            [list(bands), MOST_OF_A_BAND],
        )
        return [report for (report,) in cursor.fetchall()]
