"""Opening reports: the content key, what lies under it, and to whom it is sealed.

A report has one random content key. It is sealed to the office that handles the report, and to the key pair that comes
out of the receipt. Every text is bound to its report, place and voice, so that none can be exchanged for another.
"""

from dataclasses import dataclass, field

from liem.base import sealing
from liem.base.sealing import CannotOpen
from liem.intake.models import Report, SealedFile, SealedKey, SealedPart, VaultedIdentity
from liem.intake.receipt import Receipt
from liem.people.keys.models import OfficeKey
from liem.people.keys.queries import Keyring, open_office_key

BLOCK = 512
"""Texts are filled up to a multiple of this many bytes: their length tells little."""


@dataclass(frozen=True)
class Opened:
    """A report with its content key; lives in the memory of one request."""

    report: Report
    key: bytes = field(repr=False)


def open_with_receipt(report: Report, receipt: Receipt, house_key: bytes) -> Opened:
    """The report for its reporter.

    :raises CannotOpen: where the receipt is another's.
    """
    return Opened(report, sealing.open_sealed(receipt.pair(house_key), bytes(report.reporter_sealed)))


def open_as_officer(report: Report, keyring: Keyring) -> Opened:
    """The report for an officer of the office that handles it, without leaving a trace: callers record the access.

    :raises CannotOpen: where none of the officer's offices holds its key.
    """
    for held in report.keys.select_related("office_key"):
        try:
            return Opened(report, sealing.open_sealed(open_office_key(held.office_key, keyring), bytes(held.sealed)))
        except CannotOpen:
            continue
    raise CannotOpen


def seal_to(opened: Opened, office: OfficeKey, keyring: Keyring) -> None:
    """Seal report and name to that key of an office, and no longer to any former one. Callers record why."""
    report = opened.report
    vaulted = VaultedIdentity.objects.filter(report=report).select_related("office_key").first()
    if vaulted is not None:
        inner = sealing.open_sealed(open_office_key(vaulted.office_key, keyring), bytes(vaulted.sealed))
        vaulted.sealed, vaulted.office_key = sealing.seal(bytes(office.public), inner), office
        vaulted.save(update_fields=["sealed", "office_key"])
    SealedKey.objects.filter(report=report).delete()
    SealedKey.objects.create(report=report, office_key=office, sealed=sealing.seal(bytes(office.public), opened.key))


def lock_part(opened: Opened, kind: str, position: int, voice: str, text: bytes) -> bytes:
    return sealing.lock(opened.key, text, _place(opened.report, kind, position, voice), block=BLOCK)


def unlock_part(opened: Opened, part: SealedPart) -> bytes:
    place = _place(opened.report, part.kind, part.position, part.voice)
    return sealing.unlock(opened.key, bytes(part.sealed), place, block=BLOCK)


def lock_file_note(opened: Opened, position: int, voice: str, text: bytes) -> bytes:
    return sealing.lock(opened.key, text, _place(opened.report, "file", position, voice), block=BLOCK)


def unlock_file_note(opened: Opened, file: SealedFile) -> bytes:
    place = _place(opened.report, "file", file.position, file.voice)
    return sealing.unlock(opened.key, bytes(file.sealed), place, block=BLOCK)


def _place(report: Report, kind: str, position: int, voice: str) -> str:
    return f"{report.pk}/{kind}/{position}/{voice}"
