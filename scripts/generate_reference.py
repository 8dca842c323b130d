"""Write the pages of docs/reference/ that are made from data: those a room names in its ``reference.pages()``."""

import sys
from pathlib import Path

from liem.cases import reference as cases
from liem.detection import reference as detection
from liem.law import reference as law

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
ROOMS = (law, detection, cases)


def generate(folder: Path) -> list[str]:
    """Write every page and return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    names: list[str] = []
    for room in ROOMS:
        for name, text in room.pages().items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
            names.append(name)
    return names


if __name__ == "__main__":
    sys.stdout.write(f"written: {', '.join(generate(REFERENCE))}\n")
