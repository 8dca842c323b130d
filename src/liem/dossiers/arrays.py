"""Between NumPy and Arrow as the numbers lie in memory.

Arrow's own conversions load pandas, which costs more than most files take to read.
"""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def whole_numbers(values: NDArray[np.int64], known: NDArray[np.bool_] | None = None) -> pa.Array:
    """An array of 64-bit integers, without a value where they are not ``known``."""
    valid = None if known is None else pa.py_buffer(np.packbits(known, bitorder="little"))
    return pa.Array.from_buffers(pa.int64(), len(values), [valid, pa.py_buffer(np.ascontiguousarray(values))])


def numbers_in(values: pa.Array) -> NDArray[Any]:
    """The numbers of an array of integers or truth values (as 0 and 1) that lacks none."""
    if values.null_count:
        raise ValueError("values are missing")
    plain = values.cast(pa.uint8()) if pa.types.is_boolean(values.type) else values
    kind = np.dtype(str(plain.type))
    if not len(plain):
        return np.zeros(0, kind)
    return np.frombuffer(plain.buffers()[1], kind, len(plain), plain.offset * kind.itemsize)


NOUGHT = whole_numbers(np.zeros(1, np.int64))[0]
NO_TEXT = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\x00" * 8), pa.py_buffer(b"")])[0]
"""What stands for a missing value where values are hashed. (Made by hand: ``pa.scalar`` would load pandas, too.)"""
