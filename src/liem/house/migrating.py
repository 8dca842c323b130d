"""Migrations run as the owner of the tables, on a connection of their own; the web role could not."""

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

OWNER = "owner"


def migrate() -> list[str]:
    """Apply what is not applied; several processes at once wait for one another. Returns the names applied."""
    connection = connections[OWNER]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('liem migrations'))")
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            call_command("migrate", database=OWNER, interactive=False, verbosity=0)
        return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
    finally:
        connection.close()
