"""The acts that have ended: what a basis is held against."""

from datetime import date
from pathlib import Path

import pytest

from liem.base.errors import InputError
from liem.law.ended_acts import ended_acts

ROW = '[[ended]]\nnumber = "1/2000/QH10"\nended = 2010-01-01\nreplaced = "2/2009/QH12"\nconfidence = "R"\n'


def test_an_act_that_took_the_place_of_another_ended_later_itself() -> None:
    days = {one.number: one.ended for one in ended_acts()}
    assert days["45/2013/QH13"] == date(2024, 8, 1)
    for one in ended_acts():
        assert days.get(one.replaced, date.max) > one.ended, one.number


def test_no_act_ended_before_the_year_of_the_one_that_replaced_it() -> None:
    for one in ended_acts():
        assert int(one.replaced.split("/")[1]) <= one.ended.year, one.number
        assert int(one.number.split("/")[1]) <= one.ended.year, one.number


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ROW + ROW, "1/2000/QH10 stands there twice"),
        (ROW.replace("2/2009/QH12", "1/2000/QH10"), "replaces itself"),
        (ROW.replace('"R"', '"sure"'), "unknown confidence 'sure'"),
        (ROW + 'since = "2000"\n', "unknown field 'since'"),
    ],
)
def test_a_wrong_row_is_told_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "ended.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=said):
        ended_acts(path)
