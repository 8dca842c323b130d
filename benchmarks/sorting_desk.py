"""How long the pages of the sorting desk take on the server with thousands of reports waiting.

    python -m benchmarks.sorting_desk --reports 2000 [--home FOLDER] [--times 20]

The first run in a folder sends the reports in, one in ten nearly the same as another; a later run with the same
``--home`` only asks for pages. Each page is asked for through the whole stack (middleware, row-level security, key,
trail, templates). Target: a median below 200 ms.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from benchmarks.asking import arguments, house, measure

WORDS_OF_KEY = "bon con voi di qua cau go"
WORDS_OF_DOOR = "mot mat khau that dai"
OFFICE = "TTT"
_TEXT = (
    "hồ sơ thửa đất giấy phép xây dựng nộp thiếu bổ sung cán bộ cửa quầy hẹn trả kết quả quá hạn lệ phí biên lai phong "
    "bì bồi dưỡng triệu đồng xã phường sở chi nhánh đăng ký thuế hộ khẩu kinh doanh tách hợp chuyển nhượng trích lục "
    "bản đồ đo đạc ranh giới hàng xóm chờ đợi gọi điện mời lên gặp riêng nói chuyện hướng dẫn không rõ ràng nhiều lần"
)
_WORDS = _TEXT.split()


def officer() -> Any:
    """The account that sorts, with its key and that of the office; made once."""
    from liem.agencies import actions as agencies
    from liem.base import clock
    from liem.people import actions as people
    from liem.people.keys import actions as keys
    from liem.people.models import Account
    from liem.people.states import Role

    account = Account.objects.filter(sign_in_name="benchmark-sorting").first()
    if account is not None:
        return account
    now = clock.now()
    stamp: dict[str, Any] = {"by": "system", "now": now}
    agencies.keep_agency(OFFICE, name_vi="Thanh tra", level="department", function="inspectorate", **stamp)
    for number in range(60):
        agencies.keep_agency(f"X{number:03}", name_vi=f"Xã {number}", level="commune", **stamp)
    account = people.open_account("benchmark-sorting", "Sorting", WORDS_OF_DOOR, must_change_password=False, **stamp)
    people.appoint(account, Role.INTAKE_OFFICER, unit=OFFICE, valid_from=clock.today(), **stamp)
    keys.make_officer_key(account, WORDS_OF_KEY, **stamp)
    keys.make_office_key(OFFICE, [account], by="system", now=now)
    return account


def send(count: int) -> None:
    """Send reports in until there are ``count``."""
    from django.db import transaction

    from liem.base import clock
    from liem.intake import actions as intake
    from liem.intake.content import ReportContent
    from liem.intake.models import Report
    from liem.people.row_security import acting_as_system

    draw, texts, now = random.Random(5), list[list[str]](), clock.now()
    with transaction.atomic(), acting_as_system():
        done = Report.objects.count()
    started = time.perf_counter()
    for number in range(count):
        words = draw.choices(_WORDS, k=draw.randint(40, 120))
        if texts and number % 10 == 0:
            words = [*draw.choice(texts), *draw.choices(_WORDS, k=3)]
        texts.append(words)
        day, unit = draw.randint(0, 60), f"X{draw.randrange(60):03}"
        if number >= done:
            said = ReportContent(kind="reflection", what=" ".join(words), unit=unit, accused_as="staff")
            intake.receive(said, channel="web", offices=[OFFICE], now=now - timedelta(days=day))
    made = max(count - done, 0)
    if made:
        print(f"{made:,} reports received, {1000 * (time.perf_counter() - started) / made:.1f} ms each")


def pages(numbers: list[str]) -> Iterator[tuple[str, Callable[[int], str]]]:
    """Name, and the address to ask for the n-th time."""
    yield "sorting desk", lambda n: f"/sorting/?page={n % 20 + 1}"
    yield "sorting desk, one kind", lambda _: "/sorting/?kind=reflection"
    yield "sorting desk, ended", lambda _: "/sorting/?state=ended"
    yield "one report", lambda n: f"/sorting/report/{numbers[n % len(numbers)]}/"
    yield "perhaps no report", lambda _: "/sorting/quarantine/"
    yield "watch over those who spoke", lambda _: "/sorting/watch/"
    yield "first page after sign-in", lambda _: "/desk/"


def signed_in(account: Any) -> tuple[Any, list[str]]:
    """A client of the officer whose key is open, and the numbers of some reports."""
    from django.db import transaction
    from django.test import Client

    from liem.intake.models import Report
    from liem.people.row_security import acting_as_system

    client = Client()
    client.force_login(account)
    client.post("/my-key/", {"verb": "open", "passphrase": WORDS_OF_KEY})
    with transaction.atomic(), acting_as_system():
        return client, [one.register_number for one in Report.objects.order_by("?")[:500]]


def main() -> None:
    """Prepare and measure."""
    parser = arguments(__doc__, times=20)
    parser.add_argument("--reports", type=int, default=2000)
    asked = parser.parse_args()
    with house(asked.home):
        account = officer()
        send(asked.reports)
        client, numbers = signed_in(account)
        good = measure(((name, client, address) for name, address in pages(numbers)), asked.times)
        sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
