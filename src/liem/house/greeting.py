"""What ``liem start`` says when it is ready: the address, the accounts, and what to look at, in both languages."""

from django.utils import translation

from liem.house import demo_data
from liem.house.configuration import Configuration
from liem.jobs.models import Job
from liem.people.models import Account
from liem.people.states import Role


def _in(language: str, role: Role) -> str:
    with translation.override(language):
        return str(role.label).lower() if language == "en" else str(role.label)


def address(configuration: Configuration) -> str:
    """Where a browser on this machine finds the house."""
    host = "localhost" if configuration.bind in {"127.0.0.1", "::1", "0.0.0.0", "::"} else configuration.bind  # noqa: S104 - compared, not bound
    return f"http://{host}:{configuration.port}/"


def text(configuration: Configuration, job: Job | None, seconds: float) -> str:
    """The greeting."""
    lines = ["", f"  Liêm   {address(configuration)}   (sẵn sàng sau / ready in {seconds:.1f} s)", ""]
    if demo_data.is_demo():
        lines += _demo(configuration, job)
    elif not Account.objects.exists():
        lines += [
            "  Chưa có tài khoản nào. Mở tài khoản quản trị đầu tiên bằng lệnh:",
            "  There is no account yet. Open the first administrator's with:",
            "      liem account NAME --role system_administrator",
            "",
        ]
    return "\n".join([*lines, f"  Dữ liệu / data: {configuration.home}      Dừng / stop: Ctrl-C", ""])


def _demo(configuration: Configuration, job: Job | None) -> list[str]:
    lines = [
        "  DỮ LIỆU MÔ PHỎNG, không phải người thật / SIMULATED DATA, no real persons",
        f"  Mật khẩu chung / password of all: {demo_data.password_of(configuration)}",
        "",
    ]
    for person in demo_data.ACCOUNTS:
        role = f"{_in('vi', person.role)} / {_in('en', person.role)}"
        lines += [f"    {person.sign_in_name:<12} {role}", f"    {'':<12}   {person.look_vi} / {person.look_en}"]
    lines += [
        "",
        "  Xem gì trước: đăng nhập «thanhtra» → Dấu hiệu từ hồ sơ → mở một phiếu chứng cứ.",
        "  Look first at: sign in as “thanhtra” → Signs in the records → open one evidence sheet.",
        "  Hoặc: gửi một tin báo ở /report/, rồi đăng nhập «tiepnhan», mở khóa bằng mật khẩu chung, vào bàn phân loại.",
        "  Or: send a report at /report/, then as “tiepnhan” open the key with the same password, and sort it.",
    ]
    if job is not None:
        lines += [
            f"  Dữ liệu mô phỏng đang được tạo (công việc {job.pk}), mất khoảng một phút.",
            f"  The simulated records are being made (job {job.pk}); it takes about a minute.",
        ]
    return [*lines, ""]
