"""Tables that a person takes away: XLSX whose texts stay texts, CSV that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse

from liem.imports.rules import safe_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60


def xlsx_answer(name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> FileResponse:
    """The rows as one sheet of a workbook, with a fixed head and a filter."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        _write_sheet(book, heads, list(rows))
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _write_sheet(book: xlsxwriter.Workbook, heads: Sequence[str], rows: list[Sequence[Any]]) -> None:
    sheet = book.add_worksheet("Liêm")
    bold, day = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    instant = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    sheet.write_row(0, 0, heads, bold)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(number, column, value.replace(tzinfo=None), instant)
            elif isinstance(value, date):
                sheet.write_datetime(number, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            else:
                sheet.write(number, column, value if isinstance(value, int | float) else _text(value))
    for column, head in enumerate(heads):
        longest = max([len(head), *(len(str(row[column] or "")) for row in rows[:200])])
        sheet.set_column(column, column, min(longest + 2, WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


class _Line:
    """What the csv writer writes to: it hands each line on instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_answer(name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """The rows as CSV in UTF-8 with a mark that spreadsheets need, streamed."""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Line())
        yield "\ufeff" + writer.writerow([safe_cell(head) for head in heads])
        for row in rows:
            yield writer.writerow([safe_cell("" if value is None else value) for value in row])

    answer = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
