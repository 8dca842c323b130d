"""An inspectorate with a key, custodians with theirs, and how tests act as its officer."""

from typing import Any

from liem.agencies import actions as agencies
from liem.base import clock
from liem.people.keys import actions as keys
from liem.people.keys.queries import CUSTODIANS
from tests.conftest import open_account
from tests.intake.office import PASSPHRASE, Officer

INSPECTORATE = "TTT"


def officer(name: str, role: str, unit: str) -> Officer:
    """An account with a key of its own."""
    account = open_account(name, role, unit)
    return Officer(account, keys.make_officer_key(account, PASSPHRASE, by=account.number, now=clock.now()), role, unit)


def open_inspectorate() -> Any:
    """The inspectorate as an agency with a key; returns its intake officer. Custodians have theirs."""
    now = clock.now()
    agencies.keep_agency(
        "TTT", name_vi="Thanh tra tỉnh", level="department", function="inspectorate", by="system", now=now
    )
    agencies.keep_agency("UB01", name_vi="Xã Một", level="commune", by="system", now=now)
    agencies.keep_agency("TTCP", name_vi="Trung ương", level="central", function="central", by="system", now=now)
    made = officer("hoa", "intake_officer", INSPECTORATE)
    keys.make_office_key(INSPECTORATE, [made.account], by=made.number, now=now)
    custodian = officer("giu", "identity_custodian", "*")
    keys.make_office_key(CUSTODIANS, [custodian.account], by=custodian.number, now=now)
    return made
