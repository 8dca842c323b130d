"""``liem account``: open an account from the command line, the first administrator's above all."""

import secrets

import click

from liem.base import clock
from liem.base.errors import InputError
from liem.house import boot


@click.command()
@click.argument("name")
@click.option("--role", default="", help="The role to appoint to; needed for a new account.")
@click.option("--unit", default="*", show_default=True, help="Code of the unit, or * for the whole province.")
@click.option("--display-name", default="", help="The name shown; the sign-in name where none is given.")
@click.option("--without-second-factor", "take_off", is_flag=True, help="Take the second factor off this account.")
def command(name: str, role: str, unit: str, display_name: str, take_off: bool) -> None:
    """Open an account, appoint it, and print its first password once.

    With --without-second-factor: take the second factor off an account there is, whose telephone and recovery codes
    are lost.
    """
    with boot.opened(lambda text: click.echo(f"liem: {text}", err=True)):
        from django.db import transaction

        from liem.people import actions
        from liem.people.models import Account
        from liem.people.second_factor.actions import switch_off
        from liem.people.states import SYSTEM, Role

        if take_off:
            known = Account.objects.filter(sign_in_name=name.lower()).first()
            if known is None:
                raise InputError(f"there is no account {name!r}", "NAME", "check the name")
            switch_off(known, by=SYSTEM, now=clock.now())
            click.echo(f"{name.lower()}  signs in with the password alone, until a second factor is set up again")
            return
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
