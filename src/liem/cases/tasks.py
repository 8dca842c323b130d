"""The work this room does by itself: every minute, send what fell due and reckon clocks anew after a late holiday."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from liem.base import clock
from liem.cases import ledgers
from liem.cases.deadlines import reckon_again, send_all
from liem.cases.expiry import expire
from liem.cases.mail import sending

AT_ONCE = 5000
"""Reminders sent in one go; the rest follows a minute later."""
MAILS_AT_ONCE = 100
"""A mail server that does not answer holds the only worker for at most this many time-outs; it rarely comes so far."""


@app.periodic(cron="* * * * *")
@app.task(name="liem.cases.watch", queue="work", queueing_lock="cases.watch", pass_context=False)
def watch(timestamp: int) -> None:
    """Catch up with everything up to now: a minute or a day of downtime makes no difference."""
    close_old_connections()
    try:
        send_all(clock.now(), most=AT_ONCE)
        reckon_again(now=clock.now())
        expire(now=clock.now())
        ledgers.renew(now=clock.now(), today=clock.today())
    finally:
        close_old_connections()


@app.periodic(cron="* * * * *")
@app.task(name="liem.cases.mail", queue="work", queueing_lock="cases.mail", pass_context=False)
def mail(timestamp: int) -> None:
    """Send the notices that somebody wished for by mail."""
    close_old_connections()
    try:
        sending.send_all(clock.now(), most=MAILS_AT_ONCE)
    finally:
        close_old_connections()
