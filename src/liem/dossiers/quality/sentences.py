"""What each finding says, in both languages. ``{n}`` is the number found; other words are given by the check."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Sentence:
    """One sentence in Vietnamese and in English, with places for values."""

    vi: str
    en: str


SENTENCES: Mapping[str, Sentence] = MappingProxyType(
    {
        "gap_in_log": Sentence(
            "{n} ngày làm việc không có một sự kiện nào ở mọi đơn vị: có thể dữ liệu bị thiếu.",
            "{n} working days have no event in any unit: records may be missing.",
        ),
        "gap_in_unit": Sentence(
            "{n} đơn vị có từ {days} ngày làm việc liền nhau không có sự kiện nào, trong khi thường ngày có nhiều.",
            "{n} units have {days} or more working days in a row without any event, though they usually have many.",
        ),
        "dates_alone": Sentence(
            "{n} sự kiện chỉ có ngày, không có giờ: không xét được thứ tự và khoảng cách trong ngày.",
            "{n} events have a date and no time: order and distance within a day cannot be looked at.",
        ),
        "night_work": Sentence(
            "{n} đơn vị có trên {share} sự kiện vào ban đêm (21 giờ – 5 giờ): có thể sai múi giờ hoặc sai đồng hồ.",
            "In {n} units more than {share} of events fall at night (21:00–05:00): perhaps a wrong zone or clock.",
        ),
        "work_on_days_off": Sentence(
            "{n} đơn vị có trên {share} sự kiện vào ngày nghỉ: có thể sai ngày, hoặc đơn vị trực ngày nghỉ.",
            "In {n} units more than {share} of events fall on days off: wrong dates, or offices on duty.",
        ),
        "in_future": Sentence(
            "{n} sự kiện có thời điểm sau ngày đọc dữ liệu.", "{n} events lie after the day the records were read."
        ),
        "far_after": Sentence(
            "{n} thời điểm nằm hơn một năm sau gần như tất cả những thời điểm còn lại, có lẽ ghi sai năm; "
            "dữ liệu được xem tại ngày {last}, những gì sau đó coi như chưa xảy ra.",
            "{n} timestamps lie more than a year after nearly all others, perhaps a mistyped year; "
            "the records are looked at as of {last}, and what comes later counts as not yet happened.",
        ),
        "outside_calendar": Sentence(
            "{n} ngày nhận, hẹn trả hoặc kết thúc nằm ngoài lịch ngày làm việc (2000–2035): không tính được thời hạn.",
            "{n} days of receipt, due dates or ends lie outside the working-day calendar (2000–2035): "
            "no time can be counted.",
        ),
        "mixed_offsets": Sentence(
            "{n} thời điểm được ghi theo múi giờ khác với số còn lại; tất cả đã được đổi về giờ Việt Nam.",
            "{n} timestamps are written with another offset than the rest; all were brought to the clocks of Vietnam.",
        ),
        "partly_without_offset": Sentence(
            "{n} thời điểm khác số còn lại ở chỗ có hoặc không ghi múi giờ; không ghi thì được hiểu là giờ Việt Nam.",
            "{n} timestamps differ from the rest in having an offset or none; without one they are taken as Vietnam's.",
        ),
        "unit_is_no_workplace": Sentence(
            "{n} cán bộ có sự kiện ở nhiều đơn vị trong vài phút: đơn vị của sự kiện có lẽ không phải nơi làm việc.",
            "{n} officials act in several units within minutes: the unit of an event is probably not a workplace.",
        ),
        "shared_account": Sentence(
            "{n} mã cán bộ nhiều lần có thao tác ở hai đơn vị cách nhau dưới {minutes} phút: "
            "có thể nhiều người dùng chung tài khoản.",
            "{n} official codes act in two units within {minutes} minutes, repeatedly: an account may be shared.",
        ),
        "inhuman_rate": Sentence(
            "{n} mã cán bộ nhiều lần xử lý từ {dossiers} hồ sơ trở lên trong một phút: "
            "thao tác hàng loạt, tự động hoặc dùng chung tài khoản.",
            "{n} official codes repeatedly handle {dossiers} or more dossiers within a minute: "
            "in bulk, by machine, or by several people.",
        ),
        "same_instant": Sentence(
            "{n} sự kiện của nhiều cán bộ khác nhau trùng đúng một giây với hàng loạt sự kiện khác: "
            "thời điểm do hệ thống ghi đồng loạt, không phải lúc việc xảy ra.",
            "{n} events of different officials share one second with many others: "
            "the time was written by a system at once, not when the work was done.",
        ),
        "received_in_bulk": Sentence(
            "{n} hồ sơ được ghi tiếp nhận cùng một phút với ít nhất {others} hồ sơ khác tại cùng đơn vị: "
            "có thể nhập dồn, lùi ngày.",
            "{n} dossiers were received in the same minute as {others} or more others at the same unit: "
            "entered in bulk, perhaps back-dated.",
        ),
        "entered_in_bulk": Sentence(
            "{n} sự kiện có cùng một phút với ít nhất {others} sự kiện khác tại cùng đơn vị: "
            "có thể nhập dồn sau khi việc đã xảy ra.",
            "{n} events share their minute with {others} or more others at the same unit: "
            "perhaps typed in together afterwards.",
        ),
        "recorded_late": Sentence(
            "{n} sự kiện được nhập vào hệ thống muộn hơn {days} ngày so với thời điểm ghi (cột {column}).",
            "{n} events were entered more than {days} days after the time they state (column {column}).",
        ),
        "recorded_early": Sentence(
            "{n} sự kiện được nhập vào hệ thống sớm hơn một ngày so với thời điểm ghi (cột {column}).",
            "{n} events were entered more than a day before the time they state (column {column}).",
        ),
        "against_numbers": Sentence(
            "{n} sự kiện có số thứ tự sau nhưng thời điểm trước quá {days} ngày (cột {column}): có thể bị lùi ngày.",
            "{n} events have a later number but a time more than {days} days earlier (column {column}): "
            "perhaps back-dated.",
        ),
        "work_after_end": Sentence(
            "{n} hồ sơ còn có bước xử lý hơn một ngày sau khi ghi kết thúc: có thể ghi kết thúc lùi ngày.",
            "{n} dossiers have steps more than a day after they were closed: the end may be back-dated.",
        ),
        "answer_without_question": Sentence(
            "{n} hồ sơ được bổ sung hoặc tiếp tục mà trước đó không có yêu cầu bổ sung hoặc tạm dừng.",
            "{n} dossiers were supplemented or resumed without a request or a suspension before.",
        ),
        "before_receipt": Sentence(
            "{n} sự kiện xảy ra trước khi hồ sơ được tiếp nhận, dưới một ngày.",
            "{n} events lie before the receipt of their dossier, by less than a day.",
        ),
        "unknown_code": Sentence(
            "{n} dòng ở cột {place} nêu mã {what_vi} không có trong bảng {held}.",
            "{n} rows of {place} name a {what_en} that the table {held} does not hold.",
        ),
        "unknown_documents": Sentence(
            "{n} sự kiện nêu mã giấy tờ không có trong danh mục của thủ tục nào: "
            "danh mục thiếu, hoặc giấy tờ ngoài quy định.",
            "{n} events name a document in no procedure's list: the lists are incomplete, or it is outside the rules.",
        ),
        "plain_steps": Sentence(
            "{n} sự kiện mang tên bước không có trong định dạng, nên chỉ tính là bước thường: "
            "nếu đó là yêu cầu bổ sung, tạm dừng, phê duyệt hay kết thúc, hãy dịch tên bước trong tệp ánh xạ.",
            "{n} events carry the name of a step that the format does not know, and count as plain steps: "
            "if they are requests for papers, stops, approvals or ends, translate them in a mapping.",
        ),
        "outside_assignment": Sentence(
            "{n} sự kiện mang mã cán bộ vào lúc người đó không được phân công ở đâu: "
            "danh sách thiếu, hoặc dùng tài khoản của người đã chuyển.",
            "{n} events carry an official's code when that official is assigned nowhere: "
            "the register has holes, or an old account is used.",
        ),
        "repeated_events": Sentence(
            "{n} sự kiện lặp lại một sự kiện khác của cùng hồ sơ, cùng thời điểm, cùng cán bộ.",
            "{n} events repeat another of the same dossier, instant and official.",
        ),
        "rows_rejected": Sentence(
            "{n} dòng không được nhận; từng dòng và lý do có trong danh sách dòng không được nhận.",
            "{n} rows were not accepted; the list of rows not accepted gives each with its reason.",
        ),
        "missing_column": Sentence(
            "Dữ liệu không có {what_vi}; không tính được {off_vi}.",
            "The records do not hold {what_en}; {off_en} cannot be computed.",
        ),
        "missing_table": Sentence(
            "Không có bảng {table}; không tính được {off_vi}.",
            "There is no table {table}; {off_en} cannot be computed.",
        ),
        "unstated": Sentence(
            "{n} hồ sơ không nêu {what_vi}; mọi so sánh theo {what_vi} trên các hồ sơ này không có ý nghĩa.",
            "{n} dossiers do not state their {what_en}; no comparison by {what_en} holds for them.",
        ),
    }
)
