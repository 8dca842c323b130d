"""What the law and the map give: departments and communes with their procedures, places, and acts in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Listed(NamedTuple):
    """A procedure as the law has it; a province varies limit and volume."""

    name: str
    field: str
    limit: int
    """Working days."""
    documents: int
    fee: int
    by_businesses: float
    """Share of the dossiers."""
    issues_document: bool
    volume: float
    """Relative to the others of the unit."""


@dataclass(frozen=True)
class Department:
    name: str
    procedures: list[Listed]


ALWAYS_THERE = ("SNNMT", "SXD", "STC")
"""Every province has them in its records; of the others some are drawn."""
DEPARTMENTS = {
    "SNNMT": Department(
        "Sở Nông nghiệp và Môi trường",
        [
            Listed("Cấp giấy chứng nhận quyền sử dụng đất lần đầu", "land", 20, 6, 620000, 0.15, True, 3),
            Listed("Đăng ký biến động quyền sử dụng đất", "land", 10, 5, 280000, 0.25, True, 5),
            Listed("Chuyển mục đích sử dụng đất", "land", 15, 5, 900000, 0.45, True, 3),
            Listed("Giao đất, cho thuê đất", "land", 20, 7, 1500000, 0.85, True, 2),
            Listed("Cấp giấy phép môi trường", "environment", 15, 6, 2500000, 0.95, True, 1.5),
        ],
    ),
    "SXD": Department(
        "Sở Xây dựng",
        [
            Listed("Cấp giấy phép xây dựng", "construction", 15, 6, 150000, 0.5, True, 4),
            Listed("Thẩm định thiết kế sau thiết kế cơ sở", "construction", 20, 8, 2200000, 0.95, True, 2),
            Listed("Cấp chứng chỉ hành nghề xây dựng", "construction", 12, 4, 300000, 0.2, True, 4),
            Listed("Nghiệm thu công trình", "construction", 15, 6, 0, 0.95, True, 2),
        ],
    ),
    "STC": Department(
        "Sở Tài chính",
        [
            Listed("Đăng ký thành lập doanh nghiệp", "finance", 3, 5, 100000, 0.97, True, 5),
            Listed("Thay đổi nội dung đăng ký doanh nghiệp", "finance", 3, 4, 100000, 0.97, True, 6),
            Listed("Chấp thuận chủ trương đầu tư", "construction_investment", 25, 8, 1800000, 1.0, True, 1.2),
            Listed("Hoàn trả, hỗ trợ từ ngân sách", "finance", 10, 5, 0, 0.6, True, 2),
        ],
    ),
    "SCT": Department(
        "Sở Công Thương",
        [
            Listed("Giấy phép bán lẻ rượu, thuốc lá", "trade", 8, 5, 1200000, 0.9, True, 3),
            Listed("Giấy chứng nhận an toàn thực phẩm", "trade", 12, 5, 700000, 0.75, True, 4),
            Listed("Đăng ký khuyến mại", "trade", 5, 3, 0, 1.0, False, 4),
        ],
    ),
    "SYT": Department(
        "Sở Y tế",
        [
            Listed("Giấy phép hành nghề khám bệnh", "health", 15, 6, 430000, 0.1, True, 4),
            Listed("Giấy phép hoạt động cơ sở khám bệnh", "health", 20, 7, 3100000, 0.8, True, 2),
            Listed("Đủ điều kiện kinh doanh dược", "health", 12, 5, 1000000, 0.8, True, 3),
        ],
    ),
    "SGDDT": Department(
        "Sở Giáo dục và Đào tạo",
        [
            Listed("Chuyển trường học sinh", "education", 5, 3, 0, 0.0, False, 5),
            Listed("Cấp bản sao văn bằng", "education", 3, 2, 20000, 0.0, False, 6),
            Listed("Cho phép hoạt động trung tâm ngoại ngữ", "education", 15, 6, 0, 0.8, True, 2),
        ],
    ),
    "SNV": Department(
        "Sở Nội vụ",
        [
            Listed("Giấy phép lao động cho người nước ngoài", "labour", 7, 6, 600000, 0.95, True, 4),
            Listed("Cấp phép lập hội, quỹ", "home", 20, 6, 0, 0.4, True, 1),
            Listed("Trợ cấp người có công", "labour", 12, 4, 0, 0.0, True, 5),
        ],
    ),
    "STP": Department(
        "Sở Tư pháp",
        [
            Listed("Cấp phiếu lý lịch tư pháp", "justice", 8, 3, 200000, 0.05, False, 8),
            Listed("Đăng ký hành nghề luật sư, công chứng", "justice", 7, 5, 500000, 0.6, True, 2),
            Listed("Quốc tịch, hộ tịch có yếu tố nước ngoài", "justice", 15, 6, 1000000, 0.0, True, 2),
        ],
    ),
    "SVHTTDL": Department(
        "Sở Văn hóa, Thể thao và Du lịch",
        [
            Listed("Giấy phép kinh doanh lữ hành", "culture", 8, 5, 1500000, 1.0, True, 2),
            Listed("Giấy phép tổ chức biểu diễn", "culture", 5, 4, 0, 0.7, True, 3),
            Listed("Giấy phép quảng cáo", "culture", 5, 4, 0, 0.95, False, 3),
        ],
    ),
    "SKHCN": Department(
        "Sở Khoa học và Công nghệ",
        [
            Listed("Giấy phép bức xạ X-quang", "science", 15, 5, 800000, 0.8, True, 2),
            Listed("Công bố hợp chuẩn, hợp quy", "science", 5, 4, 150000, 1.0, False, 4),
        ],
    ),
}
OF_COMMUNES = [
    Listed("Xác nhận nguồn gốc đất", "land", 10, 4, 0, 0.1, False, 4),
    Listed("Hòa giải, chỉnh lý thửa đất", "land", 15, 5, 60000, 0.1, False, 2),
    Listed("Đăng ký hộ kinh doanh", "finance", 3, 3, 100000, 0.9, True, 3),
    Listed("Giấy phép xây dựng nhà ở riêng lẻ", "construction", 12, 5, 75000, 0.08, True, 3),
    Listed("Đăng ký khai sinh, kết hôn", "justice", 3, 3, 0, 0.0, False, 6),
    Listed("Cải chính hộ tịch", "justice", 5, 3, 30000, 0.0, True, 3),
    Listed("Trợ cấp bảo trợ xã hội", "labour", 10, 4, 0, 0.0, True, 4),
    Listed("Xác nhận hộ nghèo, cận nghèo", "labour", 8, 3, 0, 0.0, False, 2),
    Listed("Chứng nhận cơ sở thực phẩm nhỏ lẻ", "trade", 10, 4, 150000, 0.8, True, 1.5),
]

PLACES = [
    "An Bình",
    "Tân Lập",
    "Phú Sơn",
    "Hòa Lạc",
    "Đông Hải",
    "Vĩnh Thạnh",
    "Long Khê",
    "Yên Thượng",
    "Quảng Phú",
    "Cẩm Giang",
    "Thạch Kim",
    "Nghi Xuân",
    "Hải Châu",
    "Minh Tân",
    "Bình Hòa",
    "Trung Chính",
    "Nam Cường",
    "Thanh Lâm",
    "Kim Liên",
    "Diễn Kỷ",
    "Xuân Trường",
    "Hưng Đạo",
    "Thái Học",
    "Lam Sơn",
    "Ngọc Sơn",
    "Tiên Trang",
    "Bắc Lý",
    "Đức Long",
    "Gia Phố",
    "Mỹ Lộc",
    "Phong Thịnh",
    "Sơn Tây",
    "Tam Hợp",
    "Văn Lang",
    "Yên Định",
    "Chí Hòa",
]
PROVINCES = [
    "Hà Giang Mới",
    "Sông Lam",
    "Trường Sơn",
    "Bạch Hạc",
    "Đông Triều Hạ",
    "Hồng Lĩnh Nam",
    "Tây Yên",
    "Châu Giang",
    "Hoành Sơn",
    "Lạch Trường",
]

LAND_AND_BUILDING = ("land", "construction", "construction_investment")
SENSITIVE = ("land", "finance", "construction_investment", "construction")
"""Where most is at stake."""


class Law(NamedTuple):
    """The act in force in a field."""

    number: str
    repealed: str
    """The act before it."""
    since: date


LAWS = {
    "land": Law("31/2024/QH15", "45/2013/QH13", date(2024, 8, 1)),
    "construction": Law("50/2014/QH13", "16/2003/QH11", date(2015, 1, 1)),
    "construction_investment": Law("61/2020/QH14", "67/2014/QH13", date(2021, 1, 1)),
    "finance": Law("59/2020/QH14", "68/2014/QH13", date(2021, 1, 1)),
    "environment": Law("72/2020/QH14", "55/2014/QH13", date(2022, 1, 1)),
    "health": Law("15/2023/QH15", "40/2009/QH12", date(2024, 1, 1)),
    "trade": Law("55/2010/QH12", "12/2003/PL-UBTVQH11", date(2011, 7, 1)),
    "justice": Law("60/2014/QH13", "158/2005/NĐ-CP", date(2016, 1, 1)),
    "labour": Law("45/2019/QH14", "10/2012/QH13", date(2021, 1, 1)),
    "home": Law("126/2024/NĐ-CP", "45/2010/NĐ-CP", date(2024, 11, 26)),
    "education": Law("43/2019/QH14", "38/2005/QH11", date(2020, 7, 1)),
    "culture": Law("09/2017/QH14", "44/2005/QH11", date(2018, 1, 1)),
    "science": Law("18/2008/QH12", "50-L/CTN", date(2009, 1, 1)),
}
