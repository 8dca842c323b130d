"""A house for a benchmark of pages, and how long the server takes to answer each of them."""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TARGET = 200.0
"""Milliseconds, median."""


def arguments(told: str | None, times: int) -> argparse.ArgumentParser:
    """What every benchmark of pages is told; ``told``: its docstring."""
    parser = argparse.ArgumentParser(description=told, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="keep the house here and use it again; else it is thrown away")
    parser.add_argument("--times", type=int, default=times, help="how often each page is asked for")
    return parser


@contextmanager
def house(kept: Path | None) -> Iterator[Path]:
    """A house that stands, with its files collected: in the folder ``kept``, or in one that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="liem-pages-") as temporary:
        home = (kept or Path(temporary)).absolute()
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o711)
        os.environ["LIEM_HOME"] = str(home)
        os.environ["LIEM_ALLOWED_HOSTS"] = "testserver"
        os.environ["LIEM_LOG_LEVEL"] = "error"
        from liem.house import boot

        with boot.opened(print):
            from liem.house import static_files

            static_files.collect()
            yield home


def measure(pages: Iterable[tuple[str, Any, Callable[[int], str]]], times: int) -> bool:
    """Print median and 95th percentile of each page; says whether all medians are below the target.

    ``pages``: name, the client that asks, and the address to ask for the n-th time.
    """
    good = True
    print(f"{'page':34}{'median ms':>10}{'p95 ms':>10}{'kB':>8}")
    for name, client, address in pages:
        taken, size = [], 0
        for n in range(times + 1):
            started = time.perf_counter()
            answer = client.get(address(n), follow=True)
            taken.append(1000 * (time.perf_counter() - started))
            assert answer.status_code == 200, (address(n), answer.status_code)
            size = len(answer.content)
        taken = sorted(taken[1:])  # the first warms the caches of templates and files
        median, slowest = statistics.median(taken), taken[int(0.95 * (len(taken) - 1))]
        good &= median < TARGET
        over = "" if median < TARGET else "  over"
        print(f"{name:34}{median:10.0f}{slowest:10.0f}{size / 1000:8.0f}{over}", flush=True)
    return good
