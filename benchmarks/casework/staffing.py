"""Setting up the offices: how many units of what size, their seats, and the first officials on them."""

from __future__ import annotations

import numpy as np
from benchmarks.casework.catalogue import COMMUNE, DEPARTMENTS, Kind
from benchmarks.casework.office import APPRAISER, CLERK, DECIDING_CLERK, HEAD, Holder, Office, Seat, Unit
from benchmarks.casework.procedures import Procedure, confuse, draw_procedure

DEPARTMENT_POSTS = {CLERK: "Công chức một cửa", APPRAISER: "Chuyên viên", HEAD: "Phó trưởng phòng"}
COMMUNE_POSTS = {CLERK: "Công chức tư pháp - hộ tịch", APPRAISER: "Công chức chuyên môn", HEAD: "Chủ tịch"}
FIRST_HEAD = "Trưởng phòng"


def changes(officials: int) -> int:
    """How many seats change hands for good."""
    return max(1, round(0.03 * officials))


def draw_office(rng: np.random.Generator, officials: int, seed: int) -> Office:
    """The offices as they stand on the first day."""
    code = f"P{10 + seed % 89:02d}"
    province = Unit(f"{code}.00", f"Ủy ban nhân dân tỉnh {code}", "province", None)
    office = Office(code, officials, [province], [], [], -1, {})
    # Successors and trainees are among the officials, but bring no seat with them.
    seats = officials - changes(officials) - office.alike
    departments = _department_sizes(rng, seats)
    communes = _commune_sizes(rng, seats - sum(departments))
    _open_departments(rng, office, departments)
    _open_communes(rng, office, communes)
    office.confusing = confuse(rng, office.procedures)
    return office


def _department_sizes(rng: np.random.Generator, seats: int) -> list[int]:
    """Not quite half of the seats, in units of 10 to 25."""
    sizes: list[int] = []
    while sum(sizes) < 0.45 * seats and len(sizes) < 24:
        sizes.append(int(rng.integers(10, 26)))
        if seats - sum(sizes) < 6:
            sizes[-1] = max(5, sizes[-1] - 8)
    return sizes


def _commune_sizes(rng: np.random.Generator, seats: int) -> list[int]:
    """Units of 3 to 6, none of them left with one or two people."""
    sizes: list[int] = []
    while seats > 0:
        size = int(rng.choice([3, 4, 5, 6], p=[0.2, 0.3, 0.3, 0.2]))
        if seats - size in (1, 2) or size > seats:
            size = seats if seats <= 6 else (6 if seats - 6 not in (1, 2) else 4)
        sizes.append(size)
        seats -= size
    return sizes


def _offer(rng: np.random.Generator, procedures: list[Procedure], listed: list[tuple[str, Kind]]) -> list[int]:
    first = len(procedures)
    for field, kind in listed:
        procedures.append(draw_procedure(rng, len(procedures) + 1, field, kind))
    return list(range(first, len(procedures)))


def _open_departments(rng: np.random.Generator, office: Office, sizes: list[int]) -> None:
    order = rng.permutation(len(DEPARTMENTS))
    offers: list[list[int]] = []
    for i, size in enumerate(sizes):
        again, which = divmod(i, len(order))
        name, field, kinds = DEPARTMENTS[order[which]]
        if again:
            name += f" - Chi nhánh {again + 1}"
        else:
            offers.append(_offer(rng, office.procedures, [(field, kind) for kind in kinds]))
        _open(office, name, "department", offers[which])
        clerks, heads = max(2, round(0.2 * size)), 1 + (size > 12) + (size > 19)
        for j in range(size):
            role = CLERK if j < clerks else HEAD if j >= size - heads else APPRAISER
            _seat(office, {role}, FIRST_HEAD if j == size - 1 else DEPARTMENT_POSTS[role])


def _open_communes(rng: np.random.Generator, office: Office, sizes: list[int]) -> None:
    offer = _offer(rng, office.procedures, COMMUNE)
    for i, size in enumerate(sizes):
        _open(office, f"Ủy ban nhân dân xã số {i + 1}", "commune", offer)
        small = size <= 4
        clerks = 1 if small else 2
        for j in range(size):
            role = CLERK if j < clerks else HEAD if j == size - 1 else APPRAISER
            roles = {role, DECIDING_CLERK} if role == CLERK and small else {role}
            _seat(office, roles, COMMUNE_POSTS[role])


def _open(office: Office, name: str, level: str, procedures: list[int]) -> None:
    code = f"{office.code}.{len(office.units):02d}"
    office.units.append(Unit(code, name, level, office.units[0].code, procedures))


def _seat(office: Office, roles: set[str], post: str) -> None:
    """A seat in the unit opened last."""
    office.seats.append(Seat(len(office.units) - 1, roles, [Holder(0, office.add_official(post))]))
