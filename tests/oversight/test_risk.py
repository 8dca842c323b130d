"""By which figures a unit may be chosen: reasons that can be checked, no score, no ranking."""

from datetime import timedelta

from django.db import transaction
from tests.oversight.conftest import Somebody
from tests.oversight.test_duties import a_paper
from tests.oversight.test_handling import matters
from tests.oversight.test_inspections import planned

from liem.base import clock
from liem.cases.models import Matter
from liem.oversight import figures, risk
from liem.oversight.figures import Handling
from liem.people.row_security import acting_as_system


def test_slower_is_said_only_beyond_chance() -> None:
    whole = Handling(timed=1000, kept=900)
    assert risk.slower(Handling(timed=40, kept=20), whole)
    assert not risk.slower(Handling(timed=40, kept=34), whole), "chance alone explains it"
    assert not risk.slower(Handling(timed=10, kept=0), whole), "too few to say anything"


def test_each_unit_stands_with_its_reasons_in_the_order_of_codes(somebody: Somebody) -> None:
    inspector = somebody("inspector")
    with transaction.atomic(), acting_as_system():
        matters("U9", kept=5, late=25, running=0, now=clock.now())
        matters("U1", kept=200, late=2, running=0, now=clock.now())
    a_paper(inspector, unit="U3")
    units = inspector.get("/oversight/inspections/risk/").context["units"]
    assert [one.unit for one, _address in units] == ["U3", "U9"]
    reasons = {one.unit: one.reasons for one, _address in units}
    assert len(reasons["U9"]) == 1
    assert "30" in reasons["U9"][0]
    form = inspector.get(units[0][1]).context["form"]
    assert (form.initial["unit"], form.initial["chosen"], form.initial["ground"]) == ("U3", "risk", reasons["U3"][0])
    planned(inspector, unit="U3")
    again = inspector.get("/oversight/inspections/risk/").context["units"]
    assert [one.planned for one, _address in again] == [True, False]


def test_causes_of_matters_that_ended_are_counted_by_the_house(somebody: Somebody) -> None:
    now = clock.now()
    with transaction.atomic(), acting_as_system():
        matters("U1", kept=3, late=0, running=0, now=now)
        first, second, _third = Matter.objects.order_by("pk")
        Matter.objects.filter(pk=first.pk).update(causes=["overload", "skill"], closed_at=now - timedelta(days=1))
        Matter.objects.filter(pk=second.pk).update(causes=["overload"], closed_at=now - timedelta(days=1))
        Matter.objects.exclude(pk__in=[first.pk, second.pk]).update(causes=["gain"])
    found = figures.province(clock.today() - timedelta(days=60), clock.today(), now)
    assert found.causes == {"overload": 2, "skill": 1}, "what has not ended is not counted"
    page = somebody("steering_committee").get("/oversight/").content.decode()
    assert "Khách quan: việc nhiều hơn người" in page
