"""``liem trail``: prove that what happened is still told as it happened."""

from pathlib import Path

import click

from liem.base import clock, sealing
from liem.base.errors import InputError, UserError
from liem.house import boot
from liem.house.configuration import read
from liem.house.secret_key import checkpoint_seed
from liem.trail import checkpoint

FOLDER = "checkpoints"


def _say(text: str) -> None:
    click.echo(f"liem: {text}", err=True)


@click.group()
def command() -> None:
    """The trail of everything that happened: prove it, or write down where it stands."""


def _public_key(given: str) -> bytes:
    """The 64 hexadecimal digits of a public key, or the file that holds them."""
    path = Path(given)
    text = path.read_text(errors="replace").strip() if path.is_file() else given.strip()
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != sealing.KEY_BYTES:
        raise InputError("this is no public key", given[:80], "give the 64 digits that 'liem trail public-key' prints")
    return key


def _read(path: Path, trusted: bytes) -> checkpoint.Checkpoint:
    if not path.is_file():
        raise InputError("there is no such file", str(path), "name a checkpoint")
    return checkpoint.parse(path.read_text(errors="replace"), str(path), trusted)


@command.command()
@click.option("--against", type=click.Path(path_type=Path), help="A checkpoint; else the newest kept here.")
@click.option("--public-key", "key", help="Who must have signed it (digits or file); else this house's own key.")
def verify(against: Path | None, key: str | None) -> None:
    """Prove all chains, or name the first broken entry (exit status 2)."""
    if against is not None and not against.is_file():
        raise InputError("there is no such file", str(against), "name a checkpoint")
    trusted = _public_key(key) if key else None
    with boot.opened(_say) as (configuration, _):
        from liem.trail import queries

        trusted = trusted or sealing.verifying_key(checkpoint_seed(configuration))
        kept = configuration.home / FOLDER
        earlier = _read(against, trusted) if against else checkpoint.newest(kept, trusted)
        proof = queries.verify(earlier)
    if proof.broken:
        broken = proof.broken
        raise UserError(f"the trail is broken: stream {broken.stream}, entry {broken.position}: {broken.reason}")
    since = f", and continues the checkpoint of {earlier.at:%Y-%m-%d %H:%M} UTC" if earlier else ""
    click.echo(f"the trail is whole: {proof.entries} entries in {proof.streams} streams{since}")


@command.command(name="checkpoint")
def make_checkpoint() -> None:
    """Write down where every stream stands, signed, to be kept or published elsewhere; prints the file and its root."""
    with boot.opened(_say) as (configuration, _):
        from liem.trail import queries

        present = queries.present(clock.now())
        path = checkpoint.keep(present, configuration.home / FOLDER, checkpoint_seed(configuration))
    click.echo(f"{path}\n{present.root()}")


@command.command(name="public-key")
def public_key() -> None:
    """Print the public key that checkpoints of this house are signed with: publish it once, away from this machine."""
    click.echo(sealing.verifying_key(checkpoint_seed(read())).hex())


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--public-key", "key", required=True, help="The key the house published: its digits, or a file.")
def signature(file: Path, key: str) -> None:
    """Check that FILE is a checkpoint signed by a house, from outside: needs neither the house nor its database."""
    signed = _read(file, _public_key(key))
    click.echo(
        f"the signature holds: {len(signed.heads)} streams as of {signed.at:%Y-%m-%d %H:%M} UTC, {signed.root()}"
    )
