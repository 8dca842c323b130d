"""What oversight shows of the simulated province: entries, papers, draws and inspections, all plainly invented."""

from datetime import datetime, timedelta

from django.db import transaction

from liem.agencies.models import Agency
from liem.agencies.states import Function
from liem.base.clock import local
from liem.oversight import actions, checking, inspecting
from liem.oversight.models import Inspection, InspectionFinding, Paper, WatchEntry
from liem.oversight.queries import draws
from liem.oversight.rules import Wish
from liem.oversight.states import (
    Chosen,
    Criterion,
    DutyKind,
    DutyVerb,
    HeadsPart,
    InspectionVerb,
    Source,
    Subject,
    Supervisor,
    Verdict,
    Watched,
    WatchVerb,
)
from liem.people.models import Account
from liem.people.row_security import acting_as_system

_LIST = (
    ("Vụ việc mô phỏng: thu phí ngoài biểu mức tại một bộ phận một cửa", Watched.INCIDENT, 120),
    ("Vụ án mô phỏng: làm lộ thông tin hồ sơ đất đai", Watched.CASE, 75),
    ("Vụ việc mô phỏng: yêu cầu giấy tờ ngoài quy định kéo dài", Watched.INCIDENT, 30),
)
_CHECKED = (
    "Kiểm tra chất lượng giải quyết vụ việc đã kết thúc (mô phỏng)",
    "Kiểm tra lại hồ sơ đã trả kết quả (mô phỏng)",
)
_INSPECTED = (
    "Kiểm tra đột xuất việc tiếp nhận hồ sơ (mô phỏng)",
    "Thanh tra việc giải quyết thủ tục đất đai (mô phỏng)",
    "Thanh tra trách nhiệm thực hiện Chỉ thị 10 (mô phỏng)",
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
        _draws(unit, by=by, now=now)
        _inspections(unit, other, by=by, now=now)


def _units(most: int) -> list[str]:
    """A few one-stop shops of the simulated province."""
    shops = Agency.objects.filter(function=Function.SERVICE).order_by("code").values_list("code", flat=True)
    return list(shops[:most])


def _draws(unit: str, *, by: Account, now: datetime) -> None:
    early, today = now - timedelta(days=2), local(now).date()
    for title, subject, frame, size in (
        (_CHECKED[0], Subject.CLOSED, [f"TC-{today.year}-{number:05d}" for number in range(401, 461)], 8),
        (_CHECKED[1], Subject.RECORDS, [f"HS-{number:08d}" for number in range(1, 201)], 10),
    ):
        draw = actions.prepare_draw(
            title, frame, size, _GROUND, planned=True, unit=unit, by=by, now=early, subject=subject
        )
        drawn = actions.make_draw(draw, "12345 67890 24680 13579", "Dãy số mô phỏng", by=by, now=now)
        draw = draws().get(pk=draw.pk)
        for place, item in enumerate(drawn.sample[: size - 1 if subject == Subject.RECORDS else size]):
            differs = place in (2, 5)
            verdict = Verdict.DIFFERS if differs else Verdict.AGREES
            note = "Ngày tiếp nhận khác với sổ tại quầy (mô phỏng)." if differs else ""
            unmet = (Criterion.HEARD, Criterion.TOLD)[: 1 + place // 4] if differs and subject == Subject.CLOSED else ()
            checking.record_found(draw, checking.Found(item, verdict, today, note, unmet), by=by, now=now)


def _inspections(unit: str, other: str, *, by: Account, now: datetime) -> None:
    today = local(now).date()

    def put(title: str, where: str, chosen: Chosen, ground: str, first: int, last: int, *, planned: bool) -> Inspection:
        one = Inspection(
            year=today.year,
            programme="02/QĐ-TTr (mô phỏng)",
            unit=where,
            title=title,
            planned=planned,
            chosen=chosen,
            ground=ground,
            begins_on=today + timedelta(days=first),
            ends_on=today + timedelta(days=last),
        )
        return inspecting.put_into_programme(one, by=by, now=now)

    def did(one: Inspection, verb: InspectionVerb, ago: int, number: str = "", note: str = "") -> None:
        day = today - timedelta(days=ago)
        wish = inspecting.Wish(verb, day, number, note, due_on=today + timedelta(days=20))
        inspecting.happened(one, wish, by=by, now=now)

    def found(one: Inspection, act: str, what: str, head: HeadsPart, proposal: str = "", handler: str = "") -> None:
        finding = InspectionFinding(act=act, what=what, head=head, proposal=proposal)
        inspecting.find(one, finding, handler, by=by, now=now)

    sudden = put(_INSPECTED[0], unit, Chosen.ORDER, "Theo chỉ đạo của Trưởng ban (mô phỏng).", -45, -1, planned=False)
    did(sudden, InspectionVerb.BEGIN, 44, "31/QĐ-TTr")
    found(sudden, "C", "Nhận hồ sơ không có phiếu hướng dẫn (mô phỏng).", HeadsPart.SUPERVISION, DutyKind.RECTIFY)
    done = put(
        _INSPECTED[1], unit, Chosen.RISK, "Tỷ lệ đúng hạn và số phản ánh trong năm (mô phỏng).", -40, -15, planned=True
    )
    did(done, InspectionVerb.ANNOUNCE, 42)
    did(done, InspectionVerb.BEGIN, 40, "29/QĐ-TTr")
    found(
        done, "D", "Yêu cầu giấy tờ ngoài thành phần hồ sơ (mô phỏng).", HeadsPart.SUPERVISION, DutyKind.RECTIFY, other
    )
    found(done, "B", "Biết có phản ánh mà không xử lý (mô phỏng).", HeadsPart.COVER_UP, DutyKind.HANDLE)
    did(done, InspectionVerb.FINISH, 16)
    did(done, InspectionVerb.CONCLUDE, 12, "18/KL-TTr (mô phỏng)")
    did(done, InspectionVerb.PUBLISH, 9)
    for where in _units(3)[1:]:
        put(_INSPECTED[2], where, Chosen.RISK, "Tỷ lệ đúng hạn trong năm (mô phỏng).", 12, 30, planned=True)


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
    places = dict.fromkeys([unit, other, *_units(10)])
    due = today - timedelta(days=12)
    what = "Xây dựng kế hoạch thực hiện Chỉ thị (mô phỏng)."
    actions.record_paper(
        plan, [actions.DutyWish(DutyKind.TASK, place, what, None, due) for place in places], by=by, now=now
    )
    for number, one in enumerate(plan.duties.order_by("pk")[2:9]):  # type: ignore[attr-defined]
        said = Wish(
            DutyVerb.SAY_DONE, due - timedelta(days=number), "Đã ban hành kế hoạch (mô phỏng).", f"{number + 3}/KH"
        )
        actions.record_of_duty(one, said, owes=True, by=by, now=now)
        if number < 5:
            taken = Wish(DutyVerb.ACCEPT, due, "Kế hoạch đạt yêu cầu (mô phỏng).")
            actions.record_of_duty(one, taken, owes=False, by=by, now=now)
    request = Paper(
        source=Source.COORDINATION,
        number="44/TTr-PH (mô phỏng)",
        issuer="Thanh tra tỉnh (mô phỏng)",
        issued_on=issued,
        title="Đề nghị mô phỏng cung cấp hồ sơ",
        matter="TT-2026-00008",
    )
    wanted = actions.DutyWish(
        DutyKind.ANSWER, unit, "Cung cấp bản sao hồ sơ (mô phỏng).", None, today - timedelta(days=3)
    )
    actions.record_paper(request, [wanted], by=by, now=now)
    duty = conclusion.duties.order_by("pk")[0]  # type: ignore[attr-defined]
    urge = Wish(DutyVerb.URGE, issued + timedelta(days=30), "Đôn đốc thực hiện kết luận.", "80/TTr", today)
    actions.record_of_duty(duty, urge, owes=False, by=by, now=now)
