"""What is done with keys. Each action is one transaction with its entry in the trail, which names nobody and no key."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from liem.base import sealing
from liem.base.errors import UserError
from liem.base.sealing import CannotOpen, KeyPair
from liem.people.keys.models import KeyShare, OfficeKey, OfficerKey, Recovery, RecoveryBox
from liem.people.keys.queries import Keyring, open_office_key, present_key
from liem.people.keys.rules import recovery_groups, why_not_passphrase, why_not_recovery
from liem.people.models import Account
from liem.trail import actions as trail

STREAM = "keys"


@transaction.atomic
def make_officer_key(account: Account, passphrase: str, *, by: str, now: datetime) -> Keyring:
    """Give ``account`` a key pair of its own, locked by ``passphrase``. Shares of a former key are not carried over.

    :raises UserError: where the passphrase is too weak, or the account has a key already.
    """
    refusal = why_not_passphrase(passphrase)
    if refusal:
        raise UserError(refusal)
    if present_key(account.number):
        raise UserError(_("This account has a key already. Change its passphrase, or take it out of use first."))
    pair = sealing.new_pair()
    key = OfficerKey(account=account, public=pair.public, made_at=now)
    _lock(key, pair, passphrase)
    key.save()
    _record("officer_key_made", account.number, by=by, now=now)
    return Keyring(account.number, key.pk, pair)


def open_keyring(account: Account, passphrase: str) -> Keyring:
    """The account's own key pair.

    :raises CannotOpen: where there is no key, or the passphrase is not the one it was locked with.
    """
    key = present_key(account.number)
    if key is None:
        raise CannotOpen
    cost = sealing.Stretching(key.passes, key.memory)
    private = sealing.unlock(
        sealing.stretch(passphrase, bytes(key.salt), cost), bytes(key.locked_private), _place(account.number)
    )
    return Keyring(account.number, key.pk, KeyPair(bytes(key.public), private))


@transaction.atomic
def change_passphrase(keyring: Keyring, passphrase: str, *, by: str, now: datetime) -> None:
    """Lock the same key pair by another passphrase.

    :raises UserError: where the passphrase is too weak.
    """
    refusal = why_not_passphrase(passphrase)
    if refusal:
        raise UserError(refusal)
    key = OfficerKey.objects.select_for_update().get(pk=keyring.officer_key)
    _lock(key, keyring.pair, passphrase)
    key.save()
    _record("passphrase_changed", keyring.account, by=by, now=now)


@transaction.atomic
def retire_officer_key(account: Account, *, by: str, now: datetime) -> None:
    """Take the account's key and all its shares out of use: it was lost, or its holder left."""
    key = present_key(account.number)
    if key is None:
        raise UserError(_("This account has no key."))
    key.shares.all().delete()  # type: ignore[attr-defined]
    key.retired_at = now
    key.locked_private = b""
    key.save()
    _record("officer_key_retired", account.number, by=by, now=now)


@transaction.atomic
def make_office_key(office: str, officers: Sequence[Account], *, by: str, now: datetime) -> OfficeKey:
    """Make the key pair of an office and hand it to its first officers. Each of them must have a key already.

    :raises UserError: where the office has a key, nobody is named, or somebody has no key.
    """
    if OfficeKey.objects.filter(office=office, retired_at__isnull=True).exists():
        raise UserError(_("The office %s has a key already: renew it instead.") % office)
    return _new_office_key(office, officers, sealing.new_pair(), by=by, now=now)


@transaction.atomic
def share_office_key(key: OfficeKey, officer: Account, keyring: Keyring, *, by: str, now: datetime) -> None:
    """Hand the office's key to one more officer; done by one who can open it.

    :raises CannotOpen: where the one who hands it over cannot open it.
    :raises UserError: where the other has no key of their own yet.
    """
    pair = open_office_key(key, keyring)
    _share(key, pair, officer, now=now)
    _record("office_key_shared", f"{key.office}/{key.version}", by=by, now=now, after={"to": officer.number})


@transaction.atomic
def take_share(key: OfficeKey, officer: Account, *, by: str, now: datetime) -> None:
    """Take the office's key from an officer who leaves. Rotate it too where the officer could have kept a copy.

    :raises UserError: where nobody would be left who can open it.
    """
    shares = KeyShare.objects.filter(office_key=key)
    if not shares.exclude(officer_key__account=officer).exists():
        raise UserError(_("Nobody would be left who can open this key: hand it to somebody else first."))
    shares.filter(officer_key__account=officer).delete()
    _record("office_key_taken", f"{key.office}/{key.version}", by=by, now=now, after={"from": officer.number})


@transaction.atomic
def rotate_office_key(key: OfficeKey, keyring: Keyring, *, by: str, now: datetime) -> OfficeKey:
    """Make a new key for the office, for the same officers; what is sealed from now on is sealed to the new one.

    The former key still opens what was sealed to it, until that is sealed anew (``intake.resealing``). Its
    recovery boxes stay; the new key needs its own.

    :raises CannotOpen: where the one who does it cannot open the present key.
    """
    open_office_key(key, keyring)
    officers = [share.officer_key.account for share in key.shares.select_related("officer_key__account")]
    key.retired_at = now
    key.save(update_fields=["retired_at"])
    return _new_office_key(key.office, officers, sealing.new_pair(), by=by, now=now, version=key.version + 1)


