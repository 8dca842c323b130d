"""D8: refused, and granted soon afterwards with nothing more asked for."""

import narwhals.stable.v2 as nw

from liem.detection.coding import OUTCOMES, Work
from liem.detection.engine import Lazy
from liem.detection.indicator import RARE, Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.linked import next_of

WITHIN = 66
"""Working days after the refusal: three months."""


def cases(work: Work) -> Lazy:
    """Every dossier decided long enough ago, and whether it was refused and the same applicant's next one granted
    without a request. The subject is who handled the one refused.
    """
    facts = work.table("facts")
    decided = facts.filter(nw.col("outcome").is_in([OUTCOMES.index("refused"), OUTCOMES.index("granted")]))
    decided = decided.filter(~nw.col("open") & (nw.col("end_w") <= work.as_of_ordinal - WITHIN))
    refused = decided.filter(nw.col("outcome") == OUTCOMES.index("refused"))
    links = next_of(work, refused, WITHIN).rename({"d": "next"})
    granted = facts.filter((nw.col("outcome") == OUTCOMES.index("granted")) & (nw.col("requests") == 0))
    unchanged = links.join(granted.select(nw.col("d").alias("next")), on="next", how="inner").select(
        nw.col("earlier").alias("d"), event=nw.lit(1)
    )
    rows = decided.select("d", nw.col("handler").alias("official")).join(unchanged, on="d", how="left")
    return rows.with_columns(event=nw.col("event").fill_null(0))


_REFUSED = {"outcome": "refused"}

INDICATOR = Indicator(
    id="D8",
    act="D",
    version=2,
    family="log",
    name=Text("Từ chối rồi lại chấp thuận", "Refused, then granted unchanged"),
    meaning=Text(
        "Nhiều hồ sơ bị từ chối rồi sau đó được chấp thuận mà không đòi thêm gì.",
        "Many dossiers were refused and, filed again, granted with nothing more asked for.",
    ),
    formula=Text(
        "hồ sơ bị từ chối mà hồ sơ tiếp theo của cùng người nộp, cùng thủ tục, trong 66 ngày làm việc được chấp "
        "thuận, không "
        "bị yêu cầu bổ sung ÷ hồ sơ đã có quyết định; theo người thụ lý hồ sơ bị từ chối",
        "refused dossiers whose next one by the same applicant and procedure, within 66 working days, was granted "
        "without "
        "a supplement request ÷ dossiers decided; by who handled the refused one",
    ),
    source=Text(
        "Hành vi B và hành vi D của bộ khái niệm nhận diện: từ chối chỉ để mất thời gian",
        "Act B and act D of the taxonomy of acts: a refusal that only costs time",
    ),
    exclusions=Text(
        "Quyết định chưa đủ 66 ngày; người nộp có từ 4 hồ sơ cùng thủ tục trở lên.",
        "Decisions of the last 66 working days; applicants with 4 or more dossiers of that procedure.",
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
        ("official", "unit"),
        Text("hồ sơ đã có quyết định", "dossiers decided"),
        Text(
            "bị từ chối, rồi được chấp thuận mà không đòi thêm gì",
            "were refused, and granted afterwards with nothing more asked for",
        ),
        settings=RARE,
    ),
    example=Example(
        Text(
            "Mười đơn vị từ chối 30 hồ sơ mỗi nơi, 3 hồ sơ nộp lại được chấp thuận. Đơn vị X-99: 20 hồ sơ.",
            "Ten units refuse 30 dossiers each, 3 of which are granted when filed again. Unit X-99: 20 of them.",
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
        (Expected("pattern", "unit", "X-99", 50, 20),),
        until="2026-10-30",
    ),
)
