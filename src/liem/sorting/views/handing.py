"""Handing over everything one's office holds: by which decision, to whom, how far it is, and what had to stay."""

from typing import Any, cast
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from liem.agencies import queries as agencies
from liem.base import clock
from liem.base.errors import UserError
from liem.intake.states import ENDED
from liem.people.access import needs
from liem.people.keys import session
from liem.people.keys.queries import Keyring
from liem.people.models import Account
from liem.people.states import EVERY_UNIT
from liem.sorting import handing_over
from liem.sorting.forms import HandOverForm
from liem.sorting.models import HandOver


@needs("sorting.sort")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """Office by office: what it holds, a decision to be named and confirmed, and the portions until nothing is left."""
    keyring = session.opened(request)
    if keyring is None:
        return redirect(f"{reverse('people:my_key')}?next={quote(request.path)}")
    offices = sorted(set(request.scope.units) - {EVERY_UNIT})  # type: ignore[attr-defined]
    if request.method != "POST":
        return _show(request, offices, {})
    former = request.POST.get("office", "")
    if former not in offices:
        messages.error(request, _("This is not an office you serve."))
        return redirect("sorting:hand_over")
    verb = request.POST.get("verb", "")
    if verb in ("ask", "begin"):
        return _begin(request, offices, former, keyring, sure=verb == "begin")
    row = handing_over.going(former)
    if row is None:
        return redirect("sorting:hand_over")
    if verb == "stop":
        handing_over.stop(row, by=_by(request), now=clock.now())
        return redirect("sorting:hand_over")
    return _portion(request, offices, row, keyring)


def _begin(request: HttpRequest, offices: list[str], former: str, keyring: Keyring, *, sure: bool) -> HttpResponse:
    form = HandOverForm(request.POST, former=former)
    if not form.is_valid():
        return _show(request, offices, {former: form})
    values = form.cleaned_data
    try:
        refusal = handing_over.why_not_begin(former, values["receiver"], values["paper"])
        if refusal:
            raise UserError(refusal)
        if not sure:
            return _ask(request, former, form)
        row = handing_over.begin(former, **values, by=_by(request), now=clock.now())
    except UserError as error:
        form.add_error(None, str(error))
        return _show(request, offices, {former: form})
    return _portion(request, offices, row, keyring)


def _ask(request: HttpRequest, former: str, form: HandOverForm) -> HttpResponse:
    rows = handing_over.left(former)
    names = agencies.names([former, form.cleaned_data["receiver"]])
    context = {
        "form": form,
        "former": former,
        "former_name": names.get(former),
        "receiver_name": names.get(form.cleaned_data["receiver"]),
        "ground": dict(form.fields["ground"].choices)[form.cleaned_data["ground"]],  # type: ignore[attr-defined]
        "open": rows.exclude(state__in=ENDED).count(),
        "ended": rows.filter(state__in=ENDED).count(),
        "named": rows.filter(is_named=True).count(),
        "law": handing_over.ground_of_law(),
    }
    return render(request, "sorting/hand_over_sure.html", context)


def _portion(request: HttpRequest, offices: list[str], row: HandOver, keyring: Keyring) -> HttpResponse:
    portion = handing_over.hand_portion(
        row, keyring, after=request.POST.get("after", ""), by=_by(request), now=clock.now()
    )
    row.refresh_from_db()
    if row.ended_at is None:
        return _show(request, offices, {}, {row.former: portion.last})
    said = ngettext(
        "%(count)s report was handed over and is sealed to the key of the agency that takes over.",
        "%(count)s reports were handed over and are sealed to the key of the agency that takes over.",
        row.reports,
    )
    messages.success(request, said % {"count": row.reports})
    kept = handing_over.kept(row, keyring) if row.kept else []
    return _show(request, offices, {}, kept=kept, of=row)


def _show(
    request: HttpRequest,
    offices: list[str],
    wrong: dict[str, HandOverForm],
    after: dict[str, str] | None = None,
    *,
    kept: list[handing_over.Kept] | None = None,
    of: HandOver | None = None,
) -> HttpResponse:
    names = agencies.names()
    known = agencies.agencies_on(clock.today())
    rows: list[dict[str, Any]] = []
    for code in offices:
        agency, left = names.get(code), handing_over.left(code)
        ended = agency.valid_to if agency and agency.valid_to and agency.valid_to < clock.today() else None
        successor = known.get(agency.successor) if agency and agency.successor else None
        under_way = handing_over.going(code)
        first = {"receiver": successor.code if successor else "", "ground": "merged" if successor else "moved"}
        count = left.count()
        rows.append(
            {
                "code": code,
                "agency": agency,
                "ended_on": ended,
                "successor": names.get(successor.code) if successor else None,
                "left": count,
                "open": left.exclude(state__in=ENDED).count(),
                "going": under_way,
                "all": count + under_way.reports if under_way else count,
                "receiver": names.get(under_way.receiver) if under_way else None,
                "after": (after or {}).get(code, ""),
                "runs": code in (after or {}),
                "form": wrong.get(code) or HandOverForm(former=code, initial=first, auto_id=f"id_{len(rows)}_%s"),
                "open_form": code in wrong or (ended is not None and of is None),
                "kept": kept if of is not None and of.former == code else None,
            }
        )
    past = [
        (one, names.get(one.former), names.get(one.receiver)) for one in HandOver.objects.exclude(ended_at=None)[:20]
    ]
    context = {"rows": rows, "past": past, "law": handing_over.ground_of_law()}
    return render(request, "sorting/hand_over.html", context, status=400 if wrong else 200)


def _by(request: HttpRequest) -> str:
    return cast(Account, request.user).number
