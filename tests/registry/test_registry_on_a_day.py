"""What was in force on a day: versions of procedures, merged units, assignments of officials."""

from datetime import date
from pathlib import Path

import pytest

from liem.base.errors import UserError
from liem.dossiers.records import read_records
from liem.registry.registry import NotRegistered, Registry

TABLES = {
    "procedures.csv": (
        "procedure,name,limit_working_days,required_documents,fee,valid_from,valid_to\n"
        "P1,Cấp phép,10,D1;D2,0,2020-01-01,2026-06-30\n"
        "P1,Cấp phép,7,D1,50000,2026-07-01,\n"
        "P2,Khai sinh,1,,,,\n"
    ),
    "units.csv": (
        "unit,name,level,valid_from,valid_to,successor\n"
        "X1,Xã Một,commune,,2026-06-30,X3\n"
        "X2,Xã Hai,commune,,2026-03-31,X1\n"
        "X3,Xã Ba,commune,2026-07-01,,\n"
        "X4,Xã Bốn,commune,,2025-12-31,\n"
        "R1,Vòng Một,commune,,2025-12-31,R2\n"
        "R2,Vòng Hai,commune,,2025-12-31,R1\n"
    ),
    "officials.csv": "official,unit,post,from,to\nC1,X3,tiếp nhận,2026-07-01,\nC1,X1,tiếp nhận,2024-01-01,2026-06-30\n",
    "dossiers.csv": "dossier,procedure,unit,applicant,received_at\nH1,P1,X1,A1,2026-03-02T08:00\n",
    "events.csv": "dossier,at,activity\nH1,2026-03-02T08:00,received\n",
}


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    source: Path = tmp_path_factory.mktemp("source")
    for name, text in TABLES.items():
        (source / name).write_text(text, "utf-8")
    return Registry.open(read_records(source, source.parent / "canonical"))


def test_a_procedure_has_the_limit_of_the_version_in_force_that_day(registry: Registry) -> None:
    assert registry.procedure_at("P1", date(2026, 6, 30)).limit_working_days == 10
    assert registry.procedure_at("P1", date(2026, 7, 1)).limit_working_days == 7
    assert registry.procedure_at("P1", date(2026, 7, 1)).required_documents == {"D1"}
    assert registry.procedure_at("P2", date(1999, 1, 1)).fee is None


def test_a_day_before_the_first_version_says_when_the_procedure_holds(registry: Registry) -> None:
    with pytest.raises(NotRegistered, match=r"P1: not in force on 2019-12-31; it holds for 2020-01-01 – 2026-06-30"):
        registry.procedure_at("P1", date(2019, 12, 31))


def test_the_work_of_a_unit_merged_twice_in_one_year_is_followed_to_who_does_it_now(registry: Registry) -> None:
    assert registry.unit_successor("X2", date(2026, 3, 31)).code == "X2"
    assert registry.unit_successor("X2", date(2026, 4, 1)).code == "X1"
    assert registry.unit_successor("X2", date(2026, 8, 1)).code == "X3"


def test_a_unit_that_ended_without_a_successor_is_a_plain_error(registry: Registry) -> None:
    with pytest.raises(UserError, match="X4: not in force on 2026-01-01"):
        registry.unit_successor("X4", date(2026, 1, 1))


def test_successors_in_a_circle_are_named_and_not_followed_for_ever(registry: Registry) -> None:
    with pytest.raises(NotRegistered, match="R1 → R2 → R1 run in a circle"):
        registry.unit_successor("R1", date(2026, 1, 1))


def test_assignments_come_in_the_order_they_began_and_can_be_asked_for_a_day(registry: Registry) -> None:
    assert [one.unit for one in registry.official_assignments("C1")] == ["X1", "X3"]
    assert [one.unit for one in registry.official_assignments("C1", date(2026, 7, 1))] == ["X3"]
    assert registry.official_assignments("C1", date(2023, 1, 1)) == ()


@pytest.mark.parametrize("ask", ["procedure_at", "unit_at", "unit_successor", "official_assignments"])
def test_a_code_that_is_not_in_the_register_is_named(registry: Registry, ask: str) -> None:
    with pytest.raises(NotRegistered, match="ZZ: not in the table of"):
        getattr(registry, ask)("ZZ", date(2026, 1, 1))


def test_a_record_set_without_registers_gives_an_empty_register(tmp_path: Path) -> None:
    for name in ("dossiers.csv", "events.csv"):
        (tmp_path / name).write_text(TABLES[name], "utf-8")
    assert Registry.open(read_records(tmp_path, tmp_path / "out")).procedures == {}
