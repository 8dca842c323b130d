"""The work this room offers to the queue."""

from pathlib import Path
from typing import Any

from liem.imports import actions, queries
from liem.imports.models import Import
from liem.jobs.kinds import job
from liem.jobs.progress import JobProgress


@job(actions.BRING, repeatable=True)
def bring(progress: JobProgress, by: str, import_number: int, source: str) -> dict[str, Any]:
    """Bring in the files of one import."""
    row = Import.objects.get(pk=import_number)
    folder = Path(source)
    actions.bring(row, folder, queries.mapping_in(folder), progress=progress, by=by)
    return {"import": row.pk, "outcome": row.outcome, "rejected": row.rows_rejected}
