"""Pages of long lists: counting millions of rows would take longer than showing the few that anybody reads."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.utils.functional import cached_property


class FirstOnes(Paginator):
    """Pages of the first thousand; ``is_cut`` says that there are more, which a narrower search finds."""

    MOST = 1000

    @cached_property
    def _counted(self) -> int:
        return len(cast(Any, self.object_list).order_by()[: self.MOST + 1].values_list("pk"))

    @cached_property
    def count(self) -> int:
        """How many there are to be paged through."""
        return min(self._counted, self.MOST)

    @property
    def is_cut(self) -> bool:
        return self._counted > self.MOST
