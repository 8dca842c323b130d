"""A job's page, its progress as the page polls it, and calling it off."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from liem.base import clock
from liem.jobs import actions
from liem.jobs.models import Job
from liem.people.access import may, needs, signed_in
from liem.people.models import Account


@needs("jobs.see")
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """All jobs, the newest first."""
    page = Paginator(Job.objects.all(), 50).get_page(request.GET.get("page"))
    return render(request, "jobs/list.html", {"page": page})


@signed_in
@never_cache
@require_safe
def job(request: HttpRequest, number: int) -> HttpResponse:
    """One job. Without scripts, the page renews itself until the job has ended."""
    subject = _visible(request, number)
    response = render(request, "jobs/job.html", {"job": subject})
    if not subject.has_ended:
        response["Refresh"] = "3"
    return response


@signed_in
@never_cache
@require_safe
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """The part of the page that changes."""
    return render(request, "jobs/_progress.html", {"job": _visible(request, number)})


@signed_in
@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Call the job off."""
    subject = _visible(request, number)
    if actions.cancel(subject, by=cast(Account, request.user).number, now=clock.now()):
        messages.success(request, _("The job is being called off; it stops at its next step."))
    else:
        messages.error(request, _("The job has ended, or cannot be called off."))
    return redirect("jobs:job", number)


def _visible(request: HttpRequest, number: int) -> Job:
    """The job, for whoever asked for it and for those who may see all jobs; for others there is none."""
    account = cast(Account, request.user)
    subject = Job.objects.filter(pk=number).first()
    if subject is None or not (subject.asked_by == account.number or may(account, "jobs.see")):
        raise Http404
    return subject
