"""Are reports lost when many send at once, or the server is killed; what does a report cost; how quick is the form?

    python -m benchmarks.intake_load                      # everything, some ten minutes
    python -m benchmarks.intake_load --only load --reports 200

A real house with a durable private PostgreSQL; its pages are served by one process with eight threads.
Citizens are threads that send the last page of the form, each from a network of its own, and send again what
broke off, as a person would. "Lost" is a receipt that was shown and does not open afterwards.

Targets: nothing lost of 1,000 reports at 1, 4, 16 and 64 at once, at 5 a second, and with ``kill -9`` at random
moments; at most 30 ms of CPU for each stored report, database included; an honest receipt within 10 s during a flood;
at least 1,500 requests of the form for each CPU second.
"""

import argparse
import http.client
import os
import queue
import random
import re
import secrets
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.serving import Serving, cpu_of, joined

OFFICE = "TTT"
PATIENCE = 120.0
"""Seconds a citizen keeps trying."""
_SEND_AGAIN = frozenset({0, 429, 500, 502, 503})
"""Broken off, asked to wait, or a server that has just come back: every other answer without a receipt is final."""
_CODE = re.compile(r'class="code"[^>]*>([0-9A-Z-]{24})<')


_WORDS = """anh bản báo biên bộ cán chậm chiều chứng công cư cửa doanh đất đo đòi đơn đóng giấy hạn hẹn hồ hôn khai kinh
kết lại lệ lần lai lịch mất muộn nhà nhận nộp ngày người ông phép phí phòng phường quả quầy quy sáng sinh sổ sơ tách
tái tận thêm thu thuế thửa tiền tờ tôi tra trả trú tuần ủy ước văn vợ xác xã xây xin"""
"""Of which each citizen makes a story of their own."""


