"""``liem check``: what a person reads, in both languages, and what a script reads."""

import json

import pytest

from liem.dossiers.rejections import REASONS

pytestmark = pytest.mark.slow


def test_rows_not_accepted_are_shown_with_line_and_reason_and_give_status_3(source, check) -> None:
    source.write("events.csv", "dossier,at,activity\nH1,2026-03-02T08:00,received\nH1,soon,finished\n")
    said = check(source.folder)
    assert said.status == 3
    assert f"events | events.csv | at | 1 | 3 | soon | {REASONS['not_instant'].vi}" in said.out
    assert said.left_behind == []


def test_the_report_reads_in_english_too(source, check) -> None:
    said = check(source.folder, "--language", "en")
    assert "Every row was accepted." in said.out
    assert "Records from 2 Mar 2026, 08:00 to 5 Mar 2026, 10:00." in said.out
    assert "không" not in said.out


def test_quiet_says_nothing_and_keeps_the_status(source, check) -> None:
    source.write("events.csv", "dossier,at,activity\nH1,2026-03-02T08:00,received\nH1,soon,finished\n")
    said = check(source.folder, "--quiet")
    assert (said.status, said.out, said.err) == (3, "", "")


def test_json_holds_tables_findings_and_every_row_not_accepted(source, check, tmp_path) -> None:
    source.write("events.csv", "dossier,at,activity\nH1,2026-03-02T08:00,received\n" + "H1,soon,finished\n" * 3)
    assert check(source.folder, "--json", tmp_path / "report.json", "--quiet").status == 3
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["tables"]["events"]["rejected"] == 3
    assert [row["line"] for row in report["rejections"]] == [3, 4, 5]
    assert {"code", "severity", "n", "of", "vi", "en", "examples"} == set(report["findings"][0])


def test_json_without_rejections_is_json_too(source, check, tmp_path) -> None:
    assert check(source.folder, "--json", tmp_path / "report.json").status == 0
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["rejections"] == []


def test_a_report_that_cannot_be_written_is_one_plain_line(source, check, tmp_path) -> None:
    said = check(source.folder, "--json", tmp_path / "nowhere" / "report.json")
    assert said.status == 2
    assert "report.json: cannot be written" in said.err


def test_the_source_is_left_as_it_was(source, check) -> None:
    before = {path.name: path.read_bytes() for path in source.folder.iterdir()}
    check(source.folder)
    assert {path.name: path.read_bytes() for path in source.folder.iterdir()} == before


@pytest.mark.parametrize("value", ["[bold]x[/bold]", "=1+1", "a|b\\n"])
def test_values_are_shown_as_they_are(source, check, value) -> None:
    source.write("events.csv", f"dossier,at,activity\nH1,2026-03-02T08:00,received\nH1,{value},finished\n")
    assert value in check(source.folder).out
