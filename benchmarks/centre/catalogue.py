"""What the province is made of: departments, their teams and the procedures of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Department:
    name: str
    field: str
    agents: int
    agent_share: float
    """Of its dossiers that an agent hands in."""
    online_share: float
    business_share: float
    apology_share: float
    """Of its late dossiers for which the law's letter of apology is sent."""
    sensitive: bool = False


@dataclass(frozen=True)
class Kind:
    """A procedure as the catalogue lists it. Fee in dong, limit in working days."""

    name: str
    limit: int
    defect_rate: float
    weight: float
    """How often it is asked for, against the others of its team."""
    fee: int
    papers: int


@dataclass(frozen=True)
class Team:
    department: str
    code: str
    name: str
    by_commune: bool
    """Whether dossiers are assigned by the commune they come from; otherwise by workload."""
    deputies: int
    consult_share: float
    share: float
    """Of the specialists, against the other teams."""
    kinds: tuple[Kind, ...]


LAND, CONSTRUCTION, FINANCE, TRANSPORT, INTERIOR, JUSTICE = "SNNMT", "SXD", "STC", "SGTVT", "SNV", "STP"

DEPARTMENTS = {
    LAND: Department("Sở Nông nghiệp và Môi trường", "land", 10, 0.28, 0.22, 0.45, 0.6, sensitive=True),
    CONSTRUCTION: Department("Sở Xây dựng", "construction", 9, 0.34, 0.35, 0.55, 0.85, sensitive=True),
    FINANCE: Department("Sở Tài chính", "business_registration", 16, 0.38, 0.6, 0.97, 0.9),
    TRANSPORT: Department("Sở Giao thông vận tải", "transport", 11, 0.26, 0.3, 0.35, 0.7),
    INTERIOR: Department("Sở Nội vụ", "social", 6, 0.14, 0.3, 0.4, 0.5),
    JUSTICE: Department("Sở Tư pháp", "justice", 5, 0.07, 0.35, 0.03, 0.8),
}
WITH_BUSY_AGENTS = (LAND, CONSTRUCTION, FINANCE, TRANSPORT)

