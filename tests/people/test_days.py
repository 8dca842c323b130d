"""Days are typed and shown the Vietnamese way; what programs write is understood, what is no day is refused."""

import pytest
from django import forms

from liem.people.days import DayField


class Form(forms.Form):
    on = DayField(required=False)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("24/02/2026", "2026-02-24"),
        ("4/2/2026", "2026-02-04"),
        ("24-02-2026", "2026-02-24"),
        ("2026-02-24", "2026-02-24"),
        ("24.2.2026", "2026-02-24"),
        ("29/02/2028", "2028-02-29"),
        ("", "None"),
    ],
)
def test_what_is_a_day(typed: str, day: str) -> None:
    form = Form({"on": typed})
    assert form.is_valid()
    assert str(form.cleaned_data["on"]) == day


@pytest.mark.parametrize("typed", ["02/24/2026", "30/02/2026", "29/02/2026", "24/02", "hôm nay", "24/02/26"])
def test_what_is_none(typed: str) -> None:
    form = Form({"on": typed})
    assert not form.is_valid()
    assert "24/02/2026" in form.errors["on"][0]
    assert f'value="{typed}"' in str(form["on"]), "what was typed stays"


def test_it_is_shown_as_it_is_written() -> None:
    from datetime import date

    assert 'value="24/02/2026"' in str(Form(initial={"on": date(2026, 2, 24)})["on"])
    assert 'value="24/02/2026"' in str(Form(initial={"on": "2026-02-24"})["on"])
    assert 'type="text"' in str(Form()["on"])
