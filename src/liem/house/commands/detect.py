"""``liem detect``: signs to be verified, from a province's records; needs no database."""

import sys
import tempfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from liem.base.errors import DONE_WITH_REJECTIONS, InputError
from liem.base.formats import number
from liem.base.progress import Progress
from liem.detection.reuse import inputs_of, same_answer
from liem.detection.run import Options, Run, detect
from liem.detection.wanted import WANTED
from liem.dossiers.reading import read_records
from liem.dossiers.records import SUMMARY, RecordSet
from liem.house.terminal import watching

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("records", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write into.")
@click.option(
    "--engine", default="duckdb", show_default=True, help="Where the tables are computed: duckdb (here) or spark."
)
@click.option(
    "--master",
    envvar="LIEM_SPARK_MASTER",
    help="The Spark cluster, for instance spark://host:7077. By default the cores of this machine.",
)
@click.option(
    "--fdr", default=0.05, show_default=True, type=click.FloatRange(0.0001, 0.5), help="Share of false names."
)
@click.option("--from", "first", type=DAY, help="Only dossiers received on or after this day.")
@click.option("--to", "last", type=DAY, help="Look at the records as of the end of this day.")
@click.option(
    "--mapping", type=click.Path(path_type=Path, dir_okay=False), help="How a foreign log is to be read (TOML)."
)
@click.option("--indicators", help="Only these, for instance A8,D2.")
@click.option(
    "--reports",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Counts of reports by subject and period (CSV or Parquet), beside the records.",
)
@click.option(
    "--calibration",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The report.json of liem calibrate: what failed there stays off.",
)
@click.option(
    "--memory", default="2GiB", show_default=True, help="What the tables may hold; beyond it they spill to disk."
)
@click.option(
    "--since-run",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of an earlier run: what is the same is taken over from it.",
)
@click.option("--keep-state", is_flag=True, help="Leave in --out what a later --since-run can take over.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
def command(
    records: Path,
    out: Path,
    engine: str,
    master: str | None,
    fdr: float,
    first: datetime | None,
    last: datetime | None,
    mapping: Path | None,
    indicators: str | None,
    reports: Path | None,
    calibration: Path | None,
    memory: str,
    since_run: Path | None,
    keep_state: bool,
    quiet: bool,
) -> None:
    """Look for signs to be verified in RECORDS, and write them with their evidence into --out.

    RECORDS is a record set (a folder of tables), an XES or OCEL log, or an event table with --mapping. What is
    written are signs for a person to verify, never findings.
    """
    options = Options(
        engine,
        fdr,
        day_of(first),
        day_of(last),
        indicators,
        memory,
        master=master,
        reports=reports,
        calibration=calibration,
        since_run=since_run,
        keep_state=keep_state or since_run is not None,
    )
    if options.first and options.last and options.first > options.last:
        raise click.UsageError("--from is after --to")
    make_folder(out)
    if options.keep_state:
        options = replace(options, inputs=_inputs(records, mapping, out, options))
    if since_run and (before := same_answer(since_run, options.inputs or {}, out)):
        _tell_the_same(before, out, quiet)
        return
    with watching(quiet) as watcher, tempfile.TemporaryDirectory(prefix=".records-", dir=out) as folder:
        run = detect(open_records(records, Path(folder), mapping, watcher), out, options, watcher)
    if not quiet:
        _tell(run)
    if run.rejected:
        sys.exit(DONE_WITH_REJECTIONS)


def _inputs(records: Path, mapping: Path | None, out: Path, options: Options) -> dict[str, str]:
    """Checksums of the files and of the wish, as far as the answer depends on them."""
    inside = [path for path in records.rglob("*") if path.is_file()] if records.is_dir() else []
    files = {path.relative_to(records).as_posix(): path for path in inside if not path.is_relative_to(out)}
    beside = {"records": None if inside else records, "mapping": mapping}
    beside |= {"reports": options.reports, "calibration": options.calibration}
    files |= {f"--{name}": path for name, path in beside.items() if path}
    wish = (options.fdr, options.first, options.last, options.indicators)
    try:
        return inputs_of(files, wish)
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", str(records), "check the path") from error


def _tell_the_same(before: dict[str, Any], out: Path, quiet: bool) -> None:
    if not quiet:
        seconds = sum(stage["seconds"] for stage in before["stages"])
        click.echo(f"Nothing has changed since that run: its answer stands ({seconds:.1f} s saved). Written to {out}")
    if any(before["rows_not_accepted"].values()):
        sys.exit(DONE_WITH_REJECTIONS)


def day_of(value: object) -> date | None:
    """The day of an option, if it was given."""
    return value.date() if isinstance(value, datetime) else None


def make_folder(out: Path) -> None:
    """The folder to write into. Raises InputError where it cannot be made."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(error.strerror or "cannot be written", str(out), "name another folder") from error


def open_records(source: Path, folder: Path, mapping: Path | None, watcher: Progress) -> RecordSet:
    """A canonical record set as it stands, anything else read and checked first."""
    if mapping is None and (source / SUMMARY).is_file():
        return RecordSet.open(source)
    return read_records(source, folder / "records", mapping, watcher)


def _tell(run: Run) -> None:
    def figure(value: int) -> str:
        return number(value, language="en")

    click.echo(
        f"{figure(sum(run.signals.values()))} signs to be verified: {figure(run.signals['pattern'])} patterns, "
        f"{figure(run.signals['breach'])} breaches"
    )
    click.echo(
        f"{figure(sum(run.leads.values()))} leads: " + ", ".join(f"{figure(n)} {g}" for g, n in run.leads.items())
    )
    if run.record.get("taken_over"):
        months = run.record["taken_over"]
        click.echo(f"{months['the_same']} of {months['months']} months are as they were before: taken over")
    waiting = {one.id for one in WANTED}
    for skipped in (one for one in run.skipped if one.indicator not in waiting):
        click.echo(f"{skipped.indicator} not computed, because {skipped.reason_en}")
    if any(one.indicator in waiting for one in run.skipped):
        click.echo("Questions no records can answer yet are listed in skipped.json")
    if run.not_compared:
        indicators = ", ".join(dict.fromkeys(one.indicator for one in run.not_compared))
        click.echo(f"{indicators}: there was nobody to compare, or nothing; skipped.json says of whom, and why")
    for one in run.notes:
        click.echo(f"Note: {one.en}")
    if run.rejected:
        click.echo(f"{figure(run.rejected)} rows were not accepted; they are in skipped.json")
    click.echo(f"Written to {run.out}")
