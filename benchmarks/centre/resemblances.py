"""Look-alikes that nobody arranged: they are found in what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from benchmarks.centre.centre import Centre
from benchmarks.centre.dossier import History
from benchmarks.centre.logbook import Logbook

REGULAR_CLIENTS = 5
OF_EACH_KIND = 2


def find_resemblances(centre: Centre, history: History, log: Logbook) -> None:
    """Adds to the look-alikes."""
    _regular_clients(centre, history)
    _busiest_by_commune(centre, history)
    confusing = centre.office.procedures.confusing
    _most_often(
        centre, "messy_procedure", (d.handler for d in history.dossiers if d.application.procedure is confusing)
    )
    _most_often(
        centre, "waits_for_others", (e.official for e, _ in log.lines if e.activity == "consulted" and e.official)
    )


def _regular_clients(centre: Centre, history: History) -> None:
    """Official and agent who meet most often, for no favour."""
    planted = centre.plan.planted()
    met = Counter((d.handler, d.agent) for d in history.dossiers if d.agent is not None)
    innocent = [pair for pair, _ in met.most_common() if pair[0] not in planted and pair not in centre.plan.pairs]
    for official, agent in innocent[:REGULAR_CLIENTS]:
        centre.lookalikes.pair("regular_client_no_advantage", official, agent)


def _busiest_by_commune(centre: Centre, history: History) -> None:
    """Their communes send much: against the mean of the team."""
    office = centre.office
    handled = Counter((d.handler, d.team) for d in history.dossiers if office.teams[d.team].by_commune)
    mean = {place: len(dossiers) / office.team_sizes[place] for place, dossiers in history.by_team.items()}
    busiest = sorted(handled, key=lambda pair: -handled[pair] / mean[pair[1]])
    guilty = centre.plan.planted() | centre.plan.in_pairs()
    for official, _ in busiest[:OF_EACH_KIND]:
        if official not in guilty:
            centre.lookalikes.official("busiest_by_commune", official)


def _most_often(centre: Centre, kind: str, officials: Iterable[str]) -> None:
    planted = centre.plan.planted()
    innocent = [official for official, _ in Counter(officials).most_common() if official not in planted]
    for official in innocent[:OF_EACH_KIND]:
        centre.lookalikes.official(kind, official)
