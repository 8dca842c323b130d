"""E10: dossiers filed by declared relatives are opened without a reason."""

from dataclasses import replace

import narwhals.stable.v2 as nw

from liem.detection.accesses import unexplained
from liem.detection.coding import Work
from liem.detection.engine import Lazy, distinct
from liem.detection.indicator import RARE, Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.kin import filed_by_kin
from liem.detection.lineage import now_of

FEWEST = 10
"""Dossiers that relatives must have filed."""


def cases(work: Work) -> Lazy:
    """Every dossier filed by a declared relative of an official who handles dossiers, and whether the official opened
    it for no reason that the work gives; ``near``: whether it is of the official's own unit.
    """
    rows = _own(work).join(_opened(work), on=["d", "official"], how="left")
    return rows.with_columns(event=nw.col("event").fill_null(0))


def others(work: Work) -> Lazy:
    """What everybody who looks at dossiers did with those that relatives of *others* filed: how many there are in the
    own unit (``near``) and elsewhere, and how many of them were opened for no reason of the work.

    Few declare relatives who file, and fewer open what those filed: how often a stranger's dossier is opened without a
    reason says what is usual.
    """
    filed = _filed(work)
    own = _own(work).select("d", "official", own=nw.lit(1))
    opened = _opened(work).join(filed, on="d", how="inner").join(own, on=["d", "official"], how="anti")
    looking = distinct(work.table("accesses"), "official")
    people = _people(work).join(looking, on="official", how="semi")
    opened = opened.join(people.select("official", "unit"), on="official", how="inner")
    opened = opened.with_columns(near=_near(nw.col("unit"), nw.col("of_unit")))
    opened = opened.group_by("official", "near").agg(event=nw.len())
    theirs = _own(work).group_by("official", "near").agg(theirs=nw.len())
    whole = int(work.engine.collect(filed.select(n=nw.len())).column("n")[0].as_py() or 0)
    here = filed.group_by("of_unit").agg(here=nw.len()).rename({"of_unit": "unit"})
    people = people.join(here, on="unit", how="left").with_columns(here=nw.col("here").fill_null(0))
    near = people.select("official", "unit", "role", near=nw.lit(1), there=nw.col("here"))
    far = people.select("official", "unit", "role", near=nw.lit(0), there=whole - nw.col("here"))
    rows = nw.concat([_narrow(near), _narrow(far)])
    for counts in (theirs, opened):
        rows = rows.join(counts.with_columns(near=nw.col("near").cast(nw.Int32)), on=["official", "near"], how="left")
    weight = nw.col("there") - nw.col("theirs").fill_null(0)
    rows = rows.with_columns(weight=weight, event=nw.col("event").fill_null(0))
    return rows.filter(nw.col("weight") > 0).select("official", "unit", "role", "near", "weight", "event")


def _narrow(rows: Lazy) -> Lazy:
    return rows.with_columns(nw.col("near").cast(nw.Int32), nw.col("there").cast(nw.Int64))


def _near(home: nw.Expr, unit: nw.Expr) -> nw.Expr:
    return nw.when((home == unit).fill_null(False)).then(1).otherwise(0).cast(nw.Int32)


def _people(work: Work) -> Lazy:
    """``official``, ``role`` and ``unit``: where most of their dossiers are, as it is now."""
    return now_of(work, work.table("homes"), "unit").select("official", "role", "unit")


def _filed(work: Work) -> Lazy:
    """``d`` and ``of_unit`` of every dossier filed by anybody's declared relative."""
    filed = distinct(filed_by_kin(work), "d").join(work.table("cases").select("d", "unit"), on="d", how="inner")
    return now_of(work, filed, "unit").select("d", of_unit="unit")


def _own(work: Work) -> Lazy:
    """Every such dossier and the official whose relative filed it."""
    rows = distinct(filed_by_kin(work), "d", "official").join(_people(work), on="official", how="inner")
    rows = rows.join(_filed(work), on="d", how="inner")
    near = _near(nw.col("unit"), nw.col("of_unit"))
    return rows.select("d", "official", "role", "unit", near=near)


