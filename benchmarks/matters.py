"""The officer's desk with a province's matters: how long the server takes for a page.

    python -m benchmarks.matters [matters] [trail entries]     (200000 and 5000000 unless said)
    ROUNDS=10 BENCHMARK_HOME=/tmp/matters python -m benchmarks.matters     (fewer rounds; the database is kept)

A private PostgreSQL is filled by SQL in bulk, then each page is asked for 40 times through the whole of Django, as the
web role, behind row-level security. Printed: median and 95th percentile of wall and of CPU milliseconds (of this
process; the database's own are in the wall time).
"""

import importlib
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

KEPT = os.environ.get("BENCHMARK_HOME", "")
"""A folder in which the filled database stays from one run to the next; empty: none does."""
HOME = Path(KEPT or tempfile.mkdtemp(prefix="liem-benchmark-"))
HOME.mkdir(exist_ok=True)
HOME.chmod(0o711)
os.environ["LIEM_HOME"] = str(HOME / "home")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liem.house.settings")
os.environ.setdefault("LIEM_LOG_LEVEL", "warning")

ROUNDS = int(os.environ.get("ROUNDS", 40))
DAY = (datetime.now(UTC) - timedelta(days=20)).date().isoformat()
UNITS = 120
OFFICERS = 600
"""Accounts 1 to OFFICERS handle matters; account 1 handles about 330 of 200,000, of which a third is open."""

FILL = """
SET session_replication_role = replica;
SET synchronous_commit = off;
INSERT INTO cases_matter (number, kind, status, outcome, visibility, unit, handler, origin, origin_ref, about_unit, act,
    leader, remote, received_at, opened_at, closed_at, next_due, barred_units, causes)
SELECT 'TC-2026-' || n, (ARRAY['denunciation', 'reflection', 'complaint_first', 'lead'])[1 + n % 4],
    CASE WHEN n % 3 = 0 THEN 'verifying' ELSE 'closed' END, CASE WHEN n % 3 = 0 THEN '' ELSE 'wrong' END, 'normal',
    'U' || (n % {units}), (1 + n % {officers})::text, 'report', 'R-' || n, 'U' || (n % {units}), 'B', false, false,
    now() - (n % 900) * interval '1 day', now(), NULL,
    CASE WHEN n % 3 = 0 THEN now() + (n % 60 - 10) * interval '1 day' END, '{{}}', '{{}}'
FROM generate_series(1, {matters}) AS n;
INSERT INTO cases_content (matter_id, title, summary, search)
SELECT id, 'Hồ sơ số ' || id, 'Nội dung phản ánh về giấy chứng nhận ' || id,
    to_tsvector('simple', 'ho so so ' || id || ' noi dung phan anh ve giay chung nhan') FROM cases_matter;
INSERT INTO cases_deadline (matter_id, rule, started_at, standing, due_at, set_by_hand, confidence, calendar, reminded,
    next_step, next_at)
SELECT id, 'denunciation.resolve', received_at, CASE WHEN next_due IS NULL THEN 'met' ELSE 'running' END, next_due,
    false, 'R', 'x', '', '', NULL FROM cases_matter;
INSERT INTO cases_event (matter_id, verb, at, recorded_at, by, old, new, document, data)
SELECT id, verb, received_at, received_at, handler, '', '', '', '{{}}'
FROM cases_matter, unnest(ARRAY['open', 'accept', 'plan']) AS verb;
INSERT INTO cases_notice (matter_id, reminder, account, at, mail_tries)
SELECT id, 'assigned', handler, received_at, 0 FROM cases_matter WHERE id % 20 = 0;
INSERT INTO cases_exclusion (matter_id, account, ground, at, by)
SELECT id, (1 + (id * 7) % {officers})::text, 'concerned', now(), 'system' FROM cases_matter WHERE id % 25 = 0;
UPDATE cases_matter SET causes = ARRAY[(ARRAY['overload', 'skill', 'gain', 'supervision'])[1 + id % 4]],
    leader = id % 9 = 0
WHERE status = 'closed';
INSERT INTO cases_concerned (matter_id, name, official, unit, capacity, party_member, added_at)
SELECT id, 'Người ' || id, '', unit, 'staff', true, received_at FROM cases_matter WHERE id % 5 = 1;
INSERT INTO cases_discipline (matter_id, person_id, ladder, form, decided_on, document)
SELECT matter_id, id, ladder, CASE ladder WHEN 'party' THEN 'party_warning' ELSE 'warning' END, added_at::date, ''
FROM cases_concerned, unnest(ARRAY['party', 'administrative']) AS ladder WHERE matter_id % 25 = 1;
INSERT INTO cases_money (matter_id, step, amount, "on", document)
SELECT id, step, 500000, received_at::date, ''
FROM cases_matter, unnest(ARRAY['damage', 'ordered', 'recovered']) AS step
WHERE id % 10 = 1;
INSERT INTO cases_crimetransfer (matter_id, to_body, found_at, sent_at, step, step_on, receipt, case_number, defendants,
    officials, party_members)
SELECT id, 'CQĐT', received_at, received_at, 'prosecuted', received_at::date, '', '', 2, 1, 1 FROM cases_matter
WHERE id % 50 = 1;
INSERT INTO cases_appraisal (matter_id, body, asked_on, due_on, returned_on)
SELECT id, 'Hội đồng định giá', received_at::date, received_at::date + 30, CASE WHEN id % 100 = 1 THEN NULL ELSE
    received_at::date + 20 END FROM cases_matter WHERE id % 50 = 1;
INSERT INTO trail_trailentry (stream, position, at, event, by, subject_kind, subject_id, before, after, previous, hash)
SELECT 'cases', n, now() - ({entries} - n) * interval '1 second',
    (ARRAY['matter_note', 'matter_open', 'matter_close', 'access'])[1 + n % 4], (1 + n % {officers})::text, 'matter',
    'TC-2026-' || (1 + n % {matters}), NULL, '{{}}', md5(n::text), md5((n + 1)::text)
FROM generate_series(1, {entries}) AS n;
INSERT INTO trail_trailhead (stream, length, hash) VALUES ('cases', {entries}, md5(({entries} + 1)::text));
"""


