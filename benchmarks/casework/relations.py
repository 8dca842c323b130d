"""Declared relatives: between officials, and between an official and an agent who are kept apart."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from benchmarks.casework.agents import ORDINARY
from benchmarks.casework.caseload import Caseload
from benchmarks.casework.office import Office


class Relation(NamedTuple):
    official: str
    related_to: str
    kind: str


def declare_relations(rng: np.random.Generator, office: Office, load: Caseload) -> list[Relation]:
    seats, found = office.last_seats(), []
    for _ in range(max(2, office.size // 25)):
        one, other = (str(o) for o in rng.choice(office.officials, 2, replace=False))
        kind = str(rng.choice(["spouse", "sibling", "parent", "other"], p=[0.45, 0.3, 0.1, 0.15]))
        if seats[one].unit != seats[other].unit:
            found += [Relation(one, other, kind), Relation(other, one, "child" if kind == "parent" else kind)]
    for _ in range(max(1, office.size // 60)):
        official = str(rng.choice(office.officials))
        for which in rng.permutation(len(load.agents)):
            agent = load.agents[which]
            if agent.kind == ORDINARY and seats[official].unit not in load.unit[load.agent == which]:
                found.append(Relation(official, agent.code, "sibling"))
                break
    return found
