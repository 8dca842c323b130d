"""Which reader a source needs, by what it is."""

from pathlib import Path

from liem.base.errors import InputError, Place
from liem.dossiers.mapping import Mapping
from liem.dossiers.readers.event_table import split
from liem.dossiers.readers.ocel import stage_ocel
from liem.dossiers.readers.record_set import ENDINGS, stage_record_set
from liem.dossiers.readers.xes import stage_xes
from liem.dossiers.sniffing import Form, cannot_open, head_of
from liem.dossiers.staging import Staged, StagedFile, Workshop, stage_file, together
from liem.dossiers.tables import TABLES

XES_ENDINGS = (".xes", ".xes.gz")
OCEL_ENDINGS = (".json", ".jsonocel", ".xml", ".xmlocel", ".sqlite", ".sqlite3", ".db")


def stage_source(workshop: Workshop, source: Path, mapping: Mapping) -> list[Staged]:
    """The tables of whatever ``source`` is: a record set, a log, an event table, or a folder of logs under one
    mapping.

    Raises:
        InputError: nothing that can be read, or nothing that is what it says.
    """
    if not source.exists():
        raise InputError("no such file or folder", str(source), "check the path")
    if not source.is_dir():
        files = [source]
    elif _is_record_set(source) or mapping.path is None:
        _refuse_mapped_tables(mapping)
        return stage_record_set(workshop, source, mapping.delimiter)
    else:
        files = _logs_in(source)
    workshop.progress.stage("read", sum(file.stat().st_size for file in files))
    staged = [_stage_log(workshop, file, mapping) for file in files]
    return split(workshop, together("events", staged), mapping)


def _is_record_set(source: Path) -> bool:
    try:
        present = {path.name.split(".")[0] for path in source.iterdir()}
    except OSError as error:
        raise cannot_open(source, error) from error
    return not present.isdisjoint(TABLES)


def _refuse_mapped_tables(mapping: Mapping) -> None:
    if mapping.events or mapping.dossiers or mapping.leave_out or mapping.activities:
        where = Place(str(mapping.path), None, "events")
        raise InputError(
            "names columns, but the source is a record set", where, "name the file of the event table instead"
        )


def _logs_in(source: Path) -> list[Path]:
    endings = (*XES_ENDINGS, *ENDINGS, *OCEL_ENDINGS)
    found = sorted(path for path in source.iterdir() if path.name.endswith(endings))
    if not found:
        raise InputError(
            "the folder holds no table and no log", str(source), f"put files there that end in {', '.join(endings)}"
        )
    return found


def _stage_log(workshop: Workshop, file: Path, mapping: Mapping) -> StagedFile:
    form, _ = head_of(file)
    if file.name.endswith(XES_ENDINGS):
        return stage_xes(workshop, file)
    if file.name.endswith(ENDINGS):
        return stage_file(workshop, file, mapping.delimiter)
    if file.name.endswith(OCEL_ENDINGS) and form is not Form.EMPTY:
        return stage_ocel(workshop, file, mapping.dossier_type)
    if form is Form.EMPTY:
        raise InputError("the file is empty", str(file), "export it again")
    known = ".csv, .csv.gz, .parquet, .xes, .xes.gz, or OCEL 2.0 as .json, .xml, .sqlite"
    raise InputError(
        f"this is {form.value}, under a name that is not known here", str(file), f"name it as what it is: {known}"
    )
