"""B1: an official asks for supplements far more often than colleagues with comparable dossiers."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.engine import Lazy, distinct
from liem.detection.entered import where_entered
from liem.detection.hands import COUNTER, OTHER, PROCESSING
from liem.detection.indicator import Example, Expected, Indicator, Needs, Pattern, Story, Text

_CHECKING = (COUNTER, PROCESSING, OTHER)


def cases(work: Work) -> Lazy:
    """Every dossier an official received or processed, and whether that official asked for a supplement.

    Requests for papers outside the procedure's list are D3's matter: a request of such papers alone is no event here.
    The dossiers that somebody checked and did not ask in must be known: whoever did nothing but ask is not looked at,
    nor who received where the log does not tell of the work on a dossier.
    """
    asked = work.table("asked").filter(~nw.col("common") & ((nw.col("listed") != 0) | nw.col("listed").is_null()))
    asked = distinct(asked, "d", "official").with_columns(asked=nw.lit(1))
    hands = work.table("hands").filter(nw.col("role").is_in(_CHECKING) & (nw.col("acts") > nw.col("asked")))
    decided = work.table("facts").filter(~nw.col("decider").is_null() & (nw.col("requests") == 0))
    told = where_entered(work, decided, nw.when(nw.col("worked").fill_null(False)).then(1).otherwise(0))
    hands = hands.join(work.table("cases").select("d", "unit"), on="d", how="inner")
    hands = hands.filter((nw.col("role") != COUNTER) | told).select("d", "official", "role")
    cases = hands.join(asked, on=["d", "official"], how="left")
    return cases.select("d", "official", "role", event=nw.col("asked").fill_null(0))


INDICATOR = Indicator(
    id="B1",
    act="B",
    version=2,
    family="log",
    name=Text("Tỷ lệ yêu cầu bổ sung cao bất thường", "Unusually many supplement requests"),
    meaning=Text(
        "Người này yêu cầu bổ sung hồ sơ nhiều hơn hẳn đồng nghiệp làm hồ sơ tương đương.",
        "This person asks for supplements far more often than colleagues with comparable dossiers.",
    ),
    formula=Text(
        "số hồ sơ bị chính người đó yêu cầu bổ sung ÷ số dự kiến theo tỷ lệ của những người khác, cùng thủ "
        "tục, kênh nộp, loại người nộp, quý và khâu",
        "dossiers in which the person asked for a supplement ÷ the number expected from the others' rate "
        "in the same procedure, channel, kind of applicant, quarter and role",
    ),
    source=Text(
        "Hành vi B của bộ khái niệm nhận diện; Spiegelhalter 2005 (doi 10.1002/sim.1970)",
        "Act B of the taxonomy of acts; Spiegelhalter 2005 (doi 10.1002/sim.1970)",
    ),
    exclusions=Text(
        "Yêu cầu chỉ gồm giấy tờ ngoài danh mục (thuộc chỉ số D3); hồ sơ người đó chỉ ký duyệt hoặc chỉ trả kết quả; "
        "hồ sơ người đó chỉ yêu cầu bổ sung; nơi nhật ký không ghi ai thụ lý thì người chỉ tiếp nhận.",
        "Requests only of papers outside the list (indicator D3); dossiers the person only signed or only handed over; "
        "dossiers in which the person did nothing but ask; where the log does not tell who handled a dossier, who only "
        "received it.",
    ),
    innocent_if=Text(
        "Bàn nhận hồ sơ của người tập sự hoặc hồ sơ khó hơn; được giao rà soát hồ sơ sai; mẫu đơn của thủ "
        "tục gây nhầm lẫn; quy định mới thay đổi.",
        "A trainee's desk or harder dossiers; the task of re-checking faulty files; a form of the "
        "procedure that misleads; a rule that has just changed.",
    ),
    verify=Text(
        "Đọc các phiếu yêu cầu bổ sung trong danh sách: giấy tờ được yêu cầu có trong thành phần hồ sơ "
        "không, đã có trong hồ sơ chưa, lý do ghi thế nào; hỏi người nộp.",
        "Read the supplement slips of the listed dossiers: is the paper in the procedure's list, was it in "
        "the file already, what reason is given; ask the applicants.",
    ),
    needs=Needs(columns=("events.official",), activities=("supplement_requested",)),
    cases=cases,
    pattern=Pattern(
        ("official", "unit"),
        Text("hồ sơ đã tiếp nhận hoặc thụ lý", "dossiers received or processed"),
        Text("bị yêu cầu bổ sung", "were met with a supplement request"),
        colleague="intake",
        spares_newcomers=True,
        beside=("C3", "D3"),  # who asks oftener also asks again, and for what is not on the list
    ),
    example=Example(
        Text(
            "Mười cán bộ, mỗi người thụ lý 100 hồ sơ, yêu cầu bổ sung 10. Cán bộ X9 cũng 100 hồ sơ nhưng yêu "
            "cầu bổ sung 60.",
            "Ten officials process 100 dossiers each and ask for a supplement in 10. Official X9 processes 100 "
            "as well and asks in 60.",
        ),
        (
            Story(
                "plain",
                "0 received T{unit}; 3 appraised {who}; 5 finished T{unit}",
                90,
                tuple(f"A{i}" for i in range(10)),
            ),
            Story(
                "asked",
                "0 received T{unit}; 2 supplement_requested {who} document=GT-1; 4 supplement_received T{unit}; 6 "
                "appraised {who}; 7 finished T{unit}",
                10,
                tuple(f"A{i}" for i in range(10)),
            ),
            Story("x-plain", "0 received T{unit}; 3 appraised X9; 5 finished T{unit}", 40),
            Story(
                "x-asked",
                "0 received T{unit}; 2 supplement_requested X9 document=GT-1; 4 supplement_received T{unit}; 6 "
                "appraised X9; 7 finished T{unit}",
                60,
            ),
        ),
        (Expected("pattern", "official", "X9", 100, 60),),
    ),
)