@transaction.atomic
def provide_recovery(
    key: OfficeKey, holders: Sequence[Account], needed: int, keyring: Keyring, *, by: str, now: datetime
) -> None:
    """Let any ``needed`` of ``holders`` open the key together: one nested sealed box for each such group.

    :raises CannotOpen: where the one who does it cannot open the key.
    :raises UserError: where the choice cannot stand or somebody has no key.
    """
    refusal = why_not_recovery([holder.number for holder in holders], needed)
    if refusal:
        raise UserError(refusal)
    private = open_office_key(key, keyring).private
    keys = {holder.number: _key_of(holder) for holder in holders}
    key.recovery_boxes.all().delete()  # type: ignore[attr-defined]
    for group in recovery_groups(list(keys), needed):
        RecoveryBox.objects.create(office_key=key, group=list(group), sealed=_nested(private, [keys[n] for n in group]))
    key.needed_for_recovery, key.rehearsed_at = needed, None
    key.save(update_fields=["needed_for_recovery", "rehearsed_at"])
    after: dict[str, object] = {"holders": sorted(keys), "needed": needed}
    _record("recovery_provided", f"{key.office}/{key.version}", by=by, now=now, after=after)


@transaction.atomic
def begin_recovery(box: RecoveryBox, *, is_rehearsal: bool, by: str, now: datetime) -> Recovery:
    """Begin to open a box, layer by layer: to recover the key, or to rehearse it."""
    recovery = Recovery.objects.create(
        office_key=box.office_key, box=box, is_rehearsal=is_rehearsal, remaining=box.sealed, begun_by=by, begun_at=now
    )
    event = "rehearsal_begun" if is_rehearsal else "recovery_begun"
    _record(event, f"{box.office_key.office}/{box.office_key.version}", by=by, now=now, after={"group": box.group})
    return recovery


@transaction.atomic
def open_layer(recovery: Recovery, keyring: Keyring, *, by: str, now: datetime) -> bool:
    """Open the next layer; the last one ends it: a rehearsal forgets the key, a recovery hands it to who opened last.

    :returns: whether it is ended.
    :raises UserError: where it is another member's turn, or it has ended.
    :raises CannotOpen: where the member's key is no longer the one it was sealed to.
    """
    recovery = Recovery.objects.select_for_update().select_related("office_key", "box").get(pk=recovery.pk)
    if recovery.ended_at is not None:
        raise UserError(_("This recovery has ended."))
    group = recovery.box.group
    if group[recovery.opened_layers] != keyring.account:
        raise UserError(_("It is another member's turn."))
    inner = sealing.open_sealed(keyring.pair, bytes(recovery.remaining))
    recovery.opened_layers += 1
    is_last = recovery.opened_layers == len(group)
    recovery.remaining = b"" if is_last else inner
    if is_last:
        _end(recovery, inner, keyring, by=by, now=now)
    recovery.save()
    return is_last


def _end(recovery: Recovery, private: bytes, keyring: Keyring, *, by: str, now: datetime) -> None:
    key = recovery.office_key
    if (
        sealing.open_sealed(KeyPair(bytes(key.public), private), sealing.seal(bytes(key.public), b"it fits"))
        != b"it fits"
    ):
        raise CannotOpen
    recovery.ended_at = now
    if recovery.is_rehearsal:
        key.rehearsed_at = now
        key.save(update_fields=["rehearsed_at"])
    else:
        _share(key, KeyPair(bytes(key.public), private), Account.objects.get(pk=keyring.account), now=now)
    event = "rehearsal_passed" if recovery.is_rehearsal else "key_recovered"
    _record(event, f"{key.office}/{key.version}", by=by, now=now, after={"group": recovery.box.group})


def _new_office_key(
    office: str, officers: Sequence[Account], pair: KeyPair, *, by: str, now: datetime, version: int = 1
) -> OfficeKey:
    if not officers:
        raise UserError(_("Name at least one officer who shall open the key."))
    key = OfficeKey.objects.create(office=office, version=version, public=pair.public, made_at=now)
    for officer in officers:
        _share(key, pair, officer, now=now)
    after: dict[str, object] = {"to": sorted(officer.number for officer in officers)}
    _record("office_key_made", f"{office}/{version}", by=by, now=now, after=after)
    return key


def _share(key: OfficeKey, pair: KeyPair, officer: Account, *, now: datetime) -> None:
    own = _key_of(officer)
    sealed = sealing.seal(bytes(own.public), pair.private)
    KeyShare.objects.update_or_create(office_key=key, officer_key=own, defaults={"sealed": sealed, "given_at": now})


def _key_of(account: Account) -> OfficerKey:
    key = present_key(account.number)
    if key is None:
        raise UserError(_("%s has no key yet: they make it themselves, under “My key”.") % account.sign_in_name)
    return key


def _nested(secret: bytes, keys: Sequence[OfficerKey]) -> bytes:
    for key in reversed(keys):
        secret = sealing.seal(bytes(key.public), secret)
    return secret


def _lock(key: OfficerKey, pair: KeyPair, passphrase: str) -> None:
    cost: sealing.Stretching = settings.LIEM_PASSPHRASE_COST
    key.salt, key.passes, key.memory = sealing.random_bytes(sealing.SALT_BYTES), cost.passes, cost.memory
    stretched = sealing.stretch(passphrase, bytes(key.salt), cost)
    key.locked_private = sealing.lock(stretched, pair.private, _place(key.account.number))


def _place(account_number: str) -> str:
    return f"officer key/{account_number}"


def _record(event: str, subject: str, *, by: str, now: datetime, after: dict[str, object] | None = None) -> None:
    trail.record(STREAM, event, by=by, subject_kind="key", subject_id=subject, before=None, after=after, now=now)
