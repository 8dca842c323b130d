"""A real mail server for one test run: Dovecot (IMAP, LMTP) as an unprivileged process, and SMTP in front of it."""

import os
import pwd
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

DOVECOT = "/usr/sbin/dovecot"
PASSWORD = "hop thu thu"


def missing() -> str:
    """What lacks on this machine, as a sentence, or nothing."""
    if Path(DOVECOT).exists() and Path("/usr/lib/dovecot/lmtp").exists():
        return ""
    return "Dovecot is missing: sudo apt-get install -y dovecot-imapd dovecot-lmtpd"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _configuration(folder: Path, user: str, group: str, imap: int, lmtp: int) -> str:
    return f"""
protocols = imap lmtp
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{folder}/mail/%u
mail_fsync = never
mail_plugins =
listen = 127.0.0.1
passdb {{
  driver = static
  args = password={PASSWORD.replace(" ", "_")}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home/%u allow_all_users=yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
  unix_listener lmtp {{
    mode = 0
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
protocol lmtp {{
  postmaster_address = postmaster@liem.example
}}
"""


class _Relay:
    """Hands every mail to Dovecot, as it came. ``sent`` keeps what went through; ``refuse`` makes it refuse."""

    def __init__(self, lmtp: int) -> None:
        self.lmtp = lmtp
        self.sent: list[tuple[str, list[str], bytes]] = []
        self.refuse = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuse:
            return self.refuse
        content = bytes(envelope.content)
        self.sent.append((envelope.mail_from or "", list(envelope.rcpt_tos), content))
        own = [one for one in envelope.rcpt_tos if one.endswith("@liem.example")]
        if own:
            with smtplib.LMTP("127.0.0.1", self.lmtp) as lmtp:
                lmtp.sendmail(envelope.mail_from or "", own, content)
        return "250 taken"


@dataclass
class MailServer:
    """A running server. Whatever is written to ``…@liem.example`` lies in its mailbox."""

    folder: Path
    imap: int
    smtp: int
    relay: _Relay

    def put(self, address: str, raw: bytes) -> None:
        """Deliver a mail to a mailbox, as the world would."""
        with smtplib.LMTP("127.0.0.1", self.relay.lmtp) as lmtp:
            lmtp.sendmail("somebody@example.org", [address], raw)


def start() -> tuple[MailServer, Any]:
    """The server, and what stops it."""
    folder = Path(tempfile.mkdtemp(prefix="liem-mail-"))
    folder.chmod(0o755)
    as_root = os.getuid() == 0
    person = pwd.getpwnam("nobody") if as_root else pwd.getpwuid(os.getuid())
    group = __import__("grp").getgrgid(person.pw_gid).gr_name
    imap, lmtp, smtp = free_port(), free_port(), free_port()
    for name in ("run", "state", "mail", "home"):
        (folder / name).mkdir()
    (folder / "conf").write_text(_configuration(folder, person.pw_name, group, imap, lmtp))
    if as_root:
        subprocess.run(["chown", "-R", f"{person.pw_name}:{group}", str(folder)], check=True)
    more: dict[str, Any] = {"user": person.pw_name, "group": group, "extra_groups": []} if as_root else {}
    process = subprocess.Popen(
        [DOVECOT, "-F", "-c", str(folder / "conf")],
        stdout=subprocess.DEVNULL,
        stderr=(folder / "err").open("wb") if not as_root else subprocess.DEVNULL,
        start_new_session=True,
        **more,
    )
    relay = _Relay(lmtp)
    controller = Controller(relay, hostname="127.0.0.1", port=smtp, enable_SMTPUTF8=True, data_size_limit=64 * 2**20)
    controller.start()

    def stop() -> None:
        controller.stop()
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)

    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            with (
                socket.create_connection(("127.0.0.1", imap), 1) as probe,
                socket.create_connection(("127.0.0.1", lmtp), 1),
            ):
                if probe.recv(10).startswith(b"* OK"):
                    return MailServer(folder, imap, smtp, relay), stop
        except OSError:
            time.sleep(0.1)
    log = (folder / "log").read_text() if (folder / "log").exists() else "no log"
    stop()
    raise RuntimeError(f"Dovecot did not start: {log[-2000:]}")
