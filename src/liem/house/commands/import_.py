"""``liem import``: records into the platform."""

import sys
from pathlib import Path

import click

from liem.base import clock
from liem.base.errors import DONE_WITH_REJECTIONS, InputError
from liem.base.formats import number
from liem.house import boot
from liem.house.terminal import watching

_STAGES = {
    "read": "Reading the files",
    "check": "Checking every row",
    "write": "Writing the records",
    "examine": "Examining how sound the log is",
    "merge": "Comparing with the records that are current",
}


@click.command()
@click.argument("records", type=click.Path(path_type=Path))
@click.option(
    "--mapping",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Names the columns of a foreign log, and translates its activities (TOML).",
)
@click.option("--complete", is_flag=True, help="These are all records: what they do not contain is taken out.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
def command(records: Path, mapping: Path | None, complete: bool, quiet: bool) -> None:
    """Bring RECORDS into the platform: a record set, an XES or OCEL log, or an event table with its mapping.

    Dossiers that come in take the place of the same dossiers; all others stay. The same records twice change nothing.
    """
    if not records.exists():
        raise InputError("there is no such file or folder", str(records), "check the path")
    with boot.opened():
        from liem.imports import actions
        from liem.people.states import SYSTEM

        with watching(quiet, _STAGES) as progress:
            row = actions.bring_now(
                records.absolute(), mapping, complete=complete, progress=progress, by=SYSTEM, now=clock.now()
            )
        click.echo(_told(row.outcome, row.changes))
        rejected = row.rows_rejected
        if rejected:
            click.echo(f"{number(rejected, language='en')} row(s) not accepted; see page /records/{row.pk}/")
    sys.exit(DONE_WITH_REJECTIONS if rejected else 0)


def _told(outcome: str, changes: dict[str, dict[str, int]]) -> str:
    """What came of it, in plain lines."""
    if outcome == "nothing_new":
        return "Nothing new: everything in these records was there already."
    lines = ["The records are current; they are looked through as soon as the house works (liem start, liem work)."]
    for table, change in changes.items():
        said = [f"{number(count, language='en')} {what}" for what, count in change.items() if count]
        lines.append(f"  {table}: {', '.join(said) or 'none'}")
    return "\n".join(lines)
