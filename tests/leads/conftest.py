"""A small office with results that are known: two units, three officials, five dossiers, one lead of each grade."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from liem.base import clock
from liem.detection.leads import LEADS
from liem.detection.signals import FIGURES, SIGNALS, RowWriter

TABLES = {
    "units": "unit,name,level\nU1,Xã Một,commune\nU2,Xã Hai,commune\n",
    "procedures": (
        "procedure,name,field,sensitive,limit_working_days,required_documents,fee\n"
        "P1,Cấp giấy chứng nhận,land,true,5,GT1;GT2,50000\nP2,Khai sinh,civil_status,false,1,GT3,0\n"
    ),
    "officials": "official,unit,post,from\nC1,U1,appraiser,2020-01-01\nC2,U2,appraiser,2020-01-01\nC3,U2,clerk,\n",
    "dossiers": (
        "dossier,procedure,unit,applicant,channel,received_at,due_at,finished_at,outcome,fee_charged\n"
        "D1,P1,U1,A1,counter,2026-03-02T08:00:00,2026-03-09T17:00:00,2026-03-20T10:00:00,granted,50000\n"
        "D2,P1,U2,A2,online,2026-03-02T09:00:00,2026-03-09T17:00:00,2026-03-06T10:00:00,granted,50000\n"
        "D3,P2,U2,A3,counter,2026-03-03T09:00:00,2026-03-04T17:00:00,2026-03-04T10:00:00,granted,0\n"
        "D4,P1,U1,A4,counter,2026-03-04T09:00:00,2026-03-11T17:00:00,2026-03-10T10:00:00,refused,50000\n"
        "D/5 =x,P1,U1,A5,counter,2026-03-05T09:00:00,2026-03-12T17:00:00,,,\n"
    ),
    "events": (
        "dossier,at,activity,official,unit,document,reason\n"
        "D1,2026-03-02T08:00:00,received,C1,U1,,\n"
        "D1,2026-03-04T08:00:00,supplement_requested,C1,U1,GT2,<b>thiếu</b> giấy tờ\n"
        "D1,2026-03-06T08:00:00,supplement_received,C1,U1,,\n"
        "D1,2026-03-20T10:00:00,finished,C1,U1,,\n"
        "D2,2026-03-02T09:00:00,received,C2,U2,,\nD2,2026-03-06T10:00:00,finished,C2,U2,,\n"
        "D3,2026-03-03T09:00:00,received,C3,U2,,\nD3,2026-03-04T10:00:00,finished,C3,U2,,\n"
        "D4,2026-03-04T09:00:00,received,C1,U1,,\nD4,2026-03-10T10:00:00,refused,C1,U1,,\n"
        "D/5 =x,2026-03-05T09:00:00,received,C1,U1,,\n"
    ),
}


def write_tables(folder: Path, **changed: str) -> Path:
    """The record set of the small office, with some tables changed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (TABLES | changed).items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def signal(
    name: str, kind: str, indicator: str, subject_kind: str, subject: str, unit: str | None, **more: Any
) -> dict:
    """One row of ``signals.parquet``."""
    row = {
        "signal": name,
        "kind": kind,
        "indicator": indicator,
        "act": indicator[0],
        "subject_kind": subject_kind,
        "subject": subject,
        "unit": unit,
        "procedure": None,
        "period_from": date(2026, 3, 1),
        "period_to": date(2026, 3, 31),
        "n": 40,
        "observed": 12.0,
        "expected": 4.0,
        "effect": 3.0,
        "effect_low": 1.7,
        "effect_high": 4.9,
        "p_value": 0.0001,
        "q_value": 0.01,
        "priority": 0.8,
        "dossiers": ["D1"],
        "innocent_if_vi": "Có lý do chính đáng.",
        "innocent_if_en": "There was a good reason.",
        "explanation_vi": f"Trong 40 hồ sơ của cán bộ {subject}, 12 quá hạn.",
        "explanation_en": f"Of 40 dossiers of official {subject}, 12 were late.",
    }
    return row | more


SIGNAL_ROWS = [
    signal("s-1", "pattern", "D1", "official", "C1", "U1"),
    signal("s-2", "pattern", "E1", "official", "C1", "U1", q_value=float("nan")),
    signal("s-3", "pattern", "D1", "official", "C2", "U2", dossiers=["D2"], priority=0.7),
    signal("s-4", "breach", "D0", "dossier", "D1", "U1", procedure="P1", n=1, priority=0.3, expected=5.0),
    signal("s-5", "pattern", "C6", "procedure", "P1", None, procedure="P1", priority=0.6),
]
LEAD_ROWS = [
    {"lead": "l-person", "subject_kind": "official", "subject": "C1", "act": "D", "signals": ["s-1", "s-2"]},
    {"lead": "l-dossier", "subject_kind": "dossier", "subject": "D1", "act": "D", "signals": ["s-4"]},
    {"lead": "l-unit", "subject_kind": "unit", "subject": "U2", "act": "D", "signals": ["s-3"]},
    {"lead": "l-procedure", "subject_kind": "procedure", "subject": "P1", "act": "C", "signals": ["s-5"]},
]
GRADES = {"l-person": "convergent", "l-dossier": "breach", "l-unit": "single", "l-procedure": "single"}


