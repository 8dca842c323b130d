"""The work this room does by itself: every minute, send the reminders that fell due (by mail too, where somebody wished
for it), and keep the counts fresh."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from liem.base import clock
from liem.cases.mail import sending
from liem.cases.tasks import MAILS_AT_ONCE
from liem.oversight import tallies
from liem.oversight.reminders import BY_MAIL, send_all

AT_ONCE = 5000
"""Reminders sent in one go; the rest follows a minute later."""


@app.periodic(cron="* * * * *")
@app.task(name="liem.oversight.watch", queue="work", queueing_lock="oversight.watch", pass_context=False)
def watch(timestamp: int) -> None:
    """Catch up with everything up to now: a minute or a day of downtime makes no difference."""
    close_old_connections()
    try:
        send_all(clock.now(), most=AT_ONCE)
        tallies.renew(clock.now())
    finally:
        close_old_connections()


@app.periodic(cron="* * * * *")
@app.task(name="liem.oversight.mail", queue="work", queueing_lock="oversight.mail", pass_context=False)
def mail(timestamp: int) -> None:
    """Say by mail how many reminders wait, to those who wished for it."""
    close_old_connections()
    try:
        sending.send_all(clock.now(), MAILS_AT_ONCE, BY_MAIL)
    finally:
        close_old_connections()
