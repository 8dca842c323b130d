"""The page about the interface for programs says what the description says, in both languages, without a script."""

import pytest
from django.test import Client

from liem.house import api, api_page
from liem.house.api_page import Field


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_operation_answer_object_and_field_is_on_the_page(db: None, client: Client, language: str) -> None:
    client.cookies["liem_language"] = language
    page = client.get("/api/").content.decode()
    described = api.description()
    for path, verbs in described["paths"].items():
        for verb, one in verbs.items():
            assert f"<code>{verb.upper()} {path}</code>" in page
            assert all(f"<code>{status}</code>" in page for status in one["responses"])
    for name, one in described["components"]["schemas"].items():
        if one["type"] == "object":
            assert f'id="{name}"' in page
            assert all(f"<code>{field}</code>" in page for field in one["properties"])
    assert "<script" not in page
    assert "{% " not in page


def test_what_needs_a_token_says_so_and_the_directory_does_not() -> None:
    found = {one.path: one for one in api_page.operations(api.description())}
    assert (found["/api/v1/reports"].needs_token, found["/api/v1/agencies"].needs_token) == (True, False)
    assert found["/api/v1/reports"].sent == "ReportIn"
    assert [status for status, *_more in found["/api/v1/reports"].answers][:2] == ["200", "201"]


def test_words_limits_and_what_is_needed_are_told_and_no_pattern_against_control_characters() -> None:
    report = next(body for body in api_page.bodies(api.description()) if body.name == "ReportIn")
    fields = {one.name: one for one in report.fields}
    assert fields["once"].is_needed
    assert fields["once"].limits == "32–64, ^[0-9a-f]+$"
    assert fields["what"].limits == "5–10000"
    assert "denunciation" in fields["kind"].words
    assert fields["accused_as"].words[:2] == ("staff", "leader")
    assert fields["name"] == Field("name", "string", "0–500", (), fields["name"].told, is_needed=False)


def test_every_object_that_is_named_is_shown() -> None:
    described = api.description()
    shown = {body.name for body in api_page.bodies(described)}
    named = {one.sent for one in api_page.operations(described)} | {
        body for one in api_page.operations(described) for _status, _meaning, body in one.answers
    }
    assert named - {""} <= shown


def test_every_status_has_its_meaning() -> None:
    for one in api_page.operations(api.description()):
        assert [status for status, meaning, _body in one.answers if not meaning] == []
