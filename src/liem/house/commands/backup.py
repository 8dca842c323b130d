"""``liem backup``: the whole house in one folder; its secrets, if asked for, in another."""

from pathlib import Path

import click

from liem.base import clock
from liem.house import boot


def _say(text: str) -> None:
    click.echo(f"liem: {text}", err=True)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--secrets", type=click.Path(path_type=Path), help="Copy the secrets of the house into this folder.")
def command(folder: Path, secrets: Path | None) -> None:
    """Write the database and the records into the new FOLDER, while the house works or stands.

    The secrets are not in it. Keep them (--secrets) in another place: without them no receipt opens any more.
    """
    with boot.opened(_say, migrate=False) as (configuration, server):
        from django.db import transaction

        from liem.house import backups
        from liem.people.states import SYSTEM
        from liem.trail import actions as trail

        now = clock.now()
        made = backups.make(folder, configuration.home, server, now=now, say=_say)
        if secrets is not None:
            backups.keep_secrets(configuration.home, secrets, folder)
        with transaction.atomic():
            trail.record(
                "house",
                "backup_made",
                by=SYSTEM,
                subject_kind="house",
                subject_id="backup",
                after={"files": len(made.manifest["files"]), "bytes": made.bytes, "secrets": secrets is not None},
                now=now,
            )
    click.echo(f"{folder}: {len(made.manifest['files'])} files, {made.bytes // 2**20} MB")
    if secrets is None:
        _say("the secrets are not in it; keep LIEM_HOME/secrets apart, or give --secrets FOLDER")
