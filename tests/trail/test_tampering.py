"""Somebody who rules the database cannot change the trail unseen; somebody who does not cannot change it at all."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from liem.trail import actions, queries
from liem.trail.checkpoint import Checkpoint
from liem.trail.models import TrailEntry

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def write(stream: str, count: int) -> None:
    for number in range(1, count + 1):
        with transaction.atomic():
            actions.record(
                stream,
                "case_opened",
                by="7",
                subject_kind="case",
                subject_id=f"C{number}",
                before={"state": "new"},
                after={"state": "open", "articles": [9, 10], "note": "Điều 9"},
                now=NOON + timedelta(seconds=number),
            )


def tamper(database: Any, *statements: str) -> None:
    """As the superuser, with the triggers switched off."""
    with psycopg.connect(database.superuser) as superuser:
        superuser.execute("SET session_replication_role = replica")
        for statement in statements:
            superuser.execute(statement)


def test_an_untouched_trail_is_whole(own_database: Any) -> None:
    write("cases", 5)
    write("people", 2)
    proof = queries.verify()
    assert (proof.streams, proof.entries, proof.broken) == (2, 7, None)


@pytest.mark.parametrize(
    ("statements", "position", "reason"),
    [
        (["UPDATE trail_trailentry SET by = '8' WHERE position = 3"], 3, "content"),
        (["UPDATE trail_trailentry SET at = at + interval '1 us' WHERE position = 3"], 3, "content"),
        (
            ["UPDATE trail_trailentry SET after = jsonb_set(after, '{state}', '\"shut\"') WHERE position = 3"],
            3,
            "content",
        ),
        (["DELETE FROM trail_trailentry WHERE position = 3"], 4, "entry 3 is missing"),
        (["DELETE FROM trail_trailentry WHERE position = 5"], 5, "from the end"),
        (
            [
                "UPDATE trail_trailentry SET position = 30 WHERE position = 3",
                "UPDATE trail_trailentry SET position = 3 WHERE position = 4",
                "UPDATE trail_trailentry SET position = 4 WHERE position = 30",
            ],
            3,
            "does not follow",
        ),
        (
            [
                "UPDATE trail_trailentry SET position = position + 100 WHERE position >= 3",
                "UPDATE trail_trailentry SET position = position - 99 WHERE position >= 103",
                "INSERT INTO trail_trailentry "
                "(stream, position, at, event, by, subject_kind, subject_id, previous, hash) "
                "SELECT stream, 3, at, 'case_closed', by, subject_kind, subject_id, hash, repeat('a', 64) "
                "FROM trail_trailentry WHERE position = 2",
            ],
            3,
            "content",
        ),
        (["DELETE FROM trail_trailentry"], 1, "all 5 entries"),
        (["DELETE FROM trail_trailhead"], 5, "head of the stream is missing"),
        (["UPDATE trail_trailhead SET hash = repeat('a', 64)"], 5, "not the one the head names"),
    ],
    ids=["changed", "moved", "json", "removed", "tail", "reordered", "inserted", "emptied", "beheaded", "other head"],
)
def test_tampering_in_sql_is_named(own_database: Any, statements: list[str], position: int, reason: str) -> None:
    write("cases", 5)
    tamper(own_database, *statements)
    broken = queries.verify().broken
    assert broken is not None
    assert (broken.stream, broken.position, reason in broken.reason) == ("cases", position, True), broken


def test_a_tail_cut_off_together_with_its_head_is_seen_by_an_earlier_checkpoint(own_database: Any) -> None:
    write("cases", 5)
    earlier = queries.present(NOON)
    fourth = TrailEntry.objects.get(position=4).hash
    tamper(
        own_database,
        "DELETE FROM trail_trailentry WHERE position = 5",
        f"UPDATE trail_trailhead SET length = 4, hash = '{fourth}'",
    )
    assert queries.verify().broken is None
    broken = queries.verify(earlier).broken
    assert broken is not None
    assert (broken.position, broken.reason) == (5, "entries 5 to 5 of the checkpoint are missing")


def test_a_trail_written_anew_is_seen_by_an_earlier_checkpoint(own_database: Any) -> None:
    write("cases", 5)
    earlier = queries.present(NOON)
    tamper(own_database, "DELETE FROM trail_trailentry", "DELETE FROM trail_trailhead")
    assert queries.verify(earlier).broken is not None
    write("cases", 6)
    assert queries.verify(earlier).broken is None, "the same entries again are the same trail"
    tamper(own_database, "DELETE FROM trail_trailentry", "DELETE FROM trail_trailhead")
    write("people", 6)
    broken = queries.verify(Checkpoint(NOON, {"people": earlier.heads["cases"]})).broken
    assert broken is not None
    assert broken.reason == "it is not the entry that the checkpoint names"


@pytest.mark.parametrize("role", ["web", "owner"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_trailentry SET by = '8'",
        "DELETE FROM trail_trailentry",
        "TRUNCATE trail_trailentry",
        "DELETE FROM trail_trailhead",
        "UPDATE trail_trailhead SET length = 1",
        "UPDATE trail_trailhead SET stream = 'other', length = length + 1",
        "TRUNCATE trail_trailhead",
    ],
)
def test_the_database_refuses_changes(own_database: Any, role: str, statement: str) -> None:
    write("cases", 2)
    with (
        psycopg.connect(getattr(own_database, role)) as direct,
        pytest.raises(psycopg.Error, match=r"refused|forward|denied"),
    ):
        direct.execute(statement)
    assert queries.verify().broken is None


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER trail_entry_append_only ON trail_trailentry",
        "ALTER TABLE trail_trailentry DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP TABLE trail_trailentry",
    ],
)
def test_the_web_role_cannot_switch_the_refusal_off(own_database: Any, statement: str) -> None:
    with psycopg.connect(own_database.web) as direct, pytest.raises(psycopg.errors.InsufficientPrivilege):
        direct.execute(statement)


def test_an_entry_and_its_change_stand_or_fall_together(own_database: Any) -> None:
    write("cases", 1)

    @transaction.atomic
    def change_and_fail() -> None:
        actions.record("cases", "case_opened", by="7", subject_kind="case", subject_id="C2", now=NOON)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    with pytest.raises(DatabaseError):
        change_and_fail()
    assert (TrailEntry.objects.count(), queries.verify().broken) == (1, None)


def test_outside_a_transaction_nothing_is_recorded(own_database: Any) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        actions.record("cases", "case_opened", by="7", subject_kind="case", subject_id="C2", now=NOON)
