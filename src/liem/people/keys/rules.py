"""Pure decisions about keys: no database, no clock."""

from collections.abc import Collection, Sequence
from itertools import combinations

from django.utils.translation import gettext as _

SHORTEST_PASSPHRASE = 16
MOST_RECOVERY_HOLDERS = 7
"""Of seven, at most 35 groups: every group has a box of its own."""


def why_not_passphrase(passphrase: str) -> str | None:
    """Why ``passphrase`` cannot guard a key, as a sentence, or ``None``."""
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        sentence = _("A passphrase has at least %(count)s characters: five or six words only you would put together.")
        return sentence % {"count": SHORTEST_PASSPHRASE}
    if len(set(passphrase)) < 8:
        return _("This passphrase repeats too few letters: use five or six different words.")
    return None


def why_not_recovery(holders: Collection[str], needed: int) -> str | None:
    """Why this choice of recovery holders cannot stand, as a sentence, or ``None``. ``holders``: account numbers."""
    if len(set(holders)) != len(holders):
        return _("The same person is named twice among those who can recover the key.")
    if not 2 <= needed <= len(holders):
        return _("At least two persons are needed together, and no more than are named.")
    if len(holders) > MOST_RECOVERY_HOLDERS:
        return _("Name at most %(count)s persons who can recover the key.") % {"count": MOST_RECOVERY_HOLDERS}
    return None


def recovery_groups(holders: Sequence[str], needed: int) -> list[tuple[str, ...]]:
    """Every group of ``needed`` holders, in a fixed order.

    >>> recovery_groups(["1", "2", "3"], 2)
    [('1', '2'), ('1', '3'), ('2', '3')]
    """
    return list(combinations(sorted(holders), needed))
