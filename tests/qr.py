"""Reading a QR code from a picture, written from ISO/IEC 18004 for the tests: independent of what draws the codes.

It finds the three corners, takes a sample of each module, undoes the mask and checks every block by its Reed–Solomon
remainder. It corrects nothing: a code that only reads with correction has lost what it had in reserve for the paper.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from PIL import Image

BLOCKS = {
    "L": [(7, 1, 19, 0), (10, 1, 34, 0), (15, 1, 55, 0), (20, 1, 80, 0), (26, 1, 108, 0),
          (18, 2, 68, 0), (20, 2, 78, 0),
          (24, 2, 97, 0), (30, 2, 116, 0), (18, 2, 68, 2)],
    "M": [(10, 1, 16, 0), (16, 1, 28, 0), (26, 1, 44, 0), (18, 2, 32, 0), (24, 2, 43, 0),
          (16, 4, 27, 0), (18, 4, 31, 0),
          (22, 2, 38, 2), (22, 3, 36, 2), (26, 4, 43, 1)],
    "Q": [(13, 1, 13, 0), (22, 1, 22, 0), (18, 2, 17, 0), (26, 2, 24, 0), (18, 2, 15, 2),
          (24, 4, 19, 0), (18, 2, 14, 4),
          (22, 4, 18, 2), (20, 4, 16, 4), (24, 6, 19, 2)],
    "H": [(17, 1, 9, 0), (28, 1, 16, 0), (22, 2, 13, 0), (16, 4, 9, 0), (22, 2, 11, 2),
          (28, 4, 15, 0), (26, 4, 13, 1),
          (26, 4, 14, 2), (24, 4, 12, 4), (28, 6, 15, 2)],
}  # fmt: skip
"""Level → for each version from 1: check codewords of a block, blocks, data codewords of each, blocks with one more."""
ALIGNED = [[], [18], [22], [26], [30], [34], [22, 38], [24, 42], [26, 46], [28, 50]]
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
Matrix = Any


def read(picture: Image.Image) -> str:
    """What the one code in the picture says.

    :raises ValueError: where there is none, or it reads only with errors.
    """
    return said(modules(picture))


# -- from the picture to the modules


def modules(picture: Image.Image) -> Matrix:
    """The modules of the code, dark ones true."""
    dark = np.asarray(picture.convert("L")) < 128
    found = _corners(dark)
    top_left, top_right, bottom_left, pitch = _sorted(found)
    across = float(np.linalg.norm(top_right - top_left)) / pitch
    size = 4 * round((across + 7 - 17) / 4) + 17
    right, down = (top_right - top_left) / (size - 7), (bottom_left - top_left) / (size - 7)
    matrix = np.zeros((size, size), bool)
    for row in range(size):
        for column in range(size):
            x, y = top_left + right * (column - 3) + down * (row - 3)
            matrix[row, column] = dark[round(float(y)), round(float(x))]
    return matrix


def _runs(line: Any) -> Iterator[tuple[int, float]]:
    """Middle and module width of whatever looks like a corner on this line: dark and light as 1:1:3:1:1."""
    edges = np.flatnonzero(np.diff(line.astype(np.int8)))
    for at in range(len(edges) - 5):
        if line[edges[at]]:
            continue
        widths = np.diff(edges[at : at + 6])
        unit = widths.sum() / 7
        if unit >= 2 and np.all(np.abs(widths - unit * np.array([1, 1, 3, 1, 1])) < 0.7 * unit):
            yield (edges[at] + edges[at + 5]) / 2 + 0.5, float(unit)


def _corners(dark: Any) -> list[tuple[Any, float]]:
    groups: list[list[tuple[float, float, float]]] = []
    for y in range(dark.shape[0]):
        for x, unit in _runs(dark[y]):
            for middle, other in _runs(dark[:, round(float(x))]):
                if abs(middle - y) <= 2 * unit and abs(other - unit) < 0.5 * unit:
                    near = (g for g in groups if abs(g[0][0] - x) < 3 * unit and abs(g[0][1] - middle) < 3 * unit)
                    group = next(near, None)
                    if group is None:
                        groups.append(group := [])
                    group.append((float(x), float(middle), (unit + other) / 2))
    groups = sorted((g for g in groups if len(g) >= 3), key=len, reverse=True)[:3]
    if len(groups) < 3:
        raise ValueError(f"{len(groups)} corners of a code found, not three")
    return [(np.mean([(x, y) for x, y, _ in g], axis=0), float(np.mean([u for _, _, u in g]))) for g in groups]


def _sorted(found: list[tuple[Any, float]]) -> tuple[Any, Any, Any, float]:
    """Top left, top right, bottom left: the corner at the right angle comes first, the others by their turning."""
    points = [point for point, _unit in found]
    longest = max(((0, 1), (0, 2), (1, 2)), key=lambda pair: np.linalg.norm(points[pair[0]] - points[pair[1]]))
    corner = points[({0, 1, 2} - set(longest)).pop()]
    one, other = (points[number] for number in longest)
    turning = (one[0] - corner[0]) * (other[1] - corner[1]) - (one[1] - corner[1]) * (other[0] - corner[0])
    if turning < 0:
        one, other = other, one
    return corner, one, other, float(np.mean([unit for _point, unit in found]))


# -- from the modules to the words


def said(matrix: Matrix) -> str:
    """What the modules say."""
    size = len(matrix)
    version = (size - 17) // 4
    level, mask = _format(matrix)
    bits = [bool(matrix[r, c]) ^ _masked(mask, r, c) for r, c in _path(size, version)]
    words = [int("".join("01"[bit] for bit in bits[at : at + 8]), 2) for at in range(0, len(bits) - 7, 8)]
    return _text(_data(words, version, level), version)


def _format(matrix: Matrix) -> tuple[str, int]:
    places = [*((row, 8) for row in range(6)), (7, 8), (8, 8), (8, 7), *((8, 14 - bit) for bit in range(9, 15))]
    value = sum(int(matrix[place]) << bit for bit, place in enumerate(places)) ^ 0x5412
    check = value
    for bit in range(14, 9, -1):
        if check >> bit & 1:
            check ^= 0x537 << (bit - 10)
    if check:
        raise ValueError("the format of the code is damaged")
    return {1: "L", 0: "M", 3: "Q", 2: "H"}[value >> 13], value >> 10 & 7


def _masked(mask: int, r: int, c: int) -> bool:
    return (
        (r + c) % 2, r % 2, c % 3, (r + c) % 3, (r // 2 + c // 3) % 2, r * c % 2 + r * c % 3,
        (r * c % 2 + r * c % 3) % 2, ((r + c) % 2 + r * c % 3) % 2,
    )[mask] == 0  # fmt: skip


def _is_pattern(r: int, c: int, size: int, version: int) -> bool:
    if r == 6 or c == 6 or (r < 9 and (c < 9 or c >= size - 8)) or (r >= size - 8 and c < 9):
        return True
    if version >= 7 and ((r < 6 and size - 11 <= c < size - 8) or (c < 6 and size - 11 <= r < size - 8)):
        return True
    centres = [6, *ALIGNED[version - 1]] if version > 1 else []
    corners = {(6, 6), (6, centres[-1]), (centres[-1], 6)} if centres else set()
    return any(abs(r - y) <= 2 and abs(c - x) <= 2 for y in centres for x in centres if (y, x) not in corners)


def _path(size: int, version: int) -> Iterator[tuple[int, int]]:
    columns = [c for c in range(size - 1, 0, -2) if c > 6] + [5, 3, 1]
    for number, column in enumerate(columns):
        rows = range(size) if number % 2 else range(size - 1, -1, -1)
        for r in rows:
            for c in (column, column - 1):
                if not _is_pattern(r, c, size, version):
                    yield r, c


def _data(words: list[int], version: int, level: str) -> list[int]:
    check, short, length, long = BLOCKS[level][version - 1]
    blocks: list[list[int]] = [[] for _ in range(short + long)]
    taken = iter(words)
    for position in range(length + 1):
        for number, block in enumerate(blocks):
            if position < length or number >= short:
                block.append(next(taken))
    data = [list(block) for block in blocks]
    for _position in range(check):
        for block in blocks:
            block.append(next(taken))
    if any(_remainder(block, check) for block in blocks):
        raise ValueError("a block of the code is damaged")
    return [word for block in data for word in block]


def _remainder(block: list[int], check: int) -> bool:
    """Whether any of the syndromes differs from nothing."""
    for power in range(check):
        total, root = 0, _power(power)
        for word in block:
            total = _times(total, root) ^ word
        if total:
            return True
    return False


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = a << 1 ^ (0x11D if a & 0x80 else 0)
        b >>= 1
    return product


def _power(exponent: int) -> int:
    value = 1
    for _ in range(exponent):
        value = _times(value, 2)
    return value


def _text(data: list[int], version: int) -> str:
    bits = "".join(f"{word:08b}" for word in data)
    at, out = 0, b""

    def take(count: int) -> int:
        nonlocal at
        at += count
        return int(bits[at - count : at] or "0", 2)

    while at + 4 <= len(bits) and (mode := take(4)):
        if mode == 7:
            take(8)
        elif mode == 4:
            out += bytes(take(8) for _ in range(take(8 if version < 10 else 16)))
        elif mode == 2:
            count = take(9 if version < 10 else 11)
            for _pair in range(count // 2):
                high, low = divmod(take(11), 45)
                out += (LETTERS[high] + LETTERS[low]).encode()
            out += LETTERS[take(6)].encode() if count % 2 else b""
        else:
            raise ValueError(f"mode {mode} is not read here")
    return out.decode()
