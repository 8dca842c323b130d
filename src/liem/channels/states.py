"""What became of a mail, and which gatherings are sources."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from liem.intake.states import Channel


class Became(models.TextChoices):
    """What was done with a mail."""

    REPORT = "report", _("A report")
    MESSAGE = "message", _("A message to a report")
    AGAIN = "again", _("Had come before")
    TOO_LARGE = "too_large", _("A report; the mail itself is too large and stays in the mailbox")
    BOUNCE = "bounce", _("A mail that came back")
    AUTOMATIC = "automatic", _("Sent by a machine")
    LOOP = "loop", _("Our own words come back")


MACHINES = frozenset({Became.BOUNCE, Became.AUTOMATIC, Became.LOOP})
"""No reports: kept in a folder of the mailbox, counted, never registered."""


class GatheringKind(models.TextChoices):
    """An occasion at which people speak; each is registered, also when nobody came."""

    RECEPTION = "reception", _("Citizen reception session")
    VOTERS = "voters", _("Voter meeting")
    DIALOGUE = "dialogue", _("Dialogue session")


DOORS_OF_SYSTEMS = (
    (Channel.REFERRED.value, Channel.REFERRED.label),
    (Channel.WEB.value, Channel.WEB.label),
    (Channel.HOTLINE.value, Channel.HOTLINE.label),
)
"""In whose name another system may hand reports in."""


class Trouble(models.TextChoices):
    """Why a mailbox could not be opened, as its administrator is told."""

    PASSWORD = "password", _("The mail server refuses the name or the password. Check both in the file of mailboxes.")
    AWAY = "away", _("The mail server does not answer. Check its address and port, and whether it runs.")
    CERTIFICATE = (
        "certificate",
        _("The certificate of the mail server is not trusted, or it speaks no TLS at this port."),
    )
    FOLDER = "folder", _("The mailbox has no folder of the name that is written in the file of mailboxes.")
    NO_KEY = "no_key", _("No agency that may receive these mails has its key yet: its officers have to make one.")
    OTHER = "other", _("The mail server answers, but not as a mailbox. Check its address and port.")
