"""OCEL 2.0 in XML, read element by element after the same safety check as XES."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, iterparse

from liem.base.errors import InputError
from liem.dossiers.limits import ReadingLimits
from liem.dossiers.readers.ocel_json import whole_text
from liem.dossiers.readers.ocel_log import OcelEvent, OcelLog, OcelObject, first_values
from liem.dossiers.readers.xml_safety import safe_xml
from liem.dossiers.streams import SourceStream


def read_xml(path: Path, stream: SourceStream, limits: ReadingLimits) -> OcelLog:
    """Read an OCEL 2.0 XML document.

    Raises:
        InputError: not well formed, a document type, or elements without what OCEL 2.0 asks for.
    """
    text = b"".join(safe_xml(path, [whole_text(path, stream, limits)]))
    objects: dict[str, OcelObject] = {}
    types: list[str] = []
    events: list[OcelEvent] = []
    try:
        for kind, element in _elements(text):
            if kind == "object-type":
                types.append(element.attrib["name"])
            elif kind == "object":
                objects[element.attrib["id"]] = _object(element)
            else:
                events.append(_event(element))
    except KeyError as error:
        raise InputError(f"an element without {error}, as OCEL 2.0 has", str(path), "export it as OCEL 2.0") from error
    return OcelLog(objects, types, events)


def _elements(text: bytes) -> Iterator[tuple[str, Element]]:
    """Object types, objects and events, each let go after use. Objects nested in an event are only references."""
    inside: list[str] = []
    for happening, element in iterparse(BytesIO(text), events=("start", "end")):  # noqa: S314 (as above)
        name = element.tag.rpartition("}")[2]
        if happening == "start":
            inside.append(name)
            continue
        inside.pop()
        if name in ("object-type", "object", "event") and len(inside) == 2:
            yield name, element
            element.clear()


def _children(element: Element, group: str, name: str) -> Iterator[Element]:
    for outer in element:
        if outer.tag.rpartition("}")[2] == group:
            yield from (inner for inner in outer if inner.tag.rpartition("}")[2] == name)


def _object(element: Element) -> OcelObject:
    attributes = _children(element, "attributes", "attribute")
    values = ((a.attrib["name"], a.attrib.get("time", ""), a.text or "") for a in attributes)
    return OcelObject(element.attrib["type"], first_values(values))


def _event(element: Element) -> OcelEvent:
    attributes = {a.attrib["name"]: a.text or "" for a in _children(element, "attributes", "attribute")}
    links = list(_children(element, "objects", "relationship")) or list(_children(element, "objects", "object"))
    objects = tuple(link.attrib["object-id"] for link in links)
    return OcelEvent(element.attrib["id"], element.attrib["type"], element.attrib["time"], attributes, objects)
