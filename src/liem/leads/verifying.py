"""The result of verifying goes back to the indicators that named the subject: once for each matter."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from django.db import transaction

from liem.detection.identity import versions_used
from liem.leads.models import Verification
from liem.trail import actions as trail

Result = Literal["found", "explained", "not_found"]
Arm = Literal["flagged", "random"]


@transaction.atomic
def record_verification(
    indicators: Iterable[str], result: Result, *, arm: Arm, source: str, by: str, now: datetime
) -> None:
    """Keep what came of verifying one subject. ``source``: the number of the matter; a second time changes it.

    No person and no dossier is kept here: these are counts for the public page of the method.
    """
    codes, versions = sorted(set(indicators)), versions_used()["indicators"]
    for code in codes:
        Verification.objects.update_or_create(
            indicator=code,
            source=source,
            defaults={"arm": arm, "result": result, "version": versions.get(code), "at": now},
        )
    trail.record(
        "leads",
        "verification_fed_back",
        by=by,
        subject_kind="matter",
        subject_id=source,
        after={"indicators": codes, "result": result, "arm": arm},
        now=now,
    )
