"""``liem draw verify``: anybody can draw again what was drawn by lot."""

import sys
from pathlib import Path

import click

from liem.base.draw import read_record, why_not_sound
from liem.base.errors import InputError


@click.group()
def command() -> None:
    """Draws by lot."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--frame-checksum", default="", help="As it was published before the draw.")
@click.option("--commitment", default="", help="As it was published before the draw.")
def verify(file: Path, frame_checksum: str, commitment: str) -> None:
    """Draw again from the record in FILE, and say whether the same was drawn."""
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("cannot be read", str(file), "give the record of a draw (JSON)") from error
    record = read_record(text)
    wrong = why_not_sound(record, checksum=frame_checksum, committed=commitment)
    if wrong:
        click.echo(f"The draw does not stand: {wrong}", err=True)
        sys.exit(1)
    click.echo(f"The draw stands: {len(record['sample'])} of {len(record['frame'])}, as anybody can draw again")
