"""The auditor's page: the trail, and whether it is proved. It stands here because the trail knows no accounts."""

from datetime import datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from liem.base import clock, sealing
from liem.base.clock import VIETNAM
from liem.base.progress import Progress
from liem.house.secret_key import checkpoint_seed
from liem.house.templatetags.shell import named
from liem.jobs.actions import enqueue
from liem.jobs.models import Job
from liem.jobs.states import State
from liem.people.access import needs
from liem.people.days import DayField
from liem.people.models import Account
from liem.people.paging import FirstOnes
from liem.people.queries import names_of
from liem.trail import checkpoint, queries

VERIFY = "house.verify_trail"


class TrailFilter(forms.Form):
    """What to look for in the trail."""

    stream = forms.ChoiceField(label=_("Stream"), required=False)
    event = forms.ChoiceField(label=_("Event"), required=False)
    by = forms.CharField(label=_("Account number"), required=False, max_length=64)
    subject = forms.CharField(label=_("Identifier of the matter"), required=False, max_length=200)
    first = DayField(label=_("From day"), required=False)
    last = DayField(label=_("To day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, values in (("stream", queries.streams()), ("event", queries.events())):
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [("", _("All")), *((value, named(value, name)) for value in values)]

    def asked(self) -> dict[str, Any]:
        """The arguments of :func:`liem.trail.queries.entries`."""
        given = self.cleaned_data
        return {
            **{name: given[name] for name in ("stream", "event", "by", "subject")},
            "first": _midnight(given["first"]) if given["first"] else None,
            "last": _midnight(given["last"]) + timedelta(days=1) if given["last"] else None,
        }


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time.min, VIETNAM)


@needs("trail.see")
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """The entries, the newest first, and the last proof."""
    form = TrailFilter(request.GET)
    found = queries.entries(**form.asked()) if form.is_valid() else queries.entries().none()
    page = FirstOnes(found, 50).get_page(request.GET.get("page"))
    proof = Job.objects.filter(kind=VERIFY).first()
    names = names_of({entry.by for entry in page})
    rows = [(entry, names.get(entry.by, entry.by)) for entry in page]
    return render(request, "shell/trail.html", {"form": form, "page": page, "rows": rows, "proof": proof})


@needs("trail.see")
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a proof of all chains; a proof under way is not asked for twice."""
    job = Job.objects.filter(kind=VERIFY, state__in=[State.WAITING, State.RUNNING]).first()
    if job is None:
        job = enqueue(VERIFY, {}, by=cast(Account, request.user).number, now=clock.now())
    return redirect("jobs:job", job.pk)


def prove(progress: Progress, by: str) -> dict[str, Any]:
    """The work of the job: prove all chains, also against the newest checkpoint kept here."""
    progress.stage("verify")
    trusted = sealing.verifying_key(checkpoint_seed(settings.CONFIGURATION))
    proof = queries.verify(checkpoint.newest(settings.LIEM_HOME / "checkpoints", trusted))
    broken = vars(proof.broken) if proof.broken else None
    return {"streams": proof.streams, "entries": proof.entries, "broken": broken}
