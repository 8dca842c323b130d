"""C3: more supplement requests than the rule allows."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.engine import Lazy
from liem.detection.hands import with_role
from liem.detection.indicator import RARE, Breach, Example, Expected, Indicator, Needs, Pattern, Story, Text


def cases(work: Work) -> Lazy:
    """Every dossier in which an official asked for a supplement, and whether it was once more than allowed.

    Papers asked for on the same day are one request. The event is whose request came last.
    """
    facts = work.table("facts").filter(~nw.col("allowed").is_null()).select("d", "requests", "allowed")
    requests = work.table("requests")
    last = requests.group_by("d", "official").agg(last_at=nw.col("at").max())
    final = requests.group_by("d").agg(final_at=nw.col("at").max())
    rows = last.join(final, on="d", how="inner").join(facts, on="d", how="inner")
    too_many = (nw.col("requests") > nw.col("allowed")) & (nw.col("last_at") == nw.col("final_at"))
    # The counter asks first, the desk asks last.
    return with_role(work, rows).select(
        "d",
        "official",
        nw.col("final_at").alias("asked_on"),
        "role",
        event=nw.when(too_many).then(1).otherwise(0),
        observed=nw.col("requests"),
        expected=nw.col("allowed"),
    )


INDICATOR = Indicator(
    id="C3",
    act="C",
    version=2,
    family="log",
    name=Text("Yêu cầu bổ sung quá số lần cho phép", "More supplement requests than allowed"),
    meaning=Text(
        "Hồ sơ bị yêu cầu bổ sung nhiều lần hơn thủ tục, hoặc cách tính chung, cho phép.",
        "The dossier was met with more supplement requests than its procedure, or the common rule, allows.",
    ),
    formula=Text(
        "số ngày khác nhau có yêu cầu bổ sung > số lần tối đa của thủ tục (không ghi: một lần, theo gói "
        "quy tắc one_stop.supplement_requests)",
        "days with a supplement request > maximum of the procedure (if unstated: one, rule "
        "one_stop.supplement_requests of the rule pack)",
    ),
    source=Text(
        "Quyết định 766/QĐ-TTg, chỉ số 2.1 (quy tắc one_stop.supplement_requests)",
        "Decision 766/QĐ-TTg, indicator 2.1 (rule one_stop.supplement_requests)",
    ),
    exclusions=Text(
        "Nhiều giấy tờ yêu cầu trong cùng một ngày tính là một lần.",
        "Several papers asked for on one day are one request.",
    ),
    innocent_if=Text(
        "Người nộp thay đổi nội dung đề nghị; bổ sung lần đầu vẫn sai; luật chuyên ngành cho phép nhiều "
        "lần mà danh mục chưa ghi.",
        "The applicant changed the application; the first supplement was still wrong; sectoral law allows "
        "more and the catalogue does not say so.",
    ),
    verify=Text(
        "Đọc lần lượt các phiếu: nội dung lần sau có thể đã nêu từ lần đầu không.",
        "Read the slips in turn: could what the later one asks have been asked the first time?",
    ),
    needs=Needs(activities=("supplement_requested",)),
    cases=cases,
    breach=Breach(
        Text(
            "Hồ sơ bị yêu cầu bổ sung {observed} lần (lần cuối ngày {asked_on}); quy định cho phép {expected} lần.",
            "The dossier was met with {observed} supplement requests (the last on {asked_on}); {expected} are allowed.",
        ),
        {"observed": "number", "expected": "number", "asked_on": "day"},
        severity=0.5,
    ),
    pattern=Pattern(
        ("official", "unit"),
        Text("hồ sơ đã yêu cầu bổ sung", "dossiers in which a supplement was asked for"),
        Text("bị yêu cầu bổ sung quá số lần", "were met with more requests than allowed"),
        settings=RARE,
        spares_newcomers=True,
    ),
    example=Example(
        Text(
            "Thủ tục không ghi số lần tối đa, nên là một lần. Hồ sơ “hai giấy” bị đòi hai giấy tờ cùng ngày; "
            "hồ sơ “hai lần” bị đòi vào hai ngày.",
            "The procedure states no maximum, so it is one. “two papers” is asked for two papers on one day; "
            "“twice” is asked on two days.",
        ),
        (
            Story(
                "two-papers",
                "0 received C1; 2 supplement_requested C2 document=GT-1; 2 supplement_requested C2 document=GT-2; "
                "4 supplement_received C1; 8 finished C1",
            ),
            Story(
                "twice",
                "0 received C1; 2 supplement_requested C2 document=GT-1; 4 supplement_received C1; 5 "
                "supplement_requested C2 document=GT-2; 7 supplement_received C1; 9 finished C1",
            ),
        ),
        (Expected("breach", "dossier", "twice", 1, 2, 1),),
    ),
)
