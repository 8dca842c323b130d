"""Matters of unit U1 and U2 at a known time, and the people who stand in different relations to them."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from liem.base.clock import VIETNAM
from liem.people.states import Role

NOW = datetime(2026, 3, 20, 9, 0, tzinfo=VIETNAM)
"""A Friday. Appointments of tests begin long before."""


def at(day: str, hour: int = 9) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), VIETNAM).replace(hour=hour)


def appointed(name: str, role: Role, unit: str = "*") -> Any:
    from tests.conftest import PASSWORD

    from liem.people import actions

    account = actions.open_account(name, name.title(), PASSWORD, by="system", now=NOW, must_change_password=False)
    actions.appoint(account, role, unit=unit, valid_from=date(2024, 1, 1), by="system", now=NOW)
    return account


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are compared as they stand in the code."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def officer(db: None) -> Any:
    return appointed("officer", Role.CASE_OFFICER, "U1")


@pytest.fixture
def chief(db: None) -> Any:
    """Leads U1."""
    return appointed("chief", Role.HEAD_OF_UNIT, "U1")


@pytest.fixture
def inspector(db: None) -> Any:
    return appointed("inspector", Role.INSPECTOR)


def matter_of(kind: str = "denunciation", received: str = "2026-02-24", unit: str = "U1", **more: Any) -> Any:
    from liem.cases import actions
    from liem.cases.states import Kind, Origin

    birth = actions.Birth(
        Kind(kind), unit, more.pop("origin", Origin.REPORT), more.pop("origin_ref", "R-1"), at(received),
        more.pop("title", "Đòi tiền khi cấp giấy chứng nhận"), more.pop("summary", "Hai lần, tại quầy số 3."),
        **{name: more.pop(name) for name in ("about_unit", "act", "remote") if name in more},
    )  # fmt: skip
    return actions.open_matter(birth, by=more.pop("by", "system"), now=more.pop("now", at(received, 10)), **more)


@pytest.fixture
def matter(officer: Any, chief: Any) -> Any:
    """A denunciation received on 24 February 2026, handled by the officer of U1."""
    return matter_of(handler=officer.number)


@pytest.fixture
def seen_by() -> Callable[..., Any]:
    """Runs a query as an account with a permission would: ``seen_by(account, lambda: …)``."""
    from django.db import transaction

    from liem.people.access import scope_of
    from liem.people.row_security import acting_as

    def run(account: Any, query: Callable[[], Any], permission: str = "cases.see") -> Any:
        with transaction.atomic(), acting_as(account, scope_of(account, permission)):
            return query()

    return run


def verified(matter: Any, officer: Any, person_capacity: str = "staff") -> tuple[Any, Any]:
    """The matter accepted and under verification, with one person and one allegation."""
    from liem.cases import actions, filing
    from liem.cases.states import Capacity

    actions.accept(matter, by=officer, now=at("2026-03-02"), document="01/QĐ")
    person = filing.add_person(
        matter,
        "Người được nêu tên",
        Capacity(person_capacity),
        official="CC-07",
        unit="U9",
        by=officer,
        now=at("2026-03-03"),
    )
    allegation = filing.add_allegation(
        matter, "Yêu cầu đưa 500.000 đồng để trả hồ sơ.", [person], act="B", by=officer, now=at("2026-03-03")
    )
    actions.plan(matter, [("Đối chiếu sổ tiếp nhận", date(2026, 3, 12))], by=officer, now=at("2026-03-04"))
    return person, allegation


def heard(matter: Any, officer: Any, person: Any) -> None:
    from liem.cases import actions
    from liem.cases.states import Verb

    words = "Gửi thông báo kèm bản sao nội dung."
    actions.record_step(matter, Verb.NOTIFY, words, person, by=officer, now=at("2026-03-05"))
    actions.record_step(
        matter, Verb.HEAR, "Trình bày không nhận tiền, nêu lý do.", person, by=officer, now=at("2026-03-10")
    )


def found(matter: Any, officer: Any, person: Any, allegation: Any, finding: str = "not_established") -> None:
    from liem.cases import actions
    from liem.cases.states import Finding, Proof, Verb

    actions.find(
        matter,
        allegation,
        person,
        Finding(finding),
        Proof.DOCUMENTS,
        "Sổ và biên lai khớp nhau.",
        by=officer,
        now=at("2026-03-16"),
    )
    actions.record_step(
        matter, Verb.CIRCUMSTANCES, "Không thấy động cơ vụ lợi; quầy quá tải.", by=officer, now=at("2026-03-16")
    )


@pytest.fixture
def detection(db: None) -> Any:
    """A detection in which indicator C1 looked at forty units and flagged ten."""
    from liem.imports.models import Snapshot
    from liem.leads.models import IndicatorResult, Run
    from liem.people.row_security import acting_as_system

    with acting_as_system():
        snapshot = Snapshot.objects.create(checksum="a" * 64, **_snapshot_fields())
        run = Run.objects.create(number="run-1", snapshot=snapshot, loaded_at=at("2026-03-01"), asked_by="system")
        IndicatorResult.objects.bulk_create(
            IndicatorResult(
                run=run,
                indicator="C1",
                subject_kind="unit",
                subject=f"S{n:02d}",
                unit=f"S{n:02d}",
                eligible=True,
                flagged=n < 10,
            )
            for n in range(40)
        )
    return run


def _snapshot_fields() -> dict[str, Any]:
    from django.db import models

    from liem.imports.models import Snapshot

    filled: dict[str, Any] = {}
    for field in Snapshot._meta.fields:
        if (
            field.name in ("id", "checksum")
            or field.null
            or field.has_default()
            or getattr(field, "auto_now_add", False)
        ):
            continue
        if isinstance(field, models.DateTimeField):
            filled[field.name] = at("2026-03-01")
        elif isinstance(field, models.IntegerField):
            filled[field.name] = 0
        elif isinstance(field, models.CharField):
            filled[field.name] = "x"
    return filled
