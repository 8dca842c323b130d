"""The states of an import. They are derived from dated facts: how its job stands, and what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from liem.jobs.states import State


class Outcome(models.TextChoices):
    """What came of an import that was read to its end."""

    ACCEPTED = "accepted", _("Accepted")
    NOTHING_NEW = "nothing_new", _("Nothing new")


class ImportState(models.TextChoices):
    """Where an import stands, as a person reads it."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Under way")
    ACCEPTED = "accepted", _("Accepted")
    NOTHING_NEW = "nothing_new", _("Nothing new")
    REFUSED = "refused", _("Not accepted")
    CANCELLED = "cancelled", _("Called off")
    NOT_ENDED = "not_ended", _("Begun, not ended")


class Origin(models.TextChoices):
    """How the records came."""

    UPLOAD = "upload", _("Files sent from a browser")
    INBOX = "inbox", _("Folder on the server")
    COMMAND = "command", _("Command line")


class Reason(models.TextChoices):
    """Why a snapshot was made current."""

    IMPORT = "import", _("Import")
    RETURN = "return", _("Return to earlier records")


_FROM_JOB = {
    State.WAITING: ImportState.WAITING,
    State.RUNNING: ImportState.RUNNING,
    State.DONE: ImportState.ACCEPTED,
    State.FAILED: ImportState.REFUSED,
    State.CANCELLED: ImportState.CANCELLED,
}


def state_of(outcome: str, job_state: str) -> ImportState:
    """The state of an import with this outcome (empty: none yet), whose job stands at ``job_state``.

    >>> state_of("", "failed").value, state_of("nothing_new", "done").value, state_of("accepted", "failed").value
    ('refused', 'nothing_new', 'accepted')
    """
    return ImportState(outcome) if outcome else _FROM_JOB[State(job_state)]
