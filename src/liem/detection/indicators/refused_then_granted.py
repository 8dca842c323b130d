"""D8: refused, and granted soon afterwards with nothing more asked for."""

import narwhals.stable.v2 as nw

from liem.detection.coding import OUTCOMES, Work
from liem.detection.engine import Lazy
from liem.detection.indicator import Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.linked import next_of

WITHIN = 66
"""Working days after the refusal: three months."""


def cases(work: Work) -> Lazy:
    """Every refusal old enough, and whether the same applicant's next dossier was granted without a request."""
    facts = work.table("facts")
    refused = facts.filter((nw.col("outcome") == OUTCOMES.index("refused")) & ~nw.col("open"))
    refused = refused.filter(nw.col("end_w") <= work.as_of_ordinal - WITHIN)
    links = next_of(work, refused, WITHIN).rename({"d": "next"})
    granted = facts.filter((nw.col("outcome") == OUTCOMES.index("granted")) & (nw.col("requests") == 0))
    unchanged = links.join(granted.select(nw.col("d").alias("next")), on="next", how="inner").select(
        nw.col("earlier").alias("d"), event=nw.lit(1)
    )
    return refused.select("d").join(unchanged, on="d", how="left").with_columns(event=nw.col("event").fill_null(0))


_REFUSED = {"outcome": "refused"}

INDICATOR = Indicator(
    id="D8",
    act="D",
    version=1,
    family="log",
    name=Text("Từ chối rồi lại chấp thuận", "Refused, then granted unchanged"),
    meaning=Text(
        "Ở đơn vị này, nhiều hồ sơ bị từ chối rồi sau đó được chấp thuận mà không đòi thêm gì.",
        "At this unit many dossiers were refused and, filed again, granted with nothing more asked for.",
    ),
    formula=Text(
        "hồ sơ bị từ chối mà hồ sơ tiếp theo của cùng người nộp, cùng thủ tục, trong 66 ngày làm việc được chấp "
        "thuận, không "
        "bị yêu cầu bổ sung ÷ hồ sơ bị từ chối",
        "refused dossiers whose next one by the same applicant and procedure, within 66 working days, was granted "
        "without "
        "a supplement request ÷ refused dossiers",
    ),
    source="Act B and act D of the taxonomy of acts: a refusal that only costs time",
    exclusions=Text(
        "Từ chối chưa đủ 66 ngày; người nộp có từ 4 hồ sơ cùng thủ tục trở lên.",
        "Refusals of the last 66 working days; applicants with 4 or more dossiers of that procedure.",
    ),
    innocent_if=Text(
        "Người nộp đã sửa hồ sơ theo lý do từ chối; quy định thay đổi; có ý kiến mới của cơ quan chuyên môn.",
        "The applicant mended what the refusal named; the rule changed; an expert agency gave a new opinion.",
    ),
    verify=Text(
        "So hai bộ hồ sơ: có gì thay đổi; đọc lý do từ chối; hỏi ai hướng dẫn nộp lại.",
        "Compare the two dossiers: what changed; read the reason of the refusal; ask who advised to file again.",
    ),
    needs=Needs(columns=("dossiers.outcome",), activities=("refused",)),
    cases=cases,
    pattern=Pattern(
        ("unit",),
        Text("hồ sơ bị từ chối", "refused dossiers"),
        Text("được chấp thuận sau đó mà không đòi thêm gì", "were granted afterwards with nothing more asked for"),
        strata=(("procedure",), ()),
    ),
    example=Example(
        Text(
            "Mười đơn vị từ chối 30 hồ sơ mỗi nơi, 3 hồ sơ nộp lại được chấp thuận. Đơn vị X-99: 20 trên 30.",
            "Ten units refuse 30 dossiers each, 3 of which are granted when filed again. Unit X-99: 20 of 30.",
        ),
        tuple(
            story
            for unit, again in (*((f"X-{i:02d}", 3) for i in range(10)), ("X-99", 20))
            for story in (
                Story(
                    f"no{unit}", "0 received T1; 3 refused L1; 3 finished T1", 30 - again, unit=unit, dossier=_REFUSED
                ),
                Story(
                    f"first{unit}",
                    "0 received T1; 3 refused L1; 3 finished T1",
                    again,
                    unit=unit,
                    dossier={**_REFUSED, "applicant": f"N{unit}-{{number}}"},
                ),
                Story(
                    f"then{unit}",
                    "0 received T1; 3 approved L1; 3 finished T1",
                    again,
                    unit=unit,
                    start=6,
                    dossier={"applicant": f"N{unit}-{{number}}"},
                ),
            )
        ),
        (Expected("pattern", "unit", "X-99", 30, 20),),
        until="2026-10-30",
    ),
)
