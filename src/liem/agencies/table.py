"""The routing table as data (``data/routing.toml``), read and checked once."""

from functools import lru_cache
from pathlib import Path

from liem.agencies.rules import NOBODY, Competence, Row, Table, levels, place_kinds
from liem.agencies.states import AccusedAs, Function
from liem.law.entries import CONFIDENCES, Entry, read_toml

ROUTING = Path(__file__).parent / "data" / "routing.toml"
STEPS = ("own", "above", "field", *Function.values)


@lru_cache(maxsize=4)
def read_table(path: Path = ROUTING) -> Table:
    """The table of the package, or of another file of the same form.

    :raises InputError: one line with file, entry and remedy, for an entry that cannot be used.
    """
    file = Entry(read_toml(path), str(path))
    competences = tuple(_competence(entry) for entry in file.entries("competences"))
    rows = tuple(_row(entry) for entry in file.entries("rows"))
    file.finish()
    return Table(competences, rows)


def _competence(entry: Entry) -> Competence:
    found = Competence(entry.one_of("function", Function.values), frozenset(entry.each_of("kinds", place_kinds())))
    entry.finish()
    return found


def _row(entry: Entry) -> Row:
    row = Row(
        id=entry.text("id"),
        to=entry.each_of("to", STEPS),
        reason_vi=entry.text("reason_vi"),
        reason_en=entry.text("reason_en"),
        kinds=frozenset(entry.each_of("kinds", place_kinds())),
        accused=frozenset(entry.each_of("accused", (*AccusedAs.values, NOBODY))),
        levels=frozenset(entry.each_of("levels", levels())),
        fields=frozenset(entry.texts("fields")),
        agencies=frozenset(entry.texts("agencies")),
        inner=entry.optional_flag("inner"),
        crime_signs=entry.optional_flag("crime_signs"),
        legal_basis=entry.texts("legal_basis"),
        confidence=entry.one_of("confidence", CONFIDENCES),
        received_from=entry.day("received_from"),
        received_to=entry.optional_day("received_to"),
    )
    entry.finish()
    if not row.to:
        raise entry.refusal(f"row {row.id} leads nowhere", 'write to = ["inspectorate"]')
    return row
