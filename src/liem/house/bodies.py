"""How large what is sent to an address may be: known by its head, before any of it is read.

Forms carry text. Two kinds of address take more: those for files of reports and of evidence, and the one to which
record sets are brought. Everywhere else a large body serves nobody but who wants to fill the disk.
"""

from django.conf import settings
from django.urls import Resolver404, resolve

from liem.imports.uploads import ROUTE as BRING_RECORDS
from liem.intake.uploads import MOST_AT_ONCE

MEGABYTE = 1024 * 1024
OF_A_FORM = 2 * MEGABYTE
"""Bytes; the longest text that any form takes is a fraction of it."""
_AROUND_FILES = MEGABYTE


def most(path: str) -> int:
    """Bytes that a request to ``path`` may carry."""
    try:
        match = resolve(path)
    except Resolver404:
        return OF_A_FORM
    if match.view_name == BRING_RECORDS:
        return int(settings.LIEM_UPLOAD_BYTES)
    if getattr(match.func, "takes_sealed_files", False):
        return min(int(settings.LIEM_UPLOAD_BYTES), MOST_AT_ONCE + _AROUND_FILES)
    return OF_A_FORM
