"""An attacker who reads the logs learns nothing about a person."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator

import pytest
from django.test import Client

from liem.house.logs import JsonLines, logging_settings
from liem.people.models import Account

PERSON = "nguyen-thi-xuan"
SECRET = "mat khau cua toi 123"
ADDRESS = "203.0.113.77"
AGENT = "Trinh duyet cua toi/1.0"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that reaches the log, from every logger, at the most talkative level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    names = ["", "liem", "liem.requests", "django.request", "django.security", "procrastinate"]
    loggers = [logging.getLogger(name) for name in names]
    before = [(logger, logger.level, logger.propagate, list(logger.handlers)) for logger in loggers]
    settings = logging_settings("debug")
    logging.config.dictConfig(settings)
    for logger in [logging.getLogger(), logging.getLogger("liem")]:
        logger.addHandler(handler)
    logging.getLogger("liem").propagate = False
    yield stream
    for logger, level, propagate, handlers in before:
        logger.setLevel(level)
        logger.propagate = propagate
        logger.handlers[:] = handlers


def test_requests_leave_no_trace_of_the_person(db: None, administrator: Account, written: io.StringIO) -> None:
    client = Client(raise_request_exception=False, REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT)
    client.post("/sign-in/", {"sign_in_name": PERSON, "password": SECRET})
    client.get(f"/{PERSON}/?q={PERSON}")
    client.get("/sign-in/", {"next": f"/{PERSON}"}, HTTP_REFERER=f"https://x.example/{PERSON}")
    client.get("/", HTTP_HOST=f"{PERSON}.example")
    client.force_login(administrator)
    client.post("/accounts/", {"sign_in_name": PERSON, "display_name": PERSON})
    client.get(f"/trail/?subject={PERSON}&by={PERSON}")
    client.get(f"/accounts/{administrator.pk}/")
    text = written.getvalue()
    assert text.count('"request"') >= 7
    for private in (PERSON, SECRET, ADDRESS, AGENT, "administrator", "example", f"/{administrator.pk}/", "?"):
        assert private not in text, private


def test_of_a_failure_its_kind_and_place_are_kept_and_never_its_words(
    db: None, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ValueError(PERSON)

    monkeypatch.setattr("liem.publication.queries.front", fail)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    told = [json.loads(line) for line in written.getvalue().splitlines()]
    failed = next(line for line in told if line["message"] == "failed")
    assert failed["exception"] == "ValueError"
    assert any(place.startswith("liem.publication.views:") for place in failed["trace"])
    assert failed["request"] == answer["X-Request-Id"]
    assert PERSON not in written.getvalue()


def test_a_line_says_what_an_operator_needs(db: None, written: io.StringIO) -> None:
    answer = Client().get("/sign-in/")
    line = json.loads(written.getvalue().splitlines()[-1])
    assert {name: line[name] for name in ("route", "method", "status", "logger")} == {
        "route": "people:sign_in",
        "method": "GET",
        "status": 200,
        "logger": "liem.requests",
    }
    assert line["request"] == answer.headers["X-Request-Id"]
    assert line["ms"] >= 0


def test_a_failure_is_logged_by_place_without_its_message(written: io.StringIO) -> None:
    try:
        raise ValueError(f"the name {PERSON} is wrong")
    except ValueError:
        logging.getLogger("liem.jobs").exception("job failed", extra={"job": 7, "visitor": ADDRESS})
    line = json.loads(written.getvalue())
    assert (line["exception"], line["job"]) == ("ValueError", 7)
    assert line["trace"][0].startswith(__name__.split(".")[-1]) or "test_logs" in line["trace"][0]
    assert PERSON not in written.getvalue()
    assert ADDRESS not in written.getvalue()


def test_arguments_of_foreign_messages_are_left_out(written: io.StringIO) -> None:
    logging.getLogger("some.library").warning("could not read %s", PERSON)
    assert PERSON not in written.getvalue()
    assert "could not read" in written.getvalue()


@pytest.mark.parametrize("number", ["x" * 5000, "<script>", "\n{}"])
def test_a_method_made_up_by_a_visitor_is_not_repeated(db: None, written: io.StringIO, number: str) -> None:
    Client(raise_request_exception=False).generic("BREW" + number[:1], "/sign-in/")
    assert "BREW" not in written.getvalue()


def test_one_record_is_one_line(written: io.StringIO) -> None:
    logging.getLogger("liem").error("first\nsecond")
    assert len(written.getvalue().splitlines()) == 1
