"""A3: a document rests on one that had been annulled or found unlawful."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work, coded
from liem.detection.engine import Lazy, instant
from liem.detection.indicator import Example, Expected, Indicator, Needs, Pattern, Text
from liem.detection.missing import CannotTell
from liem.detection.statistics import Settings


def cases(work: Work) -> Lazy:
    """Every issued document that cites another one of the records, and whether one of those was dead by then."""
    issued = work.source("issued_documents").filter(nw.col("issued_at") <= instant(work.as_of))
    if work.since is not None:
        issued = issued.filter(nw.col("issued_at") >= instant(work.since))
    bases = issued.select("document", "issued_at", nw.col("unit").alias("unit_code"), "kind", "legal_basis")
    bases = bases.filter(~nw.col("legal_basis").is_null()).explode("legal_basis").rename({"legal_basis": "basis"})
    known = work.source("issued_documents").select(nw.col("document").alias("basis"), "review", "reviewed_at")
    rows = bases.join(known, on="basis", how="inner")
    if not work.engine.collect(rows.head(1)).num_rows:
        raise CannotTell(_NOT_AMONG)
    dead = nw.col("review").is_in(["unlawful", "annulled"]) & (nw.col("reviewed_at") <= nw.col("issued_at"))
    rows = rows.with_columns(event=nw.when(dead.fill_null(False)).then(1).otherwise(0))
    rows = rows.group_by("document", "issued_at", "unit_code").agg(nw.col("event").max())
    rows = coded(work, rows, "unit_code", "unit", "unit")
    month = nw.col("issued_at").dt.year() * 12 + nw.col("issued_at").dt.month() - 1
    return rows.select("unit", "event", item="document", month=month.cast(nw.Int32))


_NOT_AMONG = Text(
    "không căn cứ nào được viện dẫn nằm trong bảng văn bản; muốn biết căn cứ còn hiệu lực không cần bảng văn bản "
    "pháp luật "
    "có ngày hiệu lực",
    "no legal basis that is cited is among the documents of the records; to know whether a basis is in force a table "
    "of "
    "legal acts with their dates is needed",
)

INDICATOR = Indicator(
    id="A3",
    act="A",
    version=1,
    family="document",
    name=Text("Căn cứ đã bị hủy hoặc bị kết luận trái luật", "Resting on an annulled document"),
    meaning=Text(
        "Văn bản của đơn vị viện dẫn văn bản đã bị hủy hoặc đã bị kết luận trái luật trước ngày ban hành.",
        "The unit's documents cite one that had been annulled or found unlawful before they were issued.",
    ),
    formula=Text(
        "văn bản có căn cứ mà review là unlawful hoặc annulled với reviewed_at ≤ issued_at ÷ văn bản viện dẫn văn "
        "bản trong "
        "bảng",
        "documents with a basis whose review is unlawful or annulled with reviewed_at ≤ issued_at ÷ documents that "
        "cite one "
        "of the table",
    ),
    source="Law on the promulgation of legal normative documents; citation graphs of statutes",
    exclusions=Text(
        "Căn cứ ngoài bảng văn bản (luật, nghị định): cần bảng văn bản pháp luật có ngày hiệu lực.",
        "Bases outside the table (laws, decrees): that needs a table of legal acts with their dates.",
    ),
    innocent_if=Text(
        "Điều khoản chuyển tiếp; phần được viện dẫn không bị hủy; kết luận được ban hành sau nhưng ghi ngày sớm.",
        "A transitional clause; the part cited was not annulled; the finding came later and was dated early.",
    ),
    verify=Text(
        "Luật sư đọc văn bản và căn cứ; kiến nghị sửa văn bản trước, chưa nói đến người.",
        "A lawyer reads document and basis; propose to mend the document first, before any person is spoken of.",
    ),
    needs=Needs(columns=("issued_documents.legal_basis", "issued_documents.review", "issued_documents.reviewed_at")),
    cases=cases,
    pattern=Pattern(
        ("unit",),
        Text("văn bản có viện dẫn", "documents that cite one of the table"),
        Text("viện dẫn văn bản đã bị hủy hoặc bị kết luận trái luật", "cite one annulled or found unlawful by then"),
        strata=((),),
        settings=Settings(min_opportunities=10, min_expected=0.0, power_ratio=1e6),
    ),
    example=Example(
        Text(
            "VB-0 bị hủy ngày 01/3/2026, VB-1 còn hiệu lực. Mười đơn vị ban hành 20 văn bản căn cứ VB-1; đơn vị X-99 "
            "có 8 "
            "trên 20 căn cứ VB-0.",
            "VB-0 was annulled on 1 March 2026, VB-1 stands. Ten units issue 20 documents each that cite VB-1; unit "
            "X-99 "
            "cites VB-0 in 8 of 20.",
        ),
        (),
        (Expected("pattern", "unit", "X-99", 20, 8),),
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
                {"document": "VB-1", "issued_at": "2025-01-10T09:00:00", "unit": "T-00", "kind": "decision"},
                *(
                    {
                        "document": f"VB-{unit}-{number}",
                        "issued_at": "2026-04-10T09:00:00",
                        "unit": unit,
                        "kind": "guidance",
                        "legal_basis": "VB-0;VB-1" if number < bad else "VB-1",
                    }
                    for unit, bad in [*((f"X-{i:02d}", 0) for i in range(10)), ("X-99", 8)]
                    for number in range(20)
                ),
            ),
            "units": tuple(
                {"unit": unit, "name": f"Đơn vị {unit}"}
                for unit in ("T-00", *(f"X-{i:02d}" for i in range(10)), "X-99")
            ),
        },
    ),
)
