"""Who may sign by the post they hold: those who lead, and those to whom signing is delegated.

A post is free text of the register of officials. Decree 30/2020/NĐ-CP, article 13, lets the head, a deputy, and by
order or proxy the head of a part of the office sign.
"""

import re

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.engine import Lazy, distinct

_SIGNING = re.compile(
    r"\b(trưởng|phó|chủ tịch|giám đốc|chánh|lãnh đạo|thừa lệnh|thừa [uủ]y|[uủ][yỷ] quyền"
    r"|head|chief|chair|director|deputy|delegated|proxy)",
    re.IGNORECASE,
)


def signs_by_post(post: str) -> bool:
    """Whether whoever holds the ``post`` signs documents, as far as its name tells."""
    return bool(_SIGNING.search(post))


def signing_posts(work: Work) -> Lazy | None:
    """``official`` (as written), ``since`` and ``until`` (days, null where open) of every post that signs; ``None``
    where the records name no such post.
    """
    if not work.has("officials"):
        return None
    rows = work.source("officials").select("official", "post", since="from", until="to")
    rows = rows.filter(~nw.col("post").is_null())
    posts = work.engine.collect(distinct(rows, "post")).column("post").to_pylist()
    signing = sorted(post for post in posts if signs_by_post(post))
    return rows.filter(nw.col("post").is_in(signing)).drop("post") if signing else None
