"""The kinds of procedure of the three offices, as the law and the trade have them."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    name: str
    field: str
    limit: int
    """Working days."""
    incomplete: float
    """Mean number of defects that the intake should see."""
    doubtful: float
    """Mean number of reasons for which appraisers ask for more."""
    survey: float
    """Share of the dossiers with a survey; so below."""
    tax: float
    share: float
    """Of the dossiers of its office."""
    fee: int
    """Thousand dong."""
    papers: int
    issued: float
    """Share of the granted dossiers that leave a document in the register."""


LAND_KINDS = [
    Kind(
        "Đăng ký, cấp Giấy chứng nhận lần đầu",
        "land_use_right_certificate",
        20,
        0.30,
        0.20,
        0.9,
        0.9,
        0.10,
        100,
        7,
        0.85,
    ),
    Kind("Chuyển nhượng quyền sử dụng đất", "land", 10, 0.14, 0.12, 0.05, 0.95, 0.23, 80, 6, 0.45),
    Kind("Tặng cho quyền sử dụng đất", "land", 10, 0.16, 0.12, 0.05, 0.9, 0.12, 80, 6, 0.45),
    Kind("Thừa kế quyền sử dụng đất", "land", 10, 0.28, 0.18, 0.05, 0.85, 0.07, 80, 8, 0.45),
    Kind("Đăng ký thế chấp", "land", 3, 0.06, 0.05, 0, 0, 0.15, 80, 4, 0),
    Kind("Xoá đăng ký thế chấp", "land", 3, 0.04, 0.03, 0, 0, 0.10, 20, 3, 0),
    Kind("Tách thửa, hợp thửa", "land", 15, 0.20, 0.16, 1, 0, 0.09, 100, 5, 0.5),
    Kind("Chuyển mục đích sử dụng đất", "land_allocation", 15, 0.22, 0.20, 0.8, 0.9, 0.035, 150, 6, 0.9),
    Kind("Cấp đổi Giấy chứng nhận", "land_use_right_certificate", 7, 0.12, 0.10, 0.2, 0, 0.05, 50, 4, 0.4),
    Kind("Cấp lại Giấy chứng nhận do mất", "land_use_right_certificate", 10, 0.18, 0.14, 0.1, 0, 0.015, 50, 5, 0.5),
    Kind("Đính chính Giấy chứng nhận", "land_use_right_certificate", 8, 0.12, 0.10, 0.1, 0, 0.015, 0, 3, 0.3),
    Kind("Trích đo địa chính thửa đất", "land", 10, 0.10, 0.08, 1, 0, 0.02, 200, 3, 0),
    Kind("Gia hạn sử dụng đất", "land_lease", 7, 0.15, 0.12, 0.1, 0.5, 0.01, 50, 4, 0.8),
]
BUSINESS_KINDS = [
    Kind("Đăng ký thành lập doanh nghiệp", "business", 3, 0.22, 0.16, 0, 0, 0.30, 50, 5, 0.2),
    Kind("Thay đổi nội dung đăng ký doanh nghiệp", "business", 3, 0.20, 0.14, 0, 0, 0.38, 50, 4, 0.1),
    Kind("Giải thể doanh nghiệp", "business", 5, 0.25, 0.15, 0, 0.5, 0.07, 0, 5, 0.3),
    Kind("Đăng ký hộ kinh doanh", "business", 3, 0.10, 0.08, 0, 0, 0.17, 100, 3, 0.1),
    Kind("Đăng ký chi nhánh, văn phòng đại diện", "business", 3, 0.16, 0.12, 0, 0, 0.08, 50, 4, 0.2),
]
CONSTRUCTION_KINDS = [
    Kind("Cấp giấy phép xây dựng nhà ở riêng lẻ", "construction", 15, 0.25, 0.20, 0.7, 0, 0.62, 75, 6, 0.7),
    Kind("Cấp giấy phép xây dựng công trình", "construction", 20, 0.35, 0.26, 0.9, 0, 0.14, 150, 9, 0.9),
    Kind("Điều chỉnh giấy phép xây dựng", "construction", 10, 0.22, 0.18, 0.4, 0, 0.14, 75, 5, 0.5),
    Kind("Gia hạn giấy phép xây dựng", "construction", 5, 0.08, 0.06, 0, 0, 0.10, 15, 3, 0.3),
]
KINDS = [*LAND_KINDS, *BUSINESS_KINDS, *CONSTRUCTION_KINDS]
"""A procedure is known by its place here."""

LAND, BUSINESS, CONSTRUCTION = range(3)
"""The offices, by which agents and dossiers are told apart."""
OFFICES = (LAND, BUSINESS, CONSTRUCTION)
OFFICE_OF = [LAND] * len(LAND_KINDS) + [BUSINESS] * len(BUSINESS_KINDS) + [CONSTRUCTION] * len(CONSTRUCTION_KINDS)

FIRST_CERTIFICATE, TRANSFER, INHERITANCE, SPLITTING, CHANGE_OF_USE, EXCHANGE = 0, 1, 3, 6, 7, 8
REPLACEMENT, EXTENSION = 9, 12
HARD = [FIRST_CERTIFICATE, INHERITANCE, CHANGE_OF_USE, REPLACEMENT]
MAY_BE_SHORTENED = [FIRST_CERTIFICATE, TRANSFER, SPLITTING, EXCHANGE]
SHORTENED = {20: 15, 10: 7, 15: 12, 7: 5}
"""The new limit by the old one."""
DECISIONS = [CHANGE_OF_USE, EXTENSION]
"""Land procedures that end in a decision and not in a certificate."""
