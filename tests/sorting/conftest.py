"""Two offices that can receive."""

from typing import Any

import pytest


@pytest.fixture
def offices(db: None) -> Any:
    """``hoa`` and ``lan`` serve the inspectorate, ``binh`` a commune."""
    from tests.sorting.office import open_offices

    return open_offices()


@pytest.fixture
def rows(offices: Any) -> Any:
    """One row in each table, about a report that lies with TTT; the account ``excused`` must see nothing of it."""
    from liem.agencies import actions as agencies
    from liem.base import clock
    from liem.channels import actions as channels
    from liem.channels import systems
    from liem.channels.models import CollectedMail, GatheringSource, MailboxState, SealedMail
    from liem.intake import actions as intake
    from liem.intake import queries as reports
    from liem.intake.content import Identity
    from liem.intake.models import IdentityRequest, SealedFile
    from liem.people.row_security import acting_as_system
    from liem.sorting import actions
    from liem.sorting.models import HandOver, SteppedAside
    from tests.conftest import open_account
    from tests.sorting.office import WORDS

    now = clock.now()
    excused = open_account("khongduoc")
    first = offices.send(excused=[(excused.number, "relative")])
    second = offices.send(WORDS + " Lần hai.", excused=[(excused.number, "relative")])
    report = first.opened.report
    hoa = offices.hoa
    stamp = {"by": hoa.number, "now": now}
    with acting_as_system():
        actions.join(second.opened.report, report, **stamp)
        actions.link(report, "official", "CC-1", **stamp)
        actions.suspect(report, "test", **stamp)
        SteppedAside.objects.create(report=report, agency="UB01", ground="other", by="1", at=now)
        SealedMail.objects.create(report=report, on=clock.today(), sealed=b"x", key=b"x")
        CollectedMail.objects.create(digest="d", mailbox="m", on=clock.today(), became="report")
        MailboxState.objects.create(address="m")
        systems.register("Cổng", "referred", clock.today(), **stamp)
        held = channels.hold_gathering("reception", "TTT", clock.today(), "x", "", **stamp)
        GatheringSource.objects.create(gathering=held, report=report)
        contact = agencies.list_contact("TTT", "hotline", "1900", valid_from=clock.today(), by="system", now=now)
        agencies.record_trial(contact, answered=True, by="system", now=now)
    found = reports.find(first.receipt)
    assert found is not None
    intake.give_identity(found, Identity(name="x", contact="x"), now=now)
    with acting_as_system():
        custodians = report.identity.custodians_key
        SealedFile.objects.create(report=report, position=1, voice="reporter", on=clock.today(), sealed=b"x")
        IdentityRequest.objects.create(
            report=report, asked_by=hoa.number, asked_at=now, custodians_key=custodians, reason=b"x", inner=b"x"
        )
        HandOver.objects.create(former="TTT", receiver="UB44", ground="moved", paper="1", by="1", at=now)
    actions.report_consequence(found, "threat", "x", "safety", now=now)
    return excused
