"""``liem serve``: pages for production, from several processes; jobs are done by ``liem work``."""

from typing import Any

import click
from gunicorn.app.base import BaseApplication

from liem.house import boot
from liem.house.configuration import Configuration


class _Pages(BaseApplication):
    """Gunicorn, told everything by our settings and nothing by files or the command line."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        super().__init__()

    def load_config(self) -> None:
        host = f"[{self._configuration.bind}]" if ":" in self._configuration.bind else self._configuration.bind
        settings: dict[str, Any] = {
            "bind": f"{host}:{self._configuration.port}",
            "workers": self._configuration.processes,
            "threads": self._configuration.threads,
            "worker_class": "gthread",
            "graceful_timeout": 10,
            "timeout": 120,
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        from liem.house import serving
        from liem.house.wsgi import application

        return serving.behind_a_proxy(application) if self._configuration.https else application


@click.command()
def command() -> None:
    """Serve pages from several processes, behind a proxy with HTTPS. Makes no demonstration."""
    with boot.opened(lambda text: click.echo(f"liem: {text}", err=True)) as (configuration, server):
        from liem.house import serving, static_files

        serving.listen(configuration).close()
        static_files.collect()
        watch = serving.Watch(server)
        watch.start()
        click.echo(f"liem: serving on {configuration.bind}:{configuration.port}; start 'liem work' for jobs", err=True)
        try:
            _Pages(configuration).run()
        finally:
            watch.stop()
