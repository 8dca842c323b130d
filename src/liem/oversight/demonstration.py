"""What the oversight room of the simulated province shows: a few entries, papers and a draw, all plainly invented."""

from datetime import datetime, timedelta

from django.db import transaction

from liem.base.clock import local
from liem.oversight import actions
from liem.oversight.models import Paper, WatchEntry
from liem.oversight.rules import Wish
from liem.oversight.states import DutyKind, DutyVerb, Source, Supervisor, Watched, WatchVerb
from liem.people.models import Account
from liem.people.row_security import acting_as_system

_LIST = (
    ("Vụ việc mô phỏng: thu phí ngoài biểu mức tại một bộ phận một cửa", Watched.INCIDENT, 120),
    ("Vụ án mô phỏng: làm lộ thông tin hồ sơ đất đai", Watched.CASE, 75),
    ("Vụ việc mô phỏng: yêu cầu giấy tờ ngoài quy định kéo dài", Watched.INCIDENT, 30),
)
_GROUND = "Căn cứ mô phỏng để minh họa, không nói về vụ việc có thật."


@transaction.atomic
def make_oversight(unit: str, other: str, *, by: Account, now: datetime) -> None:
    """A list, papers with what they lay on two units, and a prepared draw; once."""
    with acting_as_system():
        if WatchEntry.objects.exists():
            return
        _watch(unit, by=by, now=now)
        _papers(unit, other, by=by, now=now)
        _meeting_and_recommendation(unit, by=by, now=now)
        frame = [f"HS-{number:08d}" for number in range(1, 201)]
        title, ground = "Kiểm tra lại hồ sơ đã trả kết quả (mô phỏng)", _GROUND
        early = now - timedelta(days=2)
        draw = actions.prepare_draw(title, frame, 10, ground, planned=True, unit=unit, by=by, now=early)
        actions.make_draw(draw, "12345 67890 24680 13579", "Dãy số mô phỏng", by=by, now=now)


def _meeting_and_recommendation(unit: str, *, by: Account, now: datetime) -> None:
    today = local(now).date()
    actions.record_meeting(today - timedelta(days=40), "05-TB/BCĐ (mô phỏng)", by=by, now=now)
    paper = Paper(
        source=Source.SUPERVISOR,
        number="12/KN-MTTQ (mô phỏng)",
        issuer="Ủy ban Mặt trận Tổ quốc tỉnh (mô phỏng)",
        issued_on=today - timedelta(days=35),
        title="Kiến nghị mô phỏng về niêm yết thành phần hồ sơ",
        supervisor=Supervisor.FRONT,
    )
    what = "Niêm yết lại thành phần hồ sơ, lệ phí tại quầy; trả lời kết quả (mô phỏng)."
    wish = actions.DutyWish(DutyKind.ANSWER, unit, what, None, today - timedelta(days=5))
    actions.record_paper(paper, [wish], by=by, now=now)
    duty = paper.duties.get()  # type: ignore[attr-defined]
    said = Wish(DutyVerb.SAY_DONE, today - timedelta(days=6), "Đã niêm yết lại tại quầy và trên cổng.", "31/BC")
    actions.record_of_duty(duty, said, owes=True, by=by, now=now)


def _watch(unit: str, *, by: Account, now: datetime) -> None:
    for number, (title, kind, ago) in enumerate(_LIST, 1):
        day = local(now).date() - timedelta(days=ago)
        put = actions.WatchWish(WatchVerb.PUT_ON, f"{number:02d}-TB/BCĐ", day, _GROUND)
        entry = actions.put_on(title, kind, "", put, by=by, now=now).entry
        verb = WatchVerb.REMOVE if number == 1 else WatchVerb.DIRECT
        asked, due = (unit, day + timedelta(days=20)) if verb is WatchVerb.DIRECT else ("", None)
        wish = actions.WatchWish(verb, f"{number:02d}a-TB/BCĐ", day + timedelta(days=10), _GROUND, asked, due)
        actions.decide(entry, wish, by=by, now=now)


def _papers(unit: str, other: str, *, by: Account, now: datetime) -> None:
    today = local(now).date()
    issued = today - timedelta(days=60)
    conclusion = Paper(
        source=Source.INSPECTION,
        number="15/KL-TTr (mô phỏng)",
        issuer="Thanh tra tỉnh (mô phỏng)",
        issued_on=issued,
        title="Kết luận mô phỏng về thu phí, lệ phí tại bộ phận một cửa",
    )
    owed = [
        actions.DutyWish(DutyKind.MONEY, unit, "Hoàn trả số tiền thu vượt (mô phỏng).", 12_500_000, issued),
        actions.DutyWish(DutyKind.ADMINISTRATIVE, unit, "Kiểm điểm trách nhiệm (mô phỏng).", None, today),
    ]
    actions.record_paper(conclusion, owed, by=by, now=now)
    plan = Paper(
        source=Source.DIRECTIVE,
        number="10/CT (mô phỏng)",
        issuer="Ủy ban nhân dân tỉnh (mô phỏng)",
        issued_on=issued,
        title="Chỉ thị mô phỏng về chống gây phiền hà",
    )
    tasks = [
        actions.DutyWish(DutyKind.TASK, place, "Xây dựng kế hoạch thực hiện (mô phỏng).", None, today)
        for place in (unit, other)
    ]
    actions.record_paper(plan, tasks, by=by, now=now)
    duty = conclusion.duties.order_by("pk")[0]  # type: ignore[attr-defined]
    urge = Wish(DutyVerb.URGE, issued + timedelta(days=30), "Đôn đốc thực hiện kết luận.", "80/TTr", today)
    actions.record_of_duty(duty, urge, owes=False, by=by, now=now)
