"""What charts say, in both languages."""

from liem.base.formats import Language

WORDS: dict[str, dict[Language, str]] = {
    "expected_count": {"vi": "Số trường hợp dự kiến", "en": "Expected cases"},
    "ratio": {"vi": "Quan sát ÷ dự kiến", "en": "Observed ÷ expected"},
    "subject": {"vi": "Đang xem", "en": "This one"},
    "others": {"vi": "Đối tượng tương đương khác", "en": "Other comparable subjects"},
    "limit_95": {"vi": "Giới hạn 95 %", "en": "95% limits"},
    "limit_998": {"vi": "Giới hạn 99,8 %", "en": "99.8% limits"},
    "as_expected": {"vi": "như dự kiến", "en": "as expected"},
    "observed": {"vi": "Quan sát", "en": "Observed"},
    "expected": {"vi": "Dự kiến", "en": "Expected"},
    "range": {"vi": "Khoảng tin cậy 95 %", "en": "95% interval"},
    "due": {"vi": "Hạn", "en": "Due"},
    "received": {"vi": "Tiếp nhận", "en": "Received"},
    "running": {"vi": "Đang tính thời hạn", "en": "Clock running"},
    "stopped": {"vi": "Dừng tính thời hạn", "en": "Clock stopped"},
    "late": {"vi": "Quá hạn", "en": "Past due"},
    "off": {"vi": "Ngày nghỉ", "en": "Days off"},
    "not_finished": {"vi": "chưa xong", "en": "not finished"},
    "in_time": {"vi": "Trong hạn", "en": "In time"},
    "limit": {"vi": "Thời hạn", "en": "Limit"},
    "dossiers": {"vi": "Số hồ sơ", "en": "Dossiers"},
    "days_to_limit": {"vi": "Ngày làm việc so với thời hạn", "en": "Working days against the limit"},
    "of_these": {"vi": "trong đó", "en": "of these"},
    "nothing": {"vi": "Chưa có dữ liệu", "en": "No data"},
}

ACTIVITIES: dict[str, dict[Language, str]] = {
    "received": {"vi": "Tiếp nhận hồ sơ", "en": "Received"},
    "receipt_slip_issued": {"vi": "Cấp giấy tiếp nhận", "en": "Receipt slip issued"},
    "guidance_given": {"vi": "Hướng dẫn hồ sơ", "en": "Guidance given"},
    "supplement_requested": {"vi": "Yêu cầu bổ sung", "en": "Supplement requested"},
    "supplement_received": {"vi": "Nhận bổ sung", "en": "Supplement received"},
    "forwarded": {"vi": "Chuyển xử lý", "en": "Forwarded"},
    "suspended": {"vi": "Tạm dừng giải quyết", "en": "Suspended"},
    "resumed": {"vi": "Tiếp tục giải quyết", "en": "Resumed"},
    "consulted": {"vi": "Lấy ý kiến", "en": "Consulted"},
    "field_visit": {"vi": "Kiểm tra thực địa", "en": "Field visit"},
    "appraised": {"vi": "Thẩm định", "en": "Appraised"},
    "returned_for_correction": {"vi": "Trả lại để hoàn thiện", "en": "Returned for correction"},
    "approved": {"vi": "Phê duyệt", "en": "Approved"},
    "refused": {"vi": "Từ chối", "en": "Refused"},
    "due_changed": {"vi": "Thay đổi hạn trả", "en": "Due date changed"},
    "apology_issued": {"vi": "Gửi thư xin lỗi", "en": "Apology issued"},
    "fee_collected": {"vi": "Thu phí, lệ phí", "en": "Fee collected"},
    "result_ready": {"vi": "Có kết quả", "en": "Result ready"},
    "finished": {"vi": "Trả kết quả", "en": "Finished"},
    "withdrawn": {"vi": "Rút hồ sơ", "en": "Withdrawn"},
    "reopened": {"vi": "Mở lại hồ sơ", "en": "Reopened"},
}
"""The activities of the exchange format as a reader knows them; any other is shown as it is."""


def word(name: str, language: Language) -> str:
    return WORDS[name][language]


def activity(name: str, language: Language) -> str:
    """An activity in words.

    >>> activity("suspended", "en"), activity("stamped", "vi")
    ('Suspended', 'stamped')
    """
    known = ACTIVITIES.get(name)
    return known[language] if known else name


def working_days(count: int, language: Language) -> str:
    """
    >>> working_days(1, "en"), working_days(3, "en"), working_days(3, "vi")
    ('1 working day', '3 working days', '3 ngày làm việc')
    """
    if language == "vi":
        return f"{count} ngày làm việc"
    return f"{count} working day{'' if count == 1 else 's'}"
