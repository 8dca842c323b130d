"""A9: documents are signed by the very person who drafted them."""

from dataclasses import replace

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.documents import issued
from liem.detection.engine import Lazy, distinct
from liem.detection.indicator import RARE, Example, Expected, Indicator, Needs, Pattern, Text
from liem.detection.signing_posts import signing_posts

SOME = 3
"""Documents from which on it is no slip that somebody signs for others, or has others sign."""


def cases(work: Work) -> Lazy:
    """Every issued document that names drafter and signer, and whether they are the same.

    Whoever signs documents of others has the signature, and so has whoever's documents nobody else ever signs, and
    whoever held a post that signs on that day: nothing is asked of them.
    """
    rows = _without_signing_posts(work, issued(work))
    rows = rows.filter(~nw.col("drafter").is_null() & ~nw.col("signer").is_null())
    others = rows.filter(nw.col("drafter") != nw.col("signer"))
    signing = others.group_by("signer").agg(signs=nw.len()).filter(nw.col("signs") >= SOME)
    rows = rows.join(signing.select(drafter="signer"), on="drafter", how="anti")
    submitting = others.group_by("drafter").agg(submits=nw.len()).filter(nw.col("submits") >= SOME)
    rows = rows.join(submitting.select("drafter"), on="drafter", how="inner")
    event = nw.when(nw.col("drafter") == nw.col("signer")).then(1).otherwise(0)
    return rows.select("item", "official", "unit", "month", event=event)


def _without_signing_posts(work: Work, rows: Lazy) -> Lazy:
    posts = signing_posts(work)
    if posts is None:
        return rows
    on = rows.select("item", "drafter", day=nw.col("issued_at").dt.date())
    held = on.join(posts.rename({"official": "drafter"}), on="drafter", how="inner")
    begun = nw.col("since").is_null() | (nw.col("since") <= nw.col("day"))
    lasting = nw.col("until").is_null() | (nw.col("until") >= nw.col("day"))
    return rows.join(distinct(held.filter(begun & lasting), "item"), on="item", how="anti")


INDICATOR = Indicator(
    id="A9",
    act="A",
    version=2,
    family="document",
    name=Text("Tự ký văn bản do mình soạn", "Signed by whoever drafted it"),
    meaning=Text(
        "Người này ký nhiều văn bản do chính mình soạn, trong khi văn bản của người khác do người có thẩm quyền ký.",
        "This person signs documents of their own drafting, where those of others are signed by somebody with "
        "authority.",
    ),
    formula=Text(
        "văn bản có người soạn cũng là người ký ÷ văn bản có ghi người soạn và người ký; theo người soạn và đơn vị",
        "documents whose drafter is their signer ÷ documents that name both; by drafter and unit",
    ),
    source=Text(
        "Hành vi A của bộ khái niệm nhận diện (thẩm quyền); Nghị định 30/2020/NĐ-CP về công tác văn thư, "
        "Điều 13 (ký ban hành)",
        "Act A of the taxonomy of acts (competence); Decree 30/2020/NĐ-CP on clerical work, art. 13 (signing)",
    ),
    exclusions=Text(
        "Văn bản không ghi người soạn hoặc người ký; người có ký văn bản của người khác (có thẩm quyền ký); người "
        "mà văn bản không bao giờ do ai khác ký; người hôm đó giữ chức danh có thẩm quyền ký (trưởng, phó, được thừa "
        "lệnh, thừa ủy quyền).",
        "Documents that name no drafter or no signer; whoever signs documents of others (and so has the authority); "
        "whoever's documents nobody else ever signs; whoever held a post that signs on that day (a head, a deputy, by "
        "order or by proxy).",
    ),
    innocent_if=Text(
        "Được giao ký thừa lệnh, thừa ủy quyền loại văn bản này; đơn vị nhỏ, lãnh đạo tự soạn; nhập nhầm người ký.",
        "Charged with signing this kind of document by order or by proxy; a small unit whose head drafts; the "
        "signer was entered wrongly.",
    ),
    verify=Text(
        "Xem quyết định phân công, ủy quyền ký có hiệu lực vào ngày đó; xem chữ ký và con dấu trên bản chính.",
        "Look for the assignment or proxy in force that day; look at signature and seal on the original.",
    ),
    needs=Needs(columns=("issued_documents.drafter", "issued_documents.signer")),
    cases=cases,
    pattern=Pattern(
        ("official", "unit"),
        Text("văn bản có ghi người soạn và người ký", "documents that name drafter and signer"),
        Text("do chính người soạn ký", "were signed by their own drafter"),
        strata=((),),
        settings=replace(RARE, min_opportunities=10),
    ),
    example=Example(
        Text(
            "Mười người soạn mỗi người 20 văn bản, lãnh đạo L1 ký. D9 soạn 20 văn bản, tự ký 12.",
            "Ten people draft 20 documents each, which leader L1 signs. D9 drafts 20 and signs 12 of them.",
        ),
        (),
        (Expected("pattern", "official", "D9", 20, 12),),
        tables={
            "issued_documents": tuple(
                {
                    "document": f"VB-{drafter}-{number}",
                    "issued_at": "2026-04-10T09:00:00",
                    "unit": "T-00",
                    "drafter": drafter,
                    "signer": drafter if number < own else "L1",
                    "kind": "decision",
                }
                for drafter, own in [*((f"A{i}", 0) for i in range(10)), ("D9", 12)]
                for number in range(20)
            ),
            "units": ({"unit": "T-00", "name": "Đơn vị T-00"},),
        },
    ),
)
