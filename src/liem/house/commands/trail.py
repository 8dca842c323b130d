"""``liem trail``: prove that what happened is still told as it happened."""

from pathlib import Path

import click

from liem.base import clock
from liem.base.errors import InputError, UserError
from liem.house import boot
from liem.trail import checkpoint

FOLDER = "checkpoints"


def _say(text: str) -> None:
    click.echo(f"liem: {text}", err=True)


@click.group()
def command() -> None:
    """The trail of everything that happened: prove it, or write down where it stands."""


@command.command()
@click.option("--against", type=click.Path(path_type=Path), help="A checkpoint; else the newest kept here.")
def verify(against: Path | None) -> None:
    """Prove all chains, or name the first broken entry (exit status 2)."""
    if against is not None and not against.is_file():
        raise InputError("there is no such file", str(against), "name a checkpoint")
    with boot.opened(_say) as (configuration, _):
        from liem.trail import queries

        kept = configuration.home / FOLDER
        earlier = checkpoint.parse(against.read_text(), str(against)) if against else checkpoint.newest(kept)
        proof = queries.verify(earlier)
    if proof.broken:
        broken = proof.broken
        raise UserError(f"the trail is broken: stream {broken.stream}, entry {broken.position}: {broken.reason}")
    since = f", and continues the checkpoint of {earlier.at:%Y-%m-%d %H:%M} UTC" if earlier else ""
    click.echo(f"the trail is whole: {proof.entries} entries in {proof.streams} streams{since}")


@command.command(name="checkpoint")
def make_checkpoint() -> None:
    """Write down where every stream stands, to be kept or published elsewhere; prints the file and its root."""
    with boot.opened(_say) as (configuration, _):
        from liem.trail import queries

        present = queries.present(clock.now())
        path = checkpoint.keep(present, configuration.home / FOLDER)
    click.echo(f"{path}\n{present.root()}")
