"""In real Chromium: nothing is cut off or too small to read, wide and on a phone, and axe has no complaint."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

import liem
from tests.charts.pictures import CHARTS

pytestmark = pytest.mark.browser

ROOT = Path(liem.__file__).parent
SHEETS = (ROOT / "house/static/liem/liem.css", ROOT / "detection/charts/static/charts.css")

_TEXTS = """() => {
  const drawn = [...document.querySelectorAll('.chart svg')].filter(svg => svg.getBoundingClientRect().width);
  return drawn.flatMap(svg => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('text')].map(text => {
      const box = text.getBoundingClientRect();
      const size = parseFloat(getComputedStyle(text).fontSize) * frame.width / svg.viewBox.baseVal.width;
      const aside = Math.max(frame.left - box.left, box.right - frame.right);
      return [text.textContent, Math.max(aside, frame.top - box.top, box.bottom - frame.bottom), size];
    });
  });
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def shown(page: Page, language: Any, width: int) -> Page:
    css = "".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
    body = "".join(f'<section class="card"><h2>{name}</h2>{draw(language)}</section>' for name, draw in CHARTS.items())
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>Charts</title>'
        f'<meta name="viewport" content="width=device-width"><style>{css}</style>'
        f"<main><h1>Charts</h1>{body}</main></html>"
    )
    return page


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [1280, 700, 560, 340])
def test_words_stay_whole_and_legible(page: Page, language: str, width: int) -> None:
    texts = shown(page, language, width).evaluate(_TEXTS)
    assert len(texts) > 100
    assert [(words, out) for words, out, _ in texts if out > 2] == []
    assert min(size for words, _, size in texts if not words.isdigit()) >= 10.5
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [1280, 340])
def test_axe_has_no_complaint(page: Page, width: int) -> None:
    found = Axe().run(shown(page, "vi", width))
    assert found.violations_count == 0, found.generate_report()
