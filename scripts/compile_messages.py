"""Catalogues of messages, without gettext's own programs: what is missing, and the compiled files.

Source strings are English; each room keeps its Vietnamese in ``<room>/locale/vi/LC_MESSAGES/django.po``. A string
that several rooms use needs to stand in one of them only.

    python scripts/compile_messages.py            compile every django.po to its django.mo
    python scripts/compile_messages.py --missing  print, room by room, what has no Vietnamese yet, ready to be pasted
"""

import ast
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src" / "liem"
_CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
_STRING = r"""u?('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_IN_TEMPLATE = re.compile(rf"\b(n?p?gettext|_)\(\s*{_STRING}(?:\s*,\s*{_STRING})?(?:\s*,\s*{_STRING})?")
_LINE = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d)\])?)\s+(".*")$')

STAGE = "stage"
"""Context of the names of stages of long work (see ``liem.base.progress``), which a job's page shows."""
EVENT = "event"
"""Context of the events of the trail, which the auditor's page shows."""
KIND = "kind"
"""Context of the kinds of jobs."""
_EVENT = re.compile(r"[a-z]+(_[a-z]+)+")
Key = tuple[str, str]
"""Context (empty where there is none) and English text."""


@dataclass
class Message:
    """One entry of a catalogue; ``plural`` is the English plural, ``texts`` the Vietnamese (one form)."""

    context: str = ""
    text: str = ""
    plural: str = ""
    texts: tuple[str, ...] = ()
    fuzzy: bool = False

    @property
    def key(self) -> Key:
        return self.context, self.text


def catalogues() -> list[Path]:
    """Every ``django.po`` of the house."""
    return sorted(SOURCE.glob("*/locale/vi/LC_MESSAGES/django.po"))


def parse(text: str) -> list[Message]:
    """Read the entries of a ``.po`` file; the first, with an empty text, is its header."""
    messages = []
    for block in re.split(r"\n\s*\n", text.strip()):
        message = _parse_block(block)
        if message is not None:
            messages.append(message)
    return messages


def _parse_block(block: str) -> Message | None:
    fields: dict[str, str] = {}
    field = ""
    for line in block.splitlines():
        match = _LINE.match(line)
        if match:
            field = match[1]
            fields[field] = ast.literal_eval(match[3])
        elif line.startswith('"') and field:
            fields[field] += ast.literal_eval(line)
    if "msgid" not in fields:
        return None
    texts = tuple(value for name, value in sorted(fields.items()) if name.startswith("msgstr"))
    flags = " ".join(line for line in block.splitlines() if line.startswith("#,"))
    return Message(
        fields.get("msgctxt", ""), fields["msgid"], fields.get("msgid_plural", ""), texts, fuzzy="fuzzy" in flags
    )


def compiled(messages: list[Message]) -> bytes:
    """The ``.mo`` file of the entries that are translated, as the GNU gettext manual lays it out."""
    entries = sorted(
        (_original(message), "\0".join(message.texts).encode()) for message in messages if _usable(message)
    )
    start = 28 + 16 * len(entries)
    originals = b"".join(original + b"\0" for original, _ in entries)
    lengths, offsets = [], (start, start + len(originals))
    for column in (0, 1):
        position = offsets[column]
        for entry in entries:
            lengths.append((len(entry[column]), position))
            position += len(entry[column]) + 1
    count = len(entries)
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, start)
    table = b"".join(struct.pack("<2I", *pair) for pair in lengths)
    return head + table + originals + b"".join(translated + b"\0" for _, translated in entries)


def _original(message: Message) -> bytes:
    text = f"{message.text}\0{message.plural}" if message.plural else message.text
    return (f"{message.context}\x04{text}" if message.context else text).encode()


def _usable(message: Message) -> bool:
    return not message.fuzzy and bool(message.texts) and all(message.texts)


def used() -> dict[Key, tuple[str, Path]]:
    """Every string a person can be shown: its plural, and a file that uses it."""
    found: dict[Key, tuple[str, Path]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            found |= {(context, text): (plural, path) for context, text, plural in _in_python(path)}
    for path in sorted(SOURCE.glob("*/templates/**/*.*")):
        found |= {(context, text): (plural, path) for context, text, plural in _in_template(path)}
    return found


def _in_python(path: Path) -> Iterator[tuple[str, str, str]]:
    tree = ast.parse(path.read_text())
    constants = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        arguments = [constants.get(part.id, part) if isinstance(part, ast.Name) else part for part in node.args]
        texts = [part.value for part in arguments if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if texts and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
            yield _arranged(node.func.id, texts)
        if texts and _called(node) in {"stage", "_stage"}:
            yield STAGE, texts[0], ""
        if texts and _called(node) == "job" and "." in texts[0]:
            yield KIND, texts[0], ""
        if texts and _called(node) in {"record", "_record"} and _EVENT.fullmatch(texts[0]):
            yield EVENT, texts[0], ""


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _in_template(path: Path) -> Iterator[tuple[str, str, str]]:
    from django.utils.translation.template import templatize

    for match in _IN_TEMPLATE.finditer(templatize(path.read_text(), origin=str(path))):
        yield _arranged(match[1], [ast.literal_eval(part) for part in match.groups()[1:] if part])


def _arranged(name: str, texts: list[str]) -> tuple[str, str, str]:
    context = texts.pop(0) if "pgettext" in name else ""
    return context, texts[0], texts[1] if name.lstrip("_").startswith("n") and len(texts) > 1 else ""


def missing() -> dict[str, list[Message]]:
    """Room → the strings it uses that have no Vietnamese in any catalogue of the house."""
    known = {message.key for path in catalogues() for message in parse(path.read_text()) if _usable(message)}
    rooms: dict[str, list[Message]] = {}
    for (context, text), (plural, path) in sorted(used().items()):
        if (context, text) not in known:
            rooms.setdefault(path.relative_to(SOURCE).parts[0], []).append(Message(context, text, plural))
    return rooms


def entry(message: Message) -> str:
    """An entry as it stands in a ``.po`` file."""
    lines = [f"msgctxt {_quoted(message.context)}"] if message.context else []
    lines.append(f"msgid {_quoted(message.text)}")
    if message.plural:
        return "\n".join([*lines, f"msgid_plural {_quoted(message.plural)}", 'msgstr[0] ""'])
    return "\n".join([*lines, 'msgstr ""'])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def main(arguments: list[str]) -> int:
    """Compile, or tell what is missing; the exit status is 1 where something is."""
    if arguments == ["--missing"]:
        rooms = missing()
        for room, messages in rooms.items():
            sys.stdout.write(f"# src/liem/{room}/locale/vi/LC_MESSAGES/django.po\n\n")
            sys.stdout.write("\n\n".join(entry(message) for message in messages) + "\n\n")
        return 1 if rooms else 0
    for path in catalogues():
        path.with_suffix(".mo").write_bytes(compiled(parse(path.read_text())))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
