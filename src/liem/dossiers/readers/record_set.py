"""A directory of tables in the exchange format: ``NAME.csv``, ``.csv.gz``, ``.parquet``, or a folder of parts.

Parts may lie in folders of their own, as other systems write them (``events/month=2026-01/part-0.parquet``). What such
a folder is called says where a part lies and nothing else: every column of the format stands in the part.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from liem.base.errors import InputError
from liem.dossiers.sniffing import cannot_open
from liem.dossiers.staging import Staged, StagedFile, Workshop, stage_file, together
from liem.dossiers.tables import TABLES

ENDINGS = (".parquet", ".csv", ".csv.gz")


def stage_record_set(workshop: Workshop, source: Path, delimiter: str = ",") -> list[Staged]:
    """The tables found in ``source``, in the order of the format.

    Raises:
        InputError: no table, a required one missing, one there twice, or a file that cannot be used.
    """
    try:
        found = {name: _files(source, name) for name in TABLES}
    except OSError as error:
        raise cannot_open(source, error) from error
    if not any(found.values()):
        example = "dossiers.csv and events.csv (or .csv.gz, .parquet)"
        raise InputError("the folder holds no table of the exchange format", str(source), f"put {example} there")
    for name, table in TABLES.items():
        if table.required and not found[name]:
            remedy = f"add {name}.csv, {name}.csv.gz or {name}.parquet"
            raise InputError(f"the required table {name} is missing", str(source), remedy)
    sizes = sum(path.stat().st_size for paths in found.values() for path in paths)
    workshop.progress.stage("read", sizes)
    return [_stage(workshop, source, name, paths, delimiter) for name, paths in found.items() if paths]


def _stage(workshop: Workshop, source: Path, name: str, paths: list[Path], delimiter: str) -> Staged:
    files = [_stage_part(workshop, path, source / name, delimiter) for path in paths]
    return together(name, files)


def _stage_part(workshop: Workshop, path: Path, folder: Path, delimiter: str) -> StagedFile:
    staged = stage_file(workshop, path, delimiter)
    nested = path.is_relative_to(folder) and path.parent != folder
    return replace(staged, within=path.relative_to(folder).as_posix()) if nested else staged


def _files(source: Path, name: str) -> list[Path]:
    """The files of a table: one, or the parts below a folder of its name in the order of their paths.

    What begins with ``_`` or ``.`` is another system's own (``_SUCCESS``, ``.part.crc``).
    """
    single = [path for ending in ENDINGS if (path := source / f"{name}{ending}").exists()]
    folder = source / name
    parts = sorted(_parts(folder)) if folder.is_dir() else []
    if len(single) + bool(parts) > 1:
        names = ", ".join(path.name for path in (*single, *([folder] if parts else [])))
        raise InputError(f"the table {name} is there more than once ({names})", str(source), "keep one of them")
    return single or parts


def _parts(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(("_", ".")):
            continue
        if path.is_dir():
            yield from _parts(path)
        elif path.name.endswith(ENDINGS):
            yield path
