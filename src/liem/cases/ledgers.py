"""The figures of the ledgers: counted live, or, where there are very many matters, from tallies by unit.

Counting a province's ledgers behind row-level security takes seconds once there are hundreds of thousands of rows. A
job keeps tallies by unit, at most a few minutes old; from them what an account may not see (matters it is excluded
from, matters about its own leaders) is taken off again, so that a sum tells nobody of a matter hidden from them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from liem.cases import rules
from liem.cases.models import Appraisal, CrimeTransfer, Event, Matter, Tally
from liem.cases.states import Ladder, MoneyStep
from liem.people.long_questions import rows_of
from liem.people.models import Account
from liem.people.row_security import acting_as_system
from liem.people.rules import Scope
from liem.people.states import EVERY_UNIT, Role

MANY = 20_000
"""From so many matters on there are tallies."""
FRESH = timedelta(minutes=5)
SHOWN = 50
"""Matters listed below a figure; the figure counts all."""

_SEVERITY = " ".join(f"WHEN '{code}' THEN {form[1]}" for code, form in rules.FORMS_OF_DISCIPLINE.items())
STEPS = f"""
    SELECT matter_id, person_id, CASE
        WHEN office IS NULL THEN CASE WHEN %(today)s - party_on > {rules.IN_STEP_DAYS} THEN 'late' ELSE 'waiting' END
        WHEN office < party THEN 'lighter' ELSE 'in_step' END AS state
    FROM (
        SELECT person_id, min(matter_id) AS matter_id,
            max(severity) FILTER (WHERE ladder = '{Ladder.PARTY}') AS party,
            max(severity) FILTER (WHERE ladder = '{Ladder.ADMINISTRATIVE}') AS office,
            (array_agg(decided_on ORDER BY severity DESC, decided_on DESC) FILTER (WHERE ladder = '{Ladder.PARTY}'))[1]
                AS party_on
        FROM (SELECT person_id, matter_id, ladder, decided_on, CASE form {_SEVERITY} ELSE 0 END AS severity
              FROM cases_discipline AS d WHERE set_aside_on IS NULL AND {{decided}}) AS decision
        GROUP BY person_id
    ) AS person WHERE party IS NOT NULL"""
"""Each person with a party discipline in force, and whether the administration followed: ``rules.in_step``, in SQL.

``{decided}`` says of a decision ``d`` whether it is looked at; all decisions on a person lie in one matter.
"""

FIGURES = f"""
    SELECT m.unit, 'money' AS ledger, e.step AS code, count(*) AS n, sum(e.amount) AS amount
        FROM cases_money e JOIN cases_matter m ON m.id = e.matter_id WHERE {{matters}} GROUP BY 1, 3
    UNION ALL SELECT m.unit, 'owed', '', count(*), sum(CASE WHEN e.ordered > 0 THEN e.ordered ELSE e.damage END)
        FROM (SELECT matter_id, coalesce(sum(amount) FILTER (WHERE step = '{MoneyStep.ORDERED}'), 0) AS ordered,
                coalesce(sum(amount) FILTER (WHERE step = '{MoneyStep.DAMAGE}'), 0) AS damage
            FROM cases_money AS d WHERE {{decided}} GROUP BY 1) AS e
        JOIN cases_matter m ON m.id = e.matter_id WHERE {{matters}} GROUP BY 1
    UNION ALL SELECT m.unit, 'transfer', e.step, count(*), 0
        FROM cases_crimetransfer e JOIN cases_matter m ON m.id = e.matter_id WHERE {{matters}} GROUP BY 1, 3
    UNION ALL SELECT m.unit, 'defendants', part.code, sum(part.n), 0
        FROM cases_crimetransfer e JOIN cases_matter m ON m.id = e.matter_id, LATERAL (VALUES
            ('all', e.defendants), ('officials', e.officials), ('party_members', e.party_members)) AS part (code, n)
        WHERE {{matters}} GROUP BY 1, 3
    UNION ALL SELECT m.unit, 'cause', cause, count(*), 0
        FROM cases_matter m, unnest(m.causes) AS cause WHERE m.causes <> '{{{{}}}}' AND {{matters}} GROUP BY 1, 3
    UNION ALL SELECT m.unit, 'discipline', e.state, count(*), 0
        FROM ({STEPS}) AS e JOIN cases_matter m ON m.id = e.matter_id WHERE {{matters}} GROUP BY 1, 3
    UNION ALL SELECT m.unit, 'appraisal', 'late', count(*), 0
        FROM cases_appraisal e JOIN cases_matter m ON m.id = e.matter_id
        WHERE e.returned_on IS NULL AND e.due_on < %(today)s AND {{matters}} GROUP BY 1, 3"""
"""Unit, ledger, code, number, đồng; ``{matters}`` says of a row ``m`` of the register whether it counts.