def main(matters: int, entries: int) -> None:
    import django

    django.setup()
    importlib.import_module("liem.house.urls")  # nothing is left to be imported while it measures
    server, dsns = _database()
    try:
        if not _is_filled(server):
            _accounts()
            started = time.monotonic()
            _fill(server, dsns, matters, entries)
            print(f"{matters:,} matters and {entries:,} trail entries written in {time.monotonic() - started:.0f} s")
        from liem.base import clock
        from liem.cases import ledgers
        from liem.oversight import tallies

        started = time.monotonic()
        ledgers.renew(now=clock.now(), today=clock.today())
        print(f"the job counted the tallies of the ledgers in {time.monotonic() - started:.1f} s")
        started = time.monotonic()
        tallies.renew(clock.now())
        print(f"the job counted the two usual periods of the handling in {time.monotonic() - started:.1f} s")
        for name, page in _pages().items():
            _measure(name, page)
    finally:
        server.stop()
        if not KEPT:
            shutil.rmtree(HOME, ignore_errors=True)


def _database() -> Any:
    from django.conf import settings
    from django.db import connections

    from liem.house import migrating
    from liem.house.postgres import roles
    from liem.house.postgres.places import make_home
    from liem.house.postgres.server import owner_dsn, private_cluster
    from liem.house.settings import database

    settings.ALLOWED_HOSTS.append("testserver")
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    make_home(HOME / "home")
    server = private_cluster(HOME / "home", durable=False)
    server.start()
    dsns = roles.with_web_role(owner_dsn(server), settings.SECRET_KEY)
    for alias, dsn in (("default", dsns.web), ("owner", dsns.owner)):
        connections[alias].settings_dict.update(database(dsn, CONN_MAX_AGE=600, ATOMIC_REQUESTS=True))
    migrating.migrate()
    return server, dsns


