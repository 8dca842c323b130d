"""How long the house takes to answer each page with a million dossiers loaded, on the server side.

    python -m benchmarks.pages --dossiers 1000000 [--home FOLDER] [--times 30]

The first run in a folder simulates the province, brings it in and looks through it; a later run with the same
``--home`` only asks for pages. Each page is asked for through the whole stack (middleware, row-level security, trail,
templates), each time for another lead, dossier, unit or procedure where it has one. Target: a median below 200 ms.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.asking import arguments, house, measure


class Stages:
    """Prints how long each stage of the preparation took."""

    def __init__(self) -> None:
        self._name, self._since = "", time.perf_counter()

    def stage(self, name: str, total: int | None = None) -> None:
        if self._name:
            print(f"  {self._name}: {time.perf_counter() - self._since:.1f} s", flush=True)
        self._name, self._since = name, time.perf_counter()

    def advance(self, amount: int = 1) -> None:
        pass


def prepare(home: Path, dossiers: int) -> None:
    """Simulate, bring in and look through, unless this was done here before."""
    from liem.base import clock
    from liem.dossiers.simulation import Options, simulate
    from liem.imports import actions as imports
    from liem.imports.queries import current_snapshot
    from liem.leads import actions as leads

    progress = Stages()
    if current_snapshot() is None:
        source = home / "province"
        progress.stage("simulate")
        simulate(source, Options(dossiers=dossiers, seed=1))
        imports.bring_now(source, simulated=True, announce=False, progress=progress, by="system", now=clock.now())
    snapshot = current_snapshot()
    assert snapshot is not None
    leads.detect_now(snapshot, progress=progress, by="system", now=clock.now())
    progress.stage("")


def clients() -> dict[str, Any]:
    """A client for each role that opens the pages."""
    from django.test import Client

    from liem.base import clock
    from liem.people import actions as people
    from liem.people.models import Account
    from liem.people.states import Role

    found: dict[str, Any] = {"": Client()}
    for role in (Role.INSPECTOR, Role.DATA_STEWARD):
        name = f"benchmark-{role.value}".replace("_", "-")
        account = Account.objects.filter(sign_in_name=name).first()
        if account is None:
            account = people.open_account(
                name, name, "mot mat khau that dai", by="system", now=clock.now(), must_change_password=False
            )
            people.appoint(account, role, valid_from=clock.today(), by="system", now=clock.now())
        found[role.value] = Client()
        found[role.value].force_login(account)
    return found


def subjects(seed: int = 7) -> dict[str, list[str]]:
    """Leads by grade, dossiers, units and procedures to ask for, in a random order that is always the same."""
    from django.db import transaction

    from liem.leads.models import Lead, MonthFigure
    from liem.leads.queries import current_run
    from liem.people.row_security import acting_as_system

    draw = random.Random(seed)
    with transaction.atomic(), acting_as_system():
        run = current_run()
        found: dict[str, list[str]] = {}
        for grade in ("convergent", "breach", "single"):
            found[grade] = list(Lead.objects.filter(run=run, grade=grade).values_list("lead", flat=True)[:500])
        breaches = Lead.objects.filter(run=run, subject_kind="dossier").order_by("lead")
        found["dossier"] = [quote(code) for code in breaches.values_list("subject", flat=True)[:500]]
        for kind in ("unit", "procedure"):
            codes = MonthFigure.objects.filter(run=run).order_by().values_list(kind, flat=True).distinct()
            found[kind] = [quote(code) for code in codes]
        found["run"] = [run.pk] if run else []
        print(f"{run.dossiers if run else 0:,} dossiers, {Lead.objects.filter(run=run).count():,} leads")
    for codes in found.values():
        draw.shuffle(codes)
    return {name: codes for name, codes in found.items() if codes}


def pages(known: dict[str, list[str]]) -> Iterator[tuple[str, str, Callable[[int], str]]]:
    """Name, role, and the address to ask for the n-th time."""

    def each(sort: str, pattern: str) -> Callable[[int], str]:
        return lambda n: pattern.format(known[sort][n % len(known[sort])])

    def same(address: str) -> Callable[[int], str]:
        return lambda _: address

    yield "front page", "", same("/")
    yield "method", "", same("/leads/method/")
    yield "desk of leads", "inspector", lambda n: f"/leads/?page={n % 20 + 1}"
    yield "desk, one unit", "inspector", each("unit", "/leads/?unit={}")
    yield "desk, act and firmness", "inspector", lambda n: f"/leads/?act={'BCDE'[n % 4]}&grade=breach"
    yield "desk, words", "inspector", each("dossier", "/leads/?text={}")
    yield "desk, not looked at, by unit", "inspector", same("/leads/?looked=no&sort=unit")
    for grade in ("convergent", "breach", "single"):
        if grade in known:
            yield f"evidence sheet ({grade})", "inspector", each(grade, "/leads/lead/{}/")
    if "dossier" in known:
        yield "dossier", "inspector", each("dossier", "/leads/dossier/{}")
    yield "units", "inspector", same("/leads/units/")
    yield "unit", "inspector", each("unit", "/leads/units/{}")
    yield "procedures", "inspector", same("/leads/procedures/")
    yield "procedure", "inspector", each("procedure", "/leads/procedures/{}")
    yield "run", "inspector", each("run", "/leads/runs/{}/")
    yield "records", "data_steward", same("/records/")
    yield "import", "data_steward", same("/records/1/")


def main() -> None:
    """Prepare and measure."""
    parser = arguments(__doc__, times=30)
    parser.add_argument("--dossiers", type=int, default=1_000_000)
    asked = parser.parse_args()
    with house(asked.home) as home:
        prepare(home, asked.dossiers)
        everybody = clients()
        told = ((name, everybody[role], address) for name, role, address in pages(subjects()))
        sys.exit(0 if measure(told, asked.times) else 1)


if __name__ == "__main__":
    main()