``owed``: of each matter what was ordered, or where nothing was ordered yet the damage: what recovery is measured by.
"""
Figures = dict[tuple[str, str], tuple[int, int]]


@dataclass(frozen=True)
class Ledgers:
    """The figures one may see, and the matters to look at. ``counted_at``: of the tallies; empty: this moment."""

    figures: Figures = field(default_factory=dict)
    counted_at: datetime | None = None
    steps: list[tuple[Matter, str]] = field(default_factory=list)
    appraisals: list[Appraisal] = field(default_factory=list)

    def n(self, ledger: str, code: str) -> int:
        return self.figures.get((ledger, code), (0, 0))[0]

    def amount(self, step: str) -> int:
        return self.figures.get(("money", step), (0, 0))[1]

    @property
    def owed(self) -> int:
        return self.figures.get(("owed", ""), (0, 0))[1]

    def of(self, ledger: str) -> dict[str, int]:
        """Code → number, in the order of codes."""
        return {code: n for (one, code), (n, _amount) in sorted(self.figures.items()) if one == ledger and n}


def ledgers(account: Account, scope: Scope, today: date) -> Ledgers:
    """All ledgers, as far as ``account`` may see them in ``scope``. Call within the account's row-level security."""
    overseen = {unit for role, unit in scope.posts if role != Role.CASE_OFFICER}
    with acting_as_system():
        counted_at = Tally.objects.order_by("counted_at").values_list("counted_at", flat=True).first()
    if counted_at is None:
        figures = _live("true", today)
    else:
        figures = _less(_tallies(overseen), _hidden(account, scope, overseen, today))
        figures = _more(figures, _own(account, scope, overseen, today))
    return Ledgers(figures, counted_at, _steps(scope, account, today), _late_appraisals(scope, account, today))


def _live(matters: str, today: date, decided: str = "true", **values: Any) -> Figures:
    found: Figures = {}
    question = FIGURES.format(matters=matters, decided=decided)
    for _unit, ledger, code, n, amount in rows_of(question, {"today": today, **values}):
        before = found.get((ledger, code), (0, 0))
        found[ledger, code] = before[0] + int(n), before[1] + int(amount)
    return found


def _tallies(units: set[str]) -> Figures:
    with acting_as_system():
        rows = Tally.objects.all() if EVERY_UNIT in units else Tally.objects.filter(unit__in=units)
        found: Figures = {}
        for ledger, code, n, amount in rows.values_list("ledger", "code", "n", "amount"):
            before = found.get((ledger, code), (0, 0))
            found[ledger, code] = before[0] + n, before[1] + amount
    return found


def _of(matters: list[int], today: date) -> Figures:
    """The figures of these matters alone."""
    if not matters:
        return {}
    return _live("m.id = ANY (%(those)s)", today, "d.matter_id = ANY (%(those)s)", those=matters)


def _hidden(account: Account, scope: Scope, overseen: set[str], today: date) -> Figures:
    """What the tallies hold of matters that the account may not see."""
    hidden = """SELECT id FROM cases_matter WHERE ('*' = ANY (%(overseen)s) OR unit = ANY (%(overseen)s))
        AND id = ANY (ARRAY(SELECT matter_id FROM cases_exclusion WHERE account = %(account)s
            UNION SELECT id FROM cases_matter WHERE barred_units <> '{}' AND barred_units::text[] && %(units)s))"""
    values: dict[str, Any] = {"overseen": sorted(overseen), "account": account.number, "units": sorted(scope.units)}
    with acting_as_system():
        return _of([row[0] for row in rows_of(hidden, values)], today)


def _own(account: Account, scope: Scope, overseen: set[str], today: date) -> Figures:
    """What the account handles in units it does not oversee."""
    if EVERY_UNIT in overseen:
        return {}
    own = Matter.objects.filter(handler=account.number).exclude(unit__in=overseen)
    return _of(list(own.order_by().values_list("pk", flat=True)), today)


