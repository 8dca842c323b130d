"""Results come into the database together or not at all; the same detection is done once."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from liem.base import clock
from liem.detection.sheet.withheld import unnamed
from liem.imports.actions import adopted
from liem.jobs.models import Job
from liem.leads import actions, loading, rules
from liem.leads.figures import Figures, public_figures
from liem.leads.models import Lead, PublicFigure, Run, RunRequest, Signal
from liem.leads.queries import current_run
from liem.people.row_security import acting_as_system
from liem.trail.models import TrailEntry


def count(model: Any, **conditions: Any) -> int:
    with transaction.atomic(), acting_as_system():
        return int(model.objects.filter(**conditions).count())


def test_a_loading_that_breaks_off_leaves_nothing_behind(office: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the disk is gone")

    before = TrailEntry.objects.count()
    monkeypatch.setattr(loading, "_places", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.detect_now(office.snapshot, actions.Wish(fdr=0.1), by="system", now=clock.now())
    assert current_run() == office
    assert Run.objects.count() == 1
    assert count(Signal) == 5
    assert TrailEntry.objects.count() == before


def test_the_same_detection_is_done_once(office: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def again(*_: object) -> None:
        raise AssertionError("it was done again")

    monkeypatch.setattr(actions, "detect", again)
    assert actions.detect_now(office.snapshot, by="system", now=clock.now()).pk == office.pk


def test_rows_of_old_runs_go_and_the_runs_stay(office: Run) -> None:
    for fdr in (0.01, 0.02, 0.1):
        actions.detect_now(office.snapshot, actions.Wish(fdr=fdr), by="system", now=clock.now())
    assert Run.objects.count() == 4
    assert Run.objects.filter(has_rows=True).count() == actions.RUNS_WITH_ROWS
    assert count(Lead, run=office) == 0
    assert count(Lead) == 4 * actions.RUNS_WITH_ROWS


def test_a_lead_carries_what_the_desk_filters_by(office: Run) -> None:
    with transaction.atomic(), acting_as_system():
        lead = Lead.objects.get(lead="l-dossier")
    assert (lead.unit, lead.procedures, lead.fields, lead.indicators) == ("U1", ["P1"], ["land"], ["D0"])


def test_the_unit_of_a_person_whose_signals_name_none_is_that_of_the_registry() -> None:
    from liem.detection.sheet.places import Registry
    from liem.leads.results import SignalIndex

    index = SignalIndex(Registry(unit_of_official={"C7": "U7"}))
    row = {"lead": "l", "subject_kind": "pair", "subject": "C7|N1", "act": None, "grade": "convergent"}
    assert index.lead_row({**row, "signals": [], "sources": []})["unit"] == "U7"


def test_figures_that_do_not_exist_are_absent(office: Run) -> None:
    with transaction.atomic(), acting_as_system():
        assert Signal.objects.get(signal="s-2").q_value is None


def test_records_that_became_current_are_looked_through_by_a_job(office: Run) -> None:
    adopted.send(None, adoption=None, by="system", now=clock.now())
    request = RunRequest.objects.get()
    assert request.snapshot == office.snapshot
    assert Job.objects.get(pk=request.job.pk).kind == actions.DETECT


def test_a_person_asks_for_a_period(office: Run, somebody: Any) -> None:
    client: Client = somebody("inspector")
    answer = client.post("/leads/detect/", {"first": "2026-03-01", "last": "2026-03-31", "fdr": "0.01"})
    request = RunRequest.objects.get()
    assert answer["Location"] == f"/jobs/{request.job.pk}/"
    assert request.options == {"first": "2026-03-01", "last": "2026-03-31", "fdr": 0.01}
    refused = client.post("/leads/detect/", {"first": "2026-03-31", "last": "2026-03-01", "fdr": "0.01"})
    assert refused.status_code == 422
    assert RunRequest.objects.count() == 1


def test_the_public_sees_no_small_number() -> None:
    row = {"unit": "U1", "procedure": "P1", "received": 9, "timed": 9, "in_time": 2, "supplemented": 1}
    shown = public_figures(Figures(months=[row]))
    assert shown == {"dossiers": None, "in_time": None, "units": 1, "procedures": 1, "supplemented": None}


def test_public_figures_are_kept_with_the_run(office: Run) -> None:
    assert PublicFigure.objects.get(run=office).figures["dossiers"] is None


@pytest.mark.parametrize("subject", ["C1", "C.1", "C1|N2"])
def test_a_persons_code_is_taken_out_of_a_sentence_and_nothing_else(subject: str) -> None:
    sentence = f"Of 12 dossiers of {' with '.join(subject.split('|'))}, C12 and XC1 not."
    told = unnamed(sentence, subject, "…")
    assert told.endswith("C12 and XC1 not.")
    assert not any(f" {code}," in told or f" {code} " in told for code in subject.split("|"))


def test_the_examples_in_the_rules_hold() -> None:
    import doctest

    from liem.leads import figures

    assert doctest.testmod(rules).failed == 0
    assert doctest.testmod(figures).failed == 0