def write_results(records: object, out: Path, *_: object) -> None:
    """Stands in for detection: writes its files with the rows above."""
    with RowWriter(out / "signals.parquet", SIGNALS) as writer:
        writer.write(SIGNAL_ROWS)
    with RowWriter(out / "leads.parquet", LEADS) as writer:
        writer.write({**row, "sources": ["log"], "grade": GRADES[row["lead"]]} for row in LEAD_ROWS)
    figures = [
        {**{name: row[name] for name in FIGURES.names if name in row}, "eligible": True, "flagged": True, "reason": ""}
        for row in SIGNAL_ROWS
        if row["kind"] == "pattern"
    ]
    with RowWriter(out / "indicators.parquet", FIGURES) as writer:
        writer.write(figures)
    (out / "skipped.json").write_text(
        '{"indicators": [{"indicator": "B9", "reason_vi": "không có bảng phí", "reason_en": "there are no fees"}],'
        ' "not_compared": [{"indicator": "D1", "subject_kind": "official", "reason_vi": "chỉ một cán bộ có hồ sơ",'
        ' "reason_en": "only one official has dossiers"}],'
        ' "notes": [{"code": "units_merged", "n": 1, "vi": "1 đơn vị sáp nhập", "en": "1 units were merged"}]}'
    )
    (out / "run.json").write_text('{"engine": "duckdb", "stages": [{"stage": "code", "seconds": 1.5, "peak_mib": 90}]}')


@pytest.fixture(scope="session")
def small_office(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The files of the small office, made once: a house with its snapshot, and the facts of its dossiers."""
    from liem.base.progress import Silent
    from liem.imports import bringing
    from liem.imports.snapshots import SnapshotStore
    from liem.leads.facts import keep_facts

    home = tmp_path_factory.mktemp("office")
    store = SnapshotStore(home)
    brought = bringing.read_and_examine(store, 1, write_tables(home / "source"), None, Silent())
    folder, _merged = bringing.merge_into(store, 1, None, brought, complete=False, progress=Silent())
    checksum = store.adopt(folder)
    facts = keep_facts(store.open(checksum), tmp_path_factory.mktemp("facts"))
    return {"home": home, "records": store.open(checksum), "checksum": checksum, "facts": facts}


@pytest.fixture
def office(db: None, small_office: dict[str, Any], settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The small office, brought in and looked through: the run."""
    from liem.imports.models import Adoption, Import, Snapshot
    from liem.leads import actions

    settings.LIEM_HOME, records = small_office["home"], small_office["records"]
    days = {"first_day": records.first_at.date(), "last_day": records.last_at.date()}
    snapshot = Snapshot.objects.create(
        checksum=small_office["checksum"], rows=dict(records.rows), simulated=True, made_at=clock.now(), **days
    )
    finding = {
        "code": "gaps",
        "severity": "warning",
        "n": 1,
        "of": 9,
        "vi": "Có khoảng trống.",
        "en": "There is a gap.",
    }
    Import.objects.create(
        asked_by="system",
        asked_at=clock.now(),
        origin="command",
        outcome="accepted",
        ended_at=clock.now(),
        snapshot=snapshot,
        findings=[finding],
    )
    Adoption.objects.create(snapshot=snapshot, at=clock.now(), by="system", reason="import")
    monkeypatch.setattr(actions, "detect", write_results)
    monkeypatch.setattr(actions, "keep_facts", lambda *_: small_office["facts"])
    return actions.detect_now(snapshot, by="system", now=clock.now())


@pytest.fixture
def somebody(db: None) -> Callable[..., Client]:
    """``somebody("inspector")``: a client signed in as an account with that role."""
    from liem.people import actions as people
    from liem.people.models import Account
    from liem.people.states import Role

    def make(role: str | None, unit: str = "*") -> Client:
        name = f"{role or 'nobody'}-{unit}".replace("*", "all").replace("_", "-").lower()
        account = Account.objects.filter(sign_in_name=name).first() or people.open_account(
            name, name, "mot mat khau that dai", by="system", now=clock.now(), must_change_password=False
        )
        if role is not None and not account.posts():
            people.appoint(account, Role(role), unit=unit, valid_from=clock.today(), by="system", now=clock.now())
        client = Client()
        client.force_login(account)
        return client

    return make
