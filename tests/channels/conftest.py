"""An inspectorate that can receive, and a real mail server where the machine has one."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.channels import mailserver


@pytest.fixture(scope="session")
def mail_server_process() -> Iterator[mailserver.MailServer]:
    """One Dovecot for all tests. A machine without it skips them; where everything must run (``CI``) they fail."""
    lacking = mailserver.missing()
    if lacking and os.environ.get("CI"):
        pytest.fail(lacking)
    if lacking:
        pytest.skip(lacking)
    server, stop = mailserver.start()
    yield server
    stop()


@pytest.fixture
def mail_server(mail_server_process: mailserver.MailServer) -> mailserver.MailServer:
    """The server with an empty record of what was sent."""
    mail_server_process.relay.sent.clear()
    mail_server_process.relay.refuse = ""
    return mail_server_process


@pytest.fixture
def inspectorate(own_database: Any) -> Any:
    """An officer of the inspectorate, whose office can receive, and custodians; all of it committed."""
    from tests.channels.office import open_inspectorate

    return open_inspectorate()
