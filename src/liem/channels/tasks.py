"""What the doors do by themselves: collect the mailboxes every two minutes, and try once a day whether they live.

These run so often that a row per run would drown the list of jobs: how a mailbox stands is shown on its own page.
"""

import secrets

from django.db import close_old_connections
from procrastinate.contrib.django import app

from liem.agencies.actions import record_trial
from liem.agencies.queries import contacts
from liem.agencies.states import ContactKind
from liem.base import clock
from liem.channels.collecting import collect_all, mailboxes, probe
from liem.people.states import SYSTEM


@app.periodic(cron="*/2 * * * *")
@app.task(name="liem.channels.collect", queue="work", queueing_lock="liem.channels.collect")
def collect_mailboxes(timestamp: int) -> None:
    """Take in what lies in the mailboxes."""
    close_old_connections()
    try:
        collect_all(clock.now())
    finally:
        close_old_connections()


@app.periodic(cron="17 5 * * *")
@app.task(name="liem.channels.probe", queue="work", queueing_lock="liem.channels.probe")
def probe_mailboxes(timestamp: int) -> None:
    """Write to each mailbox that is collected here and is listed in the directory, and keep whether it came round."""
    close_old_connections()
    try:
        try_mailboxes()
    finally:
        close_old_connections()


def try_mailboxes(seconds: float = 60) -> dict[str, str]:
    """Address → what went wrong, or nothing. The result goes into the public directory."""
    found: dict[str, str] = {}
    for mailbox in mailboxes():
        found[mailbox.address] = trouble = probe(mailbox, secrets.token_hex(12), seconds=seconds)
        for contact in contacts().filter(kind=ContactKind.MAILBOX, address__iexact=mailbox.address):
            record_trial(contact, answered=not trouble, detail=trouble, by=SYSTEM, now=clock.now())
    return found
