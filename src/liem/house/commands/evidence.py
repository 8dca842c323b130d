"""``liem evidence``: the evidence sheet of one lead as a document; needs no database."""

import tempfile
from pathlib import Path

import click

from liem.base.errors import InputError
from liem.base.formats import Language
from liem.base.official_paper import Head
from liem.base.progress import Silent
from liem.detection.sheet.as_docx import as_docx
from liem.detection.sheet.as_html import as_html
from liem.detection.sheet.as_json import as_json
from liem.detection.sheet.building import build
from liem.detection.sheet.content import Sheet
from liem.detection.sheet.reading import read_found, read_run
from liem.dossiers.records import SUMMARY, RecordSet, read_records

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("found", type=_FOLDER, metavar="DIR")
@click.option("--lead", required=True, help="Number of the lead, as it stands in leads.parquet.")
@click.option("--records", type=click.Path(path_type=Path), required=True, help="The records that were looked through.")
@click.option("--format", "form", type=click.Choice(["html", "docx", "json"]), default="html", show_default=True)
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write. [default: LEAD.FORMAT]")
@click.option("--agency", default="", help="Agency at the head of the paper.")
@click.option("--place", default="", help="Place at the head of the paper.")
@click.option("--mapping", type=click.Path(path_type=Path, dir_okay=False), help="The mapping that detect was given.")
@click.option("--simulated", is_flag=True, help="Say on the sheet that the records describe no real place or person.")
def command(
    found: Path,
    lead: str,
    records: Path,
    form: str,
    language: Language,
    out: Path | None,
    agency: str,
    place: str,
    mapping: Path | None,
    simulated: bool,
) -> None:
    """Write the evidence sheet of a lead that ``liem detect`` found into DIR.

    The same lead of the same records is the same file, byte for byte. The sheet is an internal working paper about a
    sign to be verified; it is no finding.
    """
    read_run(found)
    with tempfile.TemporaryDirectory(prefix="liem-evidence-") as folder:
        record_set = _open(records, Path(folder), mapping)
        sheet = build(read_found(found, lead, record_set, simulated=simulated), language)
    target = out or Path(f"{lead}.{form}")
    try:
        target.write_bytes(_written(sheet, form, Head(agency=agency, place=place)))
    except OSError as error:
        raise InputError(error.strerror or "cannot be written", str(target), "name another file") from error
    click.echo(f"Written to {target}")


def _open(source: Path, folder: Path, mapping: Path | None) -> RecordSet:
    """A canonical record set as it stands, anything else read and checked first, as ``liem detect`` does."""
    if mapping is None and (source / SUMMARY).is_file():
        return RecordSet.open(source)
    return read_records(source, folder / "records", mapping, Silent())


def _written(sheet: Sheet, form: str, head: Head) -> bytes:
    if form == "json":
        return as_json(sheet).encode()
    return as_docx(sheet, head) if form == "docx" else as_html(sheet, head).encode()
