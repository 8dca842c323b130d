"""A few simulated matters, so that the desk of an empty house is alive. Nobody in them exists."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction

from liem.agencies.models import Agency
from liem.agencies.states import Function
from liem.base import clock
from liem.base.clock import local
from liem.base.progress import Progress
from liem.cases import actions, filing, outcomes
from liem.cases.models import Matter
from liem.cases.states import (
    Capacity,
    Cause,
    CrimeStep,
    Finding,
    Kind,
    MoneyStep,
    Origin,
    Outcome,
    Proof,
    RemedyKind,
    Verb,
)
from liem.people.models import Account
from liem.people.row_security import acting_as_system

SIMULATED = "(mô phỏng) "


def open_matters(folder: Path, progress: Progress) -> None:
    """Open the simulated matters of the busiest unit and of the inspectorate, once."""
    progress.stage("matters")
    officer = Account.objects.get(sign_in_name="canbo")
    inspector = Account.objects.get(sign_in_name="thanhtra")
    posts = officer.posts()
    with transaction.atomic(), acting_as_system():
        there_are = Matter.objects.exists()
    if there_are or not posts:
        return
    unit = posts[0].unit
    inspectorate = Agency.objects.filter(function=Function.INSPECTORATE).order_by("code").first()
    book = _Book(unit, officer)
    own = _Book(inspectorate.code if inspectorate else unit, inspector)
    for story in STORIES:
        story(book)
    for story in INSPECTORS:
        story(own)


class _Book:
    """Opens matters of one unit in one officer's hand, at days counted back from today."""

    def __init__(self, unit: str, officer: Account) -> None:
        self.unit, self.officer, self.now = unit, officer, clock.now().replace(microsecond=0)

    def ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)

    def day(self, days: int) -> date:
        return local(self.ago(days)).date()

    def open(self, kind: Kind, days: int, title: str, summary: str = "", *, mine: bool = True, **more: str) -> Matter:
        birth = actions.Birth(
            kind,
            self.unit,
            Origin(more.get("origin", "report")),
            more.get("ref", ""),
            self.ago(days),
            SIMULATED + title,
            summary,
            self.unit,
            more.get("act", ""),
        )
        return actions.open_matter(birth, by="system", now=self.ago(days), handler=self.officer.number if mine else "")


def _being_verified(book: _Book) -> None:
    one = book.open(
        Kind.DENUNCIATION,
        24,
        "Yêu cầu đưa thêm tiền khi nhận hồ sơ",
        "Người dân nêu hai lần bị yêu cầu đưa tiền ngoài biểu phí tại quầy tiếp nhận.",
        act="B",
        ref="R-0001",
    )
    by = book.officer
    actions.accept(one, by=by, now=book.ago(19), document="14/QĐ")
    person = filing.add_person(one, "Ông A (nhân vật giả định)", Capacity.STAFF, by=by, now=book.ago(18))
    allegation = filing.add_allegation(
        one, "Yêu cầu 300.000 đồng ngoài biểu phí để nhận hồ sơ trong ngày.", [person], act="B", by=by, now=book.ago(18)
    )
    filing.add_evidence(
        one,
        "Ảnh chụp biên lai",
        book.day(17),
        source="Người báo cung cấp",
        supports=[allegation],
        by=by,
        now=book.ago(17),
    )
    steps: list[tuple[str, date | None]] = [
        ("Đối chiếu biểu phí và sổ thu", book.day(6)),
        ("Làm việc với người có liên quan", book.day(2)),
    ]
    actions.plan(one, steps, by=by, now=book.ago(16))
    actions.record_step(one, Verb.NOTIFY, "Đã gửi thông báo thụ lý.", person, by=by, now=book.ago(15))


def _new_and_unassigned(book: _Book) -> None:
    book.open(Kind.DENUNCIATION, 4, "Giữ hồ sơ không trả kết quả", act="D", mine=False, ref="R-0007")


def _late_reflection(book: _Book) -> None:
    book.open(Kind.REFLECTION, 40, "Quầy đóng cửa trước giờ", "Quầy số 2 đóng lúc 15 giờ 30.", ref="R-0002")


def _complaint(book: _Book) -> None:
    one = book.open(Kind.COMPLAINT_FIRST, 12, "Khiếu nại việc trả lại hồ sơ lần hai", act="C", ref="R-0003")
    actions.accept(one, by=book.officer, now=book.ago(8), document="16/TB")


