"""What the province deals in: its procedures, the names of its offices, papers beyond the lists, and laws."""

from __future__ import annotations

from typing import NamedTuple

COMMUNE = "commune"
"""As are the kinds of departments below, a kind of unit."""


class Procedure(NamedTuple):
    code: str
    name: str
    field: str
    kind: str
    """Of the units that serve it."""
    limit: int
    """Working days."""
    papers: int
    """On its list."""
    fee: int
    hours: float
    """Of work at the desk."""
    minutes: float
    """At the counter."""
    incomplete: float
    """Share of the dossiers brought with papers missing; the shares that follow are of dossiers too."""
    consulted: float
    visited: float
    suspended: float
    with_agent: float
    weight: float
    """How often it is asked for in its units."""


_TABLE = """
HT01 | Đăng ký khai sinh                      | civil_status   commune  1 3       0 0.35  9  0.2    0    0    0 0.02 9
HT02 | Xác nhận tình trạng hôn nhân           | civil_status   commune  3 3   15000  0.5  9 0.22 0.05    0    0 0.03 8
HT03 | Đăng ký khai tử                        | civil_status   commune  1 3       0  0.3  8 0.15    0    0    0 0.01 4
HT05 | Cải chính hộ tịch                      | civil_status   commune  5 4   28000  1.2 14  0.3  0.1    0    0 0.08 4
BT01 | Trợ cấp xã hội hằng tháng              | social         commune 15 4       0  1.5 15 0.34  0.1 0.12    0 0.02 5
GD01 | Bản sao văn bằng, chuyển trường        | education      commune  3 3       0  0.4  8 0.22    0    0    0 0.03 5
DD01 | Xác nhận nguồn gốc sử dụng đất         | land           commune 10 5       0  2.2 16 0.36 0.18  0.3 0.04 0.22 6
DD02 | Chuyển mục đích sử dụng đất            | land_use_right commune 15 6  100000    3 20 0.38  0.3  0.3 0.15 0.34 4
DD03 | Đăng ký biến động, chuyển nhượng       | land_use_right commune 10 6  120000  1.8 18 0.34 0.12 0.06 0.16 0.42 8
DD04 | Tách thửa, hợp thửa                    | land_use_right commune 15 6  150000  2.8 20  0.4  0.2 0.28  0.1  0.4 4
XD01 | Giấy phép xây dựng nhà ở riêng lẻ      | construction   commune 15 5   75000  2.2 18 0.36 0.12 0.26 0.03  0.4 4
HKD1 | Đăng ký hộ kinh doanh                  | business       commune  3 4  100000  0.7 12 0.26 0.05    0    0 0.35 6
SXD1 | Giấy phép xây dựng công trình          | construction   xd      20 7  150000    5 22 0.42 0.35 0.25 0.06  0.6 5
SXD2 | Thẩm định thiết kế cơ sở               | construction   xd      20 8  500000    7 25 0.45  0.4 0.15 0.06  0.6 3
SXD3 | Chứng chỉ hành nghề xây dựng           | construction   xd      10 5  300000  1.5 14 0.32 0.05    0    0 0.35 5
STN1 | Giao đất, cho thuê đất tổ chức         | land_lease     tn      20 8 1000000    7 25 0.44 0.45  0.3 0.15 0.55 3
STN2 | Cấp lại giấy chứng nhận tổ chức        | land_use_right tn      10 5  200000  2.5 16 0.34  0.2  0.1 0.08  0.5 5
STN3 | Giấy phép môi trường                   | environment    tn      30 7 2000000    7 22 0.42  0.4 0.35 0.08  0.6 3
SKH1 | Đăng ký doanh nghiệp                   | business       kh       3 5   50000  0.9 10 0.26 0.03    0    0 0.55 9
SKH2 | Chấp thuận chủ trương đầu tư           | construction_investment kh 30 8   0    9 25 0.42  0.6  0.1 0.08  0.5 2
SKH3 | Thay đổi nội dung đăng ký doanh nghiệp | business       kh       3 4   50000  0.8 10 0.24 0.02    0    0 0.55 8
SYT1 | Chứng chỉ hành nghề dược               | health         yt      15 6  500000    2 14 0.34 0.08    0    0 0.25 5
SYT2 | Cơ sở đủ điều kiện an toàn thực phẩm   | health         yt      15 5  700000  2.5 16 0.36 0.05  0.5    0  0.4 5
STP1 | Phiếu lý lịch tư pháp                  | justice        tp      10 3  200000  0.9  9  0.2  0.5    0    0 0.12 9
STP2 | Bổ nhiệm công chứng viên, đấu giá viên | justice        tp      15 5  500000  2.5 14 0.32  0.2    0    0  0.1 2
"""
"""Procedures: code, name, and the rest in the order of their fields above."""