def _accounts() -> None:
    from django.db import transaction

    from liem.base import clock
    from liem.people.models import Account, Appointment

    with transaction.atomic():
        for name, role, unit in (
            ("officer", "case_officer", "U1"),
            ("head", "head_of_unit", "U1"),
            ("inspector", "inspector", "*"),
            ("auditor", "auditor", "*"),
            ("affairs", "internal_affairs", "*"),
        ):
            account = Account.objects.create(sign_in_name=name, display_name=name)
            Appointment.objects.create(account=account, role=role, unit=unit, valid_from=clock.today())


def _is_filled(server: Any) -> bool:
    import psycopg

    with psycopg.connect(server.superuser_dsn("liem")) as connection:
        found = connection.execute("SELECT count(*) FROM people_account").fetchone()
    return bool(found and found[0])


def _fill(server: Any, dsns: Any, matters: int, entries: int) -> None:
    import psycopg

    sql = FILL.format(matters=matters, entries=entries, units=UNITS, officers=OFFICERS)
    with psycopg.connect(server.superuser_dsn("liem"), autocommit=True) as connection:
        for statement in sql.split(";\n"):
            if statement.strip():
                connection.execute(statement)
        connection.execute("VACUUM ANALYZE")


def _pages() -> dict[str, Callable[[], Any]]:
    from django.test import Client

    from liem.people.models import Account

    clients = {}
    for name in ("officer", "head", "inspector", "auditor", "affairs"):
        clients[name] = Client(raise_request_exception=True)
        clients[name].force_login(Account.objects.get(sign_in_name=name))
    return {
        "desk, my matters": lambda: clients["officer"].get("/cases/"),
        "desk, search of words": lambda: clients["officer"].get("/cases/", {"text": "giấy chứng nhận"}),
        "desk of a head, whole unit": lambda: clients["head"].get("/cases/", {"whose": "unit"}),
        "desk of an inspector, whole province": lambda: clients["inspector"].get("/cases/", {"whose": "unit"}),
        "one matter": lambda: clients["head"].get("/cases/121/"),
        "ledgers of the province": lambda: clients["inspector"].get("/cases/ledgers/"),
        "ledgers of a unit": lambda: clients["head"].get("/cases/ledgers/"),
        "watch list": lambda: clients["affairs"].get("/oversight/watch/"),
        "inspectorate's view of the handling": lambda: clients["inspector"].get("/oversight/handling/"),
        "trail, the newest": lambda: clients["auditor"].get("/trail/"),
        "trail, one matter": lambda: clients["auditor"].get("/trail/", {"subject": "TC-2026-77777"}),
        "trail, one account": lambda: clients["auditor"].get("/trail/", {"by": "77"}),
        "trail, one event": lambda: clients["auditor"].get("/trail/", {"event": "matter_close"}),
        "trail, a stream on a day": lambda: clients["auditor"].get(
            "/trail/", {"stream": "cases", "first": DAY, "last": DAY}
        ),
    }


def _measure(name: str, page: Callable[[], Any]) -> None:
    walls, cpus = [], []
    for number in range(ROUNDS + 3):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = page()
        if number >= 3:
            walls.append(1000 * (time.perf_counter() - wall))
            cpus.append(1000 * (time.process_time() - cpu))
        assert answer.status_code == 200, (name, answer.status_code)
    print(
        f"{name:<40} wall {statistics.median(walls):6.0f} ms median, {sorted(walls)[int(0.95 * ROUNDS)]:6.0f} ms p95; "
        f"CPU {statistics.median(cpus):6.0f} ms median",
        flush=True,
    )


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:3]]
    main(*(numbers + [200_000, 5_000_000][len(numbers) :]))
