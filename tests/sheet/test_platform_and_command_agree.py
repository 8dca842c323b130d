"""The platform and the command line write the same sheet, byte for byte: one from the database, one from the files."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from django.db import transaction
from tests.sheet.conftest import Looked

from liem.base import clock
from liem.dossiers.quality import examine

pytestmark = pytest.mark.slow


@pytest.fixture
def platform(db: None, looked: Looked, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The small province, current on the platform and looked through: the run."""
    from liem.imports.models import Adoption, Import, Snapshot
    from liem.imports.snapshots import SnapshotStore
    from liem.leads import actions

    settings.LIEM_HOME, records = tmp_path / "home", looked.records
    store = SnapshotStore(settings.LIEM_HOME)
    folder = store.fresh(1)
    shutil.copytree(records.folder, folder, dirs_exist_ok=True)
    assert records.last_at is not None
    snapshot = Snapshot.objects.create(checksum=store.adopt(folder), rows=dict(records.rows), made_at=clock.now())
    findings = [
        vars(one) | {"examples": list(one.examples)} for one in examine(records, records.last_at.date()).findings
    ]
    done = {"outcome": "accepted", "ended_at": clock.now(), "snapshot": snapshot, "findings": findings}
    Import.objects.create(asked_by="system", asked_at=clock.now(), origin="command", **done)
    Adoption.objects.create(snapshot=snapshot, at=clock.now(), by="system", reason="import")

    def as_before(_records: object, out: Path, *_: object) -> None:
        shutil.copytree(looked.out, out, dirs_exist_ok=True)

    monkeypatch.setattr(actions, "detect", as_before)
    return actions.detect_now(snapshot, by="system", now=clock.now())


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("grade", ["single", "breach"])
def test_the_same_lead_is_the_same_file_from_both(
    grade: str, language: Any, platform: Any, looked: Looked, evidence: Callable[..., Result], tmp_path: Path
) -> None:
    from liem.leads import documents, queries
    from liem.people.row_security import acting_as_system

    number = looked.lead(grade=grade)
    assert platform.report["run"] == platform.pk, "both number a run alike"
    with transaction.atomic(), acting_as_system():
        lead = queries.lead(platform, number)
        assert lead is not None
        written = {form: documents.document(lead, form, language) for form in ("json", "html", "docx")}
    for form, content in written.items():
        words = ("--lead", number, "--records", looked.records.folder, "--format", form, "--language", language)
        answer = evidence(looked.out, *words, "--out", tmp_path / form)
        assert answer.exit_code == 0, answer.output
        assert (tmp_path / form).read_bytes() == content
