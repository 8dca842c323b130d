"""``liem evidence``: the sheet of any lead as a document, without a database, the same bytes every time."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import Result
from docx import Document
from tests.sheet.conftest import Looked

from liem.base import formats
from liem.detection.catalogue import indicators

KNOWN = {one.id: one for one in indicators()}
Evidence = Callable[..., Result]
pytestmark = pytest.mark.slow


def written(looked: Looked, evidence: Evidence, out: Path, lead: str, form: str, *more: str) -> bytes:
    answer = evidence(
        looked.out, "--lead", lead, "--records", looked.records.folder, "--format", form, "--out", out, *more
    )
    assert answer.exit_code == 0, answer.output
    return out.read_bytes()


def text_of(docx: bytes) -> str:
    document = Document(io.BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("form", ["html", "docx", "json"])
def test_the_same_lead_is_the_same_bytes_whenever_and_from_whatever_copy(
    form: str, looked: Looked, evidence: Evidence, tmp_path: Path
) -> None:
    lead = looked.lead(grade="single")
    first = written(looked, evidence, tmp_path / "1", lead, form)
    again = written(looked, evidence, tmp_path / "2", lead, form)
    raw = evidence(looked.out, "--lead", lead, "--records", looked.source, "--format", form, "--out", tmp_path / "3")
    assert raw.exit_code == 0, raw.output
    assert first == again == (tmp_path / "3").read_bytes()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("grade", ["single", "breach"])
def test_every_figure_rule_and_origin_stands_in_all_three(
    grade: str, language: str, looked: Looked, evidence: Evidence, tmp_path: Path
) -> None:
    lead = looked.lead(grade=grade)
    more = ("--language", language)
    sheet = json.loads(written(looked, evidence, tmp_path / "x.json", lead, "json", *more))
    page = written(looked, evidence, tmp_path / "x.html", lead, "html", *more).decode()
    paper = text_of(written(looked, evidence, tmp_path / "x.docx", lead, "docx", *more))
    plain = (
        re.sub(r"<[^>]+>", "", page)
        .replace("&#x27;", "'")
        .replace("&quot;", '"')
        .replace("&lt;", "<")
        .replace("&gt;", ">")
    )
    said = [sheet["claim"], *sheet["not_said"], *sheet["questions"], *sheet["refuted_by"]]
    for sign in sheet["signs"]:
        assert sign["basis"] == KNOWN[sign["indicator"]].source[language]  # type: ignore[index]
        said += [
            sign["sentence"],
            sign["compared"],
            sign["basis"],
            sign["innocent_if"],
            sign["verify"],
            *sign["refuted_if"],
        ]
        said += (sign["figures"] or {"shown": {}})["shown"].values()
    said += [
        rule[name] for rule in sheet["act"]["rules"] for name in ("document", "article", "says", "confidence_said")
    ]
    said += [one["sentence"] for one in sheet["integrity"]]
    said += [sheet["origin"]["run"], sheet["origin"]["records"], *sheet["origin"]["tables"].values()]
    said += [entry["dossier"] for entry in sheet["entries"]]
    for words in said:
        assert words in plain, words
        assert words in paper, words


def test_the_document_says_before_all_that_it_is_no_finding(looked: Looked, evidence: Evidence, tmp_path: Path) -> None:
    paper = text_of(written(looked, evidence, tmp_path / "x", looked.lead(grade="breach"), "docx"))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in paper
    assert "Độc lập - Tự do - Hạnh phúc" in paper
    assert paper.index("không phải kết luận") < paper.index("1. Dấu hiệu")
    assert "tham nhũng" not in paper.split("Định nghĩa")[0].lower()


def test_the_word_file_is_sound_and_tells_no_time(looked: Looked, evidence: Evidence, tmp_path: Path) -> None:
    content = written(looked, evidence, tmp_path / "x", looked.lead(grade="breach"), "docx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = set(archive.namelist())
        kinds = archive.read("[Content_Types].xml").decode()
        for target in re.findall(r'PartName="/([^"]+)"', kinds):
            assert target in names
    properties = Document(io.BytesIO(content)).core_properties
    assert (properties.author, properties.created.year) == ("Liêm", 2000)


def test_a_sheet_on_one_pattern_names_no_person_anywhere(looked: Looked, evidence: Evidence, tmp_path: Path) -> None:
    officials = {row["official"] for row in pq.read_table(looked.records.path("officials")).to_pylist()}
    lead = looked.lead(grade="single", subject_kind="unit")
    for form in ("json", "html"):
        words = set(re.findall(r"[\w-]+", written(looked, evidence, tmp_path / form, lead, form).decode()))
        assert not officials & words
    paper = text_of(written(looked, evidence, tmp_path / "docx", lead, "docx"))
    assert not officials & set(re.findall(r"[\w-]+", paper))


def test_the_page_fetches_nothing_and_runs_nothing(looked: Looked, evidence: Evidence, tmp_path: Path) -> None:
    page = written(looked, evidence, tmp_path / "x", looked.lead(grade="single"), "html").decode()
    assert not re.search(r"<script|<link|<img|@import|src=|href=", page)
    assert page.count("<svg") > 2


def test_the_count_that_would_refute_a_pattern_follows_from_what_was_expected(
    looked: Looked, evidence: Evidence, tmp_path: Path
) -> None:
    lead = looked.lead(grade="single", subject_kind="unit")
    sheet = json.loads(written(looked, evidence, tmp_path / "x", lead, "json"))
    figures: dict[str, Any] = next(one["figures"] for one in sheet["signs"] if len(one["refuted_if"]) > 1)
    most = max(k for k in range(int(figures["observed"])) if k < 1.25 * figures["expected"])
    said = next(one["refuted_if"][0] for one in sheet["signs"] if one["figures"] == figures)
    assert f"từ {formats.number(most)} trường hợp trở xuống" in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"--lead": "l-none"}, "there is no lead 'l-none' here"),
        ({"DIR": "nowhere"}, "there is no run.json here"),
        ({"--records": "nowhere"}, "nowhere"),
        ({"--out": "no/such/folder/x.html"}, "name another file"),
    ],
)
def test_unusable_arguments_are_one_line_that_says_what_to_do(
    change: dict[str, str], said: str, looked: Looked, evidence: Evidence, tmp_path: Path
) -> None:
    words = {"DIR": looked.out, "--lead": looked.lead(grade="breach"), "--records": looked.records.folder}
    words |= {"--out": tmp_path / "x"} | change
    folder = words.pop("DIR")
    answer = evidence(folder, *(word for pair in words.items() for word in pair))
    assert answer.exit_code != 0
    assert said in str(answer.exception or answer.output)
    assert "\n" not in str(answer.exception)
    assert not (tmp_path / "x").exists()


def test_other_records_than_those_looked_through_are_refused(
    looked: Looked, evidence: Evidence, tmp_path: Path
) -> None:
    from liem.base.progress import Silent
    from liem.dossiers.records import read_records

    changed = tmp_path / "changed"
    changed.mkdir()
    for path in looked.source.iterdir():
        lines = path.read_text("utf-8").splitlines(keepends=True)
        (changed / path.name).write_text("".join(lines[:-1] if path.name == "events.csv" else lines), "utf-8")
    other = read_records(changed, tmp_path / "other", None, Silent())
    answer = evidence(
        looked.out, "--lead", looked.lead(grade="breach"), "--records", other.folder, "--out", tmp_path / "x"
    )
    assert "these are not the records that were looked through" in str(answer.exception)