def _read(row: str) -> Procedure:
    code, name, rest = (cell.strip() for cell in row.split("|"))
    field, kind, limit, papers, fee, *figures = rest.split()
    return Procedure(code, name, field, kind, int(limit), int(papers), int(fee), *map(float, figures))


PROCEDURES = [_read(row) for row in _TABLE.strip().splitlines()]
SENSITIVE = {"land", "land_use_right", "land_lease", "construction_investment", "construction"}
LAND_AND_BUILDING = {"land", "land_use_right", "land_lease", "construction", "environment"}

DEPARTMENTS = {
    "xd": "Sở Xây dựng",
    "tn": "Sở Nông nghiệp và Môi trường",
    "kh": "Sở Tài chính",
    "yt": "Sở Y tế",
    "tp": "Sở Tư pháp",
}
CENTRE = "Trung tâm Phục vụ hành chính công"
COMMUNE_NAMES = """
An Bình,Bình Minh,Cẩm Giang,Đông Hà,Gia Lộc,Hòa Thắng,Kim Sơn,Lộc An,Mỹ Hưng,Ngọc Sơn,Phú Lâm,Quảng Yên,Sơn Tây,Tân Lập,
Vĩnh Tường,Xuân Trường,Yên Khê,Thạch Bàn,Long Hải,Trường Thịnh,Nam Cường,Bắc Lý
""".replace("\n", "").split(",")

UNLISTED_PAPERS = [
    "XN_CUTRU",
    "CAMKET",
    "SAOKE_NH",
    "XN_TO_DAN_PHO",
    "ANH_HIENTRANG",
    "GIAY_GIOITHIEU",
    "XN_THUE",
    "HD_UYQUYEN",
]
"""On no list."""
AGENCIES = ["CQ_THUE", "VPDKDD", "CA_PCCC", "SO_QH", "CA_TINH"]
"""Whom one consults."""


class Law(NamedTuple):
    in_force: list[str]
    repealed: list[str]


_LAND_LAW = Law(
    ["31/2024/QH15", "101/2024/NĐ-CP", "102/2024/NĐ-CP"], ["45/2013/QH13", "43/2014/NĐ-CP", "148/2020/NĐ-CP"]
)
_CONSTRUCTION_LAW = Law(["50/2014/QH13", "62/2020/QH14", "175/2024/NĐ-CP"], ["16/2003/QH11", "64/2012/NĐ-CP"])
_BUSINESS_LAW = Law(["59/2020/QH14", "168/2025/NĐ-CP"], ["68/2014/QH13", "78/2015/NĐ-CP"])
_OTHER_LAW = Law(["60/2014/QH13", "123/2015/NĐ-CP", "77/2015/QH13", "63/2025/QH15"], ["158/2005/NĐ-CP", "31/2004/QH11"])
LAWS = {
    COMMUNE: _LAND_LAW,
    "tn": _LAND_LAW,
    "xd": _CONSTRUCTION_LAW,
    "kh": _BUSINESS_LAW,
    "yt": _OTHER_LAW,
    "tp": _OTHER_LAW,
}
"""That a unit of a kind applies."""


def served_by(kind: str) -> list[int]:
    return [place for place, procedure in enumerate(PROCEDURES) if procedure.kind == kind]
