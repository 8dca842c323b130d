"""One's own page of notices by mail."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from liem.base import clock
from liem.base.errors import UserError
from liem.cases.mail import actions, sending
from liem.cases.mail.models import MailWish, Which
from liem.people.access import needs
from liem.people.models import Account


class AddressForm(forms.Form):
    """An address, and which notices go there."""

    address = forms.EmailField(
        label=gettext_lazy("Your mail address at work"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    which = forms.ChoiceField(label=gettext_lazy("Which notices"), choices=Which.choices, initial=Which.LIMITS)


class CodeForm(forms.Form):
    """The code from the mail."""

    code = forms.CharField(
        label=gettext_lazy("The code from the mail"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class WhichForm(forms.Form):
    """Which notices."""

    which = forms.ChoiceField(label=gettext_lazy("Which notices"), choices=Which.choices)


@needs("cases.see")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """Name an address, give back its code, choose, forget."""
    account, posted = cast(Account, request.user), request.POST if request.method == "POST" else None
    wish = MailWish.objects.filter(account=account.number).first()
    what = posted.get("do", "") if posted else ""
    shown: dict[str, forms.Form] = {
        "address": AddressForm(posted if what == "address" else None),
        "code": CodeForm(posted if what == "code" else None),
        "which": WhichForm(posted if what == "which" else None, initial={"which": wish.which if wish else ""}),
    }
    form = shown.get(what)
    if what == "forget":
        actions.forget(account, now=clock.now())
        messages.success(request, _("Your address was forgotten. No more mails are sent."))
        return redirect("cases:mail")
    if form is not None and form.is_valid():
        try:
            messages.success(request, _done(account, what, form.cleaned_data))
        except UserError as error:
            form.add_error(None, str(error))
        else:
            return redirect("cases:mail")
    wrong = any(one.errors for one in shown.values())
    context = {"wish": wish, "is_on": sending.is_on(), **{f"{name}_form": one for name, one in shown.items()}}
    return render(request, "cases/mail.html", context, status=422 if wrong else 200)


def _done(account: Account, what: str, values: dict[str, Any]) -> str:
    now = clock.now()
    if what == "address":
        actions.name_address(account, values["address"], Which(values["which"]), now=now)
        return _("A mail with a code is on its way. Write the code here to confirm the address.")
    if what == "code":
        actions.confirm(account, values["code"], now=now)
        return _("The address is confirmed.")
    actions.choose(account, Which(values["which"]), now=now)
    return _("Kept.")
