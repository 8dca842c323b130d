"""The one door to PostgreSQL: whichever it is, hand out the connection strings of its two roles."""

import logging
from collections.abc import Callable
from pathlib import Path

from liem.house.configuration import Configuration
from liem.house.postgres import binaries, os_account, places, roles
from liem.house.postgres.cluster import Cluster, kept_secret
from liem.house.postgres.lease import Lease, alone
from liem.house.postgres.roles import Dsns

DATABASE = "liem"
OWNER = "liem_owner"

logger = logging.getLogger("liem.postgres")


class Server:
    """A PostgreSQL in use by this process. ``close`` gives it back; the last user of a private one stops it."""

    def __init__(self, dsns: Dsns, cluster: Cluster | None = None, lease: Lease | None = None) -> None:
        self.dsns, self.cluster, self._lease = dsns, cluster, lease

    def mend(self) -> bool:
        """Start a private server that died; says whether there was something to mend."""
        if self.cluster is None or self.cluster.is_alive():
            return False
        with alone(self.cluster.places.start_lock):
            self.cluster.start()
        return True

    def close(self) -> None:
        """Give back this process's share."""
        if self.cluster is None or self._lease is None:
            return
        with alone(self.cluster.places.start_lock):
            if self._lease.is_the_last():
                self.cluster.stop()
            self._lease.give_back()
        self._lease = None


def open_server(configuration: Configuration, say: Callable[[str], None] = logger.info) -> Server:
    """Have a PostgreSQL answering and its roles in place.

    :param say: told what a person should know: where the data lie if not under ``LIEM_HOME``, and any warning.
    :raises UserError: where that cannot be done, with what to do.
    """
    places.make_home(configuration.home)
    if configuration.database_url:
        server = Server(
            roles.with_web_role(configuration.database_url, configuration.secret_key, configuration.web_database_url)
        )
    else:
        server = _open_private(configuration, say)
    if server.dsns.warning:
        say(f"warning: {server.dsns.warning}")
    return server


def private_cluster(home: Path, kind: str = "auto", *, durable: bool = True) -> Cluster:
    """The private server of ``home``, not yet started."""
    account = os_account.for_server()
    chosen = places.choose(home, account)
    note = chosen.server / "made"
    made_by = int(note.read_text()) if note.exists() else None
    programs = places.reachable(binaries.find(kind, made_by), account)
    return Cluster(chosen, programs, account, durable=durable)


def _open_private(configuration: Configuration, say: Callable[[str], None]) -> Server:
    cluster = private_cluster(configuration.home, configuration.postgres)
    if cluster.places.is_outside_home:
        say(
            f"the database lies in {cluster.places.server}, because its account {cluster.account.name} "
            f"cannot enter {configuration.home}"
        )
    lease = Lease(cluster.places.lease)
    try:
        with alone(cluster.places.start_lock):
            cluster.start()
            owner = owner_dsn(cluster)
            dsns = roles.with_web_role(owner, configuration.secret_key)
    except BaseException:
        lease.give_back()
        raise
    return Server(dsns, cluster, lease)


def owner_dsn(cluster: Cluster) -> str:
    """Connection string of the owner of the house's database, both made where they are absent."""
    password = kept_secret(cluster.places.home / "secrets" / "owner")
    dsn = cluster.dsn(OWNER, password, DATABASE)
    roles.make_owner_and_database(cluster.superuser_dsn(), OWNER, password, DATABASE)
    return dsn
