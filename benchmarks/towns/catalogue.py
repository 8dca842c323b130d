"""What the law offers: kinds of unit, their procedures, papers and legal bases, as every province has them."""

from __future__ import annotations

from typing import NamedTuple

HEADQUARTERS, LAND, URBAN, BUSINESS, WARD = "headquarters", "land", "urban", "business", "ward"
"""Kinds of unit; all but the headquarters do procedures of their own."""


class Kind(NamedTuple):
    level: str
    name: str
    deputy: str
    """The post of those who sign there."""


KINDS = {
    HEADQUARTERS: Kind("centre", "Trung tâm Phục vụ hành chính công", "Phó Giám đốc"),
    LAND: Kind("centre", "Chi nhánh Văn phòng đăng ký đất đai", "Phó Giám đốc"),
    URBAN: Kind("department", "Phòng Quản lý đô thị", "Phó Trưởng phòng"),
    BUSINESS: Kind("department", "Phòng Tài chính - Kế hoạch", "Phó Trưởng phòng"),
    WARD: Kind("commune", "Bộ phận một cửa UBND phường", "Phó Chủ tịch UBND phường"),
}

DECISION, CERTIFICATE, PERMIT = "decision", "certificate", "permit"
"""Kinds of document that a procedure may end with."""


class Entry(NamedTuple):
    code: str
    name: str
    field: str
    sensitive: bool
    limit: int
    """Working days, as usual; a province may set its own."""
    fee: int
    document: str | None = None


ENTRIES = {
    LAND: [
        Entry("DD.CN", "Đăng ký biến động do chuyển nhượng quyền sử dụng đất", "land", True, 10, 60_000),
        Entry("DD.CMD", "Chuyển mục đích sử dụng đất", "land", True, 15, 100_000, DECISION),
        Entry(
            "DD.LD", "Cấp giấy chứng nhận quyền sử dụng đất lần đầu", "land_use_right", True, 20, 100_000, CERTIFICATE
        ),
        Entry("DD.TT", "Tách thửa, hợp thửa đất", "land", True, 15, 50_000),
        Entry("DD.TC", "Đăng ký thế chấp bằng quyền sử dụng đất", "land", True, 3, 80_000),
        Entry("DD.CD", "Cấp đổi giấy chứng nhận", "land_use_right", True, 7, 50_000, CERTIFICATE),
    ],
    URBAN: [
        Entry("XD.GP", "Cấp giấy phép xây dựng nhà ở riêng lẻ", "construction", True, 15, 75_000, PERMIT),
        Entry("XD.SC", "Giấy phép sửa chữa, cải tạo", "construction", True, 10, 75_000, PERMIT),
        Entry("XD.GH", "Gia hạn giấy phép xây dựng", "construction", False, 5, 15_000, PERMIT),
        Entry("XD.QH", "Cung cấp thông tin quy hoạch", "construction", False, 10, 0),
        Entry("XD.VH", "Cấp phép sử dụng tạm thời vỉa hè, lòng đường", "transport", False, 5, 40_000, PERMIT),
    ],
    BUSINESS: [
        Entry("KD.HKD", "Đăng ký thành lập hộ kinh doanh", "business", False, 3, 100_000, CERTIFICATE),
        Entry("KD.TD", "Thay đổi nội dung đăng ký hộ kinh doanh", "business", False, 3, 30_000, CERTIFICATE),
        Entry("KD.RUOU", "Giấy phép bán lẻ rượu", "trade", False, 10, 200_000, PERMIT),
        Entry(
            "KD.VSTP",
            "Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm",
            "health",
            False,
            15,
            150_000,
            CERTIFICATE,
        ),
        Entry("KD.CH", "Chấm dứt hoạt động hộ kinh doanh", "business", False, 5, 0),
    ],
    WARD: [
        Entry("HT.KS", "Đăng ký khai sinh có yếu tố xác minh", "civil_status", False, 5, 8_000, CERTIFICATE),
        Entry("HT.KH", "Đăng ký kết hôn", "civil_status", False, 5, 0, CERTIFICATE),
        Entry("HT.XN", "Xác nhận tình trạng hôn nhân", "civil_status", False, 3, 15_000),
        Entry("HT.CC", "Cải chính hộ tịch", "civil_status", False, 6, 15_000, DECISION),
        Entry("BT.TX", "Hưởng trợ cấp xã hội hằng tháng", "social", False, 15, 0, DECISION),
        Entry("BT.MT", "Hỗ trợ chi phí mai táng", "social", False, 10, 0, DECISION),
        Entry("DD.XN", "Xác nhận nguồn gốc, tình trạng sử dụng đất", "land", True, 10, 20_000),
        Entry("TG.DK", "Đăng ký hoạt động cộng đồng", "culture", False, 7, 0),
    ],
}

APPLICATION = "DON"
"""Every procedure requires it."""
PAPERS = [
    "CCCD",
    "GCN",
    "HOPDONG",
    "BANVE",
    "TRICHLUC",
    "TOKHAI",
    "GIAYKS",
    "BIENBAN",
    "UYQUYEN",
    "ANH",
    "PHUONGAN",
    "GKSK",
    "TAPHUAN",
    "BANCAM",
    "QUYETDINH",
    "SODO",
    "CHUNGTU",
    "LYLICH",
    "GIAYBT",
]
"""What a procedure may require besides."""
OFF_LIST = ["HOKHAU", "XNTT", "XNCUTRU", "CAMKET2", "YKHANGXOM", "GIAYKHAC"]
"""Papers no procedure requires."""

IN_FORCE = {
    LAND: ["45/2013/QH13", "43/2014/NĐ-CP", "01/2017/NĐ-CP"],
    URBAN: ["50/2014/QH13", "62/2020/QH14", "15/2021/NĐ-CP"],
    BUSINESS: ["59/2020/QH14", "01/2021/NĐ-CP"],
    WARD: ["60/2014/QH13", "123/2015/NĐ-CP", "20/2021/NĐ-CP"],
}
"""Legal bases of the documents of each kind of unit."""
REPEALED = {
    LAND: ["13/2003/QH11", "181/2004/NĐ-CP", "84/2007/NĐ-CP"],
    URBAN: ["16/2003/QH11", "64/2012/NĐ-CP", "12/2009/NĐ-CP"],
    BUSINESS: ["68/2014/QH13", "78/2015/NĐ-CP"],
    WARD: ["158/2005/NĐ-CP", "136/2013/NĐ-CP"],
}
"""What the present bases have replaced."""