def _opened(work: Work) -> Lazy:
    opened = unexplained(work).filter(nw.col("event") == 1)
    return distinct(opened, "d", "official").with_columns(event=nw.lit(1))


INDICATOR = Indicator(
    id="E10",
    act="E",
    version=2,
    family="access",
    name=Text("Tra cứu hồ sơ của người thân", "Relatives' dossiers looked up"),
    meaning=Text(
        "Người này mở hồ sơ do người thân đã kê khai nộp mà không có việc gì ở đó, nhiều hơn hẳn người khác.",
        "This person opens dossiers filed by declared relatives without any part in them, far more often than "
        "others do.",
    ),
    formula=Text(
        "hồ sơ do người thân nộp mà chính cán bộ mở xem không có lý do (như E1) ÷ hồ sơ do người thân đó nộp; so với "
        "mức các cán bộ mở không lý do hồ sơ do người thân của người khác nộp, ở đơn vị mình và nơi khác",
        "dossiers filed by the relatives that the official opened without a reason (as in E1) ÷ dossiers they filed; "
        "against how often officials open without a reason what relatives of others filed, in their own unit and "
        "elsewhere",
    ),
    source="Law on Anti-Corruption 36/2018/QH14, art. 23 (conflict of interest); Fabbri & LeFevre 2011",
    exclusions=Text(
        "Hồ sơ cán bộ được giao xử lý (xem E3); các lý do của E1; cán bộ có người thân nộp dưới 10 hồ sơ.",
        "Dossiers the official was given to handle (see E3); the reasons of E1; officials whose relatives filed fewer "
        "than 10.",
    ),
    innocent_if=Text(
        "Mở nhầm; trả lời câu hỏi tại quầy; người thân là đại lý nộp rất nhiều hồ sơ, gặp phải khi tra cứu chung.",
        "Opened by mistake; a question answered at the counter; the relative is an agent who files so much that any "
        "search meets it.",
    ),
    verify=Text(
        "Hỏi lý do của vài lượt mở cụ thể; so thời điểm mở với bước xử lý tiếp theo của hồ sơ và với lợi ích của người "
        "thân.",
        "Ask the reason for some of the looks; compare their time with the next step of the dossier and with what the "
        "relative gained.",
    ),
    needs=Needs(tables=("relations", "accesses"), columns=("dossiers.agent", "events.official")),
    cases=cases,
    pattern=Pattern(
        ("official",),
        Text("hồ sơ do người thân đã kê khai nộp", "dossiers filed by declared relatives"),
        Text(
            "được chính người này mở mà không có lý do công việc",
            "were opened by this person for no reason of the work",
        ),
        strata=(("near", "role"), ("near",), ()),
        settings=replace(RARE, min_opportunities=FEWEST, least_compared=1),
        compared_with=others,
    ),
    example=Example(
        Text(
            "Sáu cán bộ mỗi người có một người thân nộp 20 hồ sơ ở đơn vị khác. Năm người mở 1 hồ sơ, C5 mở 15.",
            "Six officials have a relative each who files 20 dossiers at another unit. Five of them open 1, C5 "
            "opens 15.",
        ),
        (
            Story("own", "0 received T1; 3 appraised {who}; 5 approved L1", 20, tuple(f"C{i}" for i in range(6))),
            *(
                story
                for i, times in enumerate((1, 1, 1, 1, 1, 15))
                for story in (
                    Story(
                        f"left{i}",
                        "0 received T2; 3 appraised B1; 5 approved L2",
                        20 - times,
                        unit="X-02",
                        dossier={"agent": f"DD-{i}"},
                    ),
                    Story(
                        f"seen{i}",
                        "0 received T2; 3 appraised B1; 5 approved L2",
                        times,
                        unit="X-02",
                        dossier={"agent": f"DD-{i}"},
                        accesses=f"3 view C{i}",
                    ),
                )
            ),
        ),
        (Expected("pattern", "official", "C5", 20, 15),),
        tables={
            "relations": tuple({"official": f"C{i}", "related_to": f"DD-{i}", "kind": "sibling"} for i in range(6))
        },
    ),
)
