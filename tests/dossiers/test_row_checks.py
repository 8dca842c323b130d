"""Every row is looked at; one that is not accepted is reported with its true line, column and reason."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.dossiers.conftest import DOSSIERS, rejected

from liem.dossiers.rejections import REASONS, sentence

pytestmark = pytest.mark.slow

HEAD = "dossier,procedure,unit,applicant,received_at,due_at,finished_at,channel,fee_charged,resubmission_of\n"
GOOD = "H1,P1,U1,A1,2026-03-02T08:00:00+07:00,,,,,\nH2,P1,U1,A2,2026-03-03T09:00:00+07:00,,,,,\n"


BAD = [
    (",P1,U1,A3,2026-03-02T08:00,,,,,", "dossier", "missing"),
    ("H3,P1,U1,A3,,,,,,", "received_at", "missing"),
    ("H3,P1,U1,A3,02/03/2026 08:00,,,,,", "received_at", "not_instant"),
    ("H3,P1,U1,A3,2026-02-30T08:00,,,,,", "received_at", "not_instant"),
    ("H3,P1,U1,A3,2026-03-02T08:00 Europe/Berlin,,,,,", "received_at", "not_instant"),
    ("H3,P1,U1,A3,infinity,,,,,", "received_at", "not_instant"),
    ("H3,P1,U1,A3,1026-03-02T08:00,,,,,", "received_at", "out_of_time"),
    ("H3,P1,U1,A3,2026-03-02T08:00,,,telegraph,,", "channel", "not_listed"),
    ("H3,P1,U1,A3,2026-03-02T08:00,,,,12.5,", "fee_charged", "not_whole"),
    ("H3,P1,U1,A3,2026-03-02T08:00,,,,1e3,", "fee_charged", "not_whole"),
    ("H3,P1,U1,A3,2026-03-02T08:00,,,,99999999999999999999,", "fee_charged", "not_whole"),
    ("H3,P1,U1,A3,2026-03-02T08:00,,,,-5,", "fee_charged", "negative"),
    (f"{'H' * 129},P1,U1,A3,2026-03-02T08:00,,,,,", "dossier", "too_long"),
    ("H3,P1,U1,A3,2026-03-02T08:00,,2026-03-02T07:59,,,", "finished_at", "finished_early"),
    ("H1,P1,U1,A3,2026-03-02T08:00,,,,,", "dossier", "same_key"),
    ("H3,P1,U1,A3,2026-03-02T08:00", "", "wrong_number_of_values"),
    ('H3,P1,U"1,A3,2026-03-02T08:00,,,,,', "", "bad_quote"),
    ("H3,P1,U1\x00,A3,2026-03-02T08:00,,,,,", "", "nul"),
]


def test_each_dossier_that_cannot_be_accepted_is_named_with_line_column_and_reason(source) -> None:
    source.write("dossiers.csv", HEAD + GOOD + "".join(row + "\n" for row, _, _ in BAD))
    records = source.read()
    expected = [("dossiers", line, column, REASONS[reason].en) for line, (_, column, reason) in enumerate(BAD, 4)]
    assert sorted(rejected(records)) == sorted(expected)
    assert records.rows["dossiers"] == 2
    assert records.summary["tables"]["dossiers"]["read"] == 2 + len(BAD)


def test_the_line_is_the_physical_one_even_after_line_breaks_inside_values(source) -> None:
    source.write(
        "events.csv",
        'dossier,at,activity,reason\r\nH1,2026-03-02T08:00,received,"một\r\nhai\r\n\r\nba"\r\n\r\nH1,soon,forwarded,\r\n',
    )
    assert source.rejected() == [("events", 7, "at", REASONS["not_instant"].en)]


def test_the_value_is_reported_and_cut_to_200_characters(source) -> None:
    source.write("dossiers.csv", HEAD + GOOD + f"H3,P1,U1,A3,{'x' * 500},,,,,\n")
    row = pq.read_table(source.read().path("rejections")).to_pylist()[0]
    assert row["value"] == "x" * 200
    assert row["file"] == "dossiers.csv"


def test_an_event_of_an_unknown_dossier_is_not_accepted(source) -> None:
    source.write("events.csv", "dossier,at,activity\nH1,2026-03-02T08:00,received\nH9,2026-03-02T08:00,received\n")
    assert source.rejected() == [("events", 3, "dossier", REASONS["unknown_dossier"].en)]


def test_events_of_a_dossier_that_was_not_accepted_say_so(source) -> None:
    source.write("dossiers.csv", HEAD + GOOD + "H3,P1,U1,A3,never,,,,,\n")
    source.write("events.csv", "dossier,at,activity\nH1,2026-03-02T08:00,received\nH3,2026-03-02T08:00,received\n")
    assert ("events", 3, "dossier", REASONS["dossier_rejected"].en) in source.rejected()


def test_a_dossier_of_an_unknown_procedure_is_refused_only_where_there_is_a_table_of_procedures(source) -> None:
    source.write("dossiers.csv", HEAD + GOOD + "H3,P9,U1,A3,2026-03-02T08:00,,,,,\n")
    assert source.rejected() == []
    source.write("procedures.csv", "procedure,name,limit_working_days,required_documents\nP1,Cấp phép,10,D1;D2\n")
    assert source.rejected() == [("dossiers", 4, "procedure", REASONS["unknown_procedure"].en)]


def test_a_dossier_whose_procedure_was_refused_says_so(source) -> None:
    source.write("procedures.csv", "procedure,name,limit_working_days,required_documents\nP1,Giấy,5,\nP2,Phép,năm,\n")
    source.write(
        "dossiers.csv",
        DOSSIERS + "H3,P2,U1,A3,2026-03-03T09:00:00+07:00,\n",
    )
    assert source.rejected() == [
        ("procedures", 3, "limit_working_days", REASONS["not_whole"].en),
        ("dossiers", 4, "procedure", REASONS["procedure_rejected"].en),
    ]


def test_unknown_officials_units_and_documents_are_left_to_the_integrity_report(source) -> None:
    source.write("officials.csv", "official,unit\nC7,U7\n")
    source.write("units.csv", "unit,name\nU7,Xã Bảy\n")
    assert source.rejected() == []


def test_an_event_more_than_a_day_before_receipt_is_refused_and_one_within_the_day_is_not(source) -> None:
    source.write(
        "events.csv",
        "dossier,at,activity\nH1,2026-03-01T09:00,guidance_given\nH1,2026-03-01T07:00,guidance_given\n"
        "H2,2026-03-03T09:00,received\n",
    )
    assert source.rejected() == [("events", 3, "at", REASONS["before_receipt"].en)]


def test_of_events_equal_in_every_column_the_first_stays(source) -> None:
    row = "H1,2026-03-02T08:00,received,C1,"
    source.write("events.csv", f"dossier,at,activity,official,reason\n{row}\n{row}x\n{row}\n{row}\n")
    assert source.rejected() == [
        ("events", 4, "dossier", REASONS["same_event"].en),
        ("events", 5, "dossier", REASONS["same_event"].en),
    ]


def test_one_procedure_may_have_several_versions_but_not_two_of_the_same_day(source) -> None:
    head = "procedure,name,limit_working_days,required_documents,valid_from\n"
    source.write("procedures.csv", head + "P1,A,10,,2020-01-01\nP1,B,7,,2026-01-01\nP1,C,5,,2026-01-01\n")
    assert source.rejected() == [("procedures", 4, "procedure", REASONS["same_key"].en)]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("sensitive", "maybe", "not_flag"),
        ("valid_from", "31/12/2025", "not_day"),
        ("valid_from", "2026-1-1", "not_day"),
        ("max_supplement_requests", "two", "not_whole"),
    ],
)
def test_flags_days_and_numbers_of_registers_are_checked_too(source, column, value, reason) -> None:
    head = f"procedure,name,limit_working_days,required_documents,{column}\n"
    source.write("procedures.csv", head + f"P1,A,10,D1,\nP2,A,10,D1,{value}\n")
    assert source.rejected() == [("procedures", 3, column, REASONS[reason].en)]


def test_rows_of_parquet_are_counted_from_one_and_their_nul_bytes_found(source) -> None:
    source.drop("events.csv")
    rows = {"dossier": ["H1", "H1", "H2"], "at": ["2026-03-02T08:00"] * 2 + ["soon"], "activity": ["a", "b\x00", "c"]}
    pq.write_table(pa.table(rows), source.folder / "events.parquet")
    assert source.rejected() == [
        ("events", 2, "activity", REASONS["nul"].en),
        ("events", 3, "at", REASONS["not_instant"].en),
    ]


def test_read_is_accepted_and_rejected_together_in_every_table(source) -> None:
    source.write("dossiers.csv", HEAD + GOOD + "H3,P1,U1,A3,never,,,,,\nH4,P1\n")
    for table in source.read().summary["tables"].values():
        assert table["read"] == table["accepted"] + table["rejected"] + table["left_out"]


def test_every_reason_reads_in_vietnamese() -> None:
    for reason in REASONS.values():
        assert sentence(reason.en, "vi") == reason.vi != reason.en
        assert sentence(reason.en, "en") == reason.en
