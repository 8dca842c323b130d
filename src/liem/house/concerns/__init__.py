"""What each room has for the desk of somebody who holds one of its permissions: counts and dates, never content."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from liem.people.models import Account
from liem.people.rules import Scope


@dataclass(frozen=True)
class Line:
    """One thing on the desk. What waits has a ``count`` or is to be done all the same (``waits``); the rest is news.

    ``late`` is shown as such.
    """

    text: str
    route: str
    count: int = 0
    late: bool = False
    asked: str = ""
    arguments: tuple[Any, ...] = ()
    waits: bool = False

    @property
    def address(self) -> str:
        """Where it is dealt with."""
        return reverse(self.route, args=self.arguments) + self.asked


Concern = Callable[[Account, Scope, datetime], Iterable[Line]]
