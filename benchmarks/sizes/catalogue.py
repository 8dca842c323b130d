"""Names and lists the province is made of."""

from __future__ import annotations

DEPARTMENTS = (
    ("Sở Nông nghiệp và Môi trường", "land"),
    ("Sở Xây dựng", "construction_investment"),
    ("Sở Tài chính", "finance_budget"),
    ("Sở Tư pháp", "justice"),
    ("Sở Y tế", "health"),
    ("Sở Công Thương", "industry"),
    ("Sở Nội vụ", "labour"),
    ("Sở Giáo dục và Đào tạo", "education"),
    ("Sở Văn hóa, Thể thao và Du lịch", "culture"),
    ("Sở Khoa học và Công nghệ", "science"),
    ("Ban Quản lý khu kinh tế", "land_lease"),
    ("Văn phòng đăng ký đất đai", "land_use_certificate"),
    ("Chi cục Hải quan", "customs"),
    ("Chi cục Thuế", "tax"),
    ("Sở Ngoại vụ", "foreign"),
)
"""With the field of their procedures."""
FURTHER_DEPARTMENT = "Chi nhánh đăng ký đất đai"
CENTRE = "Trung tâm Phục vụ hành chính công tỉnh"

COMMUNE_BEGINS = ("Tân", "Phú", "Vĩnh", "Đông", "Nam", "Yên", "Hòa", "Thượng")
COMMUNE_ENDS = ("Lộc", "Sơn", "Thành", "Bình", "Hải", "Xuân", "Trung", "Mỹ")
MERGED_BEGINS = ("Đại", "Liên", "Minh", "Hợp")
MERGED_ENDS = ("Đồng", "Thắng", "Tiến", "Phong")

COMMUNE_PROCEDURES = (
    ("civil_status", "Đăng ký khai sinh"),
    ("civil_status", "Đăng ký kết hôn"),
    ("civil_status", "Xác nhận tình trạng hôn nhân"),
    ("justice", "Chứng thực hợp đồng"),
    ("land", "Xác nhận hiện trạng đất"),
    ("land", "Đăng ký biến động đất đai"),
    ("social", "Trợ cấp xã hội"),
    ("construction_investment", "Cấp phép xây dựng nhà ở"),
    ("business", "Đăng ký hộ kinh doanh"),
    ("land_use_certificate", "Hồ sơ cấp giấy chứng nhận"),
    ("social", "Xác nhận hộ nghèo"),
    ("civil_status", "Cải chính hộ tịch"),
)
SENSITIVE_FIELDS = ("land", "finance", "construction", "customs")
"""How the names of fields begin where corruption is a known risk."""

LISTED_PAPERS = tuple(f"GT{number:03d}" for number in range(1, 90))
"""Of these the procedures' lists are made."""
OFF_LIST_PAPERS = tuple(f"GX{number:02d}" for number in range(1, 25))
"""On no list."""
PAPERS = ("", *LISTED_PAPERS, *OFF_LIST_PAPERS)
NO_PAPER = 0
PLACE_OF_PAPER = {paper: place for place, paper in enumerate(PAPERS)}

LAWS = (
    "60/2014/QH13",
    "123/2015/NĐ-CP",
    "23/2015/NĐ-CP",
    "61/2020/QH14",
    "59/2020/QH14",
    "50/2014/QH13",
    "63/2010/NĐ-CP",
    "97/2015/QH13",
)
"""In force throughout."""
ENDED_WITH_LAND_LAW = ("45/2013/QH13", "43/2014/NĐ-CP")
"""The Land Law of 2013 and its decree ended in August 2024."""
ENDED_BEFORE = ("13/2003/QH11", "67/2014/QH13")
DEAD_LAWS = (*ENDED_WITH_LAND_LAW, *ENDED_BEFORE)
