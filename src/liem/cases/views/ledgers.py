"""The ledgers of all matters one may see: transfers, discipline in step, money against the target, causes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liem.base import clock
from liem.cases import queries, rules
from liem.cases.models import Appraisal
from liem.cases.states import Cause, CrimeStep, MoneyStep
from liem.people.access import needs


@needs("cases.see")
@require_safe
def ledgers(request: HttpRequest) -> HttpResponse:
    """Figures with their matters behind them; no person is named."""
    found, today = queries.ledgers(), clock.today()
    steps = queries.discipline_in_step(today)
    late = Appraisal.objects.filter(returned_on__isnull=True, due_on__lt=today).select_related("matter")
    context = {
        "ledger": found,
        "money": [(MoneyStep(step).label, amount) for step, amount in found["money"].items()],
        "transfers": [(CrimeStep(step).label if step else "", n) for step, n in found["by_step"].items()],
        "target": rules.RECOVERY_TARGET,
        "steps": [one for one in steps if one.state in ("late", "lighter", "waiting")],
        "in_step": sum(one.state == "in_step" for one in steps),
        "appraisals": list(late[:50]),
        "causes": [(Cause(code).label, n) for code, n in sorted(queries.causes(queries.matters()).items())],
    }
    return render(request, "cases/ledgers.html", context)
