"""The vault: who reports, opened by two persons of two offices and never by one.

An identity lies in two boxes. The outer one opens for the office that handles the report; an officer who needs the name
takes it off and asks, with a reason. The inner one opens for a custodian, who reads the reason and allows or refuses;
allowed, the name is sealed to the key of the one officer who asked. Neither of them could have opened it alone.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from liem.base import sealing
from liem.base.errors import UserError
from liem.base.sealing import CannotOpen
from liem.intake.actions import recorded
from liem.intake.content import Identity
from liem.intake.models import IdentityRequest, Report, VaultedIdentity
from liem.intake.states import RequestState
from liem.people.keys.queries import Keyring, open_office_key, present_key
from liem.people.row_security import acting_as_system

SHORTEST_REASON = 20
LONGEST_REASON = 1000


@transaction.atomic
def ask(report: Report, keyring: Keyring, reason: str, *, by: str, now: datetime) -> IdentityRequest:
    """An officer of the office asks to learn who reported.

    :raises UserError: without a reason in words, where no name was given, or while a request is waiting.
    :raises CannotOpen: where the officer's key does not open the outer box.
    """
    if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_REASON:
        raise UserError(_("Say in a sentence or two why the name is needed."))
    vaulted = VaultedIdentity.objects.filter(report=report).select_related("office_key", "custodians_key").first()
    if vaulted is None:
        raise UserError(_("No name was given with this report."))
    if IdentityRequest.objects.filter(report=report, state=RequestState.ASKED).exists():
        raise UserError(_("A request is waiting for a custodian already."))
    inner = sealing.open_sealed(open_office_key(vaulted.office_key, keyring), bytes(vaulted.sealed))
    request = IdentityRequest.objects.create(
        report=report,
        asked_by=by,
        asked_at=now,
        custodians_key=vaulted.custodians_key,
        reason=sealing.seal(bytes(vaulted.custodians_key.public), reason.strip().encode()),
        inner=inner,
    )
    recorded(report, "identity_asked_for", by=by, now=now)
    return request


def reason_of(request: IdentityRequest, keyring: Keyring) -> str:
    """Why it is asked for, for a custodian's eyes.

    :raises CannotOpen: for anybody else.
    """
    return sealing.open_sealed(open_office_key(request.custodians_key, keyring), bytes(request.reason)).decode()


@transaction.atomic
def decide(request: IdentityRequest, keyring: Keyring, *, allow: bool, by: str, now: datetime) -> None:
    """A custodian allows or refuses. Allowed, the name is sealed to the officer who asked, and to nobody else.

    :raises UserError: where it was decided already, the same person asked, or the asker's key is gone.
    :raises CannotOpen: where the custodian's key does not open the inner box.
    """
    request = IdentityRequest.objects.select_for_update().get(pk=request.pk)
    if request.state != RequestState.ASKED:
        raise UserError(_("This request was decided already."))
    if request.asked_by == by:
        raise UserError(_("Nobody decides on their own request."))
    identity = sealing.open_sealed(open_office_key(request.custodians_key, keyring), bytes(request.inner))
    if allow:
        asker = present_key(request.asked_by)
        if asker is None:
            raise UserError(_("The officer who asked has no key any more."))
        request.answer = sealing.seal(bytes(asker.public), identity)
    request.state = RequestState.ALLOWED if allow else RequestState.REFUSED
    request.decided_by, request.decided_at, request.inner = by, now, b""
    request.save()
    with acting_as_system():
        report = Report.objects.get(pk=request.report.pk)
    recorded(report, "identity_allowed" if allow else "identity_refused", by=by, now=now)


@transaction.atomic
def read(request: IdentityRequest, keyring: Keyring, *, by: str, now: datetime) -> Identity:
    """The officer who asked reads the name; each reading is recorded.

    :raises CannotOpen: for anybody else, and where it was not allowed.
    """
    if request.answer is None:
        raise CannotOpen
    identity = Identity.from_canonical(sealing.open_sealed(keyring.pair, bytes(request.answer)))
    recorded(request.report, "identity_read", by=by, now=now)
    return identity


def waiting() -> list[tuple[IdentityRequest, str]]:
    """Requests that wait for a custodian, each with the register number of its report."""
    with transaction.atomic():
        found = list(IdentityRequest.objects.filter(state=RequestState.ASKED).order_by("asked_at"))
        with acting_as_system():
            numbers = {report.pk: report.register_number for report in Report.objects.filter(
                pk__in=IdentityRequest.objects.filter(state=RequestState.ASKED).values("report"))}  # fmt: skip
    return [(one, numbers[one.report_id]) for one in found]  # type: ignore[attr-defined]


def requests_for(report: Report) -> list[IdentityRequest]:
    """All requests for the identity behind a report, the newest first."""
    return list(IdentityRequest.objects.filter(report=report).order_by("-asked_at"))
