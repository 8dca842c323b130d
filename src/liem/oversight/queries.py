"""Reading what is watched and checked (what is owed: ``owing``), in the row-level security of whoever asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from liem.base.clock import local
from liem.cases import clocks
from liem.cases.models import Matter
from liem.oversight import rules
from liem.oversight.models import Draw, PublishedDraw, WatchDecision, WatchEntry
from liem.oversight.states import Watched, WatchVerb

# -- the watch list


def decisions() -> list[rules.Decision]:
    """All decisions about all entries, in the order of their dates."""
    rows = WatchDecision.objects.order_by("decided_on", "pk").values_list(
        "decided_on", "recorded_at", "entry_id", "verb", "entry__kind", "pk", "corrects_id"
    )
    return [
        rules.Decision(decided, local(recorded).date(), entry, WatchVerb(verb), Watched(kind), row, corrects or 0)
        for decided, recorded, entry, verb, kind, row, corrects in rows
    ]


def _as_rule(row: WatchDecision, kind: str) -> rules.Decision:
    recorded = local(row.recorded_at).date()
    return rules.Decision(
        row.decided_on, recorded, row.entry_id, WatchVerb(row.verb), Watched(kind), row.pk, row.corrects_id or 0
    )


def standing_decisions(entry: WatchEntry, known: date | None = None) -> list[WatchDecision]:
    """The decisions about an entry that stand, as far as was known: without what was corrected by then."""
    rows = {row.pk: row for row in entry.decisions.all()}
    return [rows[one.row] for one in rules.told((_as_rule(row, entry.kind) for row in rows.values()), known)]


@dataclass(frozen=True)
class Watching:
    """An entry as it stood on a day, as far as was known then."""

    entry: WatchEntry
    since: date
    last: WatchDecision
    owed: WatchDecision | None
    """The last direction with a day by which it is due, if nothing was reported since."""


def watched(day: date, known: date | None = None, every: Sequence[rules.Decision] | None = None) -> list[Watching]:
    """The entries on the list at the end of ``day``, those longest on it first. ``every``: where all were read."""
    on = rules.on_list(decisions() if every is None else every, day, known)
    found = []
    for entry in WatchEntry.objects.filter(pk__in=on).prefetch_related("decisions"):
        told = [one for one in standing_decisions(entry, known) if one.decided_on <= day]
        puts = [one.decided_on for one in told if one.verb == WatchVerb.PUT_ON]
        found.append(Watching(entry, puts[-1], told[-1], asked_for(told)))
    return sorted(found, key=lambda one: (one.since, one.entry.pk))


def asked_for(told: Sequence[WatchDecision]) -> WatchDecision | None:
    """Of the decisions that stand, the last direction with a day, where nothing was reported or removed since."""
    owed = None
    for one in told:
        if one.verb == WatchVerb.DIRECT and one.due_on is not None:
            owed = one
        elif one.verb in (WatchVerb.REPORT, WatchVerb.REMOVE):
            owed = None
    return owed


def balances(
    first: date, last: date, known: date | None = None, every: Sequence[rules.Decision] | None = None
) -> list[tuple[str, rules.Balance]]:
    """Opening, added, removed and closing of cases, of incidents, and of both."""
    every = decisions() if every is None else every
    rows = [(str(kind.label), [one for one in every if one.kind is kind]) for kind in Watched]
    return [(name, rules.balance(some, first, last, known)) for name, some in [*rows, ("", every)]]


def decisions_between(
    first: date, last: date, known: date | None = None, every: Sequence[rules.Decision] | None = None
) -> list[WatchDecision]:
    """The decisions of a period that stand, as far as was known."""
    stand = rules.told(decisions() if every is None else every, known)
    within = [one.row for one in stand if first <= one.decided <= last]
    rows = WatchDecision.objects.select_related("entry").in_bulk(within)
    return [rows[one] for one in within]


def corrections_between(first: date, last: date, known: date | None = None) -> list[WatchDecision]:
    """The corrections written down in a period, whatever the dates of what they correct, as far as was known."""
    until = min(last, known) if known else last
    written = Q(recorded_at__gte=clocks.end_of(first - timedelta(days=1)), recorded_at__lt=clocks.end_of(until))
    rows = WatchDecision.objects.filter(written, corrects__isnull=False)
    return list(rows.select_related("entry", "corrects"))


def former_decisions(entry: WatchEntry) -> list[rules.Decision]:
    """The decisions about one entry."""
    return [one for one in decisions() if one.entry == entry.pk]


# -- draws


def draws() -> QuerySet[Draw]:
    """Draws prepared and made, the newest first."""
    return Draw.objects.select_related("result", "published")


def published_draws() -> QuerySet[PublishedDraw]:
    """What everybody may know."""
    return PublishedDraw.objects.all()


def closed_matters(first: date, last: date, unit: str = "") -> list[str]:
    """Numbers of the matters closed in a period: the frame of a check of how well they were handled."""
    rows = Matter.objects.filter(closed_at__date__gte=first, closed_at__date__lte=last)
    rows = rows.filter(unit=unit) if unit else rows
    return sorted(rows.values_list("number", flat=True))
