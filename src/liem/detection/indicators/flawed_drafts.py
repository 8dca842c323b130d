"""A8: documents drafted by one person are later found contrary to law."""

from dataclasses import replace

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.documents import issued
from liem.detection.engine import Lazy, distinct, instant
from liem.detection.indicator import RARE, Example, Expected, Indicator, Needs, Pattern, Text


def cases(work: Work) -> Lazy:
    """Every issued document that was reviewed by the day looked at, and whether the review found it contrary to law
    or with loopholes.
    """
    rows = issued(work).filter(~nw.col("review").is_null() & ~nw.col("drafter").is_null())
    rows = rows.filter(nw.col("reviewed_at").is_null() | (nw.col("reviewed_at") <= instant(work.as_of)))
    rows = rows.with_columns(event=nw.when(nw.col("review") == "lawful").then(0).otherwise(1))
    kinds = work.engine.numbered(distinct(rows, "kind"), "kind").rename({"number": "kind_no"})
    rows = rows.join(kinds, on="kind", how="left")
    return rows.select("item", "official", "unit", "month", "event", kind="kind_no")


INDICATOR = Indicator(
    id="A8",
    act="A",
    version=1,
    family="document",
    name=Text("Văn bản tham mưu bị kết luận trái luật", "Drafts later found unlawful"),
    meaning=Text(
        "Văn bản do người này soạn thảo bị cơ quan kiểm tra kết luận trái luật hoặc có sơ hở, nhiều hơn "
        "hẳn người soạn khác.",
        "Documents this person drafted were found contrary to law or with loopholes far more often than "
        "those of other drafters.",
    ),
    formula=Text(
        "văn bản bị kết luận trái luật, sơ hở hoặc bị hủy ÷ văn bản đã được kiểm tra; so với người soạn "
        "khác cùng loại văn bản",
        "documents found unlawful, with loopholes or annulled ÷ documents reviewed; against other drafters "
        "of the same kind of document",
    ),
    source=Text(
        "Hành vi A của bộ khái niệm nhận diện; Ohlssen, Sharples & Spiegelhalter 2007",
        "Act A of the taxonomy of acts; Ohlssen, Sharples & Spiegelhalter 2007",
    ),
    exclusions=Text(
        "Văn bản chưa kiểm tra; văn bản không ghi người soạn.", "Documents not reviewed, or with no drafter recorded."
    ),
    innocent_if=Text(
        "Lĩnh vực phức tạp, văn bản khó; lãnh đạo chỉ đạo nội dung; luật thay đổi sau khi ban hành; kiểm "
        "tra tập trung vào người này.",
        "A complex field, difficult documents; the content was directed by superiors; the law changed "
        "after the issue; reviews concentrated on this person.",
    ),
    verify=Text(
        "Luật sư khác đọc văn bản và kết luận kiểm tra; xem hồ sơ soạn thảo: ai đề xuất nội dung bị kết "
        "luận, ai hưởng lợi.",
        "Another lawyer reads the documents and the reviews; read the drafting file: who proposed the "
        "passage found wrong, who benefits.",
    ),
    needs=Needs(tables=("issued_documents",), columns=("issued_documents.drafter", "issued_documents.review")),
    cases=cases,
    pattern=Pattern(
        ("official", "unit"),
        Text("văn bản đã được kiểm tra", "reviewed documents"),
        Text("bị kết luận trái luật hoặc có sơ hở", "were found contrary to law or with loopholes"),
        strata=(("kind", "quarter"), ("kind",), ()),
        settings=replace(RARE, min_opportunities=10),
    ),
    example=Example(
        Text(
            "Mười người soạn, mỗi người 30 văn bản đã kiểm tra, 2 bị kết luận trái luật. Người X9 có 15 trên 30.",
            "Ten drafters have 30 reviewed documents each, 2 of them found unlawful. Drafter X9 has 15 of 30.",
        ),
        (),
        (Expected("pattern", "official", "X9", 30, 15),),
        tables={
            "issued_documents": tuple(
                {
                    "document": f"VB-{who}-{number}",
                    "issued_at": "2026-03-10T09:00:00",
                    "unit": "X-01",
                    "drafter": who,
                    "kind": "decision",
                    "review": "unlawful" if number < bad else "lawful",
                }
                for who, bad in [*((f"A{i}", 2) for i in range(10)), ("X9", 15)]
                for number in range(30)
            )
        },
    ),
)
