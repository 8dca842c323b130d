"""B5: one agent's dossiers are quick and smooth at one official only."""

import narwhals.stable.v2 as nw

from liem.detection.coding import OUTCOMES, STEP, Work
from liem.detection.engine import Lazy
from liem.detection.indicator import Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.office_hours import MINUTES_AT_WORK, minute_at_work

QUICK = 0.25
"""A dossier is quick when it is among this share of the quickest of its procedure."""


def cases(work: Work) -> Lazy:
    """Every decided dossier, and whether it was quick and met with no supplement request.

    Time runs until its handler had examined it, where the log says when, else to its end: what others took after that
    tells nothing of the pair.
    """
    facts = work.table("facts").filter(~nw.col("open") & (nw.col("outcome") != OUTCOMES.index("withdrawn")))
    facts = facts.filter(~nw.col("procedure").is_null())
    examined = (
        work.table("steps").filter(nw.col("step") == STEP["appraised"]).select("d", "at", "w", handler="official")
    )
    examined = examined.join(facts.select("d", "handler"), on=["d", "handler"], how="inner")
    examined = examined.group_by("d").agg(done_at=nw.col("at").max(), done_w=nw.col("w").max())
    facts = facts.join(examined, on="d", how="left").with_columns(done_at=nw.coalesce("done_at", "end_at"))
    days = nw.coalesce("done_w", "end_w") - nw.col("received_w") - nw.col("stopped")
    days = nw.max_horizontal(days, nw.lit(0)).cast(nw.Int32)
    minutes = minute_at_work("done_at") - minute_at_work("received_at")
    facts = facts.with_columns(took=days * MINUTES_AT_WORK + minutes)
    pace = facts.group_by("procedure").agg(
        quick=nw.col("took").quantile(QUICK, interpolation="linear"), middle=nw.col("took").median()
    )
    facts = facts.join(pace, on="procedure", how="left")
    quick = (nw.col("took") <= nw.col("quick")) & (nw.col("took") < nw.col("middle"))
    smooth = quick & (nw.col("requests") == 0)
    return facts.select("d", nw.col("handler").alias("official"), event=nw.when(smooth).then(1).otherwise(0))


INDICATOR = Indicator(
    id="B5",
    act="B",
    version=2,
    family="log",
    name=Text("Lợi thế của một người nộp thay ở một cán bộ", "Agent's advantage at one official"),
    meaning=Text(
        "Hồ sơ của một người nộp thay nhanh và không bị đòi bổ sung ở đúng một cán bộ, hơn hẳn ở cán bộ "
        "khác và hơn hẳn hồ sơ khác của cán bộ ấy.",
        "An agent's dossiers are quick and meet no supplement request at one official: more than "
        "elsewhere, and more than that official's other dossiers.",
    ),
    formula=Text(
        "hồ sơ thuộc một phần tư được thẩm định xong nhanh nhất của thủ tục (tính theo phút trong giờ làm việc) và "
        "không bị yêu cầu bổ sung ÷ hồ sơ đã có kết quả; "
        "so với cùng người nộp thay ở cán bộ khác và với hồ sơ khác của cùng cán bộ",
        "dossiers among the quarter of their procedure examined quickest (in minutes of office hours) with no "
        "supplement request ÷ dossiers decided; against the same agent at other officials, and the same official's "
        "other dossiers",
    ),
    source=Text(
        "Bertrand et al. 2007; Freund, Hallward-Driemeier & Rijkers 2016",
        "Bertrand et al. 2007; Freund, Hallward-Driemeier & Rijkers 2016",
    ),
    exclusions=Text(
        "Hồ sơ bị rút, chưa có kết quả. Người nộp thay làm tốt ở mọi nơi thì không có gì bất thường.",
        "Dossiers withdrawn or undecided. An agent who does well everywhere is nothing unusual.",
    ),
    innocent_if=Text(
        "Người nộp thay chuyên về đúng loại việc của cán bộ này; cán bộ này phụ trách hồ sơ đơn giản; có "
        "hướng dẫn trước.",
        "The agent specialises in this official's very kind of work; this official has the simple "
        "dossiers; there was guidance beforehand.",
    ),
    verify=Text(
        "So hồ sơ của cặp này với hồ sơ cùng loại của người khác ở cùng cán bộ; hỏi cách phân công hồ sơ; "
        "gọi hỏi ngẫu nhiên người nộp.",
        "Compare the pair's dossiers with others of the same kind at the same official; ask how dossiers "
        "are assigned; call applicants drawn by lot.",
    ),
    needs=Needs(columns=("dossiers.agent", "events.official")),
    cases=cases,
    pattern=Pattern(
        ("pair",),
        Text("hồ sơ đã có kết quả", "decided dossiers"),
        Text("nhanh và không bị đòi bổ sung", "were quick and met no supplement request"),
    ),
    example=Example(
        Text(
            "Năm cán bộ A0–A4 và X9 cùng đơn vị, mỗi hồ sơ 8 ngày; người nộp thay DD-1 ở A0–A3 cũng vậy, nhưng "
            "30 hồ sơ ở X9 xong trong 2 ngày.",
            "Officials A0 to A4 and X9 of one unit take 8 days for every dossier, also for agent DD-1's at A0 "
            "to A3; but DD-1's 30 dossiers at X9 are done in 2.",
        ),
        (
            Story("self", "0 received T1; 6 appraised {who}; 8 finished T1", 40, ("A0", "A1", "A2", "A3", "A4", "X9")),
            Story(
                "agent",
                "0 received T1; 6 appraised {who}; 8 finished T1",
                20,
                ("A0", "A1", "A2", "A3"),
                dossier={"agent": "DD-1"},
            ),
            Story("quick", "0 received T1; 1 appraised X9; 2 finished T1", 30, dossier={"agent": "DD-1"}),
        ),
        (Expected("pattern", "pair", "X9|DD-1", 30, 30),),
    ),
)
