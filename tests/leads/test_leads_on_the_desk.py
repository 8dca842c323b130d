"""The desk one arrives at: what waits for one's roles, counted within one's own units."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from liem.jobs.models import Job
from liem.leads.models import Run
from liem.people.models import Account
from liem.people.states import Role

Somebody = Callable[..., Client]


def desk(client: Client) -> tuple[dict[str, int], list[str]]:
    """What waits, with its numbers, and the news."""
    context = client.get("/desk/").context
    return {line.text: line.count for line in context["waiting"]}, [line.text for line in context["news"]]


def test_the_desk_counts_what_nobody_has_looked_at_in_ones_own_units(office: Run, somebody: Somebody) -> None:
    everywhere = sum(desk(somebody(Role.INSPECTOR))[0].values())
    here = sum(desk(somebody(Role.HEAD_OF_UNIT, "U2"))[0].values())
    nowhere = sum(desk(somebody(Role.HEAD_OF_UNIT, "U999"))[0].values())
    assert everywhere > here > nowhere == 0


def test_each_line_leads_to_a_page_that_opens(office: Run, somebody: Somebody) -> None:
    for role in (Role.INSPECTOR, Role.DATA_STEWARD, Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR, Role.CASE_OFFICER):
        client = somebody(role, "U2" if role == Role.CASE_OFFICER else "*")
        context = client.get("/desk/").context
        for line in [*context["waiting"], *context["news"]]:
            assert client.get(line.address).status_code == 200, line


def test_the_administrator_is_told_of_accounts_that_need_care(new_account: Any, somebody: Somebody) -> None:
    new_account("idle")
    new_account("fresh", Role.INSPECTOR)
    Account.objects.filter(sign_in_name="fresh").update(must_change_password=True)
    waiting, _ = desk(somebody(Role.SYSTEM_ADMINISTRATOR))
    assert sorted(n for text, n in waiting.items() if "tài khoản" in text) == [1, 1]


def test_the_auditor_is_told_when_the_trail_is_broken(auditor: Account, client: Client) -> None:
    from django.utils import timezone

    from liem.house.trail_pages import VERIFY

    client.force_login(auditor)
    assert "Hãy kiểm chứng nhật ký: chưa làm lần nào" in desk(client)[0]
    now = timezone.now()
    for broken, told in ((None, "Nhật ký nguyên vẹn"), ({"stream": "people"}, "chỗ đứt trong nhật ký")):
        Job.objects.create(
            kind=VERIFY, state="done", asked_at=now, ended_at=now, asked_by="1", result={"broken": broken}
        )
        assert told in client.get("/desk/").content.decode()
