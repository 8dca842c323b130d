"""E11: colleagues' dossiers are opened far more often than by others, each for a reason that is possible at most."""

from liem.detection.accesses import EQUALLY_BUSY, groundless
from liem.detection.coding import Work
from liem.detection.engine import Lazy
from liem.detection.indicator import RARE, Example, Expected, Indicator, Needs, Pattern, Story, Text


def cases(work: Work) -> Lazy:
    """Every look at a dossier on a day of who processes, and whether the records give no ground."""
    return groundless(work)


_WHO = tuple(f"A{i}" for i in range(10))

INDICATOR = Indicator(
    id="E11",
    act="E",
    version=2,
    family="access",
    name=Text("Xem nhiều hồ sơ không do mình xử lý", "Many looks at dossiers of others"),
    meaning=Text(
        "Người này mở hồ sơ của người khác nhiều hơn hẳn đồng nghiệp cùng vai trò, cùng khối lượng việc. Từng lượt có "
        "thể có lý do (có người hỏi thăm), nhưng nhiều như vậy thì cần hỏi.",
        "This person opens dossiers of others far more often than colleagues in the same role with as much work. Any "
        "one look may have its reason (somebody asked); so many have to be asked about.",
    ),
    formula=Text(
        "lượt mở (cán bộ × hồ sơ × ngày) mà dữ liệu không có căn cứ ÷ tất cả lượt mở; căn cứ: có thao tác trên hồ sơ, "
        "làm thay người vắng, làm báo cáo định kỳ, đơn vị được hỏi ý kiến, mới về hoặc vừa rời đơn vị, thao tác hôm "
        "đó không ghi tên ai. Khác E1: hồ sơ đang xử lý của đơn vị mình (có thể có người hỏi) và hồ sơ khác của "
        "cùng người nộp vẫn tính",
        "looks (official × dossier × day) for which the records give no ground ÷ all looks; grounds: own event on the "
        "dossier, cover for someone away, a regular report, own unit was consulted, just come to the unit or gone, "
        "a step of that day that names nobody. Unlike E1: current dossiers of the own unit (somebody may have "
        "asked) and other dossiers of the same applicant do count",
    ),
    source=Text(
        "Fabbri & LeFevre 2011 và 2013 (kiểm tra dựa trên lý giải)",
        "Fabbri & LeFevre 2011 and 2013 (explanation-based auditing)",
    ),
    exclusions=Text(
        "Như E1; và chỉ hỏi về người thụ lý: người quyết định, kiểm tra thì xem việc của người khác, người ở quầy thì "
        "ai cũng hỏi thăm.",
        "As E1; and only those who process are asked about: who decides or checks looks at the work of others, and who "
        "is at the counter is asked by everybody.",
    ),
    innocent_if=Text(
        "Ngồi bàn hướng dẫn, trả lời điện thoại cho cả đơn vị; được giao theo dõi tiến độ, kèm người mới, làm thay "
        "chưa ghi phân công; tài khoản dùng chung.",
        "Sits at the enquiry desk or answers the phone for the whole unit; tasked with following progress, with "
        "training a newcomer, with cover not entered; a shared account.",
    ),
    verify=Text(
        "Trước hết hỏi việc được giao (bàn hướng dẫn, theo dõi tiến độ), rồi lý do của vài lượt mở cụ thể; kiểm tra "
        "tài khoản không dùng chung.",
        "First ask what tasks the person has (enquiry desk, following progress), then the reason for some of the "
        "looks; check that the account is not shared.",
    ),
    needs=Needs(tables=("accesses",), columns=("events.official",)),
    cases=cases,
    pattern=Pattern(
        ("official",),
        Text("lượt mở hồ sơ", "looks at dossiers"),
        Text(
            "là hồ sơ của người khác, dữ liệu không cho thấy căn cứ",
            "were at dossiers of others, with no ground in the records",
        ),
        strata=EQUALLY_BUSY,
        settings=RARE,
        heard=False,  # of the same looks as E1
    ),
    example=Example(
        Text(
            "Mười cán bộ mở hồ sơ mình thụ lý, và mỗi người 2 hồ sơ đang xử lý của đồng nghiệp trong đơn vị. A0 mở "
            "thêm 40 hồ sơ như vậy.",
            "Ten officials open the dossiers they process, and 2 current dossiers of colleagues of the unit each. A0 "
            "opens 40 more of these.",
        ),
        (
            Story("own", "0 received T1; 3 appraised {who}; 5 approved L1", 60, _WHO, accesses="3 view {who}"),
            Story("others", "0 received T1; 3 appraised B1; 5 approved L1", 2, _WHO, accesses="2 view {who}"),
            Story("looked", "0 received T1; 3 appraised B1; 5 approved L1", 40, accesses="2 view A0"),
        ),
        (Expected("pattern", "official", "A0", 102, 42),),
    ),
)
