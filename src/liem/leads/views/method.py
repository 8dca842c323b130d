"""The public page of the method: every indicator with formula, exclusions and good explanations, and the placebo."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liem.detection.catalogue import indicators
from liem.law.acts import Taxonomy
from liem.leads import queries
from liem.leads.templatetags.leads import language
from liem.people.access import public


@public
@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How signs are found, for everybody to read."""
    run = queries.current_run()
    computed = queries.computed(run) if run else {}
    verified = queries.precision()
    every = [{"one": one, "computed": computed.get(one.id), "precision": verified.get(one.id)} for one in indicators()]
    taxonomy = Taxonomy.load()
    acts = [
        {"act": act, "name": act.short(language()), "rows": [row for row in every if row["one"].act == act.code]}  # type: ignore[union-attr]
        for act in taxonomy.acts
    ]
    context = {
        "run": run,
        "taxonomy": taxonomy,
        "acts": acts,
        "others": [row for row in every if not row["one"].act],  # type: ignore[union-attr]
        "placebo": run.placebo if run else None,
    }
    return render(request, "leads/method.html", context)
