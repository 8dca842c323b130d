"""The officer's desk with a province's matters: how long the server takes for a page.

    python -m benchmarks.matters [matters] [trail entries]     (200000 and 5000000 unless said)
    ROUNDS=10 BENCHMARK_HOME=/tmp/matters python -m benchmarks.matters     (fewer rounds; the database is kept)

A private PostgreSQL is filled by SQL in bulk, then each page is asked for 40 times through the whole of Django, as the
web role, behind row-level security. Printed: median and 95th percentile of wall milliseconds, the median of CPU of this
process and the mean of that of the database's, and the load of the machine: with much else running the wall says how
long one waited for a turn, CPU what the page takes.
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
FULL = 481
"""A matter of unit U1 with a full file: persons, allegations, hearings, findings, evidence."""

FILL = """
SET session_replication_role = replica;
SET synchronous_commit = off;
INSERT INTO cases_matter (number, kind, status, outcome, visibility, unit, handler, origin, origin_ref, about_unit, act,
    leader, remote, received_at, opened_at, closed_at, next_due, barred_units, causes)
SELECT 'TC-2026-' || n, (ARRAY['denunciation', 'reflection', 'complaint_first', 'lead'])[1 + n / 120 % 4],
    CASE WHEN n / 1200 % 3 = 0 THEN 'verifying' ELSE 'closed' END, CASE WHEN n / 1200 % 3 = 0 THEN '' ELSE 'wrong' END,
    'normal',
    'U' || (n % {units}), (1 + n % {officers})::text, 'report', 'R-' || n, 'U' || (n % {units}), 'B', false, false,
    now() - (n % 900) * interval '1 day', now(), NULL,
    CASE WHEN n / 1200 % 3 = 0 THEN now() + (n % 60 - 10) * interval '1 day' END, '{{}}', '{{}}'
FROM generate_series(1, {matters}) AS n;
INSERT INTO cases_content (matter_id, title, summary, search)
SELECT id, 'Hồ sơ số ' || id, 'Nội dung phản ánh về giấy chứng nhận ' || id,
    to_tsvector('simple', 'ho so so ' || id || ' noi dung phan anh ve giay chung nhan') FROM cases_matter;
INSERT INTO cases_deadline (matter_id, rule, started_at, standing, due_at, set_by_hand, confidence, calendar, reminded,
    next_step, next_at)
SELECT id, CASE kind WHEN 'denunciation' THEN 'denunciation.resolve' WHEN 'reflection' THEN 'reflection.handle'
        WHEN 'lead' THEN 'lead.verify' ELSE 'complaint.resolve_first' END, received_at,
    CASE WHEN next_due IS NULL THEN 'met' ELSE 'running' END, next_due,
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
INSERT INTO cases_event (matter_id, verb, at, recorded_at, by, old, new, document, data)
SELECT id, verb, received_at + interval '3 days', received_at, handler, '', '', 'CV-' || id,
    CASE verb WHEN 'transfer' THEN jsonb_build_object('former', unit, 'to', 'U' || (id % 7)) ELSE '{{}}' END
FROM cases_matter, unnest(ARRAY['transfer', 'take_over']) AS verb
WHERE id % 200 = 3 AND (verb = 'transfer' OR id % 400 = 3);
INSERT INTO cases_concerned (matter_id, name, official, unit, capacity, party_member, added_at)
SELECT {full}, 'Người ' || n, '', 'U9', 'staff', true, now() FROM generate_series(1, 6) AS n;
INSERT INTO cases_allegation (matter_id, act, text) SELECT {full}, 'B', 'Nội dung được nêu thứ ' || n
FROM generate_series(1, 10) AS n;
INSERT INTO cases_allegation_persons (allegation_id, concerned_id) SELECT a.id, c.id
FROM cases_allegation a JOIN cases_concerned c ON c.matter_id = a.matter_id WHERE (a.id + c.id) % 3 = 0;
INSERT INTO cases_event (matter_id, verb, at, recorded_at, by, old, new, document, data)
SELECT {full}, verb, now(), now(), '1', '', '', n || '/TB', jsonb_build_object('person', c.id)
FROM cases_concerned c, generate_series(1, 4) AS n, unnest(ARRAY['notify', 'hear']) AS verb WHERE c.matter_id = {full};
INSERT INTO cases_writing (matter_id, event_id, person_id, topic, text)
SELECT matter_id, id, (data->>'person')::bigint, verb, repeat('Trình bày về việc giữ hồ sơ. ', 12)
FROM cases_event WHERE matter_id = {full} AND verb IN ('notify', 'hear');
INSERT INTO cases_findingof (matter_id, allegation_id, person_id, finding, proof, reason, at, by)
SELECT {full}, allegation_id, concerned_id, 'not_established', 'documents', 'Sổ và biên lai khớp nhau.', now(), '1'
FROM cases_allegation_persons;
INSERT INTO cases_evidence (matter_id, title, source, obtained_on, sha256, added_at)
SELECT {full}, 'Tài liệu số ' || n, 'Bộ phận một cửa', current_date, '', now() FROM generate_series(1, 12) AS n;
INSERT INTO cases_evidence_supports (evidence_id, allegation_id) SELECT e.id, a.id
FROM cases_evidence e, cases_allegation a WHERE (e.id + a.id) % 4 = 0;
INSERT INTO cases_planstep (matter_id, text, due_on) SELECT {full}, 'Bước ' || n, current_date
FROM generate_series(1, 8) AS n;
INSERT INTO oversight_watchentry (title, kind, matter)
SELECT 'Vụ việc số ' || n, CASE WHEN n % 3 = 0 THEN 'case' ELSE 'incident' END, 'TC-2026-' || n
FROM generate_series(1, 40) AS n;
INSERT INTO oversight_watchdecision (entry_id, verb, number, decided_on, ground, asked_of, due_on, why, recorded_at,
    recorded_by)
