"""Nobody is named by what a machine did: accounts that receive at night, remind, close and pass on by themselves."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.figures import Figure
from liem.detection.office_hours import MOST, with_odd_hours

MACHINE = "machine"
"""The reason that stands with such a figure."""
POSTS = ("tài khoản dịch vụ", "tài khoản hệ thống", "tài khoản kỹ thuật", "(tự động)", "service account", "robot")
"""Words, in small letters, by which the register of officials tells a machine."""
ENOUGH, AT_ODD_HOURS = 100, 0.5
"""Steps from which on, and share of them at night and on days off from which on, it is no person who works so."""


def without_machines(work: Work, found: Sequence[Figure]) -> list[Figure]:
    """``found`` where who would be named is not, if it is a machine."""
    likely = {one.keys[0]: one.subject.split("|")[0] for one in found if _of_an_official(one) and one.named}
    machines = _by_post(work, likely) | _by_hours(work, likely) if likely else set()
    return [
        replace(one, named=False, eligible=False, reason=MACHINE)
        if _of_an_official(one) and one.keys[0] in machines
        else one
        for one in found
    ]


def _of_an_official(one: Figure) -> bool:
    return one.subject_kind in ("official", "pair")


def _by_post(work: Work, likely: dict[int, str]) -> set[int]:
    if not work.has("officials"):
        return set()
    rows = work.engine.collect(work.source("officials").select("official", "post")).to_pylist()
    told = {row["official"] for row in rows if any(word in (row["post"] or "").lower() for word in POSTS)}
    return {number for number, code in likely.items() if code in told}


def _by_hours(work: Work, likely: dict[int, str]) -> set[int]:
    """Where most officials work at odd hours it is the clock of the log that is wrong."""
    steps = work.table("steps").filter(~nw.col("official").is_null()).select("official", "at")
    counts = with_odd_hours(work, steps).group_by("official").agg(n=nw.len(), odd=nw.col("odd").sum())
    shares = {row["official"]: (row["n"], row["odd"] / row["n"]) for row in work.engine.collect(counts).to_pylist()}
    if median(share for _n, share in shares.values()) > MOST:
        return set()
    return {one for one, (n, share) in shares.items() if one in likely and n >= ENOUGH and share > AT_ODD_HOURS}
