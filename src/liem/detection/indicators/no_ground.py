"""B2: a dossier is refused and no ground is written down."""

import narwhals.stable.v2 as nw

from liem.detection.coding import STEP, Work
from liem.detection.engine import Lazy, distinct
from liem.detection.entered import as_a_rule, without_silent_units
from liem.detection.indicator import RARE, Breach, Example, Expected, Indicator, Needs, Pattern, Story, Text


def cases(work: Work) -> Lazy:
    """Every decided dossier, and whether it was refused and not one refusal of it states a ground.

    The subject is who handled it and proposed the refusal, whoever signed. Decided, not refused: whoever refuses more
    without a word does more of it, though of the refusals alone it may be the same share. Nobody is named whose
    colleagues enter no grounds.
    """
    refused = work.table("steps").filter(nw.col("step") == STEP["refused"])
    said = nw.when(nw.col("reasoned")).then(1).otherwise(0)
    refused = refused.group_by("d").agg(refused_on=nw.col("at").min(), said=said.max())
    as_a_rule(work, refused, nw.col("said"), _NOT_ENTERED)
    decided = work.table("steps").filter(nw.col("step").is_in([STEP["approved"], STEP["refused"]]))
    handled = work.table("facts").select("d", "unit", nw.col("handler").alias("official"))
    rows = handled.join(distinct(decided, "d"), on="d", how="inner").join(refused, on="d", how="left")
    rows = without_silent_units(rows, rows.filter(~nw.col("said").is_null()), nw.col("said"))
    unsaid = nw.when(nw.col("said") == 0).then(1).otherwise(0)
    return rows.select(
        "d",
        "official",
        "refused_on",
        event=unsaid,
        observed=unsaid.cast(nw.Int32),
        expected=nw.lit(0).cast(nw.Int32),
    )


_NOT_ENTERED = Text(
    "quá nửa số lần từ chối không ghi lý do: lý do được lưu ở nơi khác, nên việc thiếu nó không nói lên điều gì",
    "more than half of the refusals state no reason: reasons are kept elsewhere, so that their absence says nothing",
)

INDICATOR = Indicator(
    id="B2",
    act="B",
    version=2,
    family="log",
    name=Text("Từ chối không nêu căn cứ", "Refused without a ground"),
    meaning=Text(
        "Hồ sơ bị từ chối mà không lần nào ghi lý do; người nộp không biết phải sửa gì.",
        "The dossier was refused and no reason was ever recorded: the applicant cannot know what to mend.",
    ),
    formula=Text(
        "hồ sơ có sự kiện refused mà không sự kiện nào có lý do ÷ hồ sơ đã có quyết định; theo người thụ lý",
        "dossiers with refused events none of which has a reason ÷ dossiers decided; by who handled them",
    ),
    source=Text(
        "Nghị định 118/2025/NĐ-CP: việc từ chối phải bằng văn bản, nêu rõ lý do",
        "Decree 118/2025/NĐ-CP: a refusal is given in writing with its reason",
    ),
    exclusions=Text(
        "Nơi mà quá nửa số lần từ chối không ghi lý do (lý do không được nhập vào hệ thống này); không nêu người có "
        "đồng nghiệp cùng đơn vị cũng không ghi.",
        "Records in which more than half of the refusals have no reason (reasons are not entered in that system); "
        "nobody is named whose colleagues in the unit state none as a rule.",
    ),
    innocent_if=Text(
        "Lý do nằm trong văn bản trả lời, chưa nhập vào hệ thống; đã giải thích và người nộp rút.",
        "The reason stands in the letter of reply and was not entered; it was explained and the applicant withdrew.",
    ),
    verify=Text(
        "Tìm văn bản từ chối: có nêu điều, khoản không; người nộp đã nhận được chưa.",
        "Find the letter of refusal: does it name the article; did the applicant get it?",
    ),
    needs=Needs(columns=("events.reason",), activities=("refused",)),
    cases=cases,
    breach=Breach(
        Text(
            "Hồ sơ bị từ chối ngày {refused_on} mà không ghi lý do.",
            "The dossier was refused on {refused_on} with no reason recorded.",
        ),
        {"refused_on": "day"},
        severity=0.5,
    ),
    pattern=Pattern(
        ("official", "unit"),
        Text("hồ sơ đã có quyết định", "dossiers decided"),
        Text("bị từ chối mà không ghi lý do", "were refused with no reason recorded"),
        settings=RARE,
    ),
    example=Example(
        Text(
            "Ba hồ sơ bị từ chối có ghi lý do, một hồ sơ không.",
            "Three dossiers are refused with a reason, one without.",
        ),
        (
            Story("told", "0 received C1; 5 refused L1 reason=DIEU-5; 6 finished C1", 3),
            Story("untold", "0 received C1; 5 refused L1; 6 finished C1"),
        ),
        (Expected("breach", "dossier", "untold", 1, 1, 0),),
    ),
)
