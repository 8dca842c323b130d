"""What the description of the interface allows, and what it forbids, is sent: no answer is one it does not describe."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from liem.channels import systems
from liem.house.api import description
from tests.channels.office import open_inspectorate
from tests.channels.test_interface_for_programs import made

pytestmark = pytest.mark.slow
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
REQUESTS = 30
"""For each address and each way of making them up."""


@pytest.fixture
def token(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A token that may ask often; the application keeps the connection of the test, as Django's own client does."""
    open_inspectorate()
    monkeypatch.setattr(systems, "MOST_A_MINUTE", 10**6)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield made().token
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("address", sorted(description()["paths"]))
def test_every_answer_is_one_that_is_described(address: str, mode: GenerationMode, token: str) -> None:
    from liem.house.wsgi import application

    schema = schemathesis.openapi.from_dict(description())
    schema.app = application
    method = next(iter(description()["paths"][address])).upper()
    operation = schema[address][method]
    answers: list[int] = []

    @settings(
        max_examples=REQUESTS,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=CHECKS, headers=headers)
        answers.append(answer.status_code)

    send()
    wanted = {GenerationMode.POSITIVE: range(200, 300), GenerationMode.NEGATIVE: range(400, 500)}[mode]
    assert any(one in wanted for one in answers), answers
