"""``liem check``: whether records can be used, row by row and as a whole; it only reports."""

import sys
import tempfile
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from liem.base.errors import DONE_WITH_REJECTIONS
from liem.base.formats import Language
from liem.dossiers.quality import LogIntegrity, examine
from liem.dossiers.records import RecordSet, read_records
from liem.dossiers.report import Section, plain, sections, span, write_json
from liem.house.terminal import watching

STAGES = {
    "vi": {"read": "Đọc", "check": "Kiểm tra từng dòng", "write": "Sắp xếp", "examine": "Xét chất lượng"},
    "en": {"read": "Reading", "check": "Checking rows", "write": "Sorting", "examine": "Examining"},
}


@click.command()
@click.argument("records", type=click.Path(path_type=Path))
@click.option("--mapping", type=click.Path(path_type=Path, dir_okay=False), help="How a foreign log is read (TOML).")
@click.option("--json", "report", type=click.Path(path_type=Path, dir_okay=False), help="Also write all of it as JSON.")
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--quiet", is_flag=True, help="Say nothing; the exit status says whether rows were not accepted.")
def command(records: Path, mapping: Path | None, report: Path | None, language: Language, quiet: bool) -> None:
    """Check RECORDS row by row and as a whole, and change nothing.

    RECORDS is a record set (a folder of tables), an XES or OCEL 2.0 log, or an event table (CSV, Parquet), which may
    need a --mapping. Exit status: 0 every row is accepted; 2 the records cannot be used; 3 some rows are not
    accepted.
    """
    with tempfile.TemporaryDirectory(prefix="liem-check-") as folder:
        with watching(quiet, STAGES[language]) as watcher:
            read = read_records(records, Path(folder) / "records", mapping, watcher)
            watcher.stage("examine")
            integrity = examine(read)
        if report:
            write_json(read, integrity, report)
        if not quiet:
            _tell(read, integrity, language)
        rejected = sum(read.rejected.values())
    if rejected:
        sys.exit(DONE_WITH_REJECTIONS)


def _tell(records: RecordSet, integrity: LogIntegrity, language: Language) -> None:
    console = Console()
    for section in sections(records, integrity, language):
        if console.is_terminal and section.rows:
            console.print(_table(section))
        else:
            click.echo("\n".join(plain(section)))
    click.echo(span(records, language))


def _table(section: Section) -> Table:
    """A section for the terminal. Values are shown as they are: markup in them means nothing."""
    table = Table(title=section.title, title_justify="left")
    for head in section.heads:
        table.add_column(head)
    for row in section.rows:
        table.add_row(*(Text(value) for value in row))
    return table
