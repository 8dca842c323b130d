"""``python -m liem.intake.harmless SORT``: a file on the standard input, what is kept of it on the standard output.

The answer begins with a line of JSON: ``{"why": …}``, or media type and ending, followed by the bytes.
"""

import importlib
import json
import resource
import sys
from collections.abc import Callable

from liem.intake.harmless.refusing import Refused, Why

MOST_MEMORY = 1536 * 1024 * 1024
MOST_SECONDS = 20
"""Of the processor."""


def _cleaner(sort: str) -> Callable[[bytes], tuple[str, str, bytes]]:
    module = importlib.import_module(f"liem.intake.harmless.{_MODULES[sort]}")
    module.warm_up()
    clean: Callable[[bytes], tuple[str, str, bytes]] = module.cleaned
    return clean


_MODULES = {"picture": "pictures", "pdf": "pdf", "office": "office", "text": "text"}


def _shut_in() -> None:
    """What is read only when it is first needed was read by ``warm_up``.

    From here on: so much memory and time, no new file and no connection, no file grows.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def main() -> None:
    clean = _cleaner(sys.argv[1])
    _shut_in()
    data = sys.stdin.buffer.read()
    try:
        media_type, ending, kept = clean(data)
    except Refused as refused:
        answer, kept = {"why": str(refused.why)}, b""
    except MemoryError:
        answer, kept = {"why": str(Why.SWELLS)}, b""
    else:
        answer = {"media_type": media_type, "ending": ending}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.write(kept)


if __name__ == "__main__":
    main()
