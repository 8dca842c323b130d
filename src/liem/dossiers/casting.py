"""What a source value becomes in a canonical column, and what is wrong with it if it cannot: as SQL expressions.

Each cast is four layers of one query, so that nothing is computed twice: the text without blanks around it (named
``t…``), the offset written in a timestamp (``o…``), the value (``v…``, which may use both), and then what is wrong
and what is kept.
"""

from dataclasses import dataclass

from liem.dossiers.sql import quoted
from liem.dossiers.tables import CODE_LENGTH, Column, Kind

VIETNAM = "Asia/Ho_Chi_Minh"
AS_WRITTEN = "as written"
ALREADY = "TIMESTAMP ON THE RIGHT CLOCKS"
"""Stands for the type of a column that holds canonical instants already."""
_TEXT = ("VARCHAR", "ENUM", "UUID")
_WHOLE = tuple(f"{sign}{size}INT" for sign in ("", "U") for size in ("TINY", "SMALL", "BIG", "HUGE"))
_NUMBERS = (*_WHOLE, "INTEGER", "UINTEGER")
_REALS = ("FLOAT", "DOUBLE", "DECIMAL")
_NO_TEXT = ("STRUCT", "MAP", "UNION", "BLOB", "BIT", "VARIANT", "GEOMETRY")
"""Types whose text is no code and no sentence of anybody's."""
_TRUE, _FALSE = "('true', 't', '1', 'yes', 'có')", "('false', 'f', '0', 'no', 'không')"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_ISO = f"{_DAY}([T ][0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}}([.][0-9]{{1,9}})?)?(([Zz]|[+-][0-9]{{2}}(:?[0-9]{{2}})?))?)?"


@dataclass(frozen=True)
class TimeRule:
    """How instants are read.

    ``zone``: of timestamps without an offset. ``clocks``: the zone whose clocks the canonical instants show, or
    :data:`AS_WRITTEN` to keep what is written and drop the offset (for logs of another country). ``form``: of
    timestamps that are not ISO 8601, in the letters of strptime. ``missing_before``: an ISO date; what lies before it
    stands for no value.
    """

    zone: str = VIETNAM
    clocks: str = VIETNAM
    form: str | None = None
    missing_before: str | None = None


@dataclass(frozen=True)
class Cast:
    """SQL of one column's cast.

    ``value`` may use the source's expression and the names of text and offset; ``problems`` (conditions, each with
    the code of what is wrong where it holds) and ``kept`` (the canonical value) may use the value's name.
    ``offset`` is None where no timestamp is text.
    """

    value: str
    problems: tuple[tuple[str, str], ...]
    kept: str
    offset: str | None = None


@dataclass(frozen=True)
class Cell:
    """One column of a source table to be cast: its SQL expression and type there, and the number of its layers."""

    expression: str
    source_type: str
    number: int

    @property
    def value(self) -> str:
        return f"v{self.number}"

    @property
    def offset(self) -> str:
        return f"o{self.number}"

    @property
    def is_text(self) -> bool:
        return self.source_type.startswith(_TEXT)

    @property
    def trimmed(self) -> str:
        """The value as text without blanks around it, an empty one being no value: the name of its layer."""
        return f"t{self.number}"

    @property
    def number_or_none(self) -> str:
        """The value of a number; what is not a number (NaN) is no value, as many tools write an empty one.

        Told by its text: the statistics of a Parquet file leave NaN out, and from them the engine takes ``isnan`` to
        be false.
        """
        if not self.source_type.startswith(("FLOAT", "DOUBLE")):
            return self.expression
        return f"CASE WHEN CAST({self.expression} AS VARCHAR) <> 'nan' THEN {self.expression} END"

    @property
    def as_text(self) -> str:
        """The value as text; an empty one is no value.

        A whole number is written as one, so that a code is the same in a column that gaps have made one of fractions.
        """
        if self.source_type == "VARCHAR":
            return f"nullif({self.expression}, '')"
        plain = f"CAST({self.expression} AS VARCHAR)"
        if not self.source_type.startswith(_REALS):
            return f"nullif({plain}, '')"
        number = self.number_or_none
        return f"coalesce(CAST(CASE WHEN {number} % 1 = 0 THEN TRY_CAST({number} AS HUGEINT) END AS VARCHAR), " + (
            f"CASE WHEN ({number}) IS NOT NULL THEN {plain} END)"
        )


