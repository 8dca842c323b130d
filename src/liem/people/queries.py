"""Reading accounts."""

from collections.abc import Collection

from liem.people.models import Account


def names_of(numbers: Collection[str]) -> dict[str, str]:
    """Account numbers, as the trail keeps them, with the names shown; numbers of no account are left out."""
    known = Account.objects.filter(pk__in=[number for number in numbers if number.isdigit()])
    return {account.number: account.display_name for account in known}
