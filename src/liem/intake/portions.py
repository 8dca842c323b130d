"""Work on very many reports that needs an officer's opened key, which lives for one request at a time.

So it goes on in portions. Broken off, it goes on where it stood: what is left is asked of the database, and the place
where the portion before ended keeps reports that had to stay from being tried again and again.
"""

import time
from collections.abc import Callable, Iterator

from django.db.models import QuerySet

from liem.intake.models import Report

AT_ONCE = 500
LONGEST = 4.0
"""Seconds of one portion: a page that answers. Whoever sends a report meanwhile waits for it: their entry in the trail
comes after."""


class Walk:
    """The next of the reports, one after the other, until the time of a portion is over; one at least.

    ``last`` is the place of the report it ended with; empty where none is left behind it.
    """

    def __init__(
        self,
        rows: QuerySet[Report],
        place: Callable[[Report], str] = lambda report: str(report.pk),
        watch: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin behind the former place.

        :param rows: those not tried yet, in the order of their places.
        """
        self._rows, self._place, self._watch = rows, place, watch
        self.last = ""

    def __iter__(self) -> Iterator[Report]:
        begun, waiting = self._watch(), list(self._rows[: AT_ONCE + 1])
        for report in waiting[:AT_ONCE]:
            if self.last and self._watch() - begun > LONGEST:
                return
            yield report
            self.last = self._place(report)
        if len(waiting) <= AT_ONCE:
            self.last = ""
