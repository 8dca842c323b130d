"""The words officials write into the log."""

REASONS = (
    "Thiếu {}",
    "{} chưa có chữ ký, đóng dấu",
    "{} hết hiệu lực, đề nghị nộp bản mới",
    "{} chưa đúng mẫu",
    "Thông tin trên {} không khớp tờ khai",
)
"""Of a request; the place is for the paper's code."""
VAGUE_REASONS = ("Đề nghị bổ sung, hoàn thiện hồ sơ theo quy định", "Hồ sơ chưa đảm bảo", "Bổ sung hồ sơ")
OFF_LIST_PAPERS = ("XN-TAMTRU", "XN-THUE", "CK-BOSUNG", "BS-SOHK", "XN-XA", "VB-COQUAN", "HD-GOC")
"""No procedure has them on its list."""

GUIDANCE = ("Hướng dẫn thành phần hồ sơ", "Hướng dẫn kê khai", None)
WITHDRAWN = "Người nộp xin rút hồ sơ"
PUSHED_TO_WITHDRAW = (WITHDRAWN, "Đề nghị rút, nộp lại")
NEVER_ANSWERED = "Quá hạn bổ sung, trả hồ sơ"
CONSULTED = ("Xin ý kiến UBND xã", "Lấy ý kiến cơ quan Thuế", "Xin ý kiến Sở liên quan", "Tra cứu Công an")
WAITING_FOR_OPINION = "Chờ ý kiến phối hợp"
WAITING_FOR_PAYMENT = "Chờ nghĩa vụ tài chính"
PAUSED_NEAR_LIMIT = ("Xác minh thêm", "Chờ bổ sung thông tin", None)
RETURNED = ("Sửa thể thức", "Rà soát lại căn cứ", "Chỉnh số liệu", "Xem lại")
REFUSED = "Không đủ điều kiện theo quy định"
APOLOGY = "Thư xin lỗi và hẹn lại ngày trả"
