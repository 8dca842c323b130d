"""``liem calibrate``: how often detection would name somebody wrongly in these records, and what it would miss."""

import tempfile
from pathlib import Path

import click

from liem.detection.calibration.calibrating import calibrate
from liem.detection.calibration.plan import Plan
from liem.house.commands.detect import DAY, day_of, make_folder, open_records
from liem.house.terminal import watching


@click.command()
@click.argument("records", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write into.")
@click.option("--shuffles", default=40, show_default=True, help="How often dossiers are dealt out at random.")
@click.option("--draws", default=12, show_default=True, help="How often each strength of an act is put in.")
@click.option("--seed", default=20_261_122, show_default=True, help="The same seed gives the same figures.")
@click.option(
    "--fdr", default=0.05, show_default=True, type=click.FloatRange(0.0001, 0.5), help="Share of false names."
)
@click.option("--seconds", type=click.FloatRange(1), help="Begin no further shuffle or draw after so long.")
@click.option("--from", "first", type=DAY, help="Only dossiers received on or after this day.")
@click.option("--to", "last", type=DAY, help="Look at the records as of the end of this day.")
@click.option(
    "--mapping", type=click.Path(path_type=Path, dir_okay=False), help="How a foreign log is to be read (TOML)."
)
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
def command(records: Path, out: Path, mapping: Path | None, quiet: bool, **asked: object) -> None:
    """Calibrate detection on RECORDS: report.html to read and report.json for `liem detect --calibration`.

    Dossiers are dealt out at random, deadlines and outcomes made up, and acts put in. Interrupted, it leaves nothing
    half.
    """
    asked |= {name: day_of(asked[name]) for name in ("first", "last")}
    plan = Plan(**asked)  # type: ignore[arg-type]
    make_folder(out)
    with watching(quiet) as watcher, tempfile.TemporaryDirectory(prefix=".records-", dir=out) as folder:
        report = calibrate(open_records(records, Path(folder), mapping, watcher), out, plan, watcher)
    if quiet:
        return
    click.echo(f"{report['shuffles']} shuffles; in {report['anybody_named']} of them somebody was named")
    for row in report["indicators"]:
        if row["off"]:
            click.echo(f"{row['id']} is switched off, because {row['reason_en']}")
    click.echo(f"Written to {out}: report.html, report.json")
