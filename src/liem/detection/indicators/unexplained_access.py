"""E1: records are looked at without any reason that the work explains."""

from liem.detection.accesses import EQUALLY_BUSY, unexplained
from liem.detection.coding import Work
from liem.detection.engine import Lazy
from liem.detection.indicator import RARE, Example, Expected, Indicator, Needs, Pattern, Story, Text


def cases(work: Work) -> Lazy:
    """Every official's look at a dossier on a day, and whether no reason was found for it."""
    return unexplained(work)


INDICATOR = Indicator(
    id="E1",
    act="E",
    version=8,
    family="access",
    name=Text("Tra cứu hồ sơ không rõ lý do", "Unexplained access to records"),
    meaning=Text(
        "Người này mở hồ sơ mà công việc không giải thích được, nhiều hơn hẳn người cùng vai trò.",
        "This person opens dossiers that no work explains, far more often than others in the same role.",
    ),
    formula=Text(
        "lượt mở (cán bộ × hồ sơ × ngày) không có lý do ÷ tất cả lượt mở; lý do: có thao tác trên hồ sơ, "
        "lãnh đạo ký thủ tục đó của đơn vị, xem trong giờ làm việc hồ sơ đang hoặc vừa xử lý của đơn vị mình (kể cả "
        "nơi được phân công hôm đó; in, trích xuất thì chỉ quanh kỳ báo cáo quý), thao tác hôm đó không ghi tên ai, "
        "đơn vị được hỏi ý kiến, làm thay "
        "người vắng, hồ sơ khác của cùng người nộp",
        "looks (official × dossier × day) without a reason ÷ all looks; reasons: own event on the dossier, "
        "deciding that procedure for the unit, a current dossier of the own unit (or of one assigned to that day) "
        "seen in office hours (printed or exported only about the end of a quarter), a step of that day that names "
        "nobody, own unit was consulted, cover for "
        "someone away, another dossier of the "
        "same applicant",
    ),
    source=Text(
        "Fabbri & LeFevre 2011 và 2013 (kiểm tra dựa trên lý giải)",
        "Fabbri & LeFevre 2011 and 2013 (explanation-based auditing)",
    ),
    exclusions=Text(
        "Mở nhiều lần trong ngày tính một lượt; mở hồ sơ mình xử lý, từ 10 ngày làm việc trước khi hồ sơ "
        "đến cho tới 30 ngày sau thao tác cuối của mình. Không tính khi nhật ký thiếu nhiều ngày; không nêu người "
        "có tài khoản có vẻ dùng chung, người không xử lý hồ sơ nào (tổng đài, quản trị hệ thống). Người mới về đơn "
        "vị trong một tháng được đọc hồ sơ hai tháng trước đó của đơn vị, người vừa rời đơn vị trong một tháng được "
        "hỏi về những hồ sơ như vậy. Người cứ khoảng một tháng hoặc một quý lại trích xuất từ 5 hồ sơ của một đơn vị "
        "mình làm việc, trong giờ, được coi là người làm báo cáo; trích xuất như vậy hồ sơ của người khác không quá "
        "ba lần thì có thể là danh sách được yêu cầu. Lượt mở hơn 10 "
        "ngày làm việc trước khi hồ sơ được nộp là nhật ký sai, không tính. Nhật ký có hơn 30 % lượt ngoài giờ: "
        "không tin được giờ, lượt nào cũng coi như trong giờ.",
        "Several looks on one day are one; looks at a dossier one works on, from 10 working days before it came to 30 "
        "after one's last event. Not computed where many days of the log are missing; nobody is "
        "named whose account seems shared, nor who handles no dossier (a hotline, a system administrator). Whoever "
        "came to a unit within the month reads its dossiers of the two months before; whoever left one is asked about "
        "such. Whoever takes five dossiers or more of the own unit along by day, again and again after about a month "
        "or a quarter, is taken to make its report; who did so with dossiers of others three times at most may have "
        "been asked for a list. A look "
        "more than 10 working days before a dossier was filed is an error of the log and not counted. Where more "
        "than 30% of a log is at odd hours its clock is not trusted, and every look counts as in office hours.",
    ),
    innocent_if=Text(
        "Trả lời người dân qua điện thoại, tại quầy; làm thay chưa ghi phân công; làm thêm giờ, trực theo phân công; "
        "in hộ đồng nghiệp; được giao rà soát, thống kê, kiểm tra, xử lý sự cố; tài khoản dùng chung.",
        "Answering citizens by phone or at the counter; cover not entered; overtime or duty as ordered; a printout "
        "made for a colleague; tasked with a review, statistics, an inspection or a technical fault; a shared account.",
    ),
    verify=Text(
        "Trước hết hỏi lý do của vài lượt mở cụ thể; kiểm tra nhật ký có đầy đủ, giờ máy đúng, tài khoản "
        "không dùng chung.",
        "First ask the reason for some of the looks; check that the log is complete, clocks are right and "
        "accounts are not shared.",
    ),
    needs=Needs(tables=("accesses",), columns=("events.official",)),
    cases=cases,
    pattern=Pattern(
        ("official", "unit"),
        Text("lượt mở hồ sơ", "looks at dossiers"),
        Text("không có lý do công việc nào giải thích", "are explained by no work"),
        strata=EQUALLY_BUSY,
        settings=RARE,
    ),
    example=Example(
        Text(
            "Mười cán bộ mở hồ sơ mình thụ lý; mỗi người có 2 lượt mở hồ sơ của người khác. Cán bộ A0 có thêm "
            "40 lượt mở hồ sơ của đơn vị khác.",
            "Ten officials open the dossiers they process, and 2 dossiers of others each. Official A0 opens 40 "
            "more dossiers, of another unit.",
        ),
        (
            Story(
                "own",
                "0 received T1; 3 appraised {who}; 5 approved L1",
                60,
                tuple(f"A{i}" for i in range(10)),
                accesses="3 view {who}",
            ),
            Story(
                "others",
                "0 received T2; 3 appraised B1; 5 approved L2",
                2,
                tuple(f"A{i}" for i in range(10)),
                unit="X-02",
                accesses="3 view {who}",
            ),
            Story("peeked", "0 received T2; 3 appraised B1; 5 approved L2", 40, unit="X-02", accesses="3 view A0"),
        ),
        (Expected("pattern", "official", "A0", 102, 42),),
    ),
)
