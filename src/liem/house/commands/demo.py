"""``liem demo``: the record set of a simulated province."""

from datetime import datetime
from pathlib import Path

import click

from liem.base.formats import number
from liem.dossiers.simulation import Options, simulate
from liem.house.terminal import watching


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--dossiers", default=20_000, show_default=True, help="How many dossiers are received.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same province.")
@click.option("--format", "form", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True)
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), default="2025-07-01", show_default=True, help="First day.")
@click.option("--months", default=12, show_default=True, help="How long the records run.")
@click.option("--honest", is_flag=True, help="Plant no act: everybody is honest.")
@click.option("--strength", default=1.0, show_default=True, help="Of the planted acts.")
@click.option(
    "--truth",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write down here what was planted, and what only looks like it.",
)
def command(
    out: Path,
    dossiers: int,
    seed: int,
    form: str,
    start: datetime,
    months: int,
    honest: bool,
    strength: float,
    truth: Path | None,
) -> None:
    """Write the record set of a SIMULATED province into the new folder OUT.

    Nothing in it describes a real place or person; its figures measure nothing real.
    """
    options = Options(dossiers, seed, start.date(), months, honest, strength, "csv" if form == "csv" else "parquet")
    with watching(quiet=False) as watcher:
        written = simulate(out, options, truth, watcher)
    counts = ", ".join(
        f"{number(written.rows[name], language='en')} {name}" for name in ("dossiers", "events", "accesses")
    )
    click.echo(f"Simulated province, seed {seed}: {counts} in {out}")
    if truth is not None:
        click.echo(f"What was planted, and what only looks like it: {truth}")
