"""What is neither our mistake nor the person's is said in one line; a mistake of ours is not dressed up as such."""

import errno

import psycopg

from liem.base.failures import sentence


def test_a_full_disk_is_named_however_deep_it_lies() -> None:
    error = RuntimeError("writing")
    error.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    assert sentence(error) == "the disk is full; free some space, then give the command again: nothing saved is lost"


def test_a_full_disk_of_the_database_is_named() -> None:
    assert "the disk is full" in (sentence(psycopg.errors.DiskFull("could not extend file")) or "")


def test_a_database_that_went_away_is_named() -> None:
    said = "the database does not answer; look whether its server runs, then give the command again"
    assert sentence(psycopg.OperationalError("connection refused")) == said
    assert sentence(psycopg.errors.AdminShutdown("terminating connection")) == said


def test_a_mistake_of_ours_is_not_dressed_up() -> None:
    assert sentence(KeyError("x")) is None
    assert sentence(psycopg.errors.UniqueViolation("duplicate key")) is None
    assert sentence(psycopg.errors.QueryCanceled("statement timeout")) is None
