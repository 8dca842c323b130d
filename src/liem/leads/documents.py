"""The evidence sheet of a lead as a document: what the database holds of it, handed to detection's own builder.

The command line writes the same sheet of the same run from its files.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.forms.models import model_to_dict
from django.utils.translation import override

from liem.base import formats
from liem.base.formats import Language
from liem.base.official_paper import Head
from liem.detection.evidence import timelines
from liem.detection.sheet.as_docx import as_docx
from liem.detection.sheet.as_html import as_html
from liem.detection.sheet.as_json import as_json
from liem.detection.sheet.building import build, evidence_of
from liem.detection.sheet.content import MOST_LISTED, Compared, Found, LookSaid, Sheet
from liem.detection.sheet.drawing import calendar
from liem.detection.sheet.places import read_registry
from liem.detection.signals import SIGNALS
from liem.dossiers.records import RecordSet
from liem.imports.queries import open_records
from liem.leads import queries
from liem.leads.models import Lead, Run
from liem.leads.states import Result

CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}


def document(lead: Lead, form: str, language: Language) -> bytes:
    """The sheet of a lead as the file of that form, in the row-level security of whoever asks."""
    sheet = sheet_of(lead, language)
    head = Head(agency=settings.LIEM_AGENCY, place=settings.LIEM_PLACE)
    if form == "json":
        return as_json(sheet).encode()
    return as_docx(sheet, head) if form == "docx" else as_html(sheet, head).encode()


def sheet_of(lead: Lead, language: Language) -> Sheet:
    """The sheet with what people found who looked at the lead."""
    return build(_found(lead), language, _looks(lead, language))


def _found(lead: Lead) -> Found:
    run, records = lead.run, open_records(lead.run.snapshot)
    signals = [{name: getattr(one, name) for name in SIGNALS.names} for one in queries.signals_of(lead)]
    report = _report(run, records)
    as_of = datetime.fromisoformat(report["as_of"])
    compared = {
        (one["indicator"], one["subject_kind"]): Compared(*queries.compared(run, one["indicator"], one["subject_kind"]))
        for one in signals
        if one["subject_kind"] != "dossier"
    }
    return Found(
        lead=model_to_dict(lead),
        signals=signals,
        compared=compared,
        run=report,
        registry=read_registry(records),
        integrity=run.integrity,
        dossiers=timelines(records, evidence_of(signals)[:MOST_LISTED], as_of, calendar()),
        simulated=run.snapshot.simulated,
    )


def _report(run: Run, records: RecordSet) -> dict[str, Any]:
    """``run.json``; what an older one does not hold is known from the run itself."""
    known = {
        "checksums": dict(records.checksums),
        "as_of": records.last_at.isoformat() if records.last_at else None,
        "engine": "",
        "options": run.options,
        **run.versions,
    }
    return {**known, **run.report, "run": run.pk, "records": run.snapshot.checksum}


def _looks(lead: Lead, language: Language) -> Sequence[LookSaid]:
    with override(language):
        return [
            LookSaid(formats.instant(look.at, language), look.by_name, str(Result(look.result).label), look.reason)
            for look in queries.looks_at(lead)
        ]