def trimmed(column: Column, cell: Cell, rule: TimeRule) -> str:
    """SQL of the text layer: without blanks around it, and instants with the marks that ISO 8601 lets one leave out."""
    text = f"nullif(trim({cell.as_text}), '')"
    if column.kind is not Kind.INSTANT or not cell.is_text or rule.form:
        return text
    day = f"regexp_replace(replace({text}, ',', '.'), '^([0-9]{{4}})([0-9]{{2}})([0-9]{{2}})(T|$)', '\\1-\\2-\\3\\4')"
    minute = f"regexp_replace({day}, 'T([0-9]{{2}})([0-9]{{2}})', 'T\\1:\\2')"
    second = f"regexp_replace({minute}, '(T[0-9]{{2}}:[0-9]{{2}})([0-9]{{2}})', '\\1:\\2')"
    return f"CASE WHEN substr({text}, 5, 1) = '-' AND NOT contains({text}, ',') THEN {text} ELSE {second} END"


def cast(column: Column, cell: Cell, rule: TimeRule) -> Cast | None:
    """How to bring ``cell`` into ``column``; None where its type never can (a list into a date)."""
    if column.kind is Kind.INSTANT:
        return _instant(cell, rule)
    if column.kind in (Kind.INTEGER, Kind.MONEY):
        return _whole_number(column.kind.sql, cell)
    if column.kind in (Kind.CODE, Kind.TEXT):
        if cell.source_type.endswith("]") or cell.source_type.startswith(_NO_TEXT):
            return None
        return _choice(column, cell) if column.one_of else _text(column, cell)
    if column.kind is Kind.LIST:
        return _list(column, cell)
    return _flag(cell) if column.kind is Kind.FLAG else _day(cell)


def _text(column: Column, cell: Cell) -> Cast:
    cases = [(f"contains({cell.value}, chr(0))", "nul")]
    if column.kind is Kind.CODE:
        cases.append((f"length({cell.value}) > {CODE_LENGTH}", "too_long"))
    return Cast(cell.as_text, tuple(cases), cell.value)


def _choice(column: Column, cell: Cell) -> Cast:
    listed = ", ".join(quoted(choice) for choice in column.one_of)
    return Cast(f"lower({cell.trimmed})", ((f"{cell.value} NOT IN ({listed})", "not_listed"),), cell.value)


def _list(column: Column, cell: Cell) -> Cast | None:
    if cell.source_type.endswith("[]"):
        parts = f"CAST({cell.expression} AS VARCHAR[])"
    elif cell.is_text:
        parts = f"string_split({cell.expression}, ';')"
    else:
        return None
    value = f"list_filter(list_transform({parts}, lambda x: trim(x)), lambda x: x <> '')"
    too_long = f"len(list_filter({cell.value}, lambda x: length(x) > {CODE_LENGTH})) > 0"
    kept = f"coalesce({cell.value}, [])" if column.may_be_empty else cell.value
    return Cast(value, ((too_long, "too_long"),), kept)


def _whole_number(target: str, cell: Cell) -> Cast | None:
    value = cell.value
    if cell.is_text:
        text = cell.trimmed
        wrong = f"{text} IS NOT NULL AND ({value} IS NULL OR NOT regexp_full_match({text}, '[+-]?[0-9]+([.]0+)?'))"
    elif cell.source_type.startswith(_NUMBERS + _REALS):
        text = cell.number_or_none
        wrong = f"({text}) IS NOT NULL AND ({value} IS NULL OR {value} <> ({text}))"
    else:
        return None
    return Cast(f"TRY_CAST({text} AS {target})", ((wrong, "not_whole"), (f"{value} < 0", "negative")), value)


def _flag(cell: Cell) -> Cast | None:
    if cell.source_type == "BOOLEAN":
        return Cast(cell.expression, (), cell.value)
    if not (cell.is_text or cell.source_type.startswith(_NUMBERS)):
        return None
    text = f"lower({cell.trimmed})"
    value = f"CASE WHEN {text} IN {_TRUE} THEN true WHEN {text} IN {_FALSE} THEN false END"
    return Cast(value, ((f"{text} IS NOT NULL AND {cell.value} IS NULL", "not_flag"),), cell.value)


