"""My key, and the keys of my offices: made, handed over, taken back, renewed, recovered and rehearsed."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from liem.base import clock
from liem.base.errors import UserError
from liem.base.sealing import CannotOpen
from liem.people.access import needs, signed_in
from liem.people.keys import actions, queries, session
from liem.people.keys.forms import NewPassphraseForm, OpenKeyForm, RecoveryForm
from liem.people.keys.models import OfficeKey, Recovery, RecoveryBox
from liem.people.keys.queries import CUSTODIANS, Keyring
from liem.people.models import Account
from liem.people.rules import too_many_attempts
from liem.people.sign_in import count_failure, counted_keys, open_again_at
from liem.people.states import EVERY_UNIT, Role


@signed_in
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_key(request: HttpRequest) -> HttpResponse:
    """Make one's key, open it, close it, or change its passphrase."""
    account = cast(Account, request.user)
    has_key = queries.present_key(account.number) is not None
    verb = request.POST.get("verb", "")
    opening = OpenKeyForm(request.POST if verb == "open" else None)
    choosing = NewPassphraseForm(account, request.POST if verb in {"make", "change"} else None)
    answer: HttpResponse | None = None
    if verb == "open" and has_key and opening.is_valid():
        answer = _open(request, account, opening)
    elif verb == "close":
        answer = redirect("people:my_key")
        session.close(request, answer)
    elif verb == "forget" and has_key:
        actions.retire_officer_key(account, by=account.number, now=clock.now())
        messages.warning(request, _("Your former key is out of use. Make a new one."))
        answer = redirect("people:my_key")
        session.close(request, answer)
    elif verb in {"make", "change"} and choosing.is_valid():
        answer = _choose(request, account, choosing, has_key)
    context = {
        "has_key": has_key,
        "keyring": session.opened(request),
        "opening": opening,
        "choosing": choosing,
        "next": _next(request),
    }
    status = 422 if opening.errors or choosing.errors else 200
    return answer or render(request, "people/my_key.html", context, status=status)


def _open(request: HttpRequest, account: Account, form: OpenKeyForm) -> HttpResponse | None:
    now, counted = clock.now(), counted_keys(f"key of {account.number}", request.META.get("REMOTE_ADDR", ""))
    if again := open_again_at(counted, now):
        form.add_error(None, too_many_attempts(again))
        return None
    try:
        keyring = actions.open_keyring(account, form.cleaned_data["passphrase"])
    except CannotOpen:
        count_failure(counted, now)
        form.add_error("passphrase", _("Your key does not open with this passphrase."))
        return None
    answer = HttpResponseRedirect(_next(request) or "/desk/")
    session.keep_open(request, answer, keyring)
    return answer


def _choose(request: HttpRequest, account: Account, form: NewPassphraseForm, has_key: bool) -> HttpResponse:
    keyring, now = session.opened(request), clock.now()
    if not has_key:
        keyring = actions.make_officer_key(account, form.cleaned_data["new"], by=account.number, now=now)
        messages.success(request, _("Your key is made. A colleague can now hand you the key of your office."))
    elif keyring is not None:
        actions.change_passphrase(keyring, form.cleaned_data["new"], by=account.number, now=now)
        messages.success(request, _("Your passphrase is changed."))
    answer = HttpResponseRedirect(_next(request) or request.path)
    if keyring is not None:
        session.keep_open(request, answer, keyring)
    return answer


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or ""
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts=None) else ""


@needs("keys.hold")
@require_http_methods(["GET", "HEAD"])
def offices(request: HttpRequest) -> HttpResponse:
    """The keys of the offices one serves, who can open each, and what may be done."""
    account = cast(Account, request.user)
    rows = [_row(office, account) for office in _my_offices(request)]
    turns = [one for one in Recovery.objects.filter(ended_at=None).select_related("box", "office_key")
             if one.box.group[one.opened_layers] == account.number]  # fmt: skip
    context = {"rows": rows, "turns": turns, "keyring": session.opened(request), "resealing": _resealing(),
               "has_key": queries.present_key(account.number) is not None}  # fmt: skip
    return render(request, "people/office_keys.html", context)


def _resealing() -> str:
    """Where reports are sealed anew: a page of a room that this one does not know."""
    return reverse(settings.LIEM_RESEALING_ROUTE)


def _row(office: str, account: Account) -> dict[str, Any]:
    key = queries.office_key(office)
    row: dict[str, Any] = {"office": office, "key": key, "can_open": queries.can_open(account.number, office)}
    if key is not None:
        holding = set(queries.officers_of(key))
        row["officers"] = Account.objects.filter(pk__in=holding)
        row["without"] = [one for one in _colleagues(office) if one.number not in holding]
        row["boxes"] = list(key.recovery_boxes.all())  # type: ignore[attr-defined]
        row["form"] = RecoveryForm(_with_keys(), prefix=str(key.pk))
        row["under_way"] = Recovery.objects.filter(office_key=key, ended_at=None).exists()
    return row


