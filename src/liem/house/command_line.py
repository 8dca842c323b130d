"""The command ``liem``: one module of :mod:`liem.house.commands` per sub-command, loaded only when it is asked for."""

import importlib
import os
import pkgutil
import sys

import click

from liem import __version__
from liem.base.errors import UserError
from liem.house import commands

if "OMP_NUM_THREADS" not in os.environ:  # whoever has chosen is left the choice
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Before NumPy is loaded: the matrices of detection are small, and threads that wait for one another cost several times
the work. The tables use all cores."""


class OneModulePerCommand(click.Group):
    """Finds ``liem NAME`` in ``liem/house/commands/NAME.py`` (a trailing underscore escapes Python's words)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name.rstrip("_").replace("_", "-") for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        stem = name.replace("-", "_")
        names = {module.name for module in pkgutil.iter_modules(commands.__path__)}
        module = importlib.import_module(f"{commands.__name__}.{stem if stem in names else stem + '_'}")
        command: click.Command = module.command
        return command


@click.command(cls=OneModulePerCommand, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="liem")
def liem() -> None:
    """Liêm: an open integrity platform for a province."""
    if os.environ.get("LIEM_CALENDAR", "").strip():
        from liem.house import calendar

        calendar.lay_over(os.environ["LIEM_CALENDAR"])


def main() -> None:
    """Run the command line; a person's mistake is one plain line and exit status 2, never a stack trace."""
    try:
        sys.exit(liem.main(standalone_mode=False))
    except UserError as error:
        from liem.house.refusals import spoken, terminal_language

        click.echo(f"liem: {spoken(str(error), terminal_language())}", err=True)
        sys.exit(error.exit_status)
    except click.ClickException as error:
        click.echo(f"liem: {error.format_message()}", err=True)
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        click.echo("liem: stopped", err=True)
        sys.exit(130)
    except Exception as error:
        from liem.base.failures import sentence
        from liem.house.refusals import spoken, terminal_language

        said = sentence(error)
        if said is None:
            raise
        click.echo(f"liem: {spoken(said, terminal_language())}", err=True)
        sys.exit(2)