def _answered(book: _Book) -> None:
    one = book.open(Kind.REFLECTION, 15, "Đề nghị công khai thành phần hồ sơ", ref="R-0004")
    by = book.officer
    actions.accept(one, by=by, now=book.ago(14))
    actions.answer(one, "Đã niêm yết lại thành phần hồ sơ tại quầy và trên cổng.", by=by, now=book.ago(6))
    actions.mark(one, Verb.PUBLICISE, by=by, now=book.ago(5))
    actions.close(one, by=by, now=book.ago(5))


def _concluded(book: _Book) -> None:
    one = book.open(
        Kind.DENUNCIATION, 60, "Nêu việc kéo dài thời gian cấp giấy", "Hồ sơ chậm 20 ngày.", act="D", ref="R-0005"
    )
    by = book.officer
    actions.accept(one, by=by, now=book.ago(55), document="9/QĐ")
    person = filing.add_person(one, "Bà B (nhân vật giả định)", Capacity.STAFF, by=by, now=book.ago(54))
    allegation = filing.add_allegation(one, "Cố ý kéo dài thời gian giải quyết.", [person], by=by, now=book.ago(54))
    actions.plan(one, [("Xem nhật ký xử lý", None)], by=by, now=book.ago(53))
    actions.record_step(one, Verb.NOTIFY, "Đã gửi thông báo.", person, by=by, now=book.ago(52))
    actions.record_step(one, Verb.HEAR, "Nêu lý do quá tải, xuất trình phân công.", person, by=by, now=book.ago(45))
    reason = "Nhật ký cho thấy hồ sơ chờ cơ quan thuế, không do cá nhân."
    actions.find(one, allegation, person, Finding.EXPLAINED, Proof.DOCUMENTS, reason, by=by, now=book.ago(40))
    words = "Không thấy động cơ vụ lợi; quầy quá tải; người dân bị chậm 20 ngày."
    actions.record_step(one, Verb.CIRCUMSTANCES, words, by=by, now=book.ago(40))
    causes = [Cause.OVERLOAD, Cause.SYSTEM_FAULT]
    actions.conclude(one, Outcome.WRONG, reason, causes=causes, by=by, now=book.ago(38), document="3/KL")
    actions.mark(one, Verb.SEND, by=by, now=book.ago(36))
    actions.mark(one, Verb.ACT, "Xin lỗi người dân vì chậm.", by=by, now=book.ago(36))
    remedy = outcomes.owe(one, RemedyKind.APOLOGY, book.day(36), by=by, now=book.ago(36))
    outcomes.done(remedy, book.day(34), by=by, now=book.ago(34))
    actions.mark(one, Verb.PUBLICISE, by=by, now=book.ago(34))
    actions.close(one, by=by, now=book.ago(33))


def _lead(book: _Book) -> None:
    one = book.open(
        Kind.LEAD,
        9,
        "Yêu cầu bổ sung lặp lại ở một quầy",
        "Hai nguồn cùng chỉ một việc.",
        origin="lead",
        act="C",
    )
    actions.assign(one, book.officer, by=book.officer, now=book.ago(8), due_on=book.day(-20))
    actions.accept(one, by=book.officer, now=book.ago(8))


def _handed_to_investigators(book: _Book) -> None:
    one = book.open(Kind.INSPECTION, 50, "Kiến nghị thu hồi phí thu sai", origin="inspection", ref="KL-12")
    by = book.officer
    actions.accept(one, by=by, now=book.ago(48))
    transfer = outcomes.confirm_crime_sign(
        one, "Cơ quan điều tra tỉnh", "Có dấu hiệu cần điều tra theo kết luận thanh tra.", by=by, now=book.ago(30)
    )
    outcomes.send_to_investigators(transfer, by=by, now=book.ago(30), document="21/CV")
    outcomes.crime_step(transfer, CrimeStep.RECEIPTED, book.day(27), receipt="77/BN", by=by, now=book.ago(27))
    for step, amount, days in (
        (MoneyStep.DAMAGE, 42_000_000, 45),
        (MoneyStep.ORDERED, 42_000_000, 40),
        (MoneyStep.RECOVERED, 27_500_000, 12),
        (MoneyStep.REFUNDED, 18_000_000, 5),
    ):
        outcomes.enter_money(one, step, amount, book.day(days), by=by, now=book.ago(days))
    outcomes.ask_appraisal(one, "Trung tâm giám định", book.day(35), book.day(10), by=by, now=book.ago(35))


STORIES: tuple[Callable[[_Book], None], ...] = (
    _being_verified,
    _new_and_unassigned,
    _late_reflection,
    _complaint,
    _answered,
    _concluded,
)
INSPECTORS: tuple[Callable[[_Book], None], ...] = (_lead, _handed_to_investigators)
