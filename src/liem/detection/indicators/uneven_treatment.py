"""B4: a unit treats dossiers of one kind very unevenly: some at once, some not for long."""

import narwhals.stable.v2 as nw

from liem.detection.coding import OUTCOMES, Work
from liem.detection.counting import numbers_of
from liem.detection.describing import against_others
from liem.detection.engine import Lazy
from liem.detection.indicator import Example, Expected, Indicator, Measured, Needs, Story, Text

LEAST = 60
"""Closed dossiers of a unit, and of one of its procedures' own middle."""
OWN = 20
FAR = 0.9
"""A dossier is far from the unit's middle when it is farther than this share of all dossiers of the procedure."""


def cases(work: Work) -> Lazy:
    """Decided dossiers by unit and procedure, and how many took far more or far less than the unit's own middle."""
    facts = work.table("facts").filter(~nw.col("open") & (nw.col("outcome") != OUTCOMES.index("withdrawn")))
    facts = facts.filter(~nw.col("procedure").is_null() & (nw.col("stops").fill_null(0) == 0))
    rows = facts.select("unit", "procedure", took=nw.max_horizontal(nw.col("elapsed"), nw.lit(0)))
    own = rows.group_by("unit", "procedure").agg(middle=nw.col("took").median(), files=nw.len())
    rows = rows.join(own.filter(nw.col("files") >= OWN), on=["unit", "procedure"], how="inner")
    ratio = (nw.col("took") + 1) / (nw.col("middle") + 1)
    rows = rows.with_columns(apart=nw.max_horizontal(ratio, 1 / ratio))
    bound = rows.group_by("procedure").agg(far=nw.col("apart").quantile(FAR, interpolation="linear"))
    rows = rows.join(bound, on="procedure", how="inner")
    event = nw.when(nw.col("apart") > nw.col("far")).then(1).otherwise(0)
    return rows.with_columns(event=event).group_by("unit", "procedure").agg(n=nw.len(), event=nw.col("event").sum())


def measure(work: Work, counted: Lazy) -> list[Measured]:
    """Each unit against the others in the same procedures."""
    rows = work.engine.collect(counted.sort("unit", "procedure"))
    unit, procedure = numbers_of(rows, "unit"), numbers_of(rows, "procedure")
    return against_others(
        unit, procedure, numbers_of(rows, "n").astype(float), numbers_of(rows, "event").astype(float), LEAST
    )


INDICATOR = Indicator(
    id="B4",
    act="B",
    version=1,
    family="log",
    name=Text("Xử lý không đều", "Uneven treatment"),
    meaning=Text(
        "Ở đơn vị này, hồ sơ cùng thủ tục khi rất nhanh khi rất chậm, nhiều hơn hẳn nơi khác.",
        "At this unit dossiers of one procedure are now very quick, now very slow, far more than elsewhere.",
    ),
    formula=Text(
        "hồ sơ mà thời gian gấp (hoặc chỉ bằng phần) trung vị của chính đơn vị quá mức 90 % hồ sơ của thủ tục ÷ hồ "
        "sơ đã giải "
        "quyết, không dừng đồng hồ; so với đơn vị khác cùng thủ tục",
        "dossiers whose time is a multiple (or a fraction) of the unit's own median beyond that of 90% of the "
        "procedure's "
        "dossiers ÷ decided dossiers never stopped; against other units in the same procedures",
    ),
    source=Text(
        "Brown và Forsythe 1974 (độ lệch so với trung vị); Freund, Hallward-Driemeier & Rijkers 2016",
        "Brown and Forsythe 1974 (deviations from the median); Freund, Hallward-Driemeier & Rijkers 2016",
    ),
    exclusions=Text(
        "Hồ sơ bị rút, chưa xong, từng dừng đồng hồ; thủ tục mà đơn vị có dưới 20 hồ sơ.",
        "Dossiers withdrawn, open or ever stopped; procedures of which the unit has fewer than 20.",
    ),
    innocent_if=Text(
        "Hồ sơ dễ và khó lẫn trong một thủ tục; làm theo đợt; người tập sự bên cạnh người quen việc.",
        "Easy and hard dossiers under one procedure; work in batches; a trainee beside somebody experienced.",
    ),
    verify=Text(
        "Rút ngẫu nhiên vài hồ sơ rất nhanh và rất chậm, xem khác nhau ở đâu.",
        "Draw some very quick and some very slow dossiers by lot and see in what they differ.",
    ),
    needs=Needs(columns=("dossiers.outcome",)),
    cases=cases,
    measure=measure,
    example=Example(
        Text(
            "Năm đơn vị: 98 hồ sơ mất 5 ngày, 2 hồ sơ mất 9 ngày. Ở X-99: 60 hồ sơ 5 ngày, 20 hồ sơ ngay trong ngày, "
            "20 hồ sơ "
            "20 ngày.",
            "Five units take 5 days for 98 dossiers and 9 for 2. X-99 takes 5 days for 60, no day for 20 and 20 days "
            "for 20.",
        ),
        (
            *(Story(f"plain{i}", "0 received T1; 5 finished T1", 98, unit=f"X-{i:02d}") for i in range(5)),
            *(Story(f"more{i}", "0 received T1; 9 finished T1", 2, unit=f"X-{i:02d}") for i in range(5)),
            Story("x-plain", "0 received T1; 5 finished T1", 60, unit="X-99"),
            Story("x-quick", "0 received T1; 0 finished T1", 20, unit="X-99"),
            Story("x-slow", "0 received T1; 20 finished T1", 20, unit="X-99"),
        ),
        (Expected("description", "unit", "X-99", 100, 40, 2),),
    ),
)
