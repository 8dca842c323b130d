"""``liem restore``: a house made again from what ``liem backup`` wrote."""

from pathlib import Path

import click

from liem.base.errors import UserError
from liem.house import boot
from liem.house.configuration import read
from liem.house.postgres.places import make_home


def _say(text: str) -> None:
    click.echo(f"liem: {text}", err=True)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--secrets", type=click.Path(path_type=Path), help="The folder of secrets kept apart from the backup.")
def command(folder: Path, secrets: Path | None) -> None:
    """Make the house again from the backup in FOLDER, in an empty LIEM_HOME and an empty database.

    Every file is checked before anything is made; at the end the trail is proved.
    """
    from liem.house import backups

    configuration = read()
    refusal = backups.why_not_into(configuration.home)
    if refusal:
        raise UserError(refusal)
    _say("checking the backup")
    backup = backups.read(folder)
    if secrets is not None:
        make_home(configuration.home)
        backups.put_back_secrets(secrets, configuration.home)
    with boot.opened(_say, migrate=False) as (configuration, server):
        backups.put_back(backup, configuration.home, server, say=_say)
        boot.migrate_all()
        _say("proving the trail")
        from liem.trail import queries

        proof = queries.verify()
    if proof.broken:
        broken = proof.broken
        raise UserError(f"restored, but the trail is broken: {broken.stream}, entry {broken.position}: {broken.reason}")
    click.echo(f"restored the house of {backup.manifest['made_at']}; the trail is whole")
    if secrets is None:
        _say("without its secrets: no receipt and no second factor of before opens; give --secrets if you have them")
