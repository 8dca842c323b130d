"""Charts are sound, accessible markup that tells what it shows in words, and not by colour alone."""

import re
from dataclasses import replace
from datetime import UTC
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from liem.base.formats import Language
from liem.detection import charts
from liem.detection.charts import Dot, Funnel, funnel, histogram, timeline
from liem.detection.charts.svg import LETTER
from tests.charts.pictures import BARS, CHARTS, LATE, LONG, OPEN, OTHERS

CSS = Path(charts.__file__).parent / "static" / "charts.css"
BOTH: list[Language] = ["vi", "en"]


def parsed(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)  # noqa: S314 (our own markup)


def images(markup: str) -> list[ElementTree.Element]:
    return [element for element in parsed(markup).iter() if element.tag == "svg"]


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("name", CHARTS)
class TestEveryChart:
    def test_is_drawn_for_a_page_half_a_page_and_a_phone(self, name: str, language: Language) -> None:
        drawn = images(CHARTS[name](language))
        assert [image.get("class") for image in drawn] in (
            ["chart-wide", "chart-middle", "chart-narrow"],
            ["chart-wide", "chart-middle chart-narrow"],
            ["spark"],
        )

    def test_names_and_describes_itself(self, name: str, language: Language) -> None:
        for image in images(CHARTS[name](language)):
            assert image.get("role") == "img"
            ids = {element.get("id"): "".join(element.itertext()) for element in image.iter() if element.get("id")}
            named = image.get("aria-label") or " ".join(ids[key] for key in str(image.get("aria-labelledby")).split())
            assert named.strip()

    def test_brings_no_style_no_script_and_nothing_to_click(self, name: str, language: Language) -> None:
        for element in parsed(CHARTS[name](language)).iter():
            assert element.tag in {
                "div",
                "svg",
                "title",
                "desc",
                "defs",
                "pattern",
                "rect",
                "line",
                "path",
                "circle",
                "text",
                "tspan",
            }
            assert not [key for key in element.attrib if key == "style" or key.startswith("on") or "href" in key]

    def test_keeps_every_word_and_shape_on_the_drawing(self, name: str, language: Language) -> None:
        for image in images(CHARTS[name](language)):
            width, height = (float(image.attrib[key]) for key in ("width", "height"))
            for element in image.iter("text"):
                words = "".join(element.itertext())
                x, length = float(element.attrib["x"]), len(words) * LETTER * 0.92
                left = {None: x, "middle": x - length / 2, "end": x - length}[element.get("text-anchor")]
                assert left >= -3, words
                assert left + length <= width + 3, words
                assert 0 <= float(element.attrib["y"]) <= height, words
            numbers = [
                float(part) for shape in image.iter("path") for part in re.findall(r"[ML](-?[\d.]+)", shape.attrib["d"])
            ]
            assert all(-1 <= x <= width + 1 for x in numbers)

    def test_uses_only_classes_that_the_style_sheet_or_the_parent_knows(self, name: str, language: Language) -> None:
        known = set(re.findall(r"\.([a-z][\w-]*)", CSS.read_text(encoding="utf-8")))
        plain = {"chart-tick", "timeline-plain", "chart-funnel", "chart-timeline", "chart-interval", "chart-bars"}
        used = {part for element in parsed(CHARTS[name](language)).iter() for part in element.get("class", "").split()}
        assert used <= known | plain | {"chart-months", "chart-histogram"}


def test_ids_stay_apart_on_a_page_with_all_charts_and_every_reference_is_there() -> None:
    page = "".join(draw(language) for draw in CHARTS.values() for language in BOTH)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


def test_the_same_figures_give_the_same_markup() -> None:
    assert all(draw("vi") == draw("vi") for draw in CHARTS.values())


def test_words_of_the_records_are_escaped() -> None:
    assert "&lt;b&gt;" in timeline(LATE)
    assert "&lt;khác&gt;" in CHARTS["bars"]("vi")
    assert BARS[1].label in {"".join(text.itertext()) for text in parsed(CHARTS["bars"]("vi")).iter("text")}


@pytest.mark.parametrize(
    ("dot", "spread", "said"),
    [
        (Dot(41, 17.2), 0.0, "trên giới hạn 99,8 %"),
        (Dot(41, 17.2), 0.5, "trong giới hạn 95 %"),
        (Dot(27, 17.2), 0.0, "trên giới hạn 95 %"),
        (Dot(18, 17.2), 0.0, "trong giới hạn 95 %"),
        (Dot(2, 17.2), 0.0, "dưới giới hạn 99,8 %"),
    ],
)
def test_the_funnel_says_where_the_subject_stands(dot: Dot, spread: float, said: str) -> None:
    assert said in funnel(Funnel(dot, OTHERS, spread), "x", "vi")


def test_the_funnel_shows_others_as_dots_without_words() -> None:
    image = images(funnel(Funnel(Dot(5, 4.0), OTHERS), "Đối tượng", "vi"))[0]
    dots = next(path for path in image.iter("path") if path.get("class") == "funnel-others")
    assert dots.attrib["d"].count("M") == len(OTHERS)
    assert [title.text for title in image.iter("title")] == ["Đối tượng"]


