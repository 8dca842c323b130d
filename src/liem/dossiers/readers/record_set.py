"""A directory of tables in the exchange format: ``NAME.csv``, ``.csv.gz``, ``.parquet``, or a folder of parts."""

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
    return [_stage(workshop, name, paths, delimiter) for name, paths in found.items() if paths]


def _stage(workshop: Workshop, name: str, paths: list[Path], delimiter: str) -> Staged:
    files: list[StagedFile] = [stage_file(workshop, path, delimiter) for path in paths]
    return together(name, files)


def _files(source: Path, name: str) -> list[Path]:
    """The files of a table: one, or the parts of a folder of its name in the order of their names."""
    single = [path for ending in ENDINGS if (path := source / f"{name}{ending}").exists()]
    folder = source / name
    parts = sorted(path for path in folder.iterdir() if path.name.endswith(ENDINGS)) if folder.is_dir() else []
    if len(single) + bool(parts) > 1:
        names = ", ".join(path.name for path in (*single, *([folder] if parts else [])))
        raise InputError(f"the table {name} is there more than once ({names})", str(source), "keep one of them")
    return single or parts
