"""A few invented reports for the simulated province, so that the desks are not empty. Each says that it is invented."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from liem.channels.actions import enter
from liem.intake.models import Report
from liem.people.row_security import acting_as_system

_MARK = "(Mô phỏng) "
_SAID: tuple[tuple[int, str, Mapping[str, str]], ...] = (
    (19, "hotline", {
        "what": "Tôi đi tách thửa đã ba lần, lần nào cán bộ ở cửa số 4 cũng bảo thiếu giấy, mà giấy đó không có trong "
                "bảng niêm yết. Lần sau người ta gợi ý bồi dưỡng hai triệu thì làm nhanh.",
        "kind": "reflection", "unit": "X-001", "accused_as": "staff", "procedure": "Tách thửa",
        "reference": "CG-0107"}),
    (18, "counter", {
        "what": "Toi di tach thua 3 lan, lan nao can bo o cua so 4 cung bao thieu giay, giay do khong co trong bang "
                "niem yet. Lan sau nguoi ta goi y boi duong hai trieu thi lam nhanh. Toi la hang xom cua nguoi goi.",
        "kind": "reflection", "unit": "X-001", "accused_as": "staff"}),
    (12, "post", {
        "what": "Tôi tố cáo Chủ tịch xã ký giấy xác nhận cho người nhà, bỏ qua các hồ sơ nộp trước của bà con.",
        "kind": "denunciation", "unit": "X-002", "accused_as": "head", "evidence": "Sổ theo dõi hồ sơ tháng 9",
        "reference": "Thư số 15, dấu bưu điện 05/11"}),
    (9, "reception", {
        "what": "Đề nghị niêm yết lệ phí ở chỗ dễ đọc, chữ to, có cả giấy tờ cần nộp.",
        "kind": "recommendation", "unit": "", "accused_as": ""}),
    (6, "dialogue", {
        "what": "Doanh nghiệp tôi chờ giấy phép xây dựng quá hạn hai mươi ngày, không có thư xin lỗi.",
        "kind": "reflection", "unit": "S-02", "accused_as": "unknown", "procedure": "Cấp phép xây dựng"}),
    (3, "hotline", {
        "what": "Anh cán bộ đòi ba triệu, tôi không đưa và ra về. Hồ sơ của tôi sau đó vẫn được trả đúng hạn.",
        "kind": "refused_to_pay", "unit": "TT-01", "accused_as": "staff", "asked_for": "Ba triệu đồng",
        "reference": "CG-0142"}),
    (2, "press", {
        "what": "Báo nêu tình trạng cò hồ sơ hoạt động công khai trước cổng chi nhánh đăng ký đất đai.",
        "kind": "undecided", "unit": "TT-02", "accused_as": "unknown", "reference": "Báo Mô Phỏng, 18/11/2026"}),
    (1, "counter", {
        "what": "Giảm giá năm mươi phần trăm toàn bộ cửa hàng, nhanh tay kẻo lỡ!", "kind": "undecided", "unit": "",
        "accused_as": ""}),
)  # fmt: skip


@transaction.atomic
def make_reports(*, by: str, now: datetime) -> int:
    """Enter the invented reports; done again, none is entered twice. Returns how many there are in all."""
    for number, (days, channel, answers) in enumerate(_SAID):
        once = hashlib.sha256(f"demonstration {number}".encode()).hexdigest()
        said = {**answers, "what": _MARK + answers["what"], "once": once}
        enter(channel, said, by=by, now=now - timedelta(days=days))
    with acting_as_system():
        return Report.objects.count()
