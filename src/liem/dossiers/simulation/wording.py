"""The sentences officials write into the simulated record, by number."""

NONE = -1

REASONS = (
    "Hồ sơ thiếu thành phần theo quy định",
    "Giấy tờ mờ, không rõ thông tin, đề nghị nộp lại",
    "Thông tin trên giấy tờ chưa thống nhất",
    "Chờ kết quả xác minh của cơ quan công an",
    "Chờ ý kiến cơ quan thuế về nghĩa vụ tài chính",
    "Chờ kết quả giám định, đo đạc lại",
    "Gia hạn theo văn bản do cần xác minh thực địa",
    "Khối lượng hồ sơ tăng cao, xin lỗi và hẹn lại ngày trả kết quả",
    "Sự cố hệ thống thông tin, xin lỗi và hẹn lại ngày trả kết quả",
    "Diện ưu tiên giải quyết theo quy định",
    "Lấy ý kiến cơ quan có liên quan",
    "Không đủ điều kiện theo quy định",
    "Trả lại để hoàn thiện dự thảo kết quả",
    "Người nộp hồ sơ đề nghị rút",
    "Bổ sung giấy tờ theo yêu cầu xử lý hồ sơ",
)
REQUESTS = (0, 1, 2)
SUSPENSIONS = (3, 4, 5)
EXTENSION, APOLOGY, OUTAGE, PRIORITY, CONSULTATION, REFUSAL, CORRECTION, WITHDRAWAL, UNLISTED = range(6, 15)
