"""A3: a document rests on one that had been annulled or found unlawful, or on an act of law that had ended."""

from dataclasses import replace
from datetime import date

import narwhals.stable.v2 as nw
import pyarrow as pa

from liem.detection.coding import Work
from liem.detection.documents import DRAFTERS, issued, still_cited
from liem.detection.engine import Lazy, distinct
from liem.detection.indicator import RARE, Example, Expected, Indicator, Needs, Pattern, Text
from liem.detection.missing import CannotTell
from liem.law.ended_acts import ended_acts


def cases(work: Work) -> Lazy:
    """Every issued document that rests on something of which it is known whether it stood, its drafter and unit, and
    whether one of those bases was dead by then: another document of the records, or an act of law that has ended.

    Who has to do with laws that never changed could not err; so only documents count that cite an ended act, one that
    took the place of one, or what several drafters cite beside such. They are compared within the ``field`` of their
    drafter (the law that most of the documents are of) and a quarter: of one law the forms are new, of another old, and
    in the months after a law has ended everybody still cites it now and then. An act that everybody cites on counts for
    nobody (:func:`liem.detection.documents.still_cited`).
    """
    bases = issued(work).filter(~nw.col("legal_basis").is_null()).explode("legal_basis")
    bases = bases.select("item", "issued_at", "month", "unit", "official", basis="legal_basis")
    rows = bases.join(_documents(work), on="basis", how="left").join(_acts(work), on="basis", how="left")
    rows = rows.join(_beside(rows), on="basis", how="left")
    rows = rows.with_columns(law=nw.when(nw.col("law").is_null()).then(nw.col("beside")).otherwise(nw.col("law")))
    rows = rows.filter((nw.col("known") == 1) | ~nw.col("law").is_null())
    if not work.engine.collect(rows.head(1)).num_rows:
        raise CannotTell(_NOT_AMONG)
    dead = (nw.col("annulled_at") <= nw.col("issued_at")) | (nw.col("ended") <= nw.col("issued_at").dt.date())
    rows = rows.with_columns(event=nw.when(dead.fill_null(False)).then(1).otherwise(0))
    rows = rows.group_by("item", "month", "unit", "official").agg(nw.col("event").max(), nw.col("law").min())
    rows = rows.join(_fields(rows), on="official", how="left")
    return rows.select("unit", "official", "event", "item", "month", "field")


def _fields(rows: Lazy) -> Lazy:
    """The law that most of an official's documents are of: what a single one cites may be the very error."""
    return _commonest_law(rows.filter(~nw.col("official").is_null()), "official").rename({"law": "field"})


def _commonest_law(rows: Lazy, of: str, least: int = 1) -> Lazy:
    """By ``of``, the law of most of its rows, the first of several; no rows where none has ``least``."""
    counts = rows.filter(~nw.col("law").is_null()).group_by(of, "law").agg(times=nw.len())
    counts = counts.filter(nw.col("times") >= least)
    most = counts.group_by(of).agg(nw.col("times").max())
    return counts.join(most, on=[of, "times"], how="semi").group_by(of).agg(nw.col("law").min())


def _beside(bases: Lazy) -> Lazy:
    """What :data:`DRAFTERS` drafters or more cite beside an act that ended or its successor, and which of those laws
    most cite with it: whoever cites it works in a field in which the law changed.
    """
    changed = distinct(bases.filter(~nw.col("law").is_null()), "item", "law")
    drafters = bases.drop("law").join(changed, on="item", how="inner")
    drafters = distinct(drafters.filter(~nw.col("official").is_null()), "basis", "law", "official")
    return _commonest_law(drafters, "basis", DRAFTERS).rename({"law": "beside"})


def _documents(work: Work) -> Lazy:
    """The documents of the records as bases, and since when they are dead, if they are."""
    dead = nw.col("review").is_in(["unlawful", "annulled"]).fill_null(False)
    return work.source("issued_documents").select(
        nw.col("document").alias("basis"), annulled_at=nw.when(dead).then(nw.col("reviewed_at")), known=nw.lit(1)
    )


def _acts(work: Work) -> Lazy:
    """The acts of law that have ended, and those that took their place, as bases: the number of the ``law`` (that of
    the successor), and since when they are dead, if they are.
    """
    untold = {act.number for act in still_cited(work)}
    acts = [act for act in ended_acts() if act.number not in untold]
    laws = {number: place for place, number in enumerate(sorted({act.replaced for act in acts}))}
    rows: dict[str, tuple[int, date | None]] = {act.replaced: (laws[act.replaced], None) for act in acts}
    rows |= {act.number: (laws[act.replaced], act.ended) for act in acts}
    columns = {
        "basis": pa.array(list(rows), pa.string()),
        "law": pa.array([law for law, _ended in rows.values()], pa.int32()),
        "ended": pa.array([ended for _law, ended in rows.values()], pa.date32()),
    }
    return work.engine.lazy(pa.table(columns))


_NOT_AMONG = Text(
    "không căn cứ nào được viện dẫn nằm trong bảng văn bản, cũng không phải luật, nghị định đã hết hiệu lực hay văn "
    "bản thay thế mà hệ thống biết",
    "no legal basis that is cited is among the documents of the records, nor an ended law or decree, or one in its "
    "place, that the platform knows",
)

