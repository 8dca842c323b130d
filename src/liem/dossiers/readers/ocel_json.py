"""OCEL 2.0 in JSON. Such a file can only be read whole, so its size is limited."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from liem.base.errors import InputError, Place
from liem.dossiers.limits import ReadingLimits
from liem.dossiers.readers.ocel_log import OcelEvent, OcelLog, OcelObject, first_values
from liem.dossiers.streams import SourceStream


def whole_text(path: Path, stream: SourceStream, limits: ReadingLimits) -> bytes:
    """All bytes of a file that can only be read whole. Raises InputError where it is over the limit."""
    if path.stat().st_size > limits.document:
        remedy = "export it as OCEL 2.0 in SQLite, or raise LIEM_READ_DOCUMENT"
        raise InputError(f"larger than {limits.document:,} bytes, which can only be read whole", str(path), remedy)
    return b"".join(stream.chunks(gzipped=False))


def read_json(path: Path, stream: SourceStream, limits: ReadingLimits) -> OcelLog:
    """Read an OCEL 2.0 JSON document.

    Raises:
        InputError: not JSON, or without the lists that OCEL 2.0 asks for.
    """
    text = whole_text(path, stream, limits)
    try:
        document = json.loads(text)
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8", str(path), "export it again") from error
    except (json.JSONDecodeError, RecursionError) as error:
        line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
        where = Place(str(path), line, str(column) if column else None)
        raise InputError("not well-formed JSON, or cut short", where, "export it again") from error
    for name in ("events", "objects", "objectTypes"):
        if not isinstance(document, dict) or not isinstance(document.get(name), list):
            raise InputError(f"no list named {name}, as OCEL 2.0 has", str(path), "export it as OCEL 2.0")
    try:
        objects = {_word(item["id"]): _object(item) for item in document["objects"]}
        types = [_word(item["name"]) for item in document["objectTypes"]]
        return OcelLog(objects, types, list(_events(document["events"])))
    except KeyError as error:
        raise InputError(f"an entry without {error}, as OCEL 2.0 has", str(path), "export it as OCEL 2.0") from error
    except (TypeError, AttributeError) as error:
        raise InputError("an entry that is not as OCEL 2.0 has it", str(path), "export it as OCEL 2.0") from error


def _word(value: Any) -> str:
    """An id, a name or a type. Raises TypeError for what can be none of them."""
    if not isinstance(value, str | int):
        raise TypeError(value)
    return str(value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _object(item: dict[str, Any]) -> OcelObject:
    attributes = item.get("attributes") or []
    return OcelObject(
        _word(item["type"]), first_values((a["name"], str(a.get("time", "")), _text(a["value"])) for a in attributes)
    )


def _events(items: list[dict[str, Any]]) -> Iterator[OcelEvent]:
    for item in items:
        attributes = {str(a["name"]): _text(a["value"]) for a in item.get("attributes") or []}
        objects = tuple(_word(link["objectId"]) for link in item.get("relationships") or [])
        yield OcelEvent(_word(item["id"]), _word(item["type"]), _text(item["time"]), attributes, objects)
