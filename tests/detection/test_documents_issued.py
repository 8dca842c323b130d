"""Documents issued: whose signing is asked about, and among which documents a dead basis is counted."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.detection.test_offices_write_unlike import figures

from liem.detection.signing_posts import signs_by_post

DRAFTERS = tuple(f"D{i}" for i in range(10))


UNITS = ({"unit": "X-01", "name": "Sở", "level": "department"},)


def drafted(who: str, number: int, **more: str) -> dict[str, Any]:
    day = date(2026, 3, 2) + timedelta(days=number)
    return {
        "document": f"VB-{who}-{number}",
        "issued_at": f"{day}T09:00:00",
        "unit": "X-01",
        "drafter": who,
        "signer": "L1",
        "kind": "decision",
        **more,
    }


@pytest.mark.parametrize(
    ("post", "since", "asked"),
    [
        ("Phó Trưởng phòng", "2020-01-01", False),
        ("Chuyên viên (ký thừa ủy quyền)", "2020-01-01", False),
        ("Phó Trưởng phòng", "2027-01-01", True),
        ("Chuyên viên", "2020-01-01", True),
    ],
)
def test_who_holds_a_post_that_signs_is_not_asked_why(post: str, since: str, asked: bool, tmp_path: Path) -> None:
    papers = [drafted(who, number) for who in DRAFTERS for number in range(20)]
    papers += [drafted("D99", number, signer="D99" if number % 2 else "L1") for number in range(20)]
    posts = ({"official": "D99", "unit": "X-01", "post": post, "from": since},)
    found = figures(tmp_path, "A9", tables={"issued_documents": tuple(papers), "units": UNITS, "officials": posts})
    assert ("D99" in found) == asked
    assert found["D0"]["n"] == 20


@pytest.mark.parametrize(
    ("post", "signs"),
    [
        ("Chủ tịch UBND xã", True),
        ("Giám đốc Sở", True),
        ("Phó Chánh Văn phòng", True),
        ("Deputy head of division", True),
        ("Chuyên viên tiếp nhận", False),
        ("Công chức địa chính", False),
        ("Phối hợp viên", False),
    ],
)
def test_a_post_tells_by_its_name_whether_it_signs(post: str, signs: bool) -> None:
    assert signs_by_post(post) == signs


def test_what_is_cited_beside_a_law_that_changed_is_of_its_field(tmp_path: Path) -> None:
    """All work on civil status, by a decree that is in force; some add the land law that had ended. Without the others
    each who did so would have done it every time.
    """
    papers = [
        drafted(who, number, legal_basis="60/2014/QH13;45/2013/QH13" if number < 2 else "60/2014/QH13")
        for who in DRAFTERS
        for number in range(40)
    ]
    other = [drafted("T1", number, legal_basis="39/2015/QH13") for number in range(40)]
    found = figures(tmp_path, "A3", tables={"issued_documents": tuple(papers + other), "units": UNITS})
    assert {(row["n"], row["observed"]) for row in found.values()} == {(40, 2)}
    assert "T1" not in found


def paper(who: str, day: date, number: int, basis: str) -> dict[str, Any]:
    return drafted(who, 0, legal_basis=basis) | {"document": f"{who}-{day}-{number}", "issued_at": f"{day}T09:00:00"}


BEFORE, SINCE = date(2025, 5, 5), date(2025, 9, 8)
"""The decree on the registration of enterprises ended on 1 July 2025."""


@pytest.mark.parametrize(
    ("moved_on", "events"), [(0, 0), (6, 10)], ids=["nobody cites the new decree", "most cite the new decree"]
)
def test_what_everybody_cites_on_counts_for_nobody(moved_on: int, events: int, tmp_path: Path) -> None:
    """Ten cite the decree before it ended; some cite its successor since, the others go on."""
    old, new = "01/2021/NĐ-CP", "168/2025/NĐ-CP"
    papers = [paper(who, BEFORE, n, old) for who in DRAFTERS for n in range(10)]
    for place, who in enumerate(DRAFTERS):
        papers += [paper(who, SINCE, n, new if place < moved_on else old) for n in range(10)]
    papers += [paper(f"L{i}", SINCE, n, "31/2024/QH15") for i in range(10) for n in range(20)]
    found = figures(tmp_path, "A3", tables={"issued_documents": tuple(papers), "units": UNITS})
    assert found["D9"]["observed"] == events
    notes = json.loads((tmp_path / "out" / "skipped.json").read_text("utf-8"))["notes"]
    assert [old in one["en"] for one in notes if one["code"] == "law_still_cited"] == ([] if events else [True])
