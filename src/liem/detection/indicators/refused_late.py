"""D16: refused in the last days of the limit."""

import narwhals.stable.v2 as nw

from liem.detection.coding import OUTCOMES, Work
from liem.detection.engine import Lazy
from liem.detection.indicator import RARE, Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.last_days import FIRST_LATE, RUNNING, SHORTEST, in_and_before


def cases(work: Work) -> Lazy:
    """Every dossier that was still running in the last days of its limit, and whether it was refused then. Whoever
    finishes much in those days grants much, too, and shows no larger share of refusals.
    """
    facts = _decidable(work).filter(nw.col("elapsed") >= FIRST_LATE)
    return facts.select("d", "official", event=nw.when(_refused() & _in_time()).then(1).otherwise(0))


def on_all_days(work: Work) -> Lazy:
    """Refusals, and the days on which the clock ran, by official and procedure: in the last days of the limit, and
    before.
    """
    late = nw.col("elapsed") >= FIRST_LATE
    rows = _decidable(work).with_columns(
        late_stops=nw.when(_refused() & late & _in_time()).then(1).otherwise(0),
        other_stops=nw.when(_refused() & ~late).then(1).otherwise(0),
    )
    return in_and_before(rows)


def _decidable(work: Work) -> Lazy:
    """Who refused a dossier that nobody had examined had it in hand."""
    facts = work.table("facts").filter(nw.col("limit") >= SHORTEST)
    who = nw.when(_refused()).then(nw.coalesce("handler", "decider")).otherwise(nw.col("handler"))
    facts = facts.select("d", "limit", "elapsed", "procedure", "outcome", "open", official=who)
    return facts.filter(~nw.col("official").is_null())


def _refused() -> nw.Expr:
    return ~nw.col("open") & (nw.col("outcome") == OUTCOMES.index("refused")).fill_null(False)


def _in_time() -> nw.Expr:
    return nw.col("elapsed") <= nw.col("limit")


_WHO = tuple(f"A{i}" for i in range(10))
_GRANTED = "0 received T1; 9 appraised {who}; 9 approved L1; 9 finished T1"
_REFUSED = "0 received T1; 9 refused {who}; 9 finished T1"
_EARLY = "0 received T1; 3 refused {who}; 3 finished T1"
_NO = {"outcome": "refused"}

INDICATOR = Indicator(
    id="D16",
    act="D",
    version=1,
    family="log",
    name=Text("Từ chối sát hạn", "Refused just before due"),
    meaning=Text(
        "Hồ sơ để đến những ngày cuối của thời hạn rồi mới bị từ chối, nhiều hơn hẳn ở đồng nghiệp.",
        "Dossiers are left until the last days of the limit and refused then, far more often than with colleagues.",
    ),
    formula=Text(
        "hồ sơ bị từ chối trong 2 ngày làm việc cuối của thời hạn ÷ hồ sơ còn đang chạy khi bước vào 2 ngày đó; theo "
        "người thụ lý",
        "dossiers refused in the last 2 working days of the limit ÷ dossiers still running when those days began; by "
        "handler",
    ),
    source=Text(
        "Kiểm định mật độ về dồn cụm (McCrary 2008; Cattaneo, Jansson & Ma 2020), chỉ áp dụng cho việc từ chối",
        "Density tests of bunching (McCrary 2008; Cattaneo, Jansson & Ma 2020), applied to refusals only",
    ),
    exclusions=Text(
        "Thời hạn dưới 5 ngày; từ chối khi đã quá hạn (D0); không nêu người từ chối nhiều như thế cả ở những ngày "
        "khác.",
        "Limits under 5 days; refusals past the limit (D0); nobody is named who refuses as readily on all other days.",
    ),
    innocent_if=Text(
        "Cơ quan phối hợp trả lời không đồng ý sát hạn; được giao phần hồ sơ không đủ điều kiện; chờ người nộp bổ sung "
        "đến ngày cuối vì lợi ích của họ.",
        "The consulted agency's adverse answer came close to the limit; this official is given the dossiers that do "
        "not qualify; the applicant was waited for to the last day, for their good.",
    ),
    verify=Text(
        "Đọc lý do từ chối: có thể thấy ngay từ đầu không; từ khi nhận đến khi từ chối đã làm gì; người nộp có được "
        "báo trước không.",
        "Read the ground of the refusal: could it have been seen at the start; what was done between receipt and "
        "refusal; was the applicant told before?",
    ),
    needs=Needs(columns=("events.official", "dossiers.outcome")),
    cases=cases,
    pattern=Pattern(
        ("official", "unit"),
        RUNNING,
        Text("bị từ chối trong những ngày đó", "were refused in those days"),
        settings=RARE,
        least_share=0.05,
        elsewhere=on_all_days,
    ),
    example=Example(
        Text(
            "Thời hạn 10 ngày. Mười cán bộ, mỗi người 60 hồ sơ xong vào ngày thứ 9, từ chối 2; thêm 2 hồ sơ bị từ chối "
            "vào ngày thứ 3. Cán bộ X9 từ chối 20 trên 60 vào ngày thứ 9.",
            "The limit is 10 days. Ten officials finish 60 dossiers each on the 9th day and refuse 2 of them; 2 more "
            "are refused on the 3rd. Official X9 refuses 20 of 60 on the 9th.",
        ),
        (
            Story("granted", _GRANTED, 58, _WHO),
            Story("refused", _REFUSED, 2, _WHO, dossier=_NO),
            Story("early", _EARLY, 2, _WHO, dossier=_NO),
            Story("x-granted", _GRANTED, 40, ("X9",)),
            Story("x-refused", _REFUSED, 20, ("X9",), dossier=_NO),
        ),
        (Expected("pattern", "official", "X9", 60, 20),),
    ),
)
