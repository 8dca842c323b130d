"""An official sets a second factor up, and signs in with it, by keyboard and eye alone."""

import base64
import re
import time
from collections.abc import Callable
from typing import Any

from liem.people.second_factor import rules


def code_of(key: str) -> str:
    secret = base64.b32decode(key.replace(" ", ""))
    return rules.code_at(secret, int(time.time()) // rules.STEP_SECONDS)


def test_set_up_sign_in_and_switch_off(visit: Callable[..., Any]) -> None:
    here = visit("phongngua", language="vi", width=360)
    here.go("/password/")
    here.page.click("text=Thiết lập xác thực hai yếu tố")
    key = here.page.inner_text("main ol code")
    assert re.fullmatch(r"([A-Z2-7]{4} ?){8}", key)
    assert here.page.locator("svg.qr path").count() >= 1
    here.page.fill("#id_password", here.site.password)
    here.page.fill("#id_code", code_of(key))
    here.page.click("main button[type=submit]")
    codes = here.page.locator("ul.codes code").all_inner_texts()
    assert len(set(codes)) == 10
    assert not here.is_wider_than_the_screen()

    there = visit("", language="vi", width=360)
    there.go("/sign-in/")
    there.page.fill("#id_sign_in_name", "phongngua")
    there.page.fill("#id_password", there.site.password)
    there.page.click("main button[type=submit]")
    there.page.wait_for_url("**/sign-in/code/")
    assert there.violations() == []
    assert not there.is_wider_than_the_screen()
    there.page.fill("#id_code", codes[0])
    there.page.click("main button[type=submit]")
    there.page.wait_for_url("**/desk/")

    there.go("/second-factor/")
    assert "Còn 9 mã dự phòng" in there.text()
    there.page.fill("#id_password", there.site.password)
    there.page.fill("#id_code", codes[1])
    there.page.click("main button.danger")
    assert "chỉ cần mật khẩu" in there.text()
