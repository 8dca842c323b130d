"""Names and text of a person, safely inside SQL."""


def quoted(text: str) -> str:
    """``text`` as an SQL string.

    >>> quoted("Hồ sơ 'A'")
    "'Hồ sơ ''A'''"
    """
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """``name`` as an SQL identifier.

    >>> identifier('a "b"')
    '"a ""b\"""'
    """
    return '"' + name.replace('"', '""') + '"'
