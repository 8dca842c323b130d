"""The page of moves in the manual is the one the table gives."""

from pathlib import Path

from liem.cases.reference import pages
from liem.cases.states import MOVES, OPEN, Kind, Status

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def test_the_committed_page_is_the_generated_one():
    for name, text in pages().items():
        assert (REFERENCE / name).read_text(encoding="utf-8") == text, "run scripts/generate_reference.py"


def test_from_every_open_status_of_a_kind_an_end_can_be_reached():
    for kind in Kind:
        steps = {(move.old, move.new) for move in MOVES if move.kind == kind}
        reached = {Status.RECEIVED}
        for _round in Status:
            reached |= {new for old, new in steps if old in reached}
        assert reached - OPEN, kind
        for status in reached & OPEN:
            seen = {status}
            for _round in Status:
                seen |= {new for old, new in steps if old in seen}
            assert seen - OPEN, (kind, status)


def test_one_verb_leads_from_one_status_to_one_other():
    keys = [(move.kind, move.old, move.verb) for move in MOVES]
    assert len(keys) == len(set(keys))