def database_cpu() -> float:
    """Seconds used by the server's backends that serve our database, told by the backends themselves."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        pids = [row[0] for row in cursor.fetchall()]
    return sum(map(cpu_of, pids))


@dataclass
class Citizens:
    """Threads that send reports; what they were shown is kept."""

    port: int
    shown: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    refused: int = 0
    broken: int = 0
    not_taken: list[str] = field(default_factory=list)
    """What was said where no receipt came: an answer that sending again does not change, or patience at its end."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    alike: bool = False

    def send_many(self, count: int, at_once: int, a_second: float = 0.0, *, alike: bool = False) -> None:
        """``alike``: all in the same words but for a number, as in a campaign; else each in words of its own."""
        self.alike = alike
        todo: queue.Queue[int] = queue.Queue()
        threads = [threading.Thread(target=self._work, args=(todo,), daemon=True) for _ in range(at_once)]
        for thread in threads:
            thread.start()
        for number in range(count):
            todo.put(number)
            if a_second:
                time.sleep(random.expovariate(a_second))
        for _ in threads:
            todo.put(-1)
        for thread in threads:
            joined(thread, PATIENCE * count / at_once + 60, "a citizen who sends")

    def _work(self, todo: "queue.Queue[int]") -> None:
        while (number := todo.get()) >= 0:
            own = "" if self.alike else " ".join(random.choices(_WORDS.split(), k=60))
            told = f"Báo cáo thử số {number}: cán bộ đòi thêm giấy tờ ngoài quy định. {own}"
            self.send_one(told.strip(), network())

    def send_one(self, text: str, address: str, *, patience: float = PATIENCE) -> float:
        """Send one report until a receipt is shown; returns the seconds it took, endless where none came."""
        form, begun, status, page = last_page(text), time.perf_counter(), 0, ""
        while time.perf_counter() - begun < patience:
            status, page = self._post(form, address)
            found = _CODE.search(page)
            if found:
                taken = time.perf_counter() - begun
                with self.lock:
                    self.shown[found[1]] = text
                    self.seconds.append(taken)
                return taken
            with self.lock:
                self.refused += status == 429
                self.broken += status == 0
            if status not in _SEND_AGAIN:
                break
            time.sleep(8.2 if status == 429 else 0.3)
        with self.lock:
            self.not_taken.append(f"status {status} after {time.perf_counter() - begun:.0f} s: {_title(page)}")
        return float("inf")

    def _post(self, form: str, address: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": address}
        try:
            connection.request("POST", "/report/tell/", form, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()

    def lost(self) -> int:
        """Receipts that were shown and do not open with what was sent."""
        from liem.intake import queries, receipt

        missing = 0
        for code, text in self.shown.items():
            read = receipt.read(code)
            opened = queries.find(read) if read else None
            if opened is None:
                missing += 1
                continue
            with queries.as_reporter(opened):
                missing += queries.content(opened).what != text
        return missing


def _title(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    return found[1].strip() if found else page[:80] or "no answer"


def network() -> str:
    return ".".join(str(secrets.randbelow(250) + 1) for _ in range(4))


def last_page(text: str, *, fresh_ticket: bool = True) -> str:
    """What a browser sends from the page of reading over."""
    from liem.base import clock
    from liem.intake import house_keys
    from liem.intake.draft import Draft
    from liem.intake.pace import new_ticket

    answers = {"story": "papers", "what": text, "place": "Bộ phận Một cửa", "kind": "reflection", "named": "no"}
    draft = Draft(clock.today(), answers=answers).locked(house_keys.drafts())
    ticket = new_ticket(house_keys.tickets()) if fresh_ticket else ""
    return urlencode({"step": "review", "draft": draft, "ticket": ticket, "work": "", "go": "send"})


def prepare() -> None:
    """An office that can receive, with a key."""
    from liem.agencies import actions as agencies
    from liem.base import clock
    from liem.people import actions as people
    from liem.people.keys import actions as keys
    from liem.people.states import Role

    now = clock.now()
    officer = people.open_account("benchmark", "benchmark", "mot mat khau that dai", by="system", now=now)
    people.appoint(officer, Role.INTAKE_OFFICER, unit=OFFICE, valid_from=date(2026, 1, 1), by="system", now=now)
    keys.make_officer_key(officer, "nam con voi xanh qua cau", by="system", now=now)
    keys.make_office_key(OFFICE, [officer], by="system", now=now)
    agencies.keep_agency(
        OFFICE, name_vi="Thanh tra tỉnh", level="province", function="inspectorate", by="system", now=now
    )


def numbers_and_gaps() -> tuple[int, int]:
    """How many reports the register holds, and how many of its numbers have none."""
    from django.db import transaction

    from liem.intake import queries
    from liem.intake.models import Report
    from liem.people.row_security import acting_as_system

    with transaction.atomic(), acting_as_system():
        return Report.objects.count(), len(list(queries.gaps()))


def load(serving: Serving, reports: int, numbers: list[int]) -> None:
    print(f"\n{reports} reports each time; CPU of the serving process + of the database for each stored report")
    _measured(serving, " 16 at once, all alike", lambda c: c.send_many(reports, 16, alike=True))
    for at_once in numbers or (1, 4, 16, 64):
        _measured(serving, f"{at_once:>3} at once", lambda c, n=at_once: c.send_many(reports, n))
    if not numbers:
        _measured(serving, "5 a second ", lambda c: c.send_many(reports, 32, 5.0))


def _measured(serving: Serving, name: str, work: Callable[[Citizens], None]) -> None:
    citizens, before = Citizens(serving.port), numbers_and_gaps()[0]
    pages, data, begun = serving.cpu(), database_cpu(), time.perf_counter()
    work(citizens)
    wall, pages, data = time.perf_counter() - begun, serving.cpu() - pages, database_cpu() - data
    stored, gaps = numbers_and_gaps()
    shown, waits = len(citizens.shown), sorted(citizens.seconds)
    print(
        f"  {name}: shown {shown}, stored {stored - before}, lost {citizens.lost()}, gaps {gaps}, asked to wait "
        f"{citizens.refused}, broken off {citizens.broken}; {1000 * pages / shown:.1f} + {1000 * data / shown:.1f} ms "
        f"CPU; {shown / wall:.0f}/s; half within {waits[shown // 2]:.2f} s, 99 % within "
        f"{waits[int(shown * 0.99) - 1]:.2f} s",
        flush=True,
    )


def killed(serving: Serving, reports: int, times: int = 8) -> None:
    print(f"\n{reports} reports, 16 at once, the serving process killed with kill -9 at {times} random moments")
    done = threading.Event()

    def kill_now_and_then() -> None:
        for _ in range(times):
            if done.wait(random.uniform(0.3, 2.5)):
                return
            serving.kill()
            serving.start()

    def work(citizens: Citizens) -> None:
        killer = threading.Thread(target=kill_now_and_then)
        killer.start()
        citizens.send_many(reports, 16)
        done.set()
        joined(killer, 120, "the one who kills")

    _measured(serving, "killed", work)


def flood(serving: Serving, seconds: float = 40.0) -> None:
    """A flood of one network; honest people of other networks, and of the same, meanwhile."""
    for a_minute in (100, 1200):
        stop, attacker, address = threading.Event(), Citizens(serving.port), network()
        thread = threading.Thread(target=_attack, args=(attacker, address, 60 / a_minute, stop))
        thread.start()
        time.sleep(15)
        honest, begun, elsewhere, same = Citizens(serving.port), time.perf_counter(), [], []
        while time.perf_counter() - begun < seconds - 15:
            elsewhere.append(honest.send_one("Tôi bị đòi thêm giấy tờ.", network()))
            same.append(honest.send_one("Tôi bị đòi thêm giấy tờ, cùng mạng.", address))
        stop.set()
        joined(thread, 60, "the flood")
        print(
            f"  flood of {a_minute}/minute: {len(attacker.shown)} of its reports stored, {attacker.refused} asked to "
            f"wait; honest receipts from elsewhere within {max(elsewhere):.1f} s, from the same network within "
            f"{max(same):.1f} s ({len(same)} each)",
            flush=True,
        )


def _attack(attacker: Citizens, address: str, every: float, stop: threading.Event) -> None:
    while not stop.wait(every):
        threading.Thread(target=_hit, args=(attacker, address), daemon=True).start()


def _hit(attacker: Citizens, address: str) -> None:
    status, page = attacker._post(last_page("spam spam spam spam", fresh_ticket=False), address)
    found = _CODE.search(page)
    with attacker.lock:
        attacker.refused += status == 429
        if found:
            attacker.shown[found[1]] = "spam spam spam spam"


def form_pages(serving: Serving, requests: int = 4000) -> None:
    """The first page of the form and a question in the middle, over kept connections; CPU seconds of the server."""
    print("\nrequests for each CPU second of the serving process")
    middle = last_page("x" * 200).replace("step=review", "step=when").replace("go=send", "go=next")
    for name, method, path, body in (
        ("start page", "GET", "/report/", ""),
        ("first question", "GET", "/report/tell/", ""),
        ("a question in the middle (POST)", "POST", "/report/tell/", middle),
    ):
        count = requests if method == "GET" else requests // 4
        connection = http.client.HTTPConnection("127.0.0.1", serving.port)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        for number in range(count + 50):
            if number == 50:  # the first ones fill caches
                used = serving.cpu()
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            size = len(answer.read())
            assert answer.status == 200
        used = serving.cpu() - used
        print(f"  {name}: {count / used:.0f}/s per core ({1000 * used / count:.2f} ms CPU), {size} bytes", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--only", choices=["load", "killed", "flood", "form"], action="append")
    parser.add_argument(
        "--at-once", type=int, nargs="*", default=[], help="of the load: these numbers of senders alone"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="liem-benchmark-") as folder:
        Path(folder).chmod(0o711)
        os.environ |= {"LIEM_HOME": f"{folder}/home", "LIEM_LOG_LEVEL": "error"}
        measure(options)


def measure(options: Any) -> None:
    from liem.house import boot

    with boot.opened():
        prepare()
        serving = Serving()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        try:
            chosen = options.only or ["form", "load", "killed", "flood"]
            if "form" in chosen:
                form_pages(serving)
            if "load" in chosen:
                load(serving, options.reports, options.at_once)
            if "killed" in chosen:
                killed(serving, options.reports)
            if "flood" in chosen:
                print("\na flood, and honest people meanwhile")
                flood(serving)
        finally:
            serving.kill()


if __name__ == "__main__":
    main()
