"""Agencies from the register of units, routed with the heads and relatives it declares."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from liem.agencies import actions, queries
from liem.agencies.demonstration import make_agencies
from liem.agencies.models import Agency
from liem.agencies.rules import FRESH_FOR, Accused, Matter
from liem.agencies.states import Function, Liveness
from liem.base import clock
from liem.imports.actions import bring_now
from liem.imports.queries import current_records
from liem.people import actions as people
from liem.people.models import Account
from liem.registry.registry import Registry

NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)
TABLES = {
    "units": (
        "unit,name,parent,level,valid_from,valid_to,successor\n"
        "T,Tỉnh Mẫu,,province,,,\nTT,Thanh tra tỉnh,T,department,,,\nS1,Sở Một,T,department,,,\n"
        "C1,Chi nhánh Một,S1,centre,,,\nX1,Xã Một,T,commune,,,\nX0,Xã Không,T,commune,,2026-06-30,X1\n"
    ),
    "procedures": "procedure,name,field,limit_working_days,required_documents\nP1,Cấp giấy,land,5,GT1\n",
    "officials": (
        "official,unit,post,from,to\nH1,X1,head,2020-01-01,\nH2,TT,head,2020-01-01,2026-10-31\n"
        "H3,TT,head,2026-11-01,\nC9,X1,intake_clerk,2020-01-01,\n"
    ),
    "relations": "official,related_to,kind\nC9,H3,spouse\n",
    "dossiers": "dossier,procedure,unit,applicant,received_at\nD1,P1,X1,A1,2026-03-02T08:00\n",
    "events": "dossier,at,activity\nD1,2026-03-02T08:00,received\n",
}


@pytest.fixture
def province(own_database: Any, tmp_path: Path) -> None:
    """A small province, brought in as records and made into agencies."""
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    bring_now(tmp_path, announce=False, by="system", now=NOW)
    records = current_records()
    assert records is not None
    make_agencies(Registry.open(records), "TT", by="system", now=NOW)


def matter(day: date, how: str = "staff", official: str = "C9", kind: str = "reflection") -> Matter:
    return Matter(kind, day, "X1", accused=(Accused("X1", official, how),))


def test_units_become_agencies_and_stay_in_step(province: None) -> None:
    assert Agency.objects.get(code="TT").function == Function.INSPECTORATE
    assert Agency.objects.get(code="T").function == Function.AUTHORITY
    count = Agency.objects.count()
    records = current_records()
    assert records is not None
    assert actions.take_over_units(Registry.open(records), {}, by="system", now=NOW) == 0
    assert Agency.objects.count() == count


def test_the_head_of_the_day_decides_and_relatives_come_from_the_register(province: None) -> None:
    before, after = date(2026, 10, 15), date(2026, 11, 15)
    assert queries.route(matter(before)).agency == "TT"  # H2 led it then
    found = queries.route(matter(after))
    assert found.agency == "T"  # H3, the spouse of the accused, leads the inspectorate now
    assert found.barred_officials == {"C9", "H3"}
    assert str(queries.why_not("TT", matter(after))) == "led_by_relative"
    assert queries.why_not("TT", matter(before)) is None


def test_a_former_unit_leads_to_its_successor(province: None) -> None:
    assert queries.route(Matter("complaint", date(2026, 11, 2), "X0")).agency == "X1"


def test_the_accounts_of_an_accused_and_of_relatives_may_not_handle_it(province: None) -> None:
    """Also asked for an anonymous visitor, who may read nothing of relatives."""

    def account(name: str, *codes: str, relatives: tuple[str, ...] = ()) -> Account:
        one = people.open_account(name, name, "mot mat khau that dai", by="system", now=NOW)
        people.declare_codes(one, codes, relatives, by="system", now=NOW)
        return one

    accused, spouse = account("accused", "C9"), account("spouse", "H3")
    declared = account("declared", relatives=("C9",))
    account("stranger", "H1", relatives=("X",))
    about = matter(date(2026, 11, 15))
    assert queries.accounts_to_bar(about) == {accused.number, spouse.number, declared.number}


def test_liveness_follows_the_last_trial_and_fades() -> None:
    now = clock.now()
    assert queries.liveness(None, None, now) == Liveness.NOT_TRIED
    assert queries.liveness(now, True, now) == Liveness.ALIVE
    assert queries.liveness(now - FRESH_FOR - timedelta(days=1), True, now) == Liveness.NOT_TRIED
    assert queries.liveness(now - timedelta(days=400), False, now) == Liveness.DEAD
