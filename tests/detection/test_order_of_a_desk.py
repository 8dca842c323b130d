"""Whoever has too much is late with everything and does it in turn; whoever holds back does later ones before."""

from pathlib import Path

import pytest
from tests.detection.test_offices_write_unlike import figures

from liem.detection.indicator import Story

COLLEAGUES = tuple(f"A{i}" for i in range(12))
IN_TIME = "0 received T1; 0 forwarded T1; 3 appraised {who}; 5 approved L1; 5 finished T1"
LATE = "0 received T1; 0 forwarded T1; {days} appraised {{who}}; {end} approved L1; {end} finished T1"


def late(days: int) -> str:
    return LATE.format(days=days, end=days + 2)


def desk(name: str, waits: list[int]) -> list[Story]:
    """One dossier a day, and how many days each lies with S0."""
    return [Story(f"{name}{start}", late(days), 1, ("S0",), start=start) for start, days in enumerate(waits)]


OTHERS = (
    Story("in-time", IN_TIME, 60, COLLEAGUES),
    *(Story(f"late{start}", late(20), 1, COLLEAGUES, start=3 * start) for start in range(3)),
)
IN_TURN = [20] * 60
HELD_BACK = [3, 20] * 30


@pytest.mark.parametrize(
    ("waits", "observed"), [(IN_TURN, 1), (HELD_BACK, 30)], ids=["all in their turn", "every second held back"]
)
@pytest.mark.parametrize("indicator", ["D1", "D4"])
def test_what_waited_its_turn_is_late_by_nobodys_doing(
    indicator: str, waits: list[int], observed: int, tmp_path: Path
) -> None:
    """Of the last to come the order tells nothing."""
    apology = Story("told", late(20).replace("; 22 finished", "; 22 apology_issued T1; 22 finished"), 1, ("A0",))
    found = figures(tmp_path, indicator, *OTHERS, *desk("d", waits), apology)
    assert found["S0"]["n"] == 60
    assert found["S0"]["observed"] == observed
    assert found["S0"]["flagged"] == (observed > 1)


def test_where_nothing_came_later_the_order_tells_nothing(tmp_path: Path) -> None:
    found = figures(tmp_path, "D1", *OTHERS, *desk("d", [3] * 59 + [20]))
    assert found["S0"]["observed"] == 1