def test_wider_honest_differences_open_the_funnel() -> None:
    def upper(spread: float) -> float:
        image = images(funnel(Funnel(Dot(200, 50.0), [], spread), "x"))[0]
        edge = next(path for path in image.iter("path") if path.get("class") == "funnel-limit-998")
        return float(edge.attrib["d"].split("L")[-1].split()[1])

    assert upper(0.3) < upper(0.0), "higher on the page"


def test_where_cases_are_a_large_share_of_dossiers_chance_reaches_less_far() -> None:
    dot = Dot(32, 20.0)
    assert "trên giới hạn 95 %" in funnel(Funnel(dot, OTHERS), "x")
    assert "trên giới hạn 99,8 %" in funnel(Funnel(dot, OTHERS, share=0.5), "x")
    assert "trong giới hạn 95 %" in funnel(Funnel(dot, OTHERS, 0.5, share=0.5), "x")


def test_the_timeline_draws_running_stopped_and_late_time_end_to_end_in_three_textures() -> None:
    markup = timeline(LATE)
    bar = [rect for rect in images(markup)[0].iter("rect") if rect.get("height") == "26"]
    edges = sorted((float(rect.attrib["x"]), float(rect.attrib["x"]) + float(rect.attrib["width"])) for rect in bar)
    assert all(abs(left[1] - right[0]) < 0.1 for left, right in pairwise(edges))
    kinds = [rect.get("class") for rect in sorted(bar, key=lambda rect: float(rect.attrib["x"]))]
    assert kinds == ["timeline-running", "timeline-stopped", "timeline-running", "timeline-late"]
    fills = {rect.get("class"): str(rect.get("fill", "")) for rect in bar}
    assert "hatch" in fills["timeline-stopped"]
    assert "dots" in fills["timeline-late"]


def test_the_timeline_gives_its_counts_in_words() -> None:
    assert "21 / 18 ngày làm việc · dừng tính thời hạn: 7 · quá hạn: 3" in timeline(LATE, "vi")
    assert "21 / 18 working days · clock stopped: 7 · past due: 3" in timeline(LATE, "en")
    assert "chưa xong" in timeline(OPEN, "vi")


def test_the_timeline_numbers_every_step_and_explains_it_below() -> None:
    words = ["".join(text.itertext()) for text in images(timeline(LATE, "vi"))[0].iter("text")]
    for number in range(1, len(LATE.steps) + 1):
        assert str(number) in words
        assert f"{number}." in words
    assert "07:45 01/07/2025" in words
    assert "Thẩm định" not in words


def test_the_timeline_shows_both_dates_where_the_promised_one_is_not_the_statutory_one() -> None:
    assert "Hạn: 04/07/2025" in timeline(OPEN, "vi")
    assert "Hẹn trả: 11/07/2025" in timeline(OPEN, "vi")
    assert "Hẹn trả" not in timeline(LATE, "vi")


def test_a_stop_that_never_ended_reaches_the_end_of_the_records() -> None:
    bar = [rect for rect in images(timeline(LONG))[0].iter("rect") if rect.get("height") == "26"]
    assert [rect.get("class") for rect in bar] == ["timeline-running", "timeline-stopped"]


def test_days_off_are_shaded_as_the_calendar_says() -> None:
    def shaded(is_working: object) -> int:
        markup = timeline(replace(LATE, is_working=is_working))
        return sum(rect.get("class") == "timeline-off" for rect in images(markup)[0].iter("rect"))

    assert shaded(lambda day: True) == 1, "the key alone"
    assert shaded(lambda day: day.weekday() < 5) > 10


def test_the_histogram_parts_days_in_time_from_days_past_due() -> None:
    markup = histogram({-2: 10, 0: 5, 1: 3}, "x", "vi")
    assert "Số hồ sơ: 18; trong hạn: 15; quá hạn: 3." in markup
    columns = [rect for rect in images(markup)[0].iter("rect") if rect.get("class") in ("bar", "timeline-late")]
    assert [rect.get("class") for rect in columns] == ["bar", "bar", "timeline-late"]


def test_no_share_is_marked_beyond_the_whole() -> None:
    words = {"".join(text.itertext()) for text in images(CHARTS["interval near all"]("en"))[0].iter("text")}
    assert "100%" in words
    assert not {"110%", "120%"} & words


def test_an_expected_count_of_nought_is_refused() -> None:
    with pytest.raises(ValueError, match="expected"):
        funnel(Funnel(Dot(1, 0.0)), "x")


def test_instants_of_another_zone_are_drawn_on_the_clocks_of_vietnam() -> None:
    elsewhere = replace(
        LATE,
        received=LATE.received.astimezone(UTC),
        steps=[replace(step, at=step.at.astimezone(UTC)) for step in LATE.steps],
    )
    assert timeline(elsewhere) == timeline(LATE)
