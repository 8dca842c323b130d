"""``liem account``: open an account from the command line, the first administrator's above all."""

import secrets

import click

from liem.base import clock
from liem.base.errors import InputError
from liem.house import boot


@click.command()
@click.argument("name")
@click.option("--role", required=True, help="The role to appoint to, as in the reference of roles.")
@click.option("--unit", default="*", show_default=True, help="Code of the unit, or * for the whole province.")
@click.option("--display-name", default="", help="The name shown; the sign-in name where none is given.")
def command(name: str, role: str, unit: str, display_name: str) -> None:
    """Open an account, appoint it, and print its first password once."""
    with boot.opened(lambda text: click.echo(f"liem: {text}", err=True)):
        from django.db import transaction

        from liem.people import actions
        from liem.people.models import Account
        from liem.people.states import SYSTEM, Role

        if role not in Role.values:
            raise InputError(f"there is no role {role!r}", "--role", f"choose one of {', '.join(Role.values)}")
        if Account.objects.filter(sign_in_name=name.lower()).exists():
            raise InputError(f"there is an account {name!r} already", "NAME", "choose another name")
        password = secrets.token_urlsafe(12)
        now = clock.now()
        with transaction.atomic():
            account = actions.open_account(name, display_name or name, password, by=SYSTEM, now=now)
            actions.appoint(account, Role(role), unit=unit, valid_from=clock.today(), by=SYSTEM, now=now)
    click.echo(f"{name.lower()}  first password: {password}  (to be changed at the first sign-in)")
