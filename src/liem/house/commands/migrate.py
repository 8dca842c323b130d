"""``liem migrate``: bring the tables up to date."""

import click

from liem.house import boot


@click.command()
def command() -> None:
    """Bring the tables of the database up to date; changes nothing where they are."""
    with boot.opened(lambda text: click.echo(f"liem: {text}", err=True), migrate=False):
        applied = boot.migrate_all()
    click.echo(f"{len(applied)} migrations applied" if applied else "nothing to migrate")
