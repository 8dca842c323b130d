"""E10: dossiers filed by declared relatives are opened without a reason."""

from dataclasses import replace

import narwhals.stable.v2 as nw

from liem.detection.accesses import doublings, unexplained
from liem.detection.coding import Work
from liem.detection.engine import Lazy, distinct
from liem.detection.indicator import RARE, Example, Expected, Indicator, Needs, Pattern, Story, Text
from liem.detection.kin import filed_by_kin
from liem.detection.lineage import now_of
from liem.detection.reasons import homes_now

FEWEST = 10
"""Dossiers that relatives must have filed."""


def cases(work: Work) -> Lazy:
    """Every dossier filed by a declared relative of an official who handles dossiers, and whether the official opened
    it for no reason that the work gives; ``near``: whether it is of the official's own unit.
    """
    rows = _own(work).join(_opened(work), on=["d", "official"], how="left")
    return _with_curiosity(work, rows.with_columns(event=nw.col("event").fill_null(0)))


def others(work: Work) -> Lazy:
    """What everybody who looks at dossiers did with those that relatives of *others* filed: how many there are in the
    own unit (``near``) and elsewhere, and how many of them were opened for no reason of the work.

    Few declare relatives who file, and fewer open what those filed: how often a stranger's dossier is opened without a
    reason says what is usual.
    """
    filed, own = _filed(work), _own(work)
    people = homes_now(work).join(distinct(work.table("accesses"), "official"), on="official", how="semi")
    whole = int(work.engine.collect(filed.select(n=nw.len())).column("n")[0].as_py() or 0)
    here = filed.group_by("unit").agg(here=nw.len()).rename({"unit": "home"})
    people = people.join(here, on="home", how="left").with_columns(here=nw.col("here").fill_null(0))
    there = {1: nw.col("here"), 0: whole - nw.col("here")}
    rows = nw.concat(
        [
            people.select("official", "role", "home", near=nw.lit(near).cast(nw.Int32), there=n.cast(nw.Int64))
            for near, n in there.items()
        ]
    )
    theirs = own.group_by("official", "near").agg(theirs=nw.len())
    opened = _opened(work).join(filed, on="d", how="inner").join(own, on=["d", "official"], how="anti")
    opened = opened.join(people.select("official", "home"), on="official", how="inner").with_columns(near=_near())
    opened = opened.group_by("official", "near").agg(event=nw.len())
    for counts in (theirs, opened):
        rows = rows.join(counts, on=["official", "near"], how="left")
    weight = nw.col("there") - nw.col("theirs").fill_null(0)
    rows = rows.filter(weight > 0).with_columns(weight=weight, event=nw.col("event").fill_null(0))
    return _with_curiosity(work, rows).select("official", "role", "near", "curious", "weight", "event", unit="home")


def _with_curiosity(work: Work, rows: Lazy) -> Lazy:
    """``curious``: how often the official opens dossiers of other people without a reason, by doublings. Who does so
    often meets those of relatives, too.
    """
    strangers = _opened(work).join(_own(work).select("d", "official"), on=["d", "official"], how="anti")
    strangers = strangers.group_by("official").agg(looks=nw.len()).select("official", curious=doublings("looks"))
    rows = rows.join(strangers, on="official", how="left")
    return rows.with_columns(nw.col("curious").fill_null(0))


def _near() -> nw.Expr:
    return nw.when((nw.col("home") == nw.col("unit")).fill_null(False)).then(1).otherwise(0).cast(nw.Int32)


def _filed(work: Work) -> Lazy:
    """``d`` and ``unit`` of every dossier filed by anybody's declared relative."""
    filed = distinct(filed_by_kin(work), "d").join(work.table("cases").select("d", "unit"), on="d", how="inner")
    return now_of(work, filed, "unit")


def _own(work: Work) -> Lazy:
    """Every such dossier and the official whose relative filed it, with the official's ``role`` and ``unit``."""
    rows = distinct(filed_by_kin(work), "d", "official").join(homes_now(work), on="official", how="inner")
    return rows.join(_filed(work), on="d", how="inner").select("d", "official", "role", near=_near(), unit="home")


def _opened(work: Work) -> Lazy:
    opened = unexplained(work).filter(nw.col("event") == 1)
    return distinct(opened, "d", "official").with_columns(event=nw.lit(1))


INDICATOR = Indicator(
    id="E10",
    act="E",
    version=4,
    family="access",
    name=Text("Tra cứu hồ sơ của người thân", "Relatives' dossiers looked up"),
    meaning=Text(
        "Người này mở hồ sơ do người thân đã kê khai nộp mà không có việc gì ở đó, nhiều hơn hẳn người khác.",
        "This person opens dossiers filed by declared relatives without any part in them, far more often than "
        "others do.",
    ),
    formula=Text(
        "hồ sơ do người thân nộp mà chính cán bộ mở xem không có lý do (như E1) ÷ hồ sơ do người thân đó nộp; so với "
        "mức các cán bộ cũng hay mở hồ sơ không lý do như vậy mở hồ sơ do người thân của người khác nộp, ở đơn vị mình "
        "và nơi khác",
        "dossiers filed by the relatives that the official opened without a reason (as in E1) ÷ dossiers they filed; "
        "against how often officials who open as much without a reason so open what relatives of others filed, in "
        "their own unit and elsewhere",
    ),
    source=Text(
        "Luật Phòng, chống tham nhũng 36/2018/QH14, Điều 23 (xung đột lợi ích); Fabbri & LeFevre 2011",
        "Law on Anti-Corruption 36/2018/QH14, art. 23 (conflict of interest); Fabbri & LeFevre 2011",
    ),
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
        strata=(("near", "role", "curious"), ("near", "curious"), ("near",), ()),
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
