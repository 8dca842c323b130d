"""An answer is there whole or not at all; what fails on the way is one plain line, and the answer before it stays."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.detection.test_detect_command import records

from liem.base.errors import InputError
from liem.detection.run import Options, detect
from liem.dossiers.records import RecordSet, read_records

pytestmark = pytest.mark.slow

FILES = ["indicators.parquet", "leads.parquet", "run.json", "signals.parquet", "skipped.json"]


@pytest.fixture
def office(tmp_path: Path) -> RecordSet:
    source = records(tmp_path / "source", [3 + number % 9 for number in range(3000)], officials=20)
    return read_records(source, tmp_path / "canonical")


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """The same road as a full disk, with EFBIG in place of ENOSPC."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_disk_that_fills_up_is_one_line_and_leaves_the_answer_before_as_it_was(office, tmp_path) -> None:
    out = tmp_path / "out"
    detect(office, out)
    before = content(out)
    assert list(before) == FILES
    with no_file_longer_than(4_000), pytest.raises(InputError, match="out: cannot be written: the disk is full"):
        detect(office, out, Options(fdr=0.1))
    assert content(out) == before


def test_an_answer_that_fails_at_its_last_files_takes_the_place_of_none(office, tmp_path, monkeypatch) -> None:
    out = tmp_path / "out"
    detect(office, out)
    before = content(out)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("liem.detection.run._write_record", full)
    with pytest.raises(InputError, match="the disk is full; make room there"):
        detect(office, out, Options(fdr=0.1))
    assert content(out) == before


def test_too_little_memory_names_the_option(office, tmp_path) -> None:
    with pytest.raises(InputError, match="more memory than --memory gives; raise --memory"):
        detect(office, tmp_path / "out", Options(memory="2MiB"))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_table_damaged_after_it_was_read_is_named(office, tmp_path) -> None:
    path = office.path("events")
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(InputError, match=r"cannot be read through .*; copy or export it again"):
        detect(office, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