SELECT id, verb, place || '-TB/BCĐ', current_date - 400 + (id * 2 + place * 20)::int, 'Căn cứ của quyết định.',
    CASE verb WHEN 'direct' THEN 'U' || (id % {units}) ELSE '' END,
    CASE verb WHEN 'direct' THEN current_date - 400 + (id * 2 + place * 20 + 30)::int END, '', now(), '1'
FROM oversight_watchentry,
    unnest(ARRAY['put_on', 'direct', 'report', 'direct', 'remove']) WITH ORDINALITY AS o (verb, place)
WHERE verb <> 'remove' OR id % 5 = 0;
INSERT INTO oversight_paper (source, number, issuer, issued_on, title, supervisor, matter, recorded_at, recorded_by)
SELECT (ARRAY['inspection', 'audit', 'directive', 'plan'])[1 + n % 4], n || '/KL-TTr', 'Thanh tra tỉnh',
    current_date - (n % 700), 'Kết luận số ' || n, '', '', now() - (n % 700) * interval '1 day', '1'
FROM generate_series(1, 1000) AS n;
INSERT INTO oversight_duty (paper_id, kind, unit, what, amount, due_on, supervisor, why, recorded_at, recorded_by)
SELECT id, (ARRAY['money', 'administrative', 'mechanism', 'task', 'rectify'])[1 + (id + n) % 5],
    'U' || ((id * 5 + n) % {units}), 'Thực hiện kiến nghị ' || n, CASE (id + n) % 5 WHEN 0 THEN 10000000 END,
    issued_on + 60, '', '', recorded_at, '1'
FROM oversight_paper, generate_series(1, 5) AS n;
INSERT INTO oversight_dutyevent (duty_id, unit, verb, "on", number, note, recorded_at, recorded_by, amount, due_on)
SELECT d.id, d.unit, verb, p.issued_on + (20 * place)::int, '1/CV', 'Nội dung báo cáo.', d.recorded_at, '1',
    CASE WHEN verb = 'accept' AND kind = 'money' THEN 10000000 END,
    CASE verb WHEN 'urge' THEN p.issued_on + (20 * place + 10)::int END
FROM oversight_duty d JOIN oversight_paper p ON p.id = d.paper_id,
    unnest(ARRAY['report', 'urge', 'say_done', 'accept']) WITH ORDINALITY AS o (verb, place)
WHERE (d.id % 10 < 7 OR place < 3) AND p.issued_on + (20 * place)::int <= current_date;
INSERT INTO oversight_inspection (year, programme, unit, title, planned, chosen, ground, begins_on, ends_on,
    is_struck, why, recorded_at, recorded_by)
SELECT extract(year FROM current_date), '02/QĐ-TTr', 'U' || (n % {units}), 'Thanh tra số ' || n, n % 3 > 0, 'risk',
    'Tỷ lệ đúng hạn trong năm.', current_date - n, current_date - n + 30, false, '', now(), '1'
FROM generate_series(1, 300) AS n;
INSERT INTO oversight_inspectionevent (inspection_id, unit, verb, "on", number, note, struck, recorded_at, recorded_by)
SELECT id, unit, verb, begins_on + (10 * place)::int, '1/QĐ', '', '', now(), '1'
FROM oversight_inspection, unnest(ARRAY['begin', 'finish', 'conclude']) WITH ORDINALITY AS o (verb, place)
WHERE id % 2 = 0;
INSERT INTO oversight_inspectionfinding (inspection_id, unit, act, what, head, proposal, matter, is_struck, why,
    recorded_at, recorded_by)