TEAMS = (
    Team(
        *(LAND, "DK", "Đăng ký đất đai", True, 2, 0, 1.25),
        (
            Kind("Cấp giấy chứng nhận lần đầu cho tổ chức", 20, 0.24, 2, 100_000, 6),
            Kind("Đăng ký biến động", 10, 0.16, 5, 28_000, 4),
            Kind("Cấp đổi giấy chứng nhận", 7, 0.13, 3, 50_000, 3),
        ),
    ),
    Team(
        *(LAND, "GD", "Giao đất, cho thuê đất", True, 1, 0.55, 0.8),
        (
            Kind("Giao đất, cho thuê đất", 20, 0.27, 3, 0, 7),
            Kind("Chuyển mục đích sử dụng đất", 15, 0.23, 4, 0, 6),
            Kind("Gia hạn sử dụng đất", 10, 0.15, 2, 0, 4),
        ),
    ),
    Team(
        *(LAND, "MT", "Môi trường, khoáng sản", False, 1, 0.4, 0.7),
        (
            Kind("Giấy phép môi trường", 30, 0.3, 2, 4_500_000, 7),
            Kind("Khai thác nước dưới đất", 25, 0.22, 2, 1_200_000, 5),
            Kind("Đăng ký môi trường", 10, 0.14, 4, 0, 3),
        ),
    ),
    Team(
        *(CONSTRUCTION, "CP", "Cấp phép xây dựng", True, 2, 0.3, 1.15),
        (
            Kind("Cấp giấy phép xây dựng mới", 20, 0.24, 5, 150_000, 6),
            Kind("Sửa chữa, cải tạo", 15, 0.2, 3, 150_000, 5),
            Kind("Gia hạn giấy phép xây dựng", 5, 0.1, 2, 15_000, 3),
        ),
    ),
    Team(
        *(CONSTRUCTION, "HN", "Hành nghề xây dựng", False, 1, 0, 0.8),
        (
            Kind("Chứng chỉ hành nghề hạng II", 12, 0.2, 5, 300_000, 5),
            Kind("Chứng chỉ năng lực tổ chức", 15, 0.24, 3, 1_000_000, 6),
            Kind("Cấp lại chứng chỉ", 5, 0.1, 2, 150_000, 3),
        ),
    ),
    Team(
        *(FINANCE, "KD1", "Đăng ký kinh doanh 1", False, 2, 0, 1.3),
        (
            Kind("Thành lập công ty TNHH", 3, 0.17, 6, 50_000, 5),
            Kind("Thay đổi nội dung đăng ký", 3, 0.14, 7, 50_000, 4),
            Kind("Tạm ngừng kinh doanh", 3, 0.06, 3, 0, 2),
        ),
    ),
    Team(
        *(FINANCE, "KD2", "Đăng ký kinh doanh 2", False, 1, 0, 0.95),
        (
            Kind("Đăng ký hợp tác xã", 5, 0.2, 2, 50_000, 5),
            Kind("Thành lập chi nhánh", 3, 0.14, 5, 50_000, 4),
            Kind("Giải thể doanh nghiệp", 5, 0.22, 3, 0, 5),
        ),
    ),
    Team(
        *(FINANCE, "DT", "Đầu tư", False, 1, 0.5, 0.6),
        (
            Kind("Chấp thuận chủ trương đầu tư", 35, 0.3, 1, 0, 8),
            Kind("Giấy chứng nhận đăng ký đầu tư", 15, 0.22, 3, 0, 6),
            Kind("Điều chỉnh dự án", 10, 0.18, 3, 0, 5),
        ),
    ),
    Team(
        *(TRANSPORT, "LX", "Quản lý người lái", True, 2, 0, 1.35),
        (
            Kind("Đổi giấy phép lái xe", 5, 0.08, 10, 135_000, 3),
            Kind("Cấp lại giấy phép lái xe", 10, 0.12, 4, 135_000, 3),
            Kind("Giấy phép lái xe quốc tế", 5, 0.07, 2, 135_000, 2),
        ),
    ),
    Team(
        *(TRANSPORT, "VT", "Vận tải", False, 1, 0, 1.0),
        (
            Kind("Giấy phép kinh doanh vận tải", 5, 0.18, 4, 200_000, 5),
            Kind("Phù hiệu xe", 2, 0.1, 7, 0, 3),
            Kind("Tuyến cố định", 10, 0.2, 2, 0, 5),
        ),
    ),
    Team(
        *(INTERIOR, "LD", "Lao động, việc làm", False, 2, 0, 1.0),
        (
            Kind("Giấy phép lao động người nước ngoài", 5, 0.2, 5, 600_000, 6),
            Kind("Đăng ký nội quy lao động", 7, 0.17, 3, 0, 4),
            Kind("Báo cáo sử dụng lao động nước ngoài", 10, 0.15, 2, 0, 4),
        ),
    ),
    Team(
        *(INTERIOR, "NC", "Người có công, bảo trợ", True, 1, 0.25, 1.0),
        (
            Kind("Trợ cấp thờ cúng liệt sĩ", 12, 0.19, 4, 0, 4),
            Kind("Chế độ người hoạt động kháng chiến", 25, 0.28, 2, 0, 6),
            Kind("Cấp sổ ưu đãi", 10, 0.13, 3, 0, 3),
        ),
    ),
    Team(
        *(JUSTICE, "LL", "Lý lịch tư pháp", False, 2, 0.2, 1.25),
        (
            Kind("Phiếu lý lịch tư pháp số 1", 10, 0.07, 10, 200_000, 2),
            Kind("Phiếu lý lịch tư pháp số 2", 10, 0.08, 6, 200_000, 2),
        ),
    ),
    Team(
        *(JUSTICE, "BT", "Bổ trợ tư pháp, hộ tịch", False, 1, 0.15, 0.75),
        (
            Kind("Nhập, thôi quốc tịch", 20, 0.26, 2, 2_500_000, 7),
            Kind("Bổ nhiệm công chứng viên", 15, 0.2, 1, 0, 6),
            Kind("Đăng ký hành nghề luật sư", 7, 0.14, 3, 0, 4),
            Kind("Cấp thẻ giám định viên", 10, 0.12, 2, 0, 4),
        ),
    ),
)

SMALL_PROVINCE = 115
"""With fewer officials there are only the teams below."""
OF_A_SMALL_PROVINCE = {"DK", "GD", "CP", "KD1", "LX", "LD", "LL"}
SIGNS_BY_DELEGATION = "LL"
"""The team whose deputy head signs in the leaders' stead."""


def teams_of(officials: int) -> list[Team]:
    return [team for team in TEAMS if officials >= SMALL_PROVINCE or team.code in OF_A_SMALL_PROVINCE]
