"""Pairs of relatives, without database."""

from collections.abc import Iterable


def in_order(pairs: Iterable[tuple[str | None, str | None]]) -> list[tuple[str, str]]:
    """Each pair once, whoever of the two declared it; half a pair and oneself are none.

    >>> in_order([("b", "a"), ("a", "b"), ("a", "a"), (None, "a")])
    [('a', 'b')]
    """
    return sorted({(min(one, other), max(one, other)) for one, other in pairs if one and other and one != other})