SELECT id, unit, 'D', 'Yêu cầu giấy tờ ngoài thành phần hồ sơ.', 'supervision', 'rectify', '', false, '', now(), '1'
FROM oversight_inspection WHERE id % 2 = 0;
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
            ("member", "steering_committee", "*"),
            ("front", "external_supervisor", "MTTQ"),
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

    sql = FILL.format(matters=matters, entries=entries, units=UNITS, officers=OFFICERS, full=FULL)
    with psycopg.connect(server.superuser_dsn("liem"), autocommit=True) as connection:
        for statement in sql.split(";\n"):
            if statement.strip():
                connection.execute(statement)
        _trail(connection, matters, entries)
        connection.execute("VACUUM ANALYZE")


def _trail(connection: Any, matters: int, entries: int) -> None:
    """A chain that holds, so that ``verify`` walks the whole of it."""
    from liem.trail.chain import GENESIS, Entry, entry_hash

    now, last = datetime.now(UTC), GENESIS
    events = ("matter_note", "matter_open", "matter_close", "access")
    columns = "stream, position, at, event, by, subject_kind, subject_id, before, after, previous, hash"
    with connection.cursor() as cursor, cursor.copy(f"COPY trail_trailentry ({columns}) FROM STDIN") as rows:
        for n in range(1, entries + 1):
            at = now - timedelta(seconds=entries - n)
            entry = Entry(
                "cases", n, at, events[n % 4], str(1 + n % OFFICERS), "matter", f"TC-2026-{1 + n % matters}", None, {},
                last,
            )  # fmt: skip
            before, last = last, entry_hash(entry)
            rows.write_row((
                entry.stream, n, at, entry.event, entry.by, entry.subject_kind, entry.subject_id, None, "{}", before,
                last,
            ))  # fmt: skip
    connection.execute("INSERT INTO trail_trailhead VALUES ('cases', %s, %s)", [entries, last])


def _pages() -> dict[str, Callable[[], Any]]:
    from django.test import Client

    from liem.people.models import Account

    clients = {}
    for name in ("officer", "head", "inspector", "auditor", "affairs", "member", "front"):
        clients[name] = Client(raise_request_exception=True)
        clients[name].force_login(Account.objects.get(sign_in_name=name))
    return {
        "desk, my matters": lambda: clients["officer"].get("/cases/"),
        "desk, search of words": lambda: clients["officer"].get("/cases/", {"text": "giấy chứng nhận"}),
        "desk of a head, whole unit": lambda: clients["head"].get("/cases/", {"whose": "unit"}),
        "desk of an inspector, whole province": lambda: clients["inspector"].get("/cases/", {"whose": "unit"}),
        "one matter with a full file": lambda: clients["head"].get(f"/cases/{FULL}/"),
        "why is this the date": lambda: clients["head"].get(f"/cases/{FULL}/why/denunciation.resolve/"),
        "ledgers of the province": lambda: clients["inspector"].get("/cases/ledgers/"),
        "ledgers of a unit": lambda: clients["head"].get("/cases/ledgers/"),
        "watch list": lambda: clients["affairs"].get("/oversight/watch/"),
        "the committee's first page": lambda: clients["member"].get("/oversight/"),
        "inspectorate's view of the handling": lambda: clients["inspector"].get("/oversight/handling/"),
        "supervision": lambda: clients["front"].get("/oversight/supervision/"),
        "what is owed": lambda: clients["inspector"].get("/oversight/duties/"),
        "what a unit owes": lambda: clients["head"].get("/oversight/duties/"),
        "inspections": lambda: clients["inspector"].get("/oversight/inspections/"),
        "coordination": lambda: clients["inspector"].get("/oversight/coordination/"),
        "heads": lambda: clients["inspector"].get("/oversight/heads/"),
        "pack of a review conference": lambda: clients["inspector"].get("/oversight/review/"),
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
        if number == 3:
            of_the_database = _database_cpu()
        wall, cpu = time.perf_counter(), time.process_time()
        answer = page()
        if number >= 3:
            walls.append(1000 * (time.perf_counter() - wall))
            cpus.append(1000 * (time.process_time() - cpu))
        assert answer.status_code == 200, (name, answer.status_code)
    database = (_database_cpu() - of_the_database) / ROUNDS
    print(
        f"{name:<40} wall {statistics.median(walls):6.0f} ms median, {sorted(walls)[int(0.95 * ROUNDS)]:6.0f} ms p95; "
        f"CPU {statistics.median(cpus):6.0f} ms median, of the database {database:6.0f} ms "
        f"mean; load {os.getloadavg()[0]:.0f}",
        flush=True,
    )


def _database_cpu() -> float:
    """Milliseconds that the backend behind the pages' connection has used; 0 where the system does not tell."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return 1000 * (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:3]]
    main(*(numbers + [200_000, 5_000_000][len(numbers) :]))
