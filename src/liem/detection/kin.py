"""Whose relatives filed what: by the relations that officials have declared."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work, coded
from liem.detection.engine import Lazy, distinct


def filed_by_kin(work: Work) -> Lazy:
    """Every dossier filed by an agent who is an official's declared relative: ``d``, ``agent``, ``official``."""
    relations = work.source("relations").rename({"official": "official_code", "related_to": "agent_code"})
    relations = coded(work, relations, "official_code", "official", "official")
    relations = coded(work, relations, "agent_code", "agent", "agent").select("official", "agent")
    relations = distinct(relations.filter(~nw.col("official").is_null() & ~nw.col("agent").is_null()))
    filed = work.table("cases").filter(~nw.col("agent").is_null()).select("d", "agent")
    return filed.join(relations, on="agent", how="inner")
