"""Counts of reports: read strictly, counted once, and joined with the records' own signs."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.detection.worked_examples import record_set

from liem.base.errors import InputError
from liem.detection.catalogue import indicators
from liem.detection.figures import Figure
from liem.detection.indicator import SubjectKind
from liem.detection.leads import from_patterns
from liem.detection.reports import SCHEMA, read_report_counts
from liem.detection.run import Options, detect
from liem.detection.second_source import with_second_source

BY_ID = {one.id: one for one in indicators()}
HEADER = "subject_kind,subject,period_from,period_to,source,n,n_independent,exposure\n"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "counts.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_file_of_counts_is_read_with_its_types(tmp_path: Path) -> None:
    counts = read_report_counts(written(tmp_path, "official,C1,2026-01-01,2026-03-31,report,5,3,"))
    assert counts.schema == SCHEMA
    assert counts.to_pylist()[0]["period_to"] == date(2026, 3, 31)
    assert counts.to_pylist()[0]["exposure"] is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("official,C1,2026-01-01,2026-03-31,report,five,3,", "line 2, column n: 'five' is no whole number"),
        ("official,C1,2026-01-01,soon,report,5,3,", "line 2, column period_to: 'soon' is no day"),
        ("person,C1,2026-01-01,2026-03-31,report,5,3,", "line 2: subject_kind person is none of official"),
        ("official,C1,2026-01-01,2026-03-31,gossip,5,3,", "line 2: source gossip is none of report"),
        ("official,C1,2026-01-01,2026-03-31,report,3,5,", "line 2: n_independent must lie between 0 and n"),
        ("official,C1,2026-04-01,2026-03-31,report,5,3,", "line 2: period_from is after period_to"),
        ("official,,2026-01-01,2026-03-31,report,5,3,", "line 2: column subject is empty"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_by_line(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(InputError, match=said.replace("(", r"\(")):
        read_report_counts(written(tmp_path, line))


def test_a_file_without_a_column_says_which(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text("subject_kind,subject\nofficial,C1\n", encoding="utf-8")
    with pytest.raises(InputError, match="has no column period_from"):
        read_report_counts(path)


def test_a_table_given_beside_the_records_is_used_and_unknown_subjects_are_told(tmp_path: Path) -> None:
    records = record_set(BY_ID["B10"].example, tmp_path)
    rows = [("official", who, date(2026, 3, 1), date(2026, 6, 30), "report", 4, 4, None) for who in ("A4", "NOBODY")]
    columns = [pa.array(values, one.type) for values, one in zip(zip(*rows, strict=True), SCHEMA, strict=True)]

    run = detect(records, tmp_path / "out", Options(indicators="B10"), reports=pa.table(columns, schema=SCHEMA))

    figures = pq.read_table(tmp_path / "out" / "indicators.parquet").to_pylist()
    assert {row["subject"]: row["observed"] for row in figures if row["subject_kind"] == "official"}["A4"] == 4
    assert run.rejected == 1
    (refused,) = json.loads((tmp_path / "out" / "skipped.json").read_text("utf-8"))["rows"]
    assert (refused["value"], refused["reason"]) == ("NOBODY", "the records know no official NOBODY")


def signal(indicator: str, kind: str, subject: str) -> dict[str, object]:
    return {
        "signal": f"{indicator}-{subject}",
        "indicator": indicator,
        "act": BY_ID[indicator].act,
        "subject_kind": kind,
        "subject": subject,
        "unit": "X-1",
    }


def test_reports_and_records_about_the_same_official_make_a_convergent_lead_under_the_act_of_the_records() -> None:
    (lead,) = from_patterns([signal("B10", "official", "C7"), signal("C1", "official", "C7")], BY_ID)
    assert (lead["subject"], lead["grade"], lead["act"]) == ("C7", "convergent", "C")
    assert lead["sources"] == ["citizen", "log"]


def test_reports_about_an_official_speak_of_the_pair_too() -> None:
    leads = from_patterns([signal("B10", "official", "C7"), signal("B5", "pair", "C7|G1")], BY_ID)
    assert [(lead["subject_kind"], lead["grade"]) for lead in leads] == [("pair", "convergent")]


def test_reports_alone_name_nobody() -> None:
    (lead,) = from_patterns([signal("B10", "official", "C7")], BY_ID)
    assert (lead["subject_kind"], lead["grade"]) == ("unit", "single")


def test_call_backs_and_reports_are_one_source() -> None:
    (lead,) = from_patterns([signal("B10", "unit", "X-1"), signal("B8", "unit", "X-1")], BY_ID)
    assert lead["grade"] == "single"


def test_a_procedure_that_people_and_records_point_at_is_convergent() -> None:
    (lead,) = from_patterns([signal("B10", "procedure", "P1"), signal("C6", "procedure", "P1")], BY_ID)
    assert (lead["subject_kind"], lead["grade"]) == ("procedure", "convergent")


def figure(indicator: str, kind: SubjectKind, subject: str, p: float, *, named: bool, observed: float = 12) -> Figure:
    """A figure of a run; what is not told of it does not matter here."""
    sizes = dict.fromkeys(("effect", "effect_low", "effect_high", "shrunk", "shrunk_low", "shrunk_high"), 4.0)
    return Figure(
        indicator=BY_ID[indicator],
        subject_kind=kind,
        subject=subject,
        keys=(0,),
        unit=0,
        n=100,
        observed=observed,
        expected=2.0,
        p=p,
        q=0.5,
        eligible=True,
        reason="",
        named=named,
        procedure_review=False,
        **sizes,
    )


def test_reports_are_asked_about_those_the_records_point_at_and_about_nobody_else() -> None:
    before = [
        figure("B5", "pair", "C1|G1", 1e-6, named=True),
        figure("B10", "official", "C1", 0.01, named=True),
        figure("B10", "official", "C2", 0.01, named=True),
        figure("B10", "official", "C3", 0.2, named=True),
        figure("C1", "official", "C3", 1e-6, named=True),
    ]
    settled = [replace(one, named=one.indicator.family != "citizen") for one in before]
    found = {(one.indicator.id, one.subject): one.named for one in with_second_source(before, settled, 0.05)}
    assert found["B10", "C1"], "one of two asked, p 0.01"
    assert not found["B10", "C2"], "the records say nothing of C2"
    assert not found["B10", "C3"], "asked, but the reports do not hold"


def test_two_reports_are_no_second_source() -> None:
    before = [
        figure("C1", "official", "C1", 1e-6, named=True),
        figure("B10", "official", "C1", 1e-6, named=True, observed=2),
    ]
    settled = [replace(one, named=one.indicator.family != "citizen") for one in before]
    assert [one.named for one in with_second_source(before, settled, 0.05)] == [True, False]
