"""What the province deals with: fields, and the names of units, of people and of what is issued."""

from __future__ import annotations

from typing import NamedTuple

FIELDS = {
    "land": "Đất đai",
    "construction": "Xây dựng",
    "finance": "Đầu tư - tài chính",
    "transport": "Giao thông",
    "health": "Y tế",
    "justice": "Tư pháp",
    "civil": "Hộ tịch",
    "cert": "Chứng thực",
    "social": "Bảo trợ xã hội",
    "household": "Hộ kinh doanh",
    "environment": "Môi trường",
}
FIELD_NAMES = tuple(FIELDS)
SENSITIVE = ("land", "finance", "construction")
"""Fields where much money is at stake."""
VISITED = ("land", "construction")
WITH_DOCUMENTS = ("land", "construction", "finance", "environment", "health", "transport", "household")
"""Fields whose dossiers end in a document."""
OTHERS_ARE_ASKED = ("land", "construction", "environment", "finance")


class Law(NamedTuple):
    """What drafts are based on, before and since a law took the place of another."""

    old: tuple[str, ...]
    new: tuple[str, ...]


BASES = {
    "land": Law(("45/2013/QH13", "43/2014/NĐ-CP"), ("31/2024/QH15", "101/2024/NĐ-CP")),
    "construction": Law(("50/2014/QH13", "15/2021/NĐ-CP"), ("50/2014/QH13", "175/2024/NĐ-CP")),
    "finance": Law(("61/2020/QH14", "65/2014/QH13"), ("61/2020/QH14", "27/2023/QH15")),
    "environment": Law(("72/2020/QH14", "08/2022/NĐ-CP"), ("72/2020/QH14", "08/2022/NĐ-CP")),
    "health": Law(("15/2023/QH15", "96/2023/NĐ-CP"), ("15/2023/QH15", "96/2023/NĐ-CP")),
    "transport": Law(("10/2020/NĐ-CP",), ("10/2020/NĐ-CP",)),
    "household": Law(("01/2021/NĐ-CP",), ("01/2021/NĐ-CP",)),
}
NEW_LAW, NEW_CONSTRUCTION_LAW = "2024-08-01", "2024-12-30"
"""The latter is that of construction; the former of the other fields whose law changed."""
CHANGED_LAWS = ("land", "construction", "finance")
KINDS = {
    "land": ("GCN-QSDD", "QD-CHUYEN-MDSD"),
    "construction": ("GP-XAY-DUNG", "TB-THAM-DINH"),
    "finance": ("QD-CHU-TRUONG-DT", "GCN-DKDT"),
    "environment": ("GP-MOI-TRUONG", "GP-MOI-TRUONG"),
    "health": ("GP-HOAT-DONG", "CC-HANH-NGHE"),
    "transport": ("GP-VAN-TAI", "GP-VAN-TAI"),
    "household": ("GCN-HKD", "GCN-HKD"),
}
"""Of documents, the usual one first."""
PROVINCE_ONLY = "QD-THUOC-TQ-UBND-TINH"
"""Only the leaders of the province may sign it."""
LETTER, WORK_PLAN = "CONG-VAN", "KE-HOACH"
"""Kinds of documents that grant nothing to anybody."""
CUSTOMARY_PAPER = "GX-DIA-PHUONG-01"
"""One commune asks for it, though no list names it."""
OTHER_PAPERS = tuple(f"KHAC-{number:02d}" for number in range(1, 15))
"""Papers that are on no list."""

PROVINCE, CENTRE = "UBND tỉnh", "Trung tâm Phục vụ hành chính công tỉnh"
INSPECTION, LAND_OFFICE = "Thanh tra tỉnh", "Văn phòng Đăng ký đất đai"
LAND_BRANCHES = ("Chi nhánh VPĐKĐĐ - cơ sở 1", "Chi nhánh VPĐKĐĐ - cơ sở 2")
TAX = "Chi cục Thuế khu vực (cơ quan phối hợp)"
DEPARTMENTS = {
    "construction": "Sở Xây dựng",
    "finance": "Sở Tài chính",
    "transport": "Sở Giao thông - Tư pháp",
    "health": "Sở Y tế - Môi trường",
}
"""By the first of their fields."""
COMMUNE_BEGINS = ("Đông", "Tây", "Nam", "Bắc", "Trung", "Thượng", "Hạ", "Long", "Phúc", "Minh")
COMMUNE_ENDS = ("Sơn", "Hà", "Lộc", "Giang", "Thịnh", "Khê", "An", "Hải")
MERGED = " (sáp nhập)"

SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi")
MIDDLE_NAMES = ("Văn", "Thị", "Đức", "Minh", "Thu")
GIVEN_NAMES = ("Tú", "Hạnh", "Sơn", "Lan", "Hùng", "Mai", "Dũng", "Thảo", "Bình", "Kiên")


def places_of_fields(fields: tuple[str, ...]) -> list[int]:
    return [FIELD_NAMES.index(field) for field in fields]


def commune_name(number: int) -> str:
    """Of so many communes none has the name of another."""
    begins = len(COMMUNE_BEGINS)
    return f"UBND xã {COMMUNE_BEGINS[number % begins]} {COMMUNE_ENDS[number // begins]}"


COMMUNE_NAMES = len(COMMUNE_BEGINS) * len(COMMUNE_ENDS)