def _day(cell: Cell) -> Cast | None:
    out = (_out_of_time(cell.value), "out_of_time")
    if cell.source_type.startswith(("DATE", "TIMESTAMP")):
        return Cast(f"CAST({cell.expression} AS DATE)", (out,), cell.value)
    if not cell.is_text:
        return None
    wrong = f"{cell.trimmed} IS NOT NULL AND ({cell.value} IS NULL OR NOT regexp_full_match({cell.trimmed}, '{_DAY}'))"
    return Cast(f"TRY_CAST({cell.trimmed} AS DATE)", ((wrong, "not_day"), out), cell.value)


def _out_of_time(value: str) -> str:
    return f"({value} < DATE '1900-01-01' OR {value} >= DATE '2201-01-01')"


def _instant(cell: Cell, rule: TimeRule) -> Cast | None:
    kept = cell.value
    if rule.missing_before:
        kept = f"CASE WHEN {kept} >= TIMESTAMP {quoted(rule.missing_before)} THEN {kept} END"
    out = (_out_of_time(kept), "out_of_time")
    if cell.is_text:
        shape = "true" if rule.form else f"regexp_full_match({cell.trimmed}, '{_ISO}')"
        code = "wrong_format" if rule.form else "not_instant"
        wrong = f"{cell.trimmed} IS NOT NULL AND ({cell.value} IS NULL OR NOT {shape})"
        return Cast(_instant_of_text(cell, rule), ((wrong, code), out), kept, _offset(cell, rule))
    if cell.source_type == ALREADY:
        return Cast(cell.expression, (out,), kept)
    if cell.source_type == "TIMESTAMP WITH TIME ZONE":
        return Cast(_on_clocks(cell.expression, rule), (out,), kept)
    if cell.source_type.startswith(("TIMESTAMP", "DATE")):
        return Cast(_from_zone(f"CAST({cell.expression} AS TIMESTAMP)", rule), (out,), kept)
    return None


def _offset(cell: Cell, rule: TimeRule) -> str:
    """The offset a timestamp is written with; '' where it has none, NULL where there is no timestamp."""
    text = cell.trimmed
    if rule.form:
        return f"CASE WHEN {text} IS NOT NULL THEN '' END"
    return f"""CASE WHEN {text} IS NULL THEN NULL WHEN ends_with({text}, '+07:00') THEN '+07:00'
        WHEN length({text}) <= 10 THEN '' WHEN ends_with(upper({text}), 'Z') THEN 'Z'
        WHEN contains({text}, '+') OR contains(substr({text}, 11), '-') THEN regexp_extract({text}, '[+-][0-9:]*$')
        ELSE '' END"""


def _instant_of_text(cell: Cell, rule: TimeRule) -> str:
    """The quick roads first: what is on the right clocks already is cast to TIMESTAMP, which drops the offset."""
    if rule.form:
        return _from_zone(f"TRY_CAST(TRY_STRPTIME({cell.trimmed}, {quoted(rule.form)}) AS TIMESTAMP)", rule)
    as_it_stands = f"TRY_CAST({cell.trimmed} AS TIMESTAMP)"
    if rule.clocks == AS_WRITTEN:
        return as_it_stands
    ours = f"WHEN {cell.offset} IN ('+07:00', '+0700', '+07') THEN {as_it_stands}" if rule.clocks == VIETNAM else ""
    moved = _on_clocks(f"TRY_CAST({cell.trimmed} AS TIMESTAMPTZ)", rule)
    return f"CASE WHEN {cell.offset} = '' THEN {_from_zone(as_it_stands, rule)} {ours} ELSE {moved} END"


def _on_clocks(instant: str, rule: TimeRule) -> str:
    """An instant with zone, on the clocks of the rule."""
    return f"timezone({quoted(rule.zone if rule.clocks == AS_WRITTEN else rule.clocks)}, {instant})"


def _from_zone(naive: str, rule: TimeRule) -> str:
    """A timestamp without offset, on the clocks of the rule."""
    if rule.clocks in (AS_WRITTEN, rule.zone):
        return naive
    return f"timezone({quoted(rule.clocks)}, timezone({quoted(rule.zone)}, {naive}))"
