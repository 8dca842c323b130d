"""The agencies of the simulated province, with hotlines and mailboxes that reach nobody: all invented."""

from datetime import datetime, time
from typing import Any

from django.db import transaction

from liem.agencies import actions, queries
from liem.agencies.models import Agency, Contact
from liem.agencies.states import ContactKind, Function, Level
from liem.base import clock
from liem.registry.registry import Registry

INVESTIGATOR = "CQDT"
"""The investigating agency: to whom reports with signs of a crime are handed."""
_SPECIAL = (
    ("BTCD", "Ban tiếp công dân tỉnh (mô phỏng)", "Citizen reception board (simulated)", "province", "reception", ""),
    ("BNC", "Ban Nội chính (mô phỏng)", "Internal Affairs Commission (simulated)", "province", "internal_affairs", ""),
    (INVESTIGATOR, "Cơ quan điều tra (mô phỏng)", "Investigating agency (simulated)", "province", "investigator", ""),
    ("VKS", "Viện kiểm sát (mô phỏng)", "Procuracy (simulated)", "province", "procuracy", ""),
    ("TTCP", "Thanh tra Chính phủ (mô phỏng)", "Government Inspectorate (simulated)", "central", "central", ""),
)
_FIELDS = {
    "S-01": ["land", "land_use_right_certificate", "land_allocation", "land_lease"],
    "S-02": ["construction_investment"],
    "S-03": ["finance_budget"],
    "S-05": ["customs"],
}
_RULES = "Quy chế tiếp nhận, xử lý phản ánh (mẫu), số 00/QC-MP ngày 01/07/2026"


@transaction.atomic
def make_agencies(registry: Registry, inspectorate: str, *, by: str, now: datetime) -> int:
    """Agencies of all units of the simulated register, and those no register has; returns how many there are."""
    actions.take_over_units(registry, {inspectorate: Function.INSPECTORATE}, by=by, now=now)
    for code, vi, en, level, function, parent in _SPECIAL:
        actions.keep_agency(code, name_vi=vi, name_en=en, level=level, function=function, parent=parent, by=by, now=now)
    for code, fields in _FIELDS.items():
        Agency.objects.filter(code=code).update(fields=fields)
    day = clock.local(now).date()
    for number, agency in enumerate(queries.listed(day).exclude(level=Level.CENTRAL).order_by("code"), start=1):
        _contacts(agency, number, by=by, now=now)
    return Agency.objects.count()


def _contacts(agency: Agency, number: int, *, by: str, now: datetime) -> None:
    """One hotline and one mailbox each. Every ninth hotline is dead, every seventh was never tried."""
    if Contact.objects.filter(agency=agency.code).exists():
        return
    shared: dict[str, Any] = {"regulation": _RULES, "valid_from": clock.local(now).date(), "by": by, "now": now}
    hotline = actions.list_contact(
        agency.code,
        ContactKind.HOTLINE,
        f"1900 0{number:03d}",
        hours_vi="Giờ hành chính, thứ Hai đến thứ Sáu",
        hours_en="Office hours, Monday to Friday",
        answered_by_vi="Cán bộ trực đường dây nóng",
        answered_by_en="The officer on hotline duty",
        **shared,
    )
    slug = agency.code.lower().replace(".", "-")
    actions.list_contact(
        agency.code, ContactKind.MAILBOX, f"phananh.{slug}@mophong.example", hours_vi="Mọi lúc", hours_en="At any time",
        **shared,
    )  # fmt: skip
    if number % 7:
        tried = datetime.combine(clock.local(now).date(), time(9), clock.VIETNAM)
        dead = number % 9 == 0
        detail = "Gọi thử 3 lần, không có người nhấc máy" if dead else "Có người trả lời"
        actions.record_trial(hotline, answered=not dead, detail=detail, by=by, now=min(tried, now))
