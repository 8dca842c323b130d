"""Reading keys, and opening them with what an officer has at hand."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from liem.base.sealing import CannotOpen, KeyPair, open_sealed
from liem.people.keys.models import KeyShare, OfficeKey, OfficerKey

CUSTODIANS = "custodians"
"""The office of the identity custodians. No agency may have this code."""


@dataclass(frozen=True)
class Keyring:
    """An officer's own key pair, opened with the passphrase; lives for one request at a time."""

    account: str
    officer_key: int
    pair: KeyPair = field(repr=False)


def present_key(account_number: str | int) -> OfficerKey | None:
    """The account's own key in use, if it has one."""
    return OfficerKey.objects.filter(account_id=account_number, retired_at__isnull=True).first()


def office_key(office: str) -> OfficeKey | None:
    """The key of an office that reports are sealed to now, if it has one."""
    return OfficeKey.objects.filter(office=office, retired_at__isnull=True).first()


def first_office_key(offices: Iterable[str]) -> OfficeKey | None:
    """The key of the first of these offices that has one."""
    return next((key for office in offices if (key := office_key(office))), None)


def offices_with_keys() -> list[str]:
    """Codes of all offices that can be sealed to."""
    return list(OfficeKey.objects.filter(retired_at__isnull=True).order_by("office").values_list("office", flat=True))


def can_open(account_number: str, office: str) -> bool:
    """Whether the account has a share of the office's present key."""
    return KeyShare.objects.filter(
        office_key__office=office, office_key__retired_at__isnull=True, officer_key__account_id=account_number
    ).exists()


def officers_of(key: OfficeKey) -> list[str]:
    """Account numbers of those who can open the key alone."""
    return [str(number) for number in key.shares.values_list("officer_key__account_id", flat=True)]


def open_office_key(key: OfficeKey, keyring: Keyring) -> KeyPair:
    """The office's key pair, opened with an officer's own.

    :raises CannotOpen: where the officer has no share of it.
    """
    share = KeyShare.objects.filter(office_key=key, officer_key_id=keyring.officer_key).first()
    if share is None:
        raise CannotOpen
    return KeyPair(bytes(key.public), open_sealed(keyring.pair, bytes(share.sealed)))


def open_first(keys: Collection[OfficeKey], keyring: Keyring) -> tuple[OfficeKey, KeyPair]:
    """The first of these keys that the officer can open.

    :raises CannotOpen: where there is none.
    """
    for key in keys:
        try:
            return key, open_office_key(key, keyring)
        except CannotOpen:
            continue
    raise CannotOpen
