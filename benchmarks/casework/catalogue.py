"""What is asked of an administration: the fields of every kind of office, their procedures, papers and phrases."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """A procedure as the catalogue has it, before a province gives it its own rates."""

    name: str
    limit: int
    """Working days."""
    fee: int
    """Dong."""
    missing: float
    """Share of dossiers handed in without one of the papers."""
    content: float
    """Share in which the content gives reason to ask for something more."""
    share: float
    """Median working time, as a share of the limit."""
    business: float
    """Share of applicants that are businesses."""
    clerk_decides: bool = False
    """In a small commune the counter clerk decides it as well."""


LAND, BUILDING = "đất đai", "đầu tư xây dựng"
SENSITIVE = (LAND, BUILDING)
VISITED = (LAND, BUILDING, "xây dựng", "y tế")
"""Fields in which somebody goes and looks."""

DEPARTMENTS = [
    (
        "Sở Tài nguyên và Môi trường",
        LAND,
        [
            Kind("Đăng ký biến động quyền sử dụng đất", 10, 60_000, 0.20, 0.07, 0.60, 0.15),
            Kind("Cấp đổi Giấy chứng nhận quyền sử dụng đất", 7, 50_000, 0.15, 0.05, 0.55, 0.10),
            Kind("Chuyển mục đích sử dụng đất", 15, 100_000, 0.24, 0.12, 0.66, 0.25),
            Kind("Đăng ký thế chấp quyền sử dụng đất", 2, 80_000, 0.10, 0.03, 0.50, 0.40),
            Kind("Cấp giấy phép môi trường", 20, 1_500_000, 0.22, 0.14, 0.68, 0.95),
        ],
    ),
    (
        "Sở Xây dựng",
        BUILDING,
        [
            Kind("Cấp giấy phép xây dựng nhà ở riêng lẻ", 15, 75_000, 0.22, 0.10, 0.62, 0.08),
            Kind("Cấp giấy phép xây dựng công trình", 20, 150_000, 0.25, 0.14, 0.68, 0.9),
            Kind("Thẩm định báo cáo nghiên cứu khả thi", 25, 2_000_000, 0.20, 0.15, 0.70, 0.98),
            Kind("Cấp chứng chỉ hành nghề xây dựng", 14, 300_000, 0.16, 0.06, 0.60, 0.02),
            Kind("Gia hạn giấy phép xây dựng", 5, 15_000, 0.10, 0.04, 0.52, 0.3),
        ],
    ),
    (
        "Sở Kế hoạch và Đầu tư",
        "đăng ký kinh doanh",
        [
            Kind("Đăng ký thành lập công ty TNHH", 3, 50_000, 0.14, 0.07, 0.55, 1),
            Kind("Đăng ký thay đổi nội dung doanh nghiệp", 3, 50_000, 0.15, 0.08, 0.56, 1),
            Kind("Thông báo tạm ngừng kinh doanh", 3, 0, 0.07, 0.02, 0.48, 1),
            Kind("Cấp giấy chứng nhận đăng ký đầu tư", 15, 0, 0.20, 0.14, 0.66, 1),
            Kind("Đăng ký giải thể doanh nghiệp", 5, 0, 0.17, 0.08, 0.58, 1),
        ],
    ),
    (
        "Sở Lao động và Xã hội",
        "lao động",
        [
            Kind("Cấp giấy phép lao động cho người nước ngoài", 5, 600_000, 0.20, 0.09, 0.58, 0.95),
            Kind("Gia hạn giấy phép lao động", 5, 450_000, 0.15, 0.06, 0.55, 0.95),
            Kind("Hưởng trợ cấp thất nghiệp", 15, 0, 0.11, 0.04, 0.55, 0),
            Kind("Đăng ký nội quy lao động", 7, 0, 0.12, 0.08, 0.57, 1),
            Kind("Cấp giấy phép hoạt động giáo dục nghề nghiệp", 12, 0, 0.19, 0.10, 0.64, 0.9),
        ],
    ),
    (
        "Sở Y tế",
        "y tế",
        [
            Kind("Cấp giấy phép hành nghề khám chữa bệnh", 15, 430_000, 0.17, 0.08, 0.62, 0.05),
            Kind("Cấp giấy phép hoạt động phòng khám", 25, 3_100_000, 0.23, 0.14, 0.68, 0.95),
            Kind("Cấp chứng nhận đủ điều kiện kinh doanh dược", 20, 1_000_000, 0.20, 0.10, 0.63, 0.9),
            Kind("Xác nhận nội dung quảng cáo", 10, 1_000_000, 0.15, 0.09, 0.58, 1),
        ],
    ),
    (
        "Sở Giao thông Vận tải",
        "giao thông vận tải",
        [
            Kind("Đổi giấy phép lái xe", 5, 135_000, 0.08, 0.02, 0.48, 0),
            Kind("Cấp phù hiệu xe", 2, 0, 0.09, 0.04, 0.50, 0.95),
            Kind("Cấp giấy phép kinh doanh vận tải", 5, 200_000, 0.16, 0.08, 0.57, 1),
            Kind("Cấp phép thi công trên đường bộ", 7, 0, 0.18, 0.10, 0.60, 0.97),
        ],
    ),
    (
        "Sở Tư pháp",
        "hành chính tư pháp",
        [
            Kind("Cấp phiếu lý lịch tư pháp số 1", 10, 200_000, 0.07, 0.03, 0.60, 0),
            Kind("Cấp phiếu lý lịch tư pháp số 2", 10, 200_000, 0.08, 0.03, 0.61, 0),
            Kind("Đăng ký hành nghề luật sư", 7, 100_000, 0.13, 0.06, 0.55, 0.1),
            Kind("Bổ nhiệm công chứng viên", 20, 0, 0.15, 0.08, 0.64, 0.02),
        ],
    ),
    (
        "Sở Công Thương",
        "thương mại",
        [
            Kind("Cấp giấy phép bán buôn rượu", 7, 1_100_000, 0.17, 0.08, 0.57, 1),
            Kind("Cấp giấy chứng nhận an toàn thực phẩm", 12, 1_000_000, 0.19, 0.10, 0.62, 0.9),
            Kind("Đăng ký hoạt động khuyến mại", 5, 0, 0.10, 0.05, 0.52, 1),
            Kind("Cấp giấy phép bán lẻ xăng dầu", 15, 1_200_000, 0.21, 0.11, 0.64, 1),
        ],
    ),
]
"""Name, field and procedures of every kind of department."""

COMMUNE = [
    ("hộ tịch", Kind("Đăng ký khai sinh", 1, 0, 0.09, 0.02, 0.45, 0, True)),
    ("hộ tịch", Kind("Đăng ký kết hôn", 2, 0, 0.12, 0.03, 0.48, 0, True)),
    ("hộ tịch", Kind("Đăng ký khai tử", 1, 0, 0.08, 0.02, 0.45, 0, True)),
    ("hộ tịch", Kind("Xác nhận tình trạng hôn nhân", 3, 15_000, 0.13, 0.04, 0.52, 0, True)),
    ("chứng thực", Kind("Chứng thực bản sao từ bản chính", 1, 10_000, 0.04, 0.01, 0.40, 0.15, True)),
    ("chứng thực", Kind("Chứng thực hợp đồng giao dịch", 2, 50_000, 0.14, 0.06, 0.52, 0.15, True)),
    (LAND, Kind("Xác nhận nguồn gốc sử dụng đất", 12, 0, 0.20, 0.10, 0.64, 0.03)),
    (LAND, Kind("Hòa giải tranh chấp đất đai", 30, 0, 0.12, 0.08, 0.66, 0.02)),
    ("bảo trợ xã hội", Kind("Hưởng trợ cấp bảo trợ xã hội", 15, 0, 0.18, 0.07, 0.60, 0)),
    ("bảo trợ xã hội", Kind("Xác nhận hộ nghèo, cận nghèo", 8, 0, 0.13, 0.05, 0.57, 0)),
    ("xây dựng", Kind("Xác nhận đăng ký sửa chữa nhà ở", 7, 25_000, 0.16, 0.07, 0.58, 0.05)),
    ("kinh doanh", Kind("Đăng ký hộ kinh doanh", 3, 100_000, 0.15, 0.06, 0.54, 0.8)),
]
"""Field and procedure; every commune has the same ones."""

FORM = "DON"
PAPERS = (
    *("CCCD", "GCN", "BANVE", "HOPDONG", "TOKHAI", "UYQUYEN", "XNHAN", "LLTP"),
    *("SODO", "DKKD", "BCTC", "PCCC", "BAOCAO", "ANH", "HOCBA", "KSK"),
)
OFF_LIST = ["XNDP", "SOHK", "CAMKET", "BSCONGCHUNG", "YKIENHX", "XNTHUE"]
"""Papers no procedure has on its list."""

WHY_MISSING = [
    "Thiếu thành phần hồ sơ theo quy định",
    "Bản chụp không đủ thành phần, đề nghị nộp bổ sung",
    "Chưa có bản chính/bản sao hợp lệ",
]
WHY_CONTENT = [
    "Đề nghị làm rõ nội dung kê khai",
    "Thông tin chưa thống nhất giữa các giấy tờ",
    "Bản vẽ chưa thể hiện đủ kích thước",
    "Chữ ký chưa đúng mẫu",
]
WHY_VAGUE = ["Hồ sơ chưa đảm bảo", "Đề nghị hoàn thiện hồ sơ", "Cần bổ sung theo hướng dẫn của cán bộ"]
WHY_OFF_LIST = "Đề nghị bổ sung giấy tờ để xác minh"
WHY_SUSPENDED = [
    "Chờ thực hiện nghĩa vụ tài chính",
    "Có đơn tranh chấp, chờ xác minh",
    "Chờ ý kiến cơ quan cấp trên",
]
