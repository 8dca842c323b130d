"""Two offices that can receive, a second officer in one of them, and a report in each."""

from dataclasses import dataclass
from typing import Any

from liem.base import clock
from liem.intake import actions as intake
from liem.intake.content import ReportContent
from liem.people.keys import actions as keys
from liem.people.keys.models import OfficeKey
from tests.channels.office import officer, open_inspectorate

WORDS = (
    "Tôi đến phường làm thủ tục tách thửa từ ngày 12 tháng 9. Anh cán bộ ngồi cửa số 4 bảo phải có phong bì ba triệu "
    "thì mới ký. Tôi đã nộp đủ phí, lệ phí và có biên lai."
)


@dataclass
class Offices:
    """``hoa`` and ``lan`` serve the inspectorate TTT, ``binh`` the commune UB01."""

    hoa: Any
    lan: Any
    binh: Any

    def send(self, what: str = WORDS, office: str = "TTT", **more: Any) -> Any:
        """A citizen's report, anonymous; returns what the citizen got."""
        given = {"kind": "reflection", "unit": "UB01", "accused_as": "staff"} | more
        excused, now = given.pop("excused", ()), given.pop("now", None) or clock.now()
        return intake.receive(
            ReportContent(what=what, **given), channel="web", offices=[office], excused=excused, now=now
        )

    def read(self, one: Any, received: Any) -> Any:
        """The report as an officer opens it."""
        return intake.read_as_officer(received.opened.report, one.keyring, by=one.number, now=clock.now())


def open_offices() -> Offices:
    hoa = open_inspectorate()
    lan = officer("lan", "intake_officer", "TTT")
    keys.share_office_key(OfficeKey.objects.get(office="TTT"), lan.account, hoa.keyring, by="1", now=clock.now())
    binh = officer("binh", "intake_officer", "UB01")
    keys.make_office_key("UB01", [binh.account], by=binh.number, now=clock.now())
    return Offices(hoa, lan, binh)
