"""What a thief of the database, the upload folder, the logs or an error page would find: no content and no identity."""

import base64
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.test import Client

from liem.agencies import actions as agencies
from liem.base import clock
from liem.house.logs import JsonLines
from liem.intake import actions, files, house_keys, queries
from liem.intake.files import InMemory
from liem.people import actions as people
from liem.people.keys import actions as keys
from liem.people.keys.queries import CUSTODIANS
from liem.people.states import Role
from tests.intake.office import IDENTITY, OFFICE, PASSPHRASE, SECRET_NAME, SECRET_PHONE, SECRET_WORDS, content
from tests.intake.test_files import with_exif

MESSAGE = "Xin hẹn gặp ở quán Bà Sáu sau chợ"
ANSWER = "Đã mời ông Tám lên làm việc hôm thứ Năm"
NOTE = "Tin nhắn đòi tiền: chuyển vào số tài khoản 0021313"
FILE_NAME = "anh-quay-so-bay"


@pytest.fixture
def lived(own_database: Any) -> dict[str, Any]:
    """A house in which reports were sent, read and answered."""
    now = clock.now()
    staff = {}
    for name, role, unit in (("hoa", Role.INTAKE_OFFICER, OFFICE), ("giu", Role.IDENTITY_CUSTODIAN, "*")):
        staff[name] = people.open_account(name, name, "mot mat khau that dai", by="system", now=now)
        people.appoint(staff[name], role, unit=unit, valid_from=clock.today(), by="system", now=now)
        staff[f"{name} key"] = keys.make_officer_key(staff[name], PASSPHRASE, by="system", now=now)
    keys.make_office_key(OFFICE, [staff["hoa"]], by="system", now=now)
    keys.make_office_key(CUSTODIANS, [staff["giu"]], by="system", now=now)
    agencies.keep_agency(
        OFFICE, name_vi="Thanh tra tỉnh", level="province", function="inspectorate", by="system", now=now
    )
    received = actions.receive(content(), channel="web", offices=[OFFICE], identity=IDENTITY, now=now)
    actions.add_message(received.opened, MESSAGE, now=now)
    files.add_file(received.opened, InMemory(f"{FILE_NAME}.jpg", with_exif()), keep_original=True, now=now)
    files.add_file(received.opened, InMemory("note.txt", NOTE.encode()), now=now)
    client = Client()
    client.post("/sign-in/", {"sign_in_name": "hoa", "password": "mot mat khau that dai"})
    client.post("/my-key/", {"verb": "open", "passphrase": PASSPHRASE})
    from django.db import transaction

    from liem.people.row_security import acting_as
    from liem.people.rules import Scope

    with transaction.atomic(), acting_as(staff["hoa"], Scope(frozenset([Role.INTAKE_OFFICER]), frozenset([OFFICE]))):
        report = queries.register().get()
        opened = actions.read_as_officer(report, staff["hoa key"], by=staff["hoa"].number, now=now)
        actions.answer(opened, ANSWER, by=staff["hoa"].number, now=now)
    return {"database": own_database, "received": received, "staff": staff, "client": client}


def tables(database: Any) -> dict[str, bytes]:
    """Every table as a dump holds it, with binary columns decoded."""
    found = {}
    with psycopg.connect(database.superuser) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (name,) in names:
            with connection.cursor().copy(f'COPY "{name}" TO STDOUT') as copy:
                text = b"".join(bytes(piece) for piece in copy)
            decoded = [bytes.fromhex(part.decode()) for part in _hexadecimal(text)]
            found[name] = text + b"".join(decoded)
    return found


def _hexadecimal(text: bytes) -> list[bytes]:
    import re

    return re.findall(rb"\\\\x((?:[0-9a-f]{2})+)", text)


def ways_to_write(secret: str) -> list[bytes]:
    """How a text could lie about: plainly, escaped, in UTF-16, in base64 of any alignment, in hexadecimal."""
    plain = secret.encode()
    escaped = secret.encode("ascii", "backslashreplace")
    return [plain, escaped, secret.encode("utf-16-le"), plain.hex().encode()] + [
        base64.b64encode(b"\0" * shift + plain)[4:-4] for shift in range(3)
    ]


SECRETS = [SECRET_WORDS, "phong bì ba triệu", SECRET_NAME, SECRET_PHONE, MESSAGE, ANSWER, NOTE, FILE_NAME, "H56.77.313"]


def test_a_dump_of_the_database_shows_no_content_and_no_identity(lived: dict[str, Any]) -> None:
    dump = tables(lived["database"])
    assert len(dump["intake_report"]) > 100
    found = [(secret, table) for secret in SECRETS for way in ways_to_write(secret)
             for table, text in dump.items() if way in text]  # fmt: skip
    assert found == []