def _my_offices(request: HttpRequest) -> list[str]:
    scope = request.scope  # type: ignore[attr-defined]
    codes = set(scope.units) - {EVERY_UNIT}
    return sorted(codes) + ([CUSTODIANS] if Role.IDENTITY_CUSTODIAN in scope.roles else [])


def _with_keys() -> Any:
    return Account.objects.filter(is_active=True, keys__retired_at__isnull=True, keys__isnull=False).distinct()


def _colleagues(office: str) -> list[Account]:
    """Accounts appointed to the office today that have a key of their own."""
    today = clock.today()
    found = []
    for account in _with_keys().prefetch_related("appointments"):
        held = [post for post in account.posts() if post.is_held_on(today)]
        serves = any(post.unit == office for post in held)
        guards = office == CUSTODIANS and any(post.role == Role.IDENTITY_CUSTODIAN for post in held)
        if serves or guards:
            found.append(account)
    return found


@needs("keys.hold")
@require_POST
def change_office(request: HttpRequest) -> HttpResponse:
    """Do one thing with the key of an office one serves."""
    keyring = session.opened(request)
    if keyring is None:
        messages.warning(request, _("Open your own key first."))
        return redirect("people:my_key")
    office = request.POST.get("office", "")
    verb = _VERBS.get(request.POST.get("verb", ""))
    if verb is None or (office and office not in _my_offices(request)):
        messages.error(request, _("This is not an office you serve."))
        return redirect("people:offices")
    try:
        messages.success(request, verb(request, office, keyring))
    except UserError as refusal:
        messages.error(request, str(refusal))
    except CannotOpen:
        messages.error(request, _("Your key does not open this one: ask a colleague who can."))
    return redirect("people:offices")


def _make(request: HttpRequest, office: str, keyring: Keyring) -> str:
    account = cast(Account, request.user)
    actions.make_office_key(office, [account], by=account.number, now=clock.now())
    return _("The office has its key. Hand it to a colleague, and provide for its recovery.")


def _share(request: HttpRequest, office: str, keyring: Keyring) -> str:
    officer = get_object_or_404(Account, pk=_number(request, "account"))
    if officer not in _colleagues(office):
        raise UserError(_("Only officers of this office can have its key."))
    actions.share_office_key(_key(office), officer, keyring, by=keyring.account, now=clock.now())
    return _("The key is handed over.")


def _take(request: HttpRequest, office: str, keyring: Keyring) -> str:
    officer = get_object_or_404(Account, pk=_number(request, "account"))
    queries.open_office_key(_key(office), keyring)
    actions.take_share(_key(office), officer, by=keyring.account, now=clock.now())
    return _("The key is taken back. Renew it as well, where a copy may have been kept.")


def _rotate(request: HttpRequest, office: str, keyring: Keyring) -> str:
    actions.rotate_office_key(_key(office), keyring, by=keyring.account, now=clock.now())
    return _("The office has a new key; provide for its recovery anew.")


def _provide(request: HttpRequest, office: str, keyring: Keyring) -> str:
    key = _key(office)
    form = RecoveryForm(_with_keys(), request.POST, prefix=str(key.pk))
    if not form.is_valid():
        raise UserError(_("Choose at least two persons, and how many of them are needed together."))
    holders, needed = list(form.cleaned_data["holders"]), form.cleaned_data["needed"]
    actions.provide_recovery(key, holders, needed, keyring, by=keyring.account, now=clock.now())
    return _("Recovery is provided for. Rehearse it now, while the key is still there.")


def _rehearse(request: HttpRequest, office: str, keyring: Keyring) -> str:
    return _begin(request, office, keyring, is_rehearsal=True)


def _recover(request: HttpRequest, office: str, keyring: Keyring) -> str:
    return _begin(request, office, keyring, is_rehearsal=False)


def _begin(request: HttpRequest, office: str, keyring: Keyring, *, is_rehearsal: bool) -> str:
    box = get_object_or_404(RecoveryBox, pk=_number(request, "box"), office_key=_key(office))
    actions.begin_recovery(box, is_rehearsal=is_rehearsal, by=keyring.account, now=clock.now())
    return _("Begun. Each member of the group opens a layer, in turn, on this page.")


def _layer(request: HttpRequest, office: str, keyring: Keyring) -> str:
    recovery = get_object_or_404(Recovery, pk=_number(request, "recovery"))
    ended = actions.open_layer(recovery, keyring, by=keyring.account, now=clock.now())
    return (
        _("The last layer is open: it works.") if ended else _("Your layer is open. Now it is the next member's turn.")
    )


_VERBS: dict[str, Callable[[HttpRequest, str, Keyring], str]] = {
    "make": _make,
    "share": _share,
    "take": _take,
    "rotate": _rotate,
    "provide": _provide,
    "rehearse": _rehearse,
    "recover": _recover,
    "layer": _layer,
}


def _key(office: str) -> OfficeKey:
    key = queries.office_key(office)
    if key is None:
        raise UserError(_("This office has no key yet."))
    return key


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 15 else 0
