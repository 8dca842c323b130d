"""The files of one answer: written aside, and put in place together when all of them are there.

Whatever fails on the way (a full disk, a damaged table, too little memory) is one plain line, and an answer that lay
there before stays whole.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from liem.base.errors import InputError
from liem.dossiers.staging import engine_error
from liem.dossiers.whole_folder import cannot_write

ANSWER = "answer"
"""Below the folder of work: where the files are written."""
RECORD = "run.json"
"""The last to be put in place: where it is, the others are."""


@contextmanager
def whole_answer(records: Path, out: Path) -> Iterator[Path]:
    """A folder to work in, below ``out``; what then lies in its :data:`ANSWER` is moved into ``out``.

    Raises:
        InputError: ``out`` cannot be written, ``records`` cannot be read through, or the memory does not suffice.
    """
    folder = None
    try:
        out.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".work-", dir=out))
        (folder / ANSWER).mkdir()
        yield folder
        for path in sorted((folder / ANSWER).iterdir(), key=lambda path: path.name == RECORD):
            path.replace(out / path.name)
    except duckdb.OutOfMemoryException as error:
        raise InputError("detection needs more memory than --memory gives", str(records), "raise --memory") from error
    except duckdb.Error as error:
        raise engine_error(error, records, out) from error
    except pa.ArrowInvalid as error:
        raise InputError(f"cannot be read through ({error})", str(records), "copy or export it again") from error
    except OSError as error:
        raise cannot_write(out, error) from error
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