INDICATOR = Indicator(
    id="A3",
    act="A",
    version=4,
    family="document",
    name=Text("Căn cứ đã hết hiệu lực, bị hủy hoặc trái luật", "Resting on a dead basis"),
    meaning=Text(
        "Văn bản viện dẫn một văn bản đã bị hủy, đã bị kết luận trái luật, hoặc luật, nghị định đã hết hiệu lực trước "
        "ngày ban hành.",
        "Documents cite one that had been annulled or found unlawful, or a law or decree that was no longer in "
        "force when they were issued.",
    ),
    formula=Text(
        "văn bản có căn cứ mà review là unlawful hoặc annulled với reviewed_at ≤ issued_at, hoặc là văn bản pháp "
        "luật hết hiệu lực từ ngày ≤ issued_at ÷ văn bản viện dẫn văn bản trong bảng, luật đã hết hiệu lực, luật "
        "thay thế, hoặc căn cứ mà từ ba người soạn trở lên viện dẫn cùng chúng; theo người soạn và đơn vị",
        "documents with a basis whose review is unlawful or annulled with reviewed_at ≤ issued_at, or an act that "
        "ended on a day ≤ issued_at ÷ documents that cite one of the table, an ended act, one in its "
        "place, or what three drafters or more cite beside such; by drafter and unit",
    ),
    source=Text(
        "Luật Ban hành văn bản quy phạm pháp luật; đồ thị viện dẫn văn bản; văn bản hết hiệu lực: "
        "ended_acts.toml, ghi theo trí nhớ, chưa đối chiếu với văn bản",
        "Law on the promulgation of legal normative documents; citation graphs of statutes; acts that ended: "
        "ended_acts.toml, recalled and not compared with the texts",
    ),
    exclusions=Text(
        "Luật, nghị định không nằm trong danh mục văn bản hết hiệu lực của hệ thống thì coi là còn hiệu lực. Văn bản "
        "mà danh mục ghi đã hết hiệu lực nhưng những người vẫn dùng nó đều tiếp tục viện dẫn, hầu như chưa ai viện dẫn "
        "văn bản thay thế, thì không tính cho ai.",
        "Laws and decrees that are not on the platform's list of ended acts are taken to be in force. An act that the "
        "list says has ended counts for nobody while those who used it cite it on and hardly anybody cites what took "
        "its place.",
    ),
    innocent_if=Text(
        "Điều khoản chuyển tiếp; phần được viện dẫn chưa hết hiệu lực hoặc không bị hủy; mẫu văn bản của cấp trên "
        "ghi căn cứ cũ; kết luận được ban hành sau nhưng ghi ngày sớm.",
        "A transitional clause; the part cited was still in force or not annulled; a form from above that names the "
        "old basis; the finding came later and was dated early.",
    ),
    verify=Text(
        "Luật sư đọc văn bản và căn cứ; kiến nghị sửa văn bản trước, chưa nói đến người.",
        "A lawyer reads document and basis; propose to mend the document first, before any person is spoken of.",
    ),
    needs=Needs(columns=("issued_documents.legal_basis",)),
    cases=cases,
    pattern=Pattern(
        ("official", "unit"),
        Text(
            "văn bản viện dẫn văn bản trong bảng, luật đã thay đổi hoặc căn cứ đi cùng",
            "documents that cite one of the table, a law that changed or what goes with it",
        ),
        Text(
            "viện dẫn căn cứ đã hết hiệu lực, bị hủy hoặc bị kết luận trái luật",
            "cite one that had ended, been annulled or been found unlawful by then",
        ),
        strata=(("field", "quarter"), ("quarter",), ()),
        settings=replace(RARE, min_opportunities=10),
    ),
    example=Example(
        Text(
            "VB-0 bị hủy ngày 01/3/2026, Luật Đất đai 45/2013/QH13 hết hiệu lực từ 01/8/2024, Luật 31/2024/QH15 "
            "thay thế. Mười đơn vị ban hành 20 văn bản căn cứ luật mới; ở đơn vị X-99, D9 soạn 20 văn bản: 4 căn cứ "
            "thêm VB-0, 4 căn cứ luật cũ.",
            "VB-0 was annulled on 1 March 2026; the Land Law 45/2013/QH13 ended on 1 August 2024, 31/2024/QH15 took "
            "its place. Ten units issue 20 documents each that cite the new law; at unit X-99 D9 drafts 20: 4 cite "
            "VB-0 as well, 4 the old law.",
        ),
        (),
        (Expected("pattern", "official", "D9", 20, 8), Expected("pattern", "unit", "X-99", 20, 8)),
        tables={
            "issued_documents": (
                {
                    "document": "VB-0",
                    "issued_at": "2025-01-10T09:00:00",
                    "unit": "T-00",
                    "kind": "decision",
                    "review": "annulled",
                    "reviewed_at": "2026-03-01T09:00:00",
                },
                *(
                    {
                        "document": f"VB-{unit}-{number}",
                        "issued_at": "2026-04-10T09:00:00",
                        "unit": unit,
                        "drafter": drafter,
                        "kind": "guidance",
                        "legal_basis": old if number < bad else mixed if number < 2 * bad else "31/2024/QH15",
                    }
                    for unit, drafter, bad in [*((f"X-{i:02d}", f"D{i}x", 0) for i in range(10)), ("X-99", "D9", 4)]
                    for number in range(20)
                    for old, mixed in [("45/2013/QH13", "31/2024/QH15;VB-0")]
                ),
            ),
            "units": tuple(
                {"unit": unit, "name": f"Đơn vị {unit}"}
                for unit in ("T-00", *(f"X-{i:02d}" for i in range(10)), "X-99")
            ),
        },
    ),
)
