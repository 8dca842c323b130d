"""One page for one form: what it is for, the form, what is said at the end. Refusals stand above the fields."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from liem.base.errors import UserError


@dataclass(frozen=True)
class FormPage:
    """What stands around a form. ``crumbs``: words and addresses of the pages above; ``facts``: what it is about."""

    title: str
    lead: str
    button: str
    crumbs: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, Any], ...] = ()
    danger: bool = False
    more: dict[str, Any] = field(default_factory=dict)


def done(form: BaseForm, do: Callable[[dict[str, Any]], Any]) -> bool:
    """Whether the form was filled in, sound, and ``do`` not refused; a refusal becomes an error of the form."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        do(form.cleaned_data)
    except UserError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def fill_in(
    request: HttpRequest, form: BaseForm, page: FormPage, do: Callable[[dict[str, Any]], Any], said: str, then: str
) -> HttpResponse:
    """Show the form; once it is done say so, and go on to the address ``then``."""
    if done(form, do):
        messages.success(request, said)
        return redirect(then)
    context = {"form": form, "page": page, **page.more}
    return render(request, "oversight/fill_in.html", context, status=422 if form.errors else 200)
