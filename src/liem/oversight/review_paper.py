"""The pack for a review conference: the report as a Word file; a workbook in which each figure leads to its rows."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from liem.base import formats
from liem.base.formats import Language
from liem.base.official_paper import Head, OfficialPaper
from liem.oversight.review import Review
from liem.oversight.review_figures import Figure


def _written(figure: Figure, value: int, language: Language) -> str:
    return formats.money(value, language) if figure.is_money else formats.number(value, 0, language)


def _changed(figure: Figure, language: Language) -> str:
    sign = "+" if figure.change > 0 else "−" if figure.change < 0 else ""
    percent = f" ({sign}{formats.share(abs(figure.change) / figure.before, 1, language)})" if figure.before else ""
    return f"{sign}{formats.number(abs(figure.change), 0, language)}{percent}"


def lines(review: Review, language: Language) -> list[tuple[str, list[tuple[str, str, str, str, str]]]]:
    """Sections with their figures in words: number of the sheet, label, now, before, change."""
    found, number = [], 0
    for section in review.sections:
        rows = []
        for one in section.figures:
            number += 1
            now, before = _written(one, one.now, language), _written(one, one.before, language)
            rows.append((str(number), one.label, now, before, _changed(one, language)))
        found.append((section.title, rows))
    return found


def as_word(review: Review, *, agency: str, place: str, language: Language) -> bytes:
    """The report as offices write it; what people think of the figures is left for them to write."""
    first, last = (formats.day(day, language) for day in (review.period.first, review.period.last))
    paper = OfficialPaper(Head(agency=agency, place=place, symbol="BC-BCĐ"), language)
    about = _("Results from %(first)s to %(last)s, beside the same period of the year before") % {
        "first": first,
        "last": last,
    }
    paper.title(_("Report on the results").upper(), about, _("Draft for the review conference"))
    paper.heading("I. " + _("Results"))
    heads = [_("Sheet"), _("Figure"), _("This period"), _("Same period of the year before"), _("Difference")]
    for place_of, (title, rows) in enumerate(lines(review, language), 1):
        paper.heading(f"{place_of}. {title}", 2)
        if rows:
            paper.table(heads, rows, (14, 64, 30, 32, 25))
        else:
            paper.paragraph(_("None."))
    paper.paragraph(_("Each figure leads to its rows: the sheet of that number in the workbook."), italic=True)
    _part(paper, "II. " + _("Shortcomings the figures show"), review.shortcomings)
    paper.paragraph(_("Assessment, objective and subjective causes:") + " " + "." * 120)
    _part(paper, "III. " + _("Next tasks: what falls due in ninety days"), review.tasks)
    paper.paragraph(_("Other tasks and proposals:") + " " + "." * 120)
    return paper.as_bytes()


def _part(paper: OfficialPaper, title: str, words: Sequence[str]) -> None:
    paper.heading(title)
    if words:
        paper.items(words)
    else:
        paper.paragraph(_("None."))


def as_workbook(review: Review, language: Language) -> bytes:
    """One sheet of figures, each linked to the sheet of its rows; texts stay texts."""
    file = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "dd/mm/yyyy",
    }
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the same content, the same bytes
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        link = book.add_format({"font_color": "#0a6350", "underline": 1})
        front = book.add_worksheet(_("Figures"))
        heads = [
            _("Sheet"),
            _("Section"),
            _("Figure"),
            _("This period"),
            _("Same period of the year before"),
            _("Difference"),
        ]
        front.write_row(0, 0, heads, bold)
        number = 0
        for section in review.sections:
            for one in section.figures:
                number += 1
                front.write_url(number, 0, f"internal:'{number}'!A1", link, str(number))
                front.write_row(number, 1, [section.title, one.label, one.now, one.before, one.change])
                _sheet(book, str(number), one, bold)
        front.set_column(1, 2, 44)
        front.set_column(3, 5, 18)
        front.freeze_panes(1, 0)
    return file.getvalue()


def _sheet(book: xlsxwriter.Workbook, name: str, figure: Figure, bold: Any) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, [figure.label], bold)
    sheet.write_row(1, 0, [_("Period"), *figure.heads], bold)
    place = 2
    for period, rows in ((_("This period"), figure.rows), (_("Same period of the year before"), figure.former)):
        for row in rows:
            sheet.write(place, 0, period)
            for column, value in enumerate(row, 1):
                _cell(sheet, place, column, value)
            place += 1
    sheet.set_column(0, len(figure.heads), 22)
    sheet.freeze_panes(2, 0)
    if place > 2:
        sheet.autofilter(1, 0, place - 1, len(figure.heads))


def _cell(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day))  # noqa: DTZ001 - a day
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, str(value))
