"""How often something was seen in the *other* dossiers: weighted counts from which each dossier's own part is taken."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from liem.detection.control_flow.log import Floats, Ints


@dataclass(frozen=True)
class Found:
    """Where keys stand in an index: ``place`` (-1: never seen), how often in the dossier left out, and which it is."""

    place: Ints
    own: Ints
    left_out: Ints


class Index:
    """Keys of events and how often each dossier has them. Made once; weights may change without a new sort."""

    def __init__(self, keys: Ints, owner: Ints, dossiers: int) -> None:
        order = np.argsort(keys, kind="stable")
        keys, owner = keys[order], owner[order]
        fresh = np.r_[True, keys[1:] != keys[:-1]]
        pair_fresh = fresh | np.r_[True, owner[1:] != owner[:-1]]
        self._dossiers = dossiers
        self.keys: Ints = keys[fresh]
        pair_at = np.flatnonzero(pair_fresh)
        key_of_pair = np.cumsum(fresh)[pair_at] - 1
        self._pair: Ints = key_of_pair * dossiers + owner[pair_at]
        self._pair_owner: Ints = owner[pair_at]
        self._pair_times: Ints = np.diff(np.r_[pair_at, len(keys)])
        self._first_pair: Ints = np.flatnonzero(np.r_[True, key_of_pair[1:] != key_of_pair[:-1]])

    def totals(self, weights: Floats) -> Floats:
        """The weighted count of each key; ``weights`` one per dossier."""
        return np.add.reduceat(self._pair_times * weights[self._pair_owner], self._first_pair)

    @cached_property
    def holders(self) -> Ints:
        """In how many dossiers each key stands."""
        return np.diff(np.r_[self._first_pair, len(self._pair)])

    def find(self, keys: Ints, left_out: Ints) -> Found:
        """Look up ``keys``; ``left_out``: the dossier whose own part is to be taken away, -1 for none."""
        place = np.searchsorted(self.keys, keys)
        place[place == len(self.keys)] = 0
        place = np.where(self.keys[place] == keys, place, -1)
        asked = np.flatnonzero((place >= 0) & (left_out >= 0))
        own = np.zeros(len(keys), np.int64)
        pair = place[asked] * self._dossiers + left_out[asked]
        at = np.searchsorted(self._pair, pair)
        at[at == len(self._pair)] = 0
        own[asked] = np.where(self._pair[at] == pair, self._pair_times[at], 0)
        return Found(place, own, left_out)


def counts(totals: Floats, found: Found, weights: Floats) -> Floats:
    """Weighted counts of the keys found, without the part of the dossier left out."""
    seen = np.where(found.place >= 0, totals[found.place], 0.0)
    return np.maximum(seen - np.where(found.own > 0, found.own * weights[found.left_out], 0.0), 0.0)
