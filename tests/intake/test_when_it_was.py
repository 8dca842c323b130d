"""The citizen's answer to “when was it?”: everything people write is taken, but a day that cannot be."""

import pytest
from django.utils import translation

from liem.base import clock
from liem.intake.forms import WhenForm

YEAR = clock.today().year


@pytest.mark.parametrize(
    "text",
    ["", f"1/1/{YEAR}", "24/2", "24.02.2025", "24-2-25", "ngày 24/2/2025", "tháng 2/2025", "2/2025", "tháng Ba",
     "không nhớ chính xác", "từ đầu năm đến nay", "khoảng 24/02 hay 25/02", "2025-02-24", "1/2 buổi sáng", "29/2"],
)  # fmt: skip
def test_is_taken_as_it_was_typed(text: str) -> None:
    form = WhenForm({"when": text})
    assert form.is_valid()
    assert form.cleaned_data["when"] == text


@pytest.mark.parametrize("text", ["30/02/2025", "31/4", "02/24/2025", "0/5", "13/2025", "45/45/2025", "1/1/1066"])
def test_a_day_that_no_calendar_has_is_told_in_one_sentence(text: str) -> None:
    with translation.override("vi"):
        assert WhenForm({"when": text}).errors["when"] == [
            "Không có ngày này. Hãy viết ngày trước, tháng sau: 24/02/2026. Hoặc ghi bằng chữ."
        ]


@pytest.mark.parametrize("text", [f"1/1/{YEAR + 1}", f"tháng 2/{YEAR + 1}"])
def test_a_day_to_come_is_a_slip(text: str) -> None:
    with translation.override("vi"):
        assert WhenForm({"when": text}).errors["when"] == ["Ngày này chưa đến. Hãy xem lại năm, hoặc ghi bằng chữ."]
