"""The placebo: what stands out is gone once who handled what is shuffled, and a placebo goes on where it left off."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from django.test import Client

from liem.base import clock
from liem.base.progress import Silent
from liem.detection.catalogue import indicators
from liem.detection.statistics import Cells
from liem.jobs.models import Job
from liem.leads import actions, placebo
from liem.leads.models import Run


def one_stands_out() -> placebo.Drawn:
    """Forty officials, 60 dossiers each in two strata; one has the event in every other dossier, the rest in 5 %."""
    draw = np.random.default_rng(3)
    subject, stratum = np.repeat(np.arange(40), 2), np.tile([0, 1], 40)
    n = np.full(80, 60.0)
    events = draw.binomial(60, np.where(subject == 7, 0.5, 0.05)).astype(float)
    indicator = next(one for one in indicators() if one.pattern and "official" in one.pattern.subjects)
    return placebo.Drawn(indicator, Cells(subject, stratum, n, events))


@pytest.mark.slow
def test_what_stands_out_is_gone_after_the_shuffle(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = one_stands_out()
    assert placebo._anybody_named([drawn], 0.05), "without a shuffle the one is named"
    monkeypatch.setattr(placebo, "SHUFFLES", 3)
    found = placebo._shuffle([drawn], 0.05, Silent(), {"shuffles": 4, "named": 1})
    assert found["shuffles"] == 7
    assert found["named"] == 1, "nobody was named in the three that were added"


def test_a_shuffle_keeps_every_stratum_and_every_share_of_work() -> None:
    cells = one_stands_out().cells
    dealt = placebo._dealt(cells, 5)
    for stratum in (0, 1):
        here = cells.stratum == stratum
        assert dealt.events[here].sum() == cells.events[here].sum()
    assert (dealt.n == cells.n).all()
    assert (dealt.events != cells.events).any()
    assert (placebo._dealt(cells, 5).events == dealt.events).all(), "the same seed deals the same"


def test_no_other_shuffle_is_begun_when_the_time_is_spent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placebo, "SECONDS", -1.0)
    monkeypatch.setattr(placebo, "_anybody_named", lambda *_: True)
    found = placebo._shuffle([one_stands_out()], 0.05, Silent(), {"shuffles": 0, "named": 0})
    assert (found["shuffles"], found["named"]) == (1, 1)


def test_the_method_shows_what_the_placebo_found(
    office: Run, client: Client, somebody: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(*_: Any, former: dict[str, Any] | None, **__: Any) -> dict[str, Any]:
        assert former is None
        return {"shuffles": 12, "named": 1, "indicators": ["D1"]}

    monkeypatch.setattr(actions, "run_placebo", found)
    actions.placebo_now(office, by="system", now=clock.now())
    sentence = "Trong 12 lần xáo trộn, có 1 lần có người bị nêu."
    assert sentence in client.get("/leads/method/").content.decode()
    assert sentence in somebody("inspector").get(f"/leads/runs/{office.pk}/").content.decode()


def test_an_inspector_has_the_placebo_run(office: Run, somebody: Callable[..., Client]) -> None:
    address = f"/leads/runs/{office.pk}/placebo/"
    assert somebody("steering_committee").post(address).status_code == 403
    assert somebody("inspector").post(address).status_code == 302
    assert Job.objects.get().kind == actions.PLACEBO
