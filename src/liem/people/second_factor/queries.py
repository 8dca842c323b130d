"""Who has a second factor, and who must have one."""

from collections.abc import Collection

from django.conf import settings

from liem.base import clock
from liem.people.models import Account
from liem.people.rules import roles_held
from liem.people.second_factor.models import RecoveryCode, SecondFactor


def is_on(account: Account) -> bool:
    """Whether the account's password alone does not let anybody in."""
    return SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).exists()


def is_required(account: Account) -> bool:
    """Whether a role held today must have one (setting ``LIEM_SECOND_FACTOR``)."""
    roles: Collection[str] = settings.LIEM_SECOND_FACTOR_ROLES
    return bool(roles) and not roles_held(account.posts(), clock.today()).isdisjoint(roles)


def is_owed(account: Account) -> bool:
    """Whether the account must have one and has none yet."""
    return is_required(account) and not is_on(account)


def recovery_codes_left(account: Account) -> int:
    """How many recovery codes were not used yet."""
    return RecoveryCode.objects.filter(account=account, used_at__isnull=True).count()
