"""What is larger than the server takes: our page in the visitor's language, on a connection that is not cut off."""

import dataclasses
import socket
import threading
from collections.abc import Iterator

import pytest
from django.conf import settings

from liem.house import bodies, configuration, serving
from liem.house.wsgi import application

CHUNK = b"x" * 65536


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server that takes a megabyte."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    chosen = dataclasses.replace(configuration.read(), bind="127.0.0.1", port=number, threads=2, upload_mb=1)
    server = serving.server_for(application, serving.listen(chosen), chosen)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield number
    server.close()
    thread.join(5)


def answer_to(port: int, head: str, pieces: int, piece: bytes = CHUNK) -> str:
    """Send all of it, as a browser does, and only then read."""
    with socket.create_connection(("127.0.0.1", port), 20) as browser:
        browser.sendall(head.encode())
        for _ in range(pieces):
            browser.sendall(piece)
        answer = b""
        while more := browser.recv(65536):
            answer += more
    return answer.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_too_many_files_are_answered_by_our_page_after_all_was_sent(port: int, language: str) -> None:
    size = 300 * len(CHUNK)
    head = (
        "POST /report/files/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        f"Cookie: liem_language={language}\r\nContent-Length: {size}\r\n\r\n"
    )
    page = answer_to(port, head, 300)
    assert page.startswith("HTTP/1.1 413")
    assert {"vi": "Gửi quá nhiều trong một lần", "en": "That is too much at once"}[language] in page
    assert "Content-Security-Policy" in page
    assert "data-leave" in page
    assert "no-store" in page


def test_a_length_that_was_not_told_is_stopped_on_the_way(port: int) -> None:
    head = (
        "POST /records/new/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    page = answer_to(port, head, 40, b"%x\r\n%s\r\n" % (len(CHUNK), CHUNK))
    assert page.startswith("HTTP/1.1 413")
    assert "Nội dung gửi lên quá lớn" in page


@pytest.mark.parametrize("told", [True, False])
def test_a_page_that_takes_a_few_lines_takes_no_large_body(
    port: int, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "OF_A_FORM", 100_000)
    length = f"Content-Length: {10 * len(CHUNK)}" if told else "Transfer-Encoding: chunked"
    head = (
        "POST /report/tell/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"{length}\r\n\r\n"
    )
    page = answer_to(port, head, 10, CHUNK if told else b"%x\r\n%s\r\n" % (len(CHUNK), CHUNK))
    assert page.startswith("HTTP/1.1 413")
    assert "Gửi quá nhiều trong một lần" in page


def test_only_what_takes_files_takes_more_than_a_form() -> None:
    small = bodies.OF_A_FORM
    assert bodies.most("/report/files/") > 50 * small
    assert bodies.most("/records/bring/") == settings.LIEM_UPLOAD_BYTES
    assert {bodies.most(path) for path in ("/", "/sign-in/", "/report/tell/", "/report/follow/", "/nowhere/")} == {
        small
    }


@pytest.mark.parametrize(
    ("head", "status", "title"),
    [
        (
            "GET / HTTP/1.1\r\nHost: x\r\nCookie: " + "x" * 300_000 + "\r\n\r\n",
            431,
            "Trình duyệt gửi kèm quá nhiều dữ liệu",
        ),
        ("GET / HTTP/1.1\r\nno header\r\n\r\n", 400, "Không đọc được yêu cầu"),
    ],
)
def test_what_cannot_be_made_out_is_answered_by_a_page_of_ours(port: int, head: str, status: int, title: str) -> None:
    page = answer_to(port, head, 0)
    assert page.split()[1] == str(status)
    assert title in page
    assert "Content-Security-Policy" in page


def test_other_faults_of_a_request_end_it_at_once(port: int) -> None:
    assert answer_to(port, "POST /report/tell/ HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", 0).startswith(
        "HTTP/1.1 400"
    )
