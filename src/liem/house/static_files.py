"""Style sheets and scripts, gathered under ``LIEM_HOME`` with names that carry their content's digest."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from liem import __version__


def collect() -> bool:
    """Gather what changed since the last start; says whether anything had."""
    root = Path(settings.STATIC_ROOT)
    stamp = root / "stamp"
    present = _fingerprint()
    if stamp.exists() and stamp.read_text() == present:
        return False
    root.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(present)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(f"{name}\0".encode())
            digest.update(Path(storage.path(name)).read_bytes())
    return digest.hexdigest()
