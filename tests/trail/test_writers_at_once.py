"""Many writers of one stream at once leave one whole chain."""

import threading
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from liem.trail import actions, queries

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_writers_at_once_leave_one_whole_chain(own_database: Any) -> None:
    failures: list[BaseException] = []

    def write(writer: int) -> None:
        try:
            for _ in range(10):
                with transaction.atomic():
                    actions.record("cases", "seen", by=str(writer), subject_kind="case", subject_id="C1", now=NOON)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(1, 7)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    proof = queries.verify()
    assert (failures, proof.entries, proof.broken) == ([], 60, None)
