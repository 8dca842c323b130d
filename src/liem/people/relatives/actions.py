"""Taking over what the records say of relatives."""

from collections.abc import Iterable

from django.db import transaction

from liem.people.relatives.models import Kinship
from liem.people.relatives.rules import in_order
from liem.people.row_security import acting_as_system


@transaction.atomic
def take_over(pairs: Iterable[tuple[str | None, str | None]]) -> int:
    """These pairs, and no others, are what the current records say; says how many."""
    kept = in_order(pairs)
    with acting_as_system():
        Kinship.objects.all().delete()
        Kinship.objects.bulk_create([Kinship(one=one, other=other) for one, other in kept], batch_size=1000)
    return len(kept)
