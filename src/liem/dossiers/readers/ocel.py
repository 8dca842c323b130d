"""OCEL 2.0, in JSON, XML and SQLite, flattened to the event table of one object type: the one that is the dossier.

An event becomes one row for each dossier it belongs to. Columns: ``concept:name`` (event type), ``time:timestamp``,
``id`` of the event, its attributes under their names, ``object:TYPE`` for the other objects it refers to (``;``
between several), ``case:concept:name`` for the dossier, and ``case:ATTRIBUTE`` for the dossier's attributes as they
stood first.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from liem.base.errors import InputError
from liem.dossiers.readers.ocel_json import read_json
from liem.dossiers.readers.ocel_log import OcelEvent, OcelObject
from liem.dossiers.readers.ocel_sqlite import read_sqlite
from liem.dossiers.readers.ocel_xml import read_xml
from liem.dossiers.sniffing import Form, head_of
from liem.dossiers.sql import identifier, quoted
from liem.dossiers.staging import StagedFile, Workshop
from liem.dossiers.streams import SourceStream

CASE = "case:"
OBJECT = "object:"
AT_ONCE = 50_000
FORMS = {Form.JSON: read_json, Form.OCEL_XML: read_xml, Form.SQLITE: read_sqlite}


@dataclass
class Flattening:
    """Objects by id, and which type is the dossier."""

    path: Path
    objects: Mapping[str, OcelObject]
    dossier_type: str
    columns: dict[str, None] = field(default_factory=dict)

    def rows(self, events: Iterable[OcelEvent]) -> Iterator[dict[str, str | None]]:
        """One row per event and dossier; an event of no dossier gives one row without a dossier, to be refused as
        such.
        """
        for event in events:
            common: dict[str, str | None] = {
                "id": event.id,
                "concept:name": event.type,
                "time:timestamp": event.time,
                **event.attributes,
                **self._others(event),
            }
            dossiers = [key for key in event.objects if self._type(key) == self.dossier_type]
            for dossier in dict.fromkeys(dossiers) or [None]:
                row = {**common, **self._case(dossier)}
                self.columns.update(dict.fromkeys(row))
                yield row

    def _type(self, key: str) -> str | None:
        found = self.objects.get(key)
        return found.type if found else None

    def _others(self, event: OcelEvent) -> dict[str, str]:
        others: dict[str, list[str]] = {}
        for key in event.objects:
            kind = self._type(key)
            if kind and kind != self.dossier_type:
                others.setdefault(OBJECT + kind, []).append(key)
        return {name: ";".join(dict.fromkeys(keys)) for name, keys in others.items()}

    def _case(self, dossier: str | None) -> dict[str, str | None]:
        if dossier is None:
            return {CASE + "concept:name": None}
        attributes = {CASE + name: value for name, value in self.objects[dossier].attributes.items()}
        return {CASE + "concept:name": dossier, **attributes}


def stage_ocel(workshop: Workshop, path: Path, dossier_type: str | None) -> StagedFile:
    """The flat events of one object type. The line is the number of the row.

    Raises:
        InputError: not OCEL 2.0, damaged, over a limit, or several object types and none named.
    """
    form, gzipped = head_of(path)
    if form not in FORMS or gzipped:
        raise InputError(f"not OCEL 2.0, but {form.value}", str(path), "export it as OCEL 2.0 in JSON, XML or SQLite")
    stream = SourceStream(path, workshop.limits, workshop.progress)
    log = FORMS[form](path, stream, workshop.limits)
    flat = Flattening(path, log.objects, _dossier_type(path, log.object_types, dossier_type))
    parts, rows = [], 0
    generated = flat.rows(log.events)
    while batch := list(islice(generated, AT_ONCE)):
        parts.append(workshop.new_file("ocel"))
        pq.write_table(_table(batch, rows), parts[-1], compression="lz4")
        rows += len(batch)
    if not rows:
        raise InputError("the log holds no event", str(path), "export it again")
    names = tuple(flat.columns)
    values = ", ".join(f"{identifier(name)} AS c{index}" for index, name in enumerate(names))
    files = ", ".join(quoted(str(part)) for part in parts)
    scan = f'SELECT {values}, "#line" AS line FROM read_parquet([{files}], union_by_name=true)'
    return StagedFile(path, names, ("VARCHAR",) * len(names), scan, rows, stream.sha256)


def _dossier_type(path: Path, types: Iterable[str], wanted: str | None) -> str:
    there = sorted(set(types))
    if wanted is None and len(there) == 1:
        return there[0]
    if wanted in there:
        return str(wanted)
    if not there:
        raise InputError("the log holds no event", str(path), "export it again")
    what = f"no object type is called {wanted}" if wanted else "several object types, and none is named as the dossier"
    remedy = f"write dossier_type under [source] in a mapping, one of: {', '.join(there[:12])}"
    raise InputError(what, str(path), remedy)


def _table(batch: list[dict[str, str | None]], before: int) -> pa.Table:
    names = dict.fromkeys(name for row in batch for name in row)
    columns = {name: pa.array([row.get(name) for row in batch], pa.string()) for name in names}
    return pa.table({**columns, "#line": pa.array(range(before + 1, before + 1 + len(batch)), pa.int64())})
