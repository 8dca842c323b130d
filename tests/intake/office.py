"""Who and what the tests of reports are about; the words of the report would be noticed anywhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.test import Client

from liem.base.clock import VIETNAM
from liem.intake.content import Identity, ReportContent
from liem.people.keys.queries import Keyring
from liem.people.row_security import acting_as
from liem.people.rules import Scope

NOW = datetime(2026, 11, 20, 9, 41, 17, tzinfo=VIETNAM)
DAY = date(2026, 11, 20)
PASSPHRASE = "bon con voi di qua cau go"
OFFICE, OTHER_OFFICE = "TTT", "UB01"

SECRET_WORDS = "Ông Tám đòi phong bì ba triệu đồng tại ô cửa số bảy"
SECRET_NAME = "Lò Thị Sương Mai"
SECRET_PHONE = "0912 777 313"


def content(**changes: Any) -> ReportContent:
    """A report about a bribe asked for, with words found nowhere else."""
    given: dict[str, Any] = {
        "kind": "reflection",
        "story": "asked",
        "what": SECRET_WORDS,
        "place": "Bộ phận Một cửa phường Hạc Thành",
        "dossier": "H56.77.313",
    }
    return ReportContent(**(given | changes))


IDENTITY = Identity(name=SECRET_NAME, contact=SECRET_PHONE)


@dataclass(frozen=True)
class Officer:
    """An account with its opened key."""

    account: Any
    keyring: Keyring
    role: str
    unit: str

    @property
    def number(self) -> str:
        return str(self.account.number)

    def window(self, *, opened: bool = True) -> Client:
        """A browser in which the officer is signed in, and has opened the key."""
        client = Client()
        client.force_login(self.account)
        if opened:
            client.post("/my-key/", {"verb": "open", "passphrase": PASSPHRASE})
        return client

    @contextmanager
    def acting(self) -> Iterator[None]:
        with acting_as(self.account, Scope(frozenset([self.role]), frozenset([self.unit]))):
            yield
