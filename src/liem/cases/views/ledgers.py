"""The ledgers of all matters one may see: transfers, discipline in step, money against the target, causes."""

from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from liem.base import clock
from liem.cases import ledgers as figures
from liem.cases import rules
from liem.cases.states import Cause, CrimeStep, MoneyStep
from liem.people.access import needs
from liem.people.models import Account
from liem.people.rules import Scope


class ReconcileForm(forms.Form):
    """What the investigating body, the procuracy and the court report for a year."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for step in CrimeStep:
            self.fields[step] = forms.IntegerField(
                label=step.label, min_value=0, max_value=10**6, required=False, widget=forms.NumberInput()
            )

    def theirs(self) -> dict[str, int]:
        """Step → their number, as far as they told one."""
        return {step: self.cleaned_data[step] for step in CrimeStep if self.cleaned_data.get(step) is not None}


@needs("cases.see")
@require_safe
def ledgers(request: HttpRequest) -> HttpResponse:
    """Figures with their matters behind them; no person is named."""
    scope = cast(Scope, request.scope)  # type: ignore[attr-defined]
    found = figures.ledgers(cast(Account, request.user), scope, clock.today())
    asked = ReconcileForm(request.GET or None, initial={"year": clock.today().year})
    sums = {step: found.amount(step) for step in MoneyStep.values}
    differ = figures.unreconciled(asked.theirs(), asked.cleaned_data["year"]) if asked.is_valid() else {}
    context = {
        "ledger": found,
        "money": [(MoneyStep(step).label, amount) for step, amount in sums.items()],
        "recovered": rules.recovered_share(sums[MoneyStep.RECOVERED], found.owed),
        "files": sum(found.of("transfer").values()),
        "transfers": [(CrimeStep(step).label if step else "", n) for step, n in found.of("transfer").items()],
        "defendants": {code: found.n("defendants", code) for code in ("all", "officials", "party_members")},
        "target": rules.RECOVERY_TARGET,
        "in_step": found.n("discipline", "in_step"),
        "out_of_step": sum(found.n("discipline", state) for state in ("late", "lighter", "waiting")),
        "late_appraisals": found.n("appraisal", "late"),
        "causes": [(Cause(code).label, n) for code, n in found.of("cause").items()],
        "form": asked,
        "compared": asked.is_valid(),
        "differ": [(CrimeStep(step).label, *pair) for step, pair in differ.items()],
    }
    return render(request, "cases/ledgers.html", context)
