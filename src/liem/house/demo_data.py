"""The simulated province that an empty house starts with: its accounts, and the job that makes its records."""

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db import transaction

from liem.agencies.demonstration import INVESTIGATOR, make_agencies
from liem.base import clock
from liem.base.progress import Progress
from liem.dossiers.simulation import Options, simulate
from liem.dossiers.simulation.catalogue import INSPECTORATE
from liem.house.configuration import Configuration
from liem.house.demo_matters import open_matters
from liem.house.postgres.cluster import kept_secret
from liem.imports.actions import bring_now
from liem.imports.queries import current_records
from liem.jobs.actions import enqueue
from liem.jobs.models import Job
from liem.oversight.demonstration import make_oversight
from liem.oversight.states import Supervisor
from liem.people import actions
from liem.people.keys import actions as keys
from liem.people.keys.queries import CUSTODIANS
from liem.people.models import Account
from liem.people.states import EVERY_UNIT, SYSTEM, Role
from liem.registry.registry import Registry
from liem.sorting.demonstration import make_reports

KIND = "house.demo"
SEED = 20261101
BUSIEST = "the unit that received most dossiers"


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demonstration. ``unit``: ``*``, or :data:`BUSIEST`, which is known once there are records."""

    sign_in_name: str
    display_name: str
    role: Role
    unit: str
    look_vi: str
    look_en: str


ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount(
        "thanhtra",
        "Thanh tra tỉnh (mẫu)",
        Role.INSPECTOR,
        EVERY_UNIT,
        "bàn đầu mối toàn tỉnh, phiếu chứng cứ, xuất XLSX",
        "leads of the whole province, evidence sheets, XLSX",
    ),
    DemoAccount(
        "noichinh",
        "Ban Nội chính (mẫu)",
        Role.INTERNAL_AFFAIRS,
        EVERY_UNIT,
        "như thanh tra, chỉ đọc",
        "as the inspector, reading only",
    ),
    DemoAccount(
        "uyvien",
        "Ủy viên Ban Chỉ đạo (mẫu)",
        Role.STEERING_COMMITTEE,
        EVERY_UNIT,
        "danh mục theo dõi, chỉ đạo; việc tồn đọng và nơi chịu trách nhiệm",
        "the watch list, what is stuck and who answers for it",
    ),
    DemoAccount(
        "giamsat",
        "Cán bộ giám sát MTTQ (mẫu)",
        Role.EXTERNAL_SUPERVISOR,
        Supervisor.FRONT,
        "số liệu tổng hợp và kiến nghị giám sát, không thấy vụ việc",
        "aggregate figures and own recommendations, no matters",
    ),
    DemoAccount(
        "truongdonvi",
        "Trưởng đơn vị (mẫu)",
        Role.HEAD_OF_UNIT,
        BUSIEST,
        "chỉ thấy đơn vị của mình",
        "sees the own unit only",
    ),
    DemoAccount(
        "canbo",
        "Cán bộ giải quyết (mẫu)",
        Role.CASE_OFFICER,
        BUSIEST,
        "bàn vụ việc của mình, thời hạn, văn bản",
        "own matters, limits, documents",
    ),
    DemoAccount(
        "phongngua",
        "Cán bộ phòng ngừa (mẫu)",
        Role.PREVENTION_OFFICER,
        EVERY_UNIT,
        "đơn vị và thủ tục, không thấy cá nhân",
        "units and procedures, no persons",
    ),
    DemoAccount(
        "dulieu",
        "Quản lý dữ liệu (mẫu)",
        Role.DATA_STEWARD,
        EVERY_UNIT,
        "nhập dữ liệu, báo cáo dòng không nhận",
        "imports, rows not accepted",
    ),
    DemoAccount(
        "tiepnhan",
        "Cán bộ tiếp nhận (mẫu)",
        Role.INTAKE_OFFICER,
        INSPECTORATE,
        "mở khóa (mật khẩu chung) rồi đọc tin báo gửi đến thanh tra tỉnh",
        "opens the key (the password of all), then reads reports to the inspectorate",
    ),
    DemoAccount(
        "dieutra",
        "Cán bộ tiếp nhận của cơ quan điều tra (mẫu)",
        Role.INTAKE_OFFICER,
        INVESTIGATOR,
        "mở khóa (mật khẩu chung) rồi đọc tin báo được chuyển đến cơ quan điều tra",
        "opens the key (the password of all), then reads what was handed to the investigating agency",
    ),
    DemoAccount(
        "giudanhtinh",
        "Người giữ danh tính (mẫu)",
        Role.IDENTITY_CUSTODIAN,
        EVERY_UNIT,
        "xét đề nghị mở danh tính người báo tin",
        "decides on requests to open a reporter's name",
    ),
    DemoAccount(
        "kiemtoan",
        "Kiểm soát nhật ký (mẫu)",
        Role.AUDITOR,
        EVERY_UNIT,
        "nhật ký và kiểm chứng chuỗi, không thấy nội dung",
        "the trail and its proof, no content",
    ),
    DemoAccount(
        "quantri",
        "Quản trị hệ thống (mẫu)",
        Role.SYSTEM_ADMINISTRATOR,
        EVERY_UNIT,
        "mở tài khoản, bổ nhiệm, không thấy nội dung",
        "accounts and appointments, no content",
    ),
)

WITH_KEYS = ("tiepnhan", "thanhtra", "dieutra", "giudanhtinh")
"""Accounts of the demonstration that have a key."""

Hook = Callable[[Path, Progress], None]


def generate(folder: Path, dossiers: int, progress: Progress) -> None:
    """Write the records of a simulated province into ``folder``."""
    simulate(folder, Options(dossiers=dossiers, seed=SEED), progress=progress)


@transaction.atomic
def appoint_to_a_unit(folder: Path, progress: Progress) -> None:
    """Appoint the head of unit of the demonstration to the unit that received most dossiers."""
    units = pq.read_table(folder / "dossiers.parquet", columns=["unit"]).column("unit").value_counts().to_pylist()
    busiest = max(units, key=lambda entry: (entry["counts"], entry["values"]))["values"]
    for person in ACCOUNTS:
        account = Account.objects.get(sign_in_name=person.sign_in_name)
        if person.unit == BUSIEST and not account.posts():
            _appoint(account, person.role, str(busiest))


def leave_mistakes(folder: Path, progress: Progress) -> None:
    """Leave mistakes in the records as real exports have them, so that the report of rows not accepted shows some."""
    path = folder / "events.parquet"
    events = pq.read_table(path)
    wrong = events.slice(0, 3).to_pylist() + events.slice(events.num_rows // 2, 2).to_pylist()
    for number, row in enumerate(wrong):
        if number < 3:
            row["dossier"] = f"HS-9999999{number}"  # a step of a dossier that was not exported
        else:
            row["at"] -= timedelta(days=400)  # a step before its dossier was received
    pq.write_table(pa.concat_tables([events, pa.Table.from_pylist(wrong, schema=events.schema)]), path)


def bring_in(folder: Path, progress: Progress) -> None:
    """Bring the records into the platform; adopting them asks for their detection."""
    bring_now(folder, simulated=True, complete=True, progress=progress, by=SYSTEM, now=clock.now())


def list_agencies(folder: Path, progress: Progress) -> None:
    """Make agencies of the units, with hotlines and mailboxes."""
    records = current_records()
    if records is not None:
        make_agencies(Registry.open(records), INSPECTORATE, by=SYSTEM, now=clock.now())


def enter_reports(folder: Path, progress: Progress) -> None:
    """Enter a few invented reports at the desks."""
    make_reports(by=SYSTEM, now=clock.now())


def fill_oversight(folder: Path, progress: Progress) -> None:
    """A list of the committee, what is owed, and a draw."""
    head = Account.objects.get(sign_in_name="truongdonvi")
    by = Account.objects.get(sign_in_name="noichinh")
    unit = next((post.unit for post in head.posts()), INSPECTORATE)
    make_oversight(unit, INSPECTORATE, by=by, now=clock.now())


AFTER_GENERATING: tuple[Hook, ...] = (
    appoint_to_a_unit,
    leave_mistakes,
    bring_in,
    list_agencies,
    enter_reports,
    open_matters,
    fill_oversight,
)
"""What is done with the generated records, in this order."""


def make_demo(progress: Progress, by: str, dossiers: int) -> dict[str, Any]:
    """The work of the job: generate, then each of the hooks. Done again after an interruption, it starts afresh."""
    folder = Path(settings.LIEM_HOME) / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    generate(folder, dossiers, progress)
    for hook in AFTER_GENERATING:
        hook(folder, progress)
    return {"dossiers": dossiers}


def password_of(configuration: Configuration) -> str:
    """The password of all accounts of the demonstration: random, made once, kept readable by the house alone."""
    words = "-".join(secrets.token_hex(2) for _number in range(4))
    return kept_secret(configuration.secrets / "demo_password", lambda: words)


@transaction.atomic
def prepare(configuration: Configuration) -> Job | None:
    """In an empty house, open the accounts and ask for the records. Returns the job, the first time."""
    if Account.objects.exists():
        return None
    password = password_of(configuration)
    for person in ACCOUNTS:
        account = actions.open_account(
            person.sign_in_name, person.display_name, password, by=SYSTEM, now=clock.now(), must_change_password=False
        )
        if person.unit != BUSIEST:
            _appoint(account, person.role, person.unit)
    make_keys(password)
    return enqueue(KIND, {"dossiers": configuration.demo_dossiers}, by=SYSTEM, now=clock.now(), cancellable=False)


def make_keys(passphrase: str) -> None:
    """Keys for who opens what is sealed, locked by the demonstration's password, so that the whole way can be shown."""
    officers = {}
    for name in WITH_KEYS:
        officers[name] = Account.objects.get(sign_in_name=name)
        keys.make_officer_key(officers[name], passphrase, by=SYSTEM, now=clock.now())
    keys.make_office_key(INSPECTORATE, [officers["tiepnhan"], officers["thanhtra"]], by=SYSTEM, now=clock.now())
    keys.make_office_key(INVESTIGATOR, [officers["dieutra"]], by=SYSTEM, now=clock.now())
    keys.make_office_key(CUSTODIANS, [officers["giudanhtinh"]], by=SYSTEM, now=clock.now())


def _appoint(account: Account, role: Role, unit: str) -> None:
    actions.appoint(account, role, unit=unit, valid_from=clock.today(), by=SYSTEM, now=clock.now())


def is_demo() -> bool:
    """Whether this house was begun with the simulated province."""
    return Job.objects.filter(kind=KIND).exists()
