"""The twenty procedures every commune offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from benchmarks.communes.workdays import FIRST_DAY, first_from

CIVIL, CERTIFICATION, LAND = "hotich", "chungthuc", "datdai"
CONSTRUCTION, BUSINESS, WELFARE = "xaydung", "kinhdoanh", "baotro"
ON_SITE = (LAND, CONSTRUCTION)
"""Fields in which somebody goes and looks, and other offices are asked; the sensitive ones."""

FLAT, WINTER, TET, SCHOOL, DRY, NEW = "flat", "winter", "tet", "school", "dry", "new"
"""Seasons, see ``benchmarks.communes.seasons``."""

LONG = 5
"""Working days of the limit from which the vice chair's signing days matter."""
SHORT = 2
"""Working days of the limit up to which nothing much can be done with the time."""


@dataclass(frozen=True, eq=False)
class Procedure:
    field: str
    code: str
    name: str
    limit: int
    """Working days."""
    fee: int
    """Dong."""
    weight: float
    """How often it is wanted, against the others."""
    lacking: float
    """Share of dossiers in which something is missing on arrival."""
    slow: float = 0
    """Added to the logarithm of working time."""
    by_agents: float = 0
    """Share filed by an agent, where there are any."""
    season: str = FLAT

    @property
    def papers(self) -> list[str]:
        """Codes of those required."""
        return _PAPERS[self.code].split()

    @property
    def on_site(self) -> bool:
        return self.field in ON_SITE

    @property
    def long(self) -> bool:
        return self.limit >= LONG

    @property
    def valid_from(self) -> date:
        return NEW_FROM if self.season == NEW else FIRST_DAY


OFF_LIST = ["XN-TRUONGTHON", "SAO-KE", "CAM-KET", "HO-KHAU-CU"]
"""Papers no procedure requires."""
VILLAGE_HEAD_CONFIRMS = OFF_LIST[0]
POWER_OF_ATTORNEY = "GUQ"
"""On no list, and yet asked for with good reason."""

CONFUSING = "1.012753"
"""Everybody asks for supplements here: its list of papers is hard to understand."""
INTRODUCED = "1.014271"
"""Exists from the middle of the year only."""
NEW_FROM = date(2026, 1, 12)
NEW_FROM_DAY = first_from(NEW_FROM)

_PAPERS = {
    "1.001193": "GCS TK-KS CCCD GKH",
    "1.000656": "GBT TK-KT CCCD",
    "1.000894": "TK-KH CCCD XNHN",
    "1.004873": "TK-HN CCCD QDLH",
    "1.004859": "TK-CC GKS GTLQ CCCD",
    "2.000815": "BC CCCD",
    "2.001008": "HD GCN CCCD XNHN",
    CONFUSING: "DON-04 TRICHDO NGUONGOC CCCD THUE-01 BC-RG",
    "1.012786": "DON-18 HD GCN CCCD THUE-01",
    "1.012817": "DON-02C GCN TRICHDO CCCD",
    "1.012784": "DON-21 GCN BV-TT CCCD",
    "1.013225": "DON-01X GCN BVTK CK-AT",
    "1.001612": "GDN-HKD CCCD BB-HOP",
    "2.000720": "TB-HKD CCCD GCN-HKD",
    "2.000620": "DON-R GCN-HKD HD-NCC",
    "1.001776": "TK-1A CCCD XN-KT",
    "2.000355": "DON-KT HSBA CCCD",
    "1.001731": "TK-MT GBT-S CCCD",
    "1.005092": "DON-VV CCCD",
    INTRODUCED: "DON-NO CCCD XN-HN ANH",
}

# Field, code, name, limit, fee, weight, lacking, slow, by agents, season.
PROCEDURES = [
    Procedure(CIVIL, "1.001193", "Đăng ký khai sinh", 1, 0, 8.5, 0.085),
    Procedure(CIVIL, "1.000656", "Đăng ký khai tử", 1, 0, 3.0, 0.06, season=WINTER),
    Procedure(CIVIL, "1.000894", "Đăng ký kết hôn", 1, 0, 4.0, 0.10, season=TET),
    Procedure(CIVIL, "1.004873", "Xác nhận tình trạng hôn nhân", 3, 20_000, 6.0, 0.16),
    Procedure(CIVIL, "1.004859", "Thay đổi, cải chính hộ tịch", 3, 28_000, 3.6, 0.25, 0.15, 0, SCHOOL),
    Procedure(CERTIFICATION, "2.000815", "Chứng thực bản sao, chữ ký", 1, 2_000, 14.0, 0.03, -0.2, 0, SCHOOL),
    Procedure(CERTIFICATION, "2.001008", "Chứng thực hợp đồng, giao dịch", 2, 50_000, 5.0, 0.15, 0, 0.15),
    Procedure(LAND, CONFUSING, "Đăng ký, cấp GCN lần đầu", 20, 100_000, 5.0, 0.47, 0.10, 0.30, DRY),
    Procedure(LAND, "1.012786", "Đăng ký biến động quyền sử dụng đất", 10, 60_000, 12.0, 0.28, 0.05, 0.42, DRY),
    Procedure(LAND, "1.012817", "Chuyển mục đích sử dụng đất", 15, 0, 3.0, 0.31, 0.10, 0.40, DRY),
    Procedure(LAND, "1.012784", "Tách thửa, hợp thửa đất", 12, 60_000, 4.0, 0.29, 0.05, 0.40, DRY),
    Procedure(CONSTRUCTION, "1.013225", "Cấp giấy phép xây dựng nhà ở riêng lẻ", 10, 75_000, 4.4, 0.26, 0, 0.35, DRY),
    Procedure(BUSINESS, "1.001612", "Đăng ký hộ kinh doanh", 3, 100_000, 7.0, 0.17, 0, 0.35, TET),
    Procedure(BUSINESS, "2.000720", "Đăng ký thay đổi hộ kinh doanh", 3, 50_000, 2.6, 0.15, 0, 0.30),
    Procedure(BUSINESS, "2.000620", "Cấp phép bán lẻ rượu", 10, 600_000, 1.0, 0.22, 0, 0.25, TET),
    Procedure(WELFARE, "1.001776", "Trợ cấp xã hội hằng tháng", 10, 0, 5.5, 0.20),
    Procedure(WELFARE, "2.000355", "Xác định mức độ khuyết tật", 22, 0, 2.2, 0.24, 0.05),
    Procedure(WELFARE, "1.001731", "Hỗ trợ chi phí mai táng", 8, 0, 2.0, 0.13, season=WINTER),
    Procedure(WELFARE, "1.005092", "Xác nhận hoàn cảnh, vay vốn chính sách", 5, 0, 2.4, 0.12, season=SCHOOL),
    Procedure(WELFARE, INTRODUCED, "Hỗ trợ xây, sửa nhà (mới từ 2026)", 15, 0, 3.0, 0.26, 0.15, 0, NEW),
]
