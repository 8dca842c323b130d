"""Putting files of evidence under seal, looking at them, taking the original out; each recorded before it is done."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from liem.base import sealing
from liem.base.errors import UserError
from liem.base.sealing import CannotOpen
from liem.cases import rules
from liem.cases.actions import begin, refuse_if
from liem.cases.custody.models import CustodyStep, EvidenceFile, Hand
from liem.cases.models import Evidence
from liem.cases.states import Verb
from liem.intake import files, house_keys, vessels
from liem.intake.files import Incoming
from liem.people.models import Account
from liem.people.row_security import acting_as_system
from liem.trail import actions as trail

MOST_OF_A_PIECE = 50
"""Files of one piece of evidence."""


@dataclass(frozen=True, repr=False)
class Readable:
    """A file that was opened: name, media type, size, pieces."""

    name: str
    media_type: str
    sort: str
    size: int
    pieces: Iterator[bytes]


class _Hashed:
    """The pieces of a file, and the SHA-256 of all that went by."""

    def __init__(self, incoming: Incoming) -> None:
        self._incoming, self._digest = incoming, hashlib.sha256()

    def pieces(self) -> Iterator[bytes]:
        for piece in self._incoming.pieces():
            self._digest.update(piece)
            yield piece

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def put_in(piece: Evidence, incoming: Incoming, *, by: Account, now: datetime) -> EvidenceFile:
    """Seal a file: as it came, and what of it is shown. Nothing is kept of one that is refused.

    :raises RefusedFile: in one sentence, for what is not taken.
    :raises UserError: where the account may not act on the matter, or the piece has this file already.
    """
    cleaned = files.cleaned_alone(incoming)
    hashed = _Hashed(incoming)
    original = vessels.fill(hashed.pieces())
    kept = [original[0]]
    try:
        shown = vessels.fill(cleaned.pieces(incoming.pieces)) if cleaned.is_changed else original
        kept.append(shown[0])
        name = files.shown_name(incoming.name, cleaned.sniffed.ending)
        with transaction.atomic(), acting_as_system():
            deed = begin(piece.matter, Verb.NOTE, by=by, now=now)
            _refuse_another(piece, hashed.sha256)
            row = EvidenceFile.objects.create(
                matter=deed.matter,
                evidence=piece,
                name=name,
                media_type=cleaned.sniffed.media_type,
                sort=str(cleaned.sniffed.sort),
                original=original[0],
                original_bytes=original[2],
                shown=shown[0],
                shown_bytes=shown[2],
                sha256=hashed.sha256,
                locked_keys=_lock(original, shown),
                put_in_at=now,
            )
            _hand(piece, row, Hand.PUT_IN, by=by.number, now=now)
            deed.write(file=row.pk, evidence=piece.pk, sha256=row.sha256, bytes=row.original_bytes)
            return row
    except BaseException:
        for vessel in set(kept):
            vessels.remove(vessel)
        raise


def _refuse_another(piece: Evidence, sha256: str) -> None:
    rows = piece.files.all()  # type: ignore[attr-defined]
    if rows.filter(sha256=sha256).exists():
        raise UserError(_("This piece has the very same file already."))
    if rows.count() >= MOST_OF_A_PIECE:
        raise UserError(_("This piece has as many files as it can have. Enter another piece of evidence for more."))


def _lock(original: tuple[str, bytes, int], shown: tuple[str, bytes, int]) -> bytes:
    return sealing.lock(house_keys.evidence(), original[1] + shown[1], _place(original[0], shown[0]))


def _place(original: str, shown: str) -> str:
    return f"evidence/{original}/{shown}"


def _opened(row: EvidenceFile, *, original: bool) -> Iterator[bytes]:
    """The bytes of a file. Fails where a vessel is gone or was changed."""
    keys = sealing.unlock(house_keys.evidence(), bytes(row.locked_keys), _place(row.original, row.shown))
    half = len(keys) // 2
    vessel, key, size = (
        (row.original, keys[:half], row.original_bytes) if original else (row.shown, keys[half:], row.shown_bytes)
    )
    path = vessels.path_of(vessel)
    if not path.exists():
        raise CannotOpen
    return vessels.pieces(path, key, size)


def look(row: EvidenceFile, *, by: Account, now: datetime) -> Readable:
    """What of a file is shown. The look is recorded.

    :raises UserError: where the file is gone or was changed; that, too, is recorded.
    """
    _whole(row, original=False, by=by, now=now)
    _hand(row.evidence, row, Hand.LOOKED, by=by.number, now=now)
    return Readable(row.name, row.media_type, row.sort, row.shown_bytes, _opened(row, original=False))


def take_out(row: EvidenceFile, reason: str, *, by: Account, now: datetime) -> Readable:
    """A copy of the original, for a stated reason: its bytes are compared with what was put in before they leave.

    :raises UserError: without a reason, or where the file is gone or was changed.
    """
    refuse_if(rules.why_not_reason(reason))
    with transaction.atomic(), acting_as_system():
        deed = begin(row.matter, Verb.NOTE, by=by, now=now)
        deed.write(file=row.pk, taken_out=True)
    _whole(row, original=True, by=by, now=now)
    _hand(row.evidence, row, Hand.TOOK_OUT, by=by.number, now=now, reason=reason.strip()[:300])
    name = row.name if not row.is_changed else f"original-{row.name}"
    return Readable(name, "application/octet-stream", row.sort, row.original_bytes, _opened(row, original=True))


def _whole(row: EvidenceFile, *, original: bool, by: Account, now: datetime) -> None:
    """Whether the file opens to its last byte and, of the original, is what was put in."""
    digest = hashlib.sha256()
    try:
        for piece in _opened(row, original=original):
            digest.update(piece)
        broken = original and digest.hexdigest() != row.sha256
    except (CannotOpen, OSError):
        broken = True
    if broken:
        _hand(row.evidence, row, Hand.BROKEN, by=by.number, now=now)
        raise UserError(
            _("This file is gone or was changed since it was put in: it proves nothing. This was recorded.")
        )


def entered(piece: Evidence, *, by: str, now: datetime) -> None:
    """The first step of a piece's custody. Call as ``system``."""
    CustodyStep.objects.create(matter_id=piece.matter_id, evidence=piece, hand=Hand.ENTERED, by=by, at=now)


def _hand(piece: Evidence, row: EvidenceFile, hand: Hand, *, by: str, now: datetime, reason: str = "") -> None:
    with transaction.atomic(), acting_as_system():
        CustodyStep.objects.create(
            matter_id=piece.matter_id, evidence=piece, file=row, hand=hand, by=by, at=now, reason=reason
        )
        trail.record(
            "cases", f"evidence_{hand}", by=by, subject_kind="matter", subject_id=piece.matter.number,
            after={"evidence": piece.pk, "file": row.pk, "sha256": row.sha256}, now=now,
        )  # fmt: skip
