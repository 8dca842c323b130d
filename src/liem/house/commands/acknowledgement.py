"""``liem acknowledgement``: anybody can check what a reporter shows them."""

import sys
from pathlib import Path

import click

from liem.base import formats, sealing
from liem.base.errors import InputError
from liem.house import boot
from liem.house.configuration import Configuration, read
from liem.house.refusals import terminal_language
from liem.intake.acknowledgement import Acknowledgement
from liem.intake.checking import LONGEST_ACKNOWLEDGEMENT, LONGEST_CONTENT, Finding, check

_SAID = {
    Finding.GENUINE: (
        "Genuine: a report was received under number {number} on {day}. Its content was not compared (--content FILE).",
        "Xác nhận thật: phản ánh được tiếp nhận với số {number} ngày {day}. Chưa đối chiếu nội dung (--content TỆP).",
    ),
    Finding.GENUINE_OF_CONTENT: (
        "Genuine: this very content was received under number {number} on {day}.",
        "Xác nhận thật: đúng nội dung này được tiếp nhận với số {number} ngày {day}.",
    ),
    Finding.OTHER_CONTENT: (
        "The signature holds (number {number}, {day}), but the content is not the one that was sent.",
        "Chữ ký hợp lệ (số {number}, ngày {day}), nhưng nội dung không phải là nội dung đã gửi.",
    ),
    Finding.CHANGED: (
        "Not genuine: the signature does not fit, so something in it was changed.",
        "Không phải bản thật: chữ ký không khớp, có phần đã bị sửa.",
    ),
    Finding.OTHER_KEY: (
        "Not of this house: it names the key {key}.",
        "Không do hệ thống này cấp: bản xác nhận ghi khóa {key}.",
    ),
}


@click.group()
def command() -> None:
    """Acknowledgements that reporters were given."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default="-")
@click.option(
    "--content", type=click.Path(path_type=Path), help="The content it is about, as saved; compared with the digest."
)
@click.option(
    "--key", "given_keys", multiple=True, help="A public key the house published (64 digits, or a file); else its own."
)
def verify(file: Path, content: Path | None, given_keys: tuple[str, ...]) -> None:
    """Check the acknowledgement in FILE (or standard input): was it signed here, on which day, for which content?

    Exit status 0: genuine; 1: changed, of another house, or about other content; 2: it cannot be checked.
    With --key neither the house nor its database is needed.
    """
    text = _text(file)
    about = _bytes(content, LONGEST_CONTENT) if content else b""
    if content and not about.strip():
        raise InputError("the file is empty", str(content), "give the content as the reporter saved it")
    checked = check(text, about, [_key(one) for one in given_keys] or _own_keys())
    given = checked.given
    if given is None:
        raise InputError(
            "this is no acknowledgement: lines are missing or changed", str(file), "give all lines, as they were saved"
        )
    click.echo(_sentence(checked.finding, given), err=not checked.finding.is_genuine)
    sys.exit(0 if checked.finding.is_genuine else 1)


def _sentence(finding: Finding, given: Acknowledgement) -> str:
    language = terminal_language()
    said = _SAID[finding][language == "vi"]
    return said.format(number=given.number, day=formats.day(given.received_on, language), key=given.key)


def _text(file: Path) -> str:
    try:
        return _bytes(file, LONGEST_ACKNOWLEDGEMENT).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8 text", str(file), "give an acknowledgement as it was saved") from error


def _bytes(file: Path, most: int) -> bytes:
    try:
        if str(file) == "-":
            data = sys.stdin.buffer.read(most + 1)
        else:
            with file.open("rb") as opened:
                data = opened.read(most + 1)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", str(file), "give a file that can be read") from error
    if len(data) > most:
        raise InputError(f"is longer than {most} bytes", str(file), "give the file as it was saved")
    return data


def _key(given: str) -> bytes:
    path = Path(given)
    try:
        text = path.read_text("utf-8-sig") if len(given) < 250 and path.is_file() else given
        key = bytes.fromhex(text.strip())
    except (OSError, ValueError):
        key = b""
    if len(key) != sealing.KEY_BYTES:
        raise InputError(
            "this is no public key", given[:80], "give the 64 digits that the page of checking acknowledgements shows"
        )
    return key


def _own_keys() -> set[bytes]:
    """Those this house signs or has signed with; a place without a house does not get one by asking."""
    configuration = read()
    if not _is_a_house(configuration):
        raise InputError("there is no house here", str(configuration.home), "give its public key with --key")
    with boot.opened(lambda said: click.echo(f"liem: {said}", err=True)):
        from liem.intake import house_keys
        from liem.intake.models import AcknowledgementKey

        kept = {bytes(key) for key in AcknowledgementKey.objects.values_list("public", flat=True)}
        return kept | {sealing.verifying_key(house_keys.acknowledgements())}


def _is_a_house(configuration: Configuration) -> bool:
    return bool(configuration.intake_key) or (configuration.secrets / "intake_key").is_file()
