"""Files that went from body to body: whether they arrived, and what was asked of whom."""

from datetime import timedelta

from django.db import transaction
from tests.oversight.conftest import Somebody
from tests.oversight.test_duties import a_paper

from liem.base import clock
from liem.cases import actions as cases
from liem.cases.models import Matter
from liem.cases.states import Kind, Origin
from liem.people.row_security import acting_as_system


def a_matter(days: int) -> Matter:
    then = clock.now() - timedelta(days=days)
    birth = cases.Birth(Kind.DENUNCIATION, "U1", Origin.REPORT, "R-1", then, "Nội dung")
    return cases.open_matter(birth, by="system", now=then)


def test_a_file_handed_on_and_not_acknowledged_is_shown_first(somebody: Somebody) -> None:
    from liem.people.models import Account

    inspector = somebody("inspector")
    by = Account.objects.get(pk=inspector.session["_auth_user_id"])
    with transaction.atomic(), acting_as_system():
        lost, fresh, arrived = a_matter(30), a_matter(29), a_matter(28)
        for matter, days in ((lost, 20), (fresh, 2), (arrived, 20)):
            then = clock.now() - timedelta(days=days)
            cases.transfer(matter, "U2", "Thuộc thẩm quyền của đơn vị bạn.", by=by, now=then, document="5/CV")
        arrived.refresh_from_db()
        cases.take_over(arrived, by=by, now=clock.now() - timedelta(days=18))
    context = inspector.get("/oversight/coordination/").context
    found = {one.matter: one for one in context["page"]}
    assert context["page"][0].matter == lost.number
    assert (found[lost.number].silent, found[fresh.number].silent, found[arrived.number].silent) == (True, False, False)
    assert found[arrived.number].received_at is not None
    assert (found[lost.number].from_body, found[lost.number].to_body, context["silent"]) == ("U1", "U2", 1)


def test_a_request_is_followed_like_everything_owed(somebody: Somebody) -> None:
    inspector = somebody("inspector")
    a_paper(inspector, source="coordination", kind="answer", amount="", matter="TC-2026-00001", what="Cung cấp hồ sơ.")
    context = inspector.get("/oversight/coordination/").context
    assert [(one.duty.paper.matter, one.late) for one in context["requests"]] == [("TC-2026-00001", True)]


def test_all_that_are_late_are_urged_in_one_letter(somebody: Somebody) -> None:
    inspector = somebody("inspector")
    a_paper(inspector, source="directive", kind="task", amount="", unit="U1;U2;U3")
    paper = inspector.get("/oversight/duties/").context["page"][0].duty.paper_id
    later = (clock.today() + timedelta(days=10)).isoformat()
    wish = {"number": "80/TTr", "due_on": later, "note": "Đề nghị gửi kế hoạch thực hiện."}
    assert inspector.post(f"/oversight/duties/papers/{paper}/urge/", wish | {"note": "ngắn"}).status_code == 422
    assert all(one.reply_due is None for one in inspector.get("/oversight/duties/").context["page"]), "all or none"
    assert inspector.post(f"/oversight/duties/papers/{paper}/urge/", wish).status_code == 302
    assert [one.reply_due.isoformat() for one in inspector.get("/oversight/duties/").context["page"]] == [later] * 3
    for form in ("xlsx", "csv"):
        assert inspector.get(f"/oversight/duties/export/{form}").status_code == 200
    assert inspector.get("/oversight/duties/export/exe").status_code == 404
