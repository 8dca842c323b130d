"""Refused input is told in the reader's language, and no sentence of the readers lacks its Vietnamese."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from liem.house.refusals import CATALOGUE, spoken, terminal_language

SOURCE = Path(__file__).parents[3] / "src" / "liem"
DOCUMENT = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        (
            "/x/e.csv, line 1, column at: no column named at; add it, or name the column that holds it in a mapping",
            "/x/e.csv, dòng 1, cột at: không có cột tên at; hãy thêm cột, hoặc nêu cột tương ứng trong tệp ánh xạ",
        ),
        (
            "/a: b/events.csv: named as CSV, but it is a binary file; give it the name of what it is",
            "/a: b/events.csv: tên là CSV nhưng thực ra là tệp nhị phân; hãy đặt tên đúng với loại tệp",
        ),
        (
            "x.xes, line 1: the XML declares a document type, which could reach for other files; remove the DOCTYPE; "
            "an event log needs none",
            "x.xes, dòng 1: tệp XML khai báo kiểu tài liệu (DOCTYPE), có thể với tới tệp khác; hãy bỏ DOCTYPE; nhật ký "
            "sự kiện không cần",
        ),
        (
            "e.csv, line 2, column at: no row can be accepted, here: a required value is missing; mend the column, or "
            "name a mapping",
            "e.csv, dòng 2, cột at: không nhận được dòng nào, lý do: thiếu giá trị bắt buộc; hãy sửa cột, hoặc nêu tệp "
            "ánh xạ",
        ),
        ("something nobody foresaw: {0} {}", "something nobody foresaw: {0} {}"),
    ],
)
def test_a_refusal_is_turned_with_its_place_and_its_remedy(english: str, vietnamese: str) -> None:
    assert spoken(english, "vi") == vietnamese
    assert spoken(english, "en") == english


def _text(node: ast.expr | None) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def _sentences() -> Iterator[tuple[str, str]]:
    """(section, sentence) of every refusal the readers write, in calls and in the names they are kept under before."""
    for path in sorted(SOURCE.joinpath("dossiers").rglob("*.py")):
        if "simulation" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in {"InputError", "_wrong"}:
                    yield from _known(("what", node.args[0]), *(("remedy", one) for one in node.args[2:3]))
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in {"what", "remedy"}:
                yield from _known((getattr(node.targets[0], "id", ""), node.value))


def _known(*found: tuple[str, ast.expr]) -> Iterator[tuple[str, str]]:
    for section, node in found:
        branches = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
        yield from ((section, text) for branch in branches if (text := _text(branch)) is not None)


def test_no_refusal_of_the_readers_lacks_its_vietnamese() -> None:
    sentences = set(_sentences())
    assert len(sentences) > 100
    known = DOCUMENT["what"].keys() | DOCUMENT["remedy"].keys() | DOCUMENT["words"].keys()
    assert [(section, text) for section, text in sorted(sentences) if text not in known and text != "'{}'"] == []


@pytest.mark.parametrize("section", ["what", "remedy"])
def test_the_vietnamese_has_as_many_places_as_the_english(section: str) -> None:
    entries = DOCUMENT[section].items()
    assert [english for english, vietnamese in entries if english.count("{}") != vietnamese.count("{}")] == []


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        ({"LIEM_LANGUAGE": "vi", "LANG": "C"}, "vi"),
        ({"LIEM_LANGUAGE": "en", "LANG": "vi_VN.UTF-8"}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LC_ALL": "C.UTF-8", "LANG": "vi_VN.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_terminal_is_spoken_to_in_its_own_language(
    settings: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LIEM_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert terminal_language() == language


def test_the_command_line_says_it_in_vietnamese(tmp_path: Path) -> None:
    refused = subprocess.run(
        [sys.executable, "-c", "from liem.house.command_line import main; main()", "check", str(tmp_path)],
        env={"LIEM_LANGUAGE": "vi", "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
    )
    assert refused.returncode == 2
    assert refused.stderr.endswith(
        "thư mục không có bảng nào của định dạng trao đổi; hãy đặt dossiers.csv and events.csv (or .csv.gz, .parquet) "
        "vào đó\n"
    )


REFUSALS = {"UserError", "NoKeyYet", "RefusedFile"}
"""What rooms with pages raise with a sentence of their own (other refusals carry those of a reader or a server)."""


def _untranslated(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS and node.args:
            said = _text(node.args[0])
            if said is not None and re.search(r"[a-z]", said.replace("{}", "")):
                yield f"{path.relative_to(SOURCE)}, line {node.lineno}: {said}"


@pytest.mark.parametrize(
    "room", sorted(path.parent.name for path in SOURCE.glob("*/locale") if path.parent.name != "house")
)
def test_what_a_room_with_pages_refuses_goes_through_its_catalogue(room: str) -> None:
    """Pages show these sentences as they are: one that is not translated is English on a Vietnamese page."""
    assert [one for path in sorted(SOURCE.joinpath(room).rglob("*.py")) for one in _untranslated(path)] == []