def test_a_dump_holds_nothing_that_opens_a_report(lived: dict[str, Any]) -> None:
    whole = b"".join(tables(lived["database"]).values())
    received, staff = lived["received"], lived["staff"]
    private = received.receipt.pair(house_keys.receipts()).private
    office = keys.open_office_key(keys.OfficeKey.objects.get(office=OFFICE), staff["hoa key"]).private
    for secret in (
        received.opened.key, private, office, staff["hoa key"].pair.private, staff["giu key"].pair.private,
        house_keys.receipts(), house_keys.acknowledgements(), house_keys.drafts(), settings.LIEM_INTAKE_KEY,
    ):  # fmt: skip
        assert secret not in whole
        assert secret.hex().encode() not in whole
        assert base64.b64encode(secret) not in whole
    for text in (received.receipt.code, received.receipt.grouped, PASSPHRASE):
        assert text.encode() not in whole


def test_the_upload_folder_shows_nothing(lived: dict[str, Any]) -> None:
    folder = Path(settings.LIEM_HOME, "sealed")
    paths = [path for path in folder.rglob("*") if path.is_file()]
    whole = b"".join(path.read_bytes() for path in paths)
    assert len(paths) >= 3
    for secret in (*SECRETS, "SecretPhone", "JFIF", "GPSLatitude"):
        assert not [way for way in ways_to_write(secret)[:1] if way in whole]
    assert not [path for path in paths if FILE_NAME in path.name or "." in path.name]


def test_an_anonymous_report_is_known_by_its_day_alone(lived: dict[str, Any]) -> None:
    """No column beside a report holds an instant; only requests of officials (the vault) do."""
    actions.receive(content(), channel="web", offices=[OFFICE], now=clock.now())
    with psycopg.connect(lived["database"].superuser) as connection:
        instants = connection.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_name LIKE 'intake_%' "
            "AND data_type LIKE 'timestamp%'"
        ).fetchall()
        assert {name for (name,) in instants} <= {"intake_identityrequest"}
        trail = connection.execute(
            "SELECT at FROM trail_trailentry WHERE stream = 'intake' AND (by = 'reporter' OR event = 'report_received')"
        ).fetchall()
        sessions = connection.execute("SELECT count(*) FROM django_session").fetchone()
    assert {clock.local(at).time().isoformat() for (at,) in trail} == {"00:00:00"}
    assert sessions == (1,)  # the officer's; a reporter has none


def test_a_citizen_leaves_no_row_but_the_report(lived: dict[str, Any]) -> None:
    before = {name: text.count(b"\n") for name, text in _rows(lived["database"]).items()}
    page = Client().get("/report/tell/")
    assert page.status_code == 200
    Client().post("/report/follow/", {"receipt": "0000"})
    Client().post("/report/tell/", {"step": "what", "what": SECRET_WORDS, "go": "next"})
    assert {name: text.count(b"\n") for name, text in _rows(lived["database"]).items()} == before


def _rows(database: Any) -> dict[str, bytes]:
    with psycopg.connect(database.superuser) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        counts = {}
        for (name,) in names:
            with connection.cursor().copy(f'COPY "{name}" TO STDOUT') as copy:
                counts[name] = b"".join(bytes(piece) for piece in copy)
        return counts


def test_errors_and_logs_tell_nothing(
    lived: dict[str, Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    code = lived["received"].receipt.grouped

    def fail(*args: Any, **more: Any) -> None:
        raise RuntimeError(f"could not store {SECRET_WORDS} of {SECRET_NAME} under {code}")

    monkeypatch.setattr(actions, "add_message", fail)
    client = Client(raise_request_exception=False)
    with caplog.at_level(logging.DEBUG):
        page = client.post("/report/follow/", {"receipt": code, "verb": "message", "text": MESSAGE})
    assert page.status_code == 500
    lines = "\n".join(JsonLines().format(record) for record in caplog.records if _is_written(record))
    for secret in (*SECRETS, code):
        assert secret not in lines
        assert secret not in page.content.decode()


def _is_written(record: logging.LogRecord) -> bool:
    """What the settings let through: Django's own loggers of requests lead nowhere."""
    return not record.name.startswith(("django.request", "django.security", "django.server", "asyncio"))


def test_objects_do_not_tell_their_secrets_when_printed(lived: dict[str, Any]) -> None:
    received = lived["received"]
    shown = repr(received) + repr(received.opened) + repr(content()) + repr(IDENTITY) + repr(lived["staff"])
    for secret in (*SECRETS, received.receipt.code, received.opened.key.hex(), str(received.opened.key)):
        assert secret not in shown


def test_the_register_is_whole_and_the_trail_proves_it(lived: dict[str, Any]) -> None:
    from django.db import transaction

    from liem.people.row_security import acting_as_system
    from liem.trail.models import TrailEntry
    from liem.trail.queries import verify

    for _ in range(3):
        actions.receive(content(), channel="web", offices=[OFFICE], now=clock.now() - timedelta(days=1))
    with transaction.atomic(), acting_as_system():
        numbers = sorted(report.register_number for report in queries.register())
        assert list(queries.gaps()) == []
    told = TrailEntry.objects.filter(stream="intake", event="report_received").values_list("after__number", flat=True)
    assert sorted(told) == numbers
    assert verify().broken is None
