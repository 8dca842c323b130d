"""What a report may be, where it may come from, and how far it may have got."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What it is, as routing knows it (``agencies.states.Kind``), or not known yet; may be set right while sorting."""

    REFLECTION = "reflection", _("Reflection")
    RECOMMENDATION = "recommendation", _("Recommendation")
    COMPLAINT = "complaint", _("Complaint")
    DENUNCIATION = "denunciation", _("Denunciation")
    CRIME_REPORT = "crime_report", _("Crime report")
    REFUSED_TO_PAY = "refused_to_pay", _("I was asked for money and refused")
    GOOD_SERVICE = "good_service", _("I was served well")
    UNDECIDED = "undecided", _("Not yet classified")


class Story(models.TextChoices):
    """What happened, in the words of who was there. Part of the sealed content, never of the register."""

    ASKED = "asked", _("I was asked for money or a gift")
    REFUSED = "refused", _("I was asked for money and refused to pay")
    PAID = "paid", _("I paid money or gave a gift")
    DIFFICULT = "difficult", _("Things were made difficult for me")
    PAPERS = "papers", _("I was asked for papers beyond the rules")
    LATE = "late", _("I was made to wait beyond the time")
    DISCLOSED = "disclosed", _("Information of my dossier got out")
    SERVED_WELL = "served_well", _("I was served well")
    OTHER = "other", _("Something else")


class Channel(models.TextChoices):
    """The door a report came in by."""

    WEB = "web", _("Web")
    HOTLINE = "hotline", _("Hotline")
    EMAIL = "email", _("E-mail")
    COUNTER = "counter", _("Counter")
    POST = "post", _("Post")
    RECEPTION = "reception", _("Citizen reception")
    VOTERS = "voters", _("Voter meeting")
    DIALOGUE = "dialogue", _("Dialogue session")
    PRESS = "press", _("Press")
    REFERRED = "referred", _("Handed over by another body")
    INNER = "inner", _("Inner channel")


class State(models.TextChoices):
    """How far a report has got."""

    RECEIVED = "received", pgettext_lazy("report", "Received")
    SORTED = "sorted", _("Being considered")
    ACCEPTED = "accepted", _("Accepted for handling")
    NOT_ACCEPTED = "not_accepted", _("Not accepted, with reasons")
    ANSWERED = "answered", _("Answered")
    REOPENED = "reopened", _("Reopened")
    WITHDRAWN = "withdrawn", pgettext_lazy("report", "Withdrawn")
    SET_ASIDE = "set_aside", _("Set aside as no report")


ENDED = frozenset({State.NOT_ACCEPTED, State.ANSWERED, State.WITHDRAWN, State.SET_ASIDE})

TRANSITIONS: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset(
        {State.SORTED, State.ACCEPTED, State.NOT_ACCEPTED, State.ANSWERED, State.WITHDRAWN, State.SET_ASIDE}
    ),
    State.SORTED: frozenset({State.ACCEPTED, State.NOT_ACCEPTED, State.ANSWERED, State.WITHDRAWN, State.SET_ASIDE}),
    State.ACCEPTED: frozenset({State.ANSWERED, State.WITHDRAWN}),
    State.NOT_ACCEPTED: frozenset({State.REOPENED}),
    State.ANSWERED: frozenset({State.REOPENED}),
    State.REOPENED: frozenset({State.SORTED, State.ACCEPTED, State.NOT_ACCEPTED, State.ANSWERED, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset({State.REOPENED}),
    State.SET_ASIDE: frozenset({State.RECEIVED}),
}
"""From each state, the states it may go to."""


class Voice(models.TextChoices):
    """Whose words a sealed part holds."""

    REPORTER = "reporter", _("You")
    OFFICE = "office", _("The office")


class PartKind(models.TextChoices):
    """What a sealed part is."""

    CONTENT = "content", pgettext_lazy("report", "Report")
    MESSAGE = "message", _("Message")
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")


class Step(models.TextChoices):
    """What the reporter is told happened, in this closed list; ``Step`` rows are the timeline of the follow page."""

    RECEIVED = "received", _("Your report was received and has its number")
    READ = "read", _("An officer opened your report")
    SORTED = "sorted", _("Your report is being considered")
    CLASSIFIED = "classified", _("The kind of your report was set right")
    TRANSFERRED = "transferred", _("Your report was handed to the office that may handle it")
    ACCEPTED = "accepted", _("Your report was accepted for handling")
    NOT_ACCEPTED = "not_accepted", _("Your report was not accepted; the reasons are in the messages")
    ASKED = "asked", _("The office wrote to you")
    ADDED = "added", _("You wrote to the office")
    FILE_ADDED = "file_added", _("You added a file")
    ANSWERED = "answered", _("Your report was answered")
    WITHDRAWN = "withdrawn", _("You withdrew your report")
    REOPENED = "reopened", _("You asked to have your report taken up again")
    SET_ASIDE = "set_aside", _("Your report was set aside as no report")
    RATED = "rated", _("You said how satisfied you are")
    IDENTITY_GIVEN = "identity_given", _("You gave your name, under seal")
    SEEN = "seen", _("An officer read what you added")


FROM_REPORTER = (Step.ADDED, Step.FILE_ADDED, Step.REOPENED, Step.WITHDRAWN, Step.IDENTITY_GIVEN)
"""What an officer has to be shown as new until somebody opened the report after it."""
LOOKED = (Step.READ, Step.SEEN)


class Handed(models.TextChoices):
    """Why a report was handed to another office, as its reporter is told."""

    COMPETENCE = "competence", _("it is competent for this matter")
    RECUSAL = "recusal", _("the former office stepped aside, so that the handling is fair")
    CRIME_SIGNS = "crime_signs", _("a competent person found that the investigating agency should look at it")
    REORGANISED = "reorganised", _("the former office was merged or closed, or its tasks were moved")


class RequestState(models.TextChoices):
    """How far a request to open a sealed identity has got."""

    ASKED = "asked", _("Waiting for a custodian")
    ALLOWED = "allowed", _("Allowed")
    REFUSED = "refused", _("Refused")
