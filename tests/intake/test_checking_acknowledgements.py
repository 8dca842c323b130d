"""A third party checks an acknowledgement: on the command line with nothing but a public key, or on the public page."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liem.base import sealing
from liem.intake.acknowledgement import acknowledge
from liem.intake.checking import LONGEST_ACKNOWLEDGEMENT, Finding, check
from tests.intake.office import NOW

pytestmark = pytest.mark.slow

SEED, OTHER_SEED = b"\x07" * 32, b"\x08" * 32
KEY = sealing.verifying_key(SEED)
CONTENT = '{"what":"Cán bộ đòi thêm tiền"}'.encode()
PROOF = acknowledge(CONTENT, "PA-2026-000012", NOW.date(), SEED).text()
PAGE = "/report/acknowledgement/"


def found(text: str, content: bytes = b"", keys: tuple[bytes, ...] = (KEY,)) -> Finding:
    return check(text, content, keys).finding


def test_a_genuine_one_with_and_without_its_content() -> None:
    assert found(PROOF) == Finding.GENUINE
    assert found(PROOF, CONTENT) == Finding.GENUINE_OF_CONTENT
    assert (
        found("\ufeff" + PROOF.replace("\n", "\r\n"), b"\xef\xbb\xbf" + CONTENT + b"\r\n") == Finding.GENUINE_OF_CONTENT
    )
    assert found(PROOF, CONTENT, (sealing.verifying_key(OTHER_SEED), KEY)) == Finding.GENUINE_OF_CONTENT


def test_other_content_is_told_apart() -> None:
    assert found(PROOF, CONTENT.replace("tiền".encode(), "quà".encode())) == Finding.OTHER_CONTENT


@pytest.mark.parametrize("name", ["number", "received-on", "salt", "digest", "signature"])
def test_any_line_that_was_changed_is_noticed(name: str) -> None:
    other = acknowledge(CONTENT, "PA-2026-000013", NOW.date().replace(day=1), SEED).text()
    line = re.compile(f"^{name}: .*$", re.MULTILINE)
    changed = line.sub(line.findall(other)[0], PROOF)
    assert changed != PROOF
    assert found(changed) == Finding.CHANGED


def test_of_another_house() -> None:
    theirs = acknowledge(CONTENT, "PA-2026-000012", NOW.date(), OTHER_SEED).text()
    assert found(theirs, CONTENT) == Finding.OTHER_KEY
    assert found(re.sub("(?m)^key: .*$", f"key: {KEY.hex()}", theirs)) == Finding.CHANGED  # says it were ours


@pytest.mark.parametrize(
    "text",
    ["", "x", PROOF[: len(PROOF) // 2], PROOF + PROOF, PROOF.replace("Liem", "Other"), "\x00\x01" * 900,
     PROOF + "\n" * LONGEST_ACKNOWLEDGEMENT, PROOF.replace("received-on: 20", "received-on: no")],
)  # fmt: skip
def test_what_is_none(text: str) -> None:
    assert found(text) == Finding.NO_ACKNOWLEDGEMENT


def liem(*arguments: str, given: bytes = b"", home: Path) -> subprocess.CompletedProcess[bytes]:
    import os

    environment = {**os.environ, "LIEM_HOME": str(home), "LIEM_LANGUAGE": "en"}
    for name in ("LIEM_INTAKE_KEY", "LIEM_WEB_DSN", "LIEM_OWNER_DSN"):
        environment.pop(name, None)
    command = [sys.executable, "-c", "from liem.house.command_line import main; main()", "acknowledgement", "verify"]
    return subprocess.run([*command, *arguments], input=given, capture_output=True, env=environment, timeout=60)


def test_the_command_says_it_in_one_line_and_by_its_exit_status(tmp_path: Path) -> None:
    proof, content, home = tmp_path / "proof.txt", tmp_path / "report.txt", tmp_path / "none"
    proof.write_text(PROOF)
    content.write_bytes(CONTENT)
    key = ("--key", KEY.hex())

    genuine = liem(str(proof), "--content", str(content), *key, home=home)
    assert genuine.returncode == 0
    assert b"PA-2026-000012" in genuine.stdout
    assert liem("-", *key, given=PROOF.encode(), home=home).returncode == 0

    content.write_bytes(CONTENT + b"!")
    for refused in (
        liem(str(proof), "--content", str(content), *key, home=home),
        liem(str(proof), "--key", sealing.verifying_key(OTHER_SEED).hex(), home=home),
        liem("-", *key, given=PROOF.replace("000012", "000013").encode(), home=home),
    ):
        assert (refused.returncode, refused.stdout, refused.stderr.count(b"\n")) == (1, b"", 1)


def test_the_command_refuses_what_cannot_be_checked(tmp_path: Path) -> None:
    home, key = tmp_path / "none", ("--key", KEY.hex())
    for refused in (
        liem("-", *key, given=b"\xff\xfe\x00" * 20, home=home),
        liem("-", *key, given=b"", home=home),
        liem("-", *key, given=PROOF.encode()[:90], home=home),
        liem("-", *key, given=b"x" * 100_000, home=home),
        liem(str(tmp_path / "missing"), *key, home=home),
        liem(str(tmp_path), *key, home=home),
        liem("-", "--key", "abc", given=PROOF.encode(), home=home),
        liem("-", given=PROOF.encode(), home=home),  # no house here, and no key given
    ):
        assert (refused.returncode, refused.stdout, refused.stderr.count(b"\n")) == (2, b"", 1), refused.stderr
    assert not home.exists()  # asking makes no house


@pytest.mark.django_db
def test_the_page_takes_files_and_keeps_nothing(send: Any, tmp_path: Path, settings: Any) -> None:
    from tests.intake.office import content

    received, citizen = send(), Client()
    proof = received.acknowledgement.text().encode()

    def sealed() -> set[Path]:
        return {path for path in (settings.LIEM_HOME / "sealed").rglob("*") if path.is_file()}

    before = sealed()

    def verdict(proof: bytes, about: bytes = b"") -> tuple[int, str]:
        files = {"acknowledgement_file": SimpleUploadedFile("liem-acknowledgement.txt", proof)}
        if about:
            files["content_file"] = SimpleUploadedFile("liem-report.txt", about)
        page = citizen.post(PAGE, files)
        kind = re.search(r'class="notice (\w+)"', page.content.decode())
        return page.status_code, kind[1] if kind else ""

    assert verdict(proof) == verdict(proof, content().canonical()) == (200, "success")
    assert verdict(proof, b"{}") == verdict(proof[:200]) == verdict(b"\xff\x00" * 500) == (200, "error")
    assert verdict(b"x" * 100_000) == (422, "")
    assert citizen.post(PAGE, {"acknowledgement": ""}).status_code == 422
    assert not citizen.cookies
    assert sealed() == before