def _more(figures: Figures, added: Figures) -> Figures:
    return {
        key: tuple(a + b for a, b in zip(figures.get(key, (0, 0)), added.get(key, (0, 0)), strict=True))  # type: ignore[misc]
        for key in {*figures, *added}
    }


def _less(figures: Figures, taken: Figures) -> Figures:
    return {
        key: tuple(max(0, a - b) for a, b in zip(one, taken.get(key, (0, 0)), strict=True))  # type: ignore[misc]
        for key, one in figures.items()
    }


def _reach(scope: Scope, account: Account) -> tuple[str, dict[str, Any]]:
    """SQL: whether a matter ``m`` may be in reach at all; the database then decides on each that is shown."""
    values: dict[str, Any] = {"reach": sorted(scope.units), "account": account.number}
    return "('*' = ANY (%(reach)s) OR m.unit = ANY (%(reach)s))", values


def _steps(scope: Scope, account: Account, today: date) -> list[tuple[Matter, str]]:
    """Matters in which the two orders of discipline are out of step, the late first."""
    reach, values = _reach(scope, account)
    near = f"d.matter_id = ANY (ARRAY(SELECT id FROM cases_matter m WHERE {reach}))"
    steps = STEPS.format(decided="true" if EVERY_UNIT in scope.units else near)
    sql = f"""SELECT s.matter_id, s.state FROM ({steps}) AS s JOIN cases_matter m ON m.id = s.matter_id
        WHERE s.state <> 'in_step' AND {reach} ORDER BY s.state, s.matter_id DESC LIMIT {4 * SHOWN}"""
    with acting_as_system():
        states = rows_of(sql, {"today": today, **values})
    seen = Matter.objects.in_bulk([matter for matter, _state in states])
    return [(seen[matter], state) for matter, state in states if matter in seen][:SHOWN]


def _late_appraisals(scope: Scope, account: Account, today: date) -> list[Appraisal]:
    reach, values = _reach(scope, account)
    # each row asks for its own matter: a join would read the whole register for a few thousand appraisals
    near = "true" if EVERY_UNIT in scope.units else f"(SELECT {reach} FROM cases_matter m WHERE m.id = a.matter_id)"
    sql = f"""SELECT a.id FROM cases_appraisal a
        WHERE a.returned_on IS NULL AND a.due_on < %(today)s AND {near} ORDER BY a.due_on LIMIT {4 * SHOWN}"""
    with acting_as_system():
        numbers = [row[0] for row in rows_of(sql, {"today": today, **values})]
    found: QuerySet[Appraisal] = Appraisal.objects.filter(pk__in=numbers).select_related("matter").order_by("due_on")
    return list(found[:SHOWN])


def unreconciled(theirs: dict[str, int], year: int) -> dict[str, tuple[int, int]]:
    """Step → ours and theirs, where the counts of a year differ. ``theirs``: what the receiving body reports."""
    ours: dict[str, int] = {}
    for step in CrimeTransfer.objects.filter(step_on__year=year).values_list("step", flat=True):
        ours[step] = ours.get(step, 0) + 1
    return {step: (ours.get(step, 0), theirs[step]) for step in sorted(theirs) if ours.get(step, 0) != theirs[step]}


def renew(*, now: datetime, today: date, many: int = MANY) -> bool:
    """Count the tallies anew where there are many matters and something happened since; says whether it counted."""
    with transaction.atomic(), acting_as_system():
        if not Matter.objects.order_by()[many:].exists():
            Tally.objects.all().delete()
            return False
        former = Tally.objects.order_by("counted_at").first()
        newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        if former and now - former.counted_at < FRESH:
            return False
        if former and former.newest_event == newest and former.today == today:
            Tally.objects.update(counted_at=now)
            return False
        Tally.objects.all().delete()
        every = FIGURES.format(matters="true", decided="true")
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO cases_tally (unit, ledger, code, n, amount, counted_at, newest_event, today)"
                f" SELECT f.*, %(now)s, %(newest)s, %(today)s FROM ({every}) AS f",
                {"today": today, "now": now, "newest": newest},
            )
        if not Tally.objects.exists():  # many matters and empty ledgers: one row says that it was counted
            Tally.objects.create(unit="", ledger="", code="", counted_at=now, newest_event=newest, today=today)
        return True
