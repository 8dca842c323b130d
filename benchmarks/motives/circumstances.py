"""Innocent reasons to stand out: customs, a merger, a rush, absences, trainees, transfers and special tasks."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.motives.lookalikes import Lookalikes
from benchmarks.motives.omissions import Omissions
from benchmarks.motives.period import Period
from benchmarks.motives.procedures import LimitChange, Procedure
from benchmarks.motives.staff import Absence, Assignment, Official, Role, Staff
from benchmarks.motives.units import DEPARTMENT_COUNT, FRONT, MERGED, MERGING, Units, is_department
from numpy.random import Generator

_CUSTOM_FIELDS = ("land", "construction", "finance")
_TRIES = 2
"""So many absences and delegated signers are tried for; a small province may have nobody fit."""
_LARGE_TEAM = 4
"""Of an absent official: the others can do the work."""
_TRANSFERRED = ((False, 3), (True, 5), (True, 1), (False, 1))
"""From a commune or a department, and from how large a team: the first that has somebody."""
_ABSENT_FOR = (28, 50)
"""Working days."""
_BATCH_SIGNERS, _DAYS_OF_BATCH = 5, 2
_PROCEDURES_OF_NEWCOMER = 3


@dataclass
class Custom:
    """A unit that asks everybody for a paper that is on no list."""

    unit: int
    procedures: list[int]


@dataclass
class Rush:
    procedure: int
    start: int
    """Working day."""


@dataclass
class Transfer:
    official: int
    unit: int
    """The new one."""
    at: int
    """Working day."""
    procedures: list[int]
    """In the new unit."""


@dataclass
class Overtime:
    official: int
    around: int
    """Working day."""


@dataclass
class Circumstances:
    limit_change: LimitChange
    custom: Custom
    second_custom: Custom
    rush: Rush
    trainees: list[int]
    hard_cases: list[int]
    """Appraisers to whom the hard dossiers come."""
    on_deadline: list[int]
    """Appraisers who finish shortly before the limit whatever it is."""
    transfer: Transfer
    signing_days: dict[int, list[int]]
    """Weekdays of those leaders who sign in batches."""
    overtime: Overtime
    delegated: list[int]
    """Appraisers who sign by delegation."""
    reporting: list[int]
    """Leaders who export lists for the monthly report."""


class _Draw:
    """The circumstances of a province one after another, each of people who are in no other."""

    def __init__(
        self,
        rng: Generator,
        period: Period,
        units: Units,
        procedures: list[Procedure],
        staff: Staff,
        lookalikes: Lookalikes,
    ) -> None:
        self.rng, self.period, self.units = rng, period, units
        self.procedures, self.staff, self.lookalikes = procedures, staff, lookalikes

    def official(self, place: int) -> Official:
        return self.staff.officials[place]

    def team(self, place: int) -> list[int]:
        """Appraisers of the unit."""
        return self.staff.appraisers[self.official(place).unit]

    def day(self, after_start: int, before_end: int) -> int:
        """So many working days from the ends of the period, that there is a before and an after."""
        return int(self.rng.integers(self.period.first + after_start, self.period.last - before_end))

    def of_unit(self, unit: int) -> list[int]:
        return [place for place, procedure in enumerate(self.procedures) if unit in procedure.units]

    def pick_appraiser(self, *, in_department: bool, least_team: int = 1) -> int | None:
        return self.lookalikes.pick(
            self.rng,
            self.staff,
            Role.APPRAISER,
            in_department=in_department,
            fits=lambda one: len(self.team(one)) >= least_team,
        )

    def name_overseers(self) -> None:
        self.lookalikes.set_apart("administrator", self.staff.administrator)
        self.lookalikes.set_apart("hotline", self.staff.hotline)
        self.lookalikes.set_apart("inspection", self.staff.inspector)

    def custom(self) -> Custom:
        unit = int(self.rng.integers(DEPARTMENT_COUNT, MERGING))
        of_fields = [place for place in self.of_unit(unit) if self.procedures[place].field in _CUSTOM_FIELDS]
        for appraiser in self.staff.appraisers[unit]:
            self.lookalikes.set_apart("unit_custom", appraiser)
        return Custom(unit, of_fields)

    def second_custom(self) -> Custom:
        unit = int(self.rng.integers(0, DEPARTMENT_COUNT))
        first = self.of_unit(unit)[:1]
        for appraiser in self.staff.appraisers[unit]:
            if set(self.official(appraiser).procedures) & set(first):
                self.lookalikes.add("unit_custom", appraiser)
        return Custom(unit, first)

    def merge(self) -> None:
        merger = self.units.merger
        for unit in (MERGING, MERGING + 1):
            for place in self.staff.appraisers[unit] + self.staff.clerks[unit] + self.staff.leaders[unit]:
                self.lookalikes.set_apart("merged_unit", place)
                self.official(place).assignments = [Assignment(unit, end=merger), Assignment(MERGED, merger)]

    def change_limit(self, change: LimitChange) -> None:
        for appraiser in self.staff.with_procedure(change.procedure):
            self.lookalikes.add("limit_changed", appraiser)

    def rush(self, change: LimitChange) -> Rush:
        places = range(len(self.procedures))
        others = [place for place in places if self.procedures[place].of_department and place != change.procedure]
        rush = Rush(int(self.rng.choice(others)), self.day(40, 60))
        for appraiser in self.staff.with_procedure(rush.procedure):
            self.lookalikes.add("rush_month", appraiser)
        return rush

    def absence(self) -> None:
        absent = self.pick_appraiser(in_department=True, least_team=_LARGE_TEAM)
        if absent is None:
            return
        colleagues = [one for one in self.team(absent) if one not in self.lookalikes.apart and one != absent]
        if not colleagues:
            return
        cover = int(self.rng.choice(colleagues))
        self.lookalikes.apart.add(cover)
        start = self.day(30, 80)
        self.official(absent).absence = Absence(start, start + int(self.rng.integers(*_ABSENT_FOR)), cover)
        self.lookalikes.add("absent", absent)
        self.lookalikes.add("covers_absence", cover)

    def trainees(self) -> list[int]:
        trainees = [
            self._trainee(Role.APPRAISER, self.staff.appraisers, 2),
            self._trainee(Role.CLERK, self.staff.clerks, 1),
        ]
        return [one for one in trainees if one is not None]

    def _trainee(self, role: Role, teams: dict[int, list[int]], team_above: int) -> int | None:
        trainee = self.lookalikes.pick(
            self.rng, self.staff, role, fits=lambda one: len(teams[self.official(one).unit]) > team_above
        )
        if trainee is None:
            return None
        official = self.official(trainee)
        official.joined = int(self.rng.integers(self.period.first + 20, self.period.first + 120))
        official.assignments = [Assignment(official.unit, official.joined)]
        official.post += " (tập sự)"
        self.lookalikes.add("trainee", trainee)
        return trainee

    def hard_cases(self) -> list[int]:
        return self._named("hard_dossiers", [self.pick_appraiser(in_department=True)])

    def on_deadline(self) -> list[int]:
        picked = [self.pick_appraiser(in_department=place) for place in (True, False)]
        return self._named("deadline_effort", picked)

    def _named(self, kind: str, picked: list[int | None]) -> list[int]:
        known = [one for one in picked if one is not None]
        for one in known:
            self.lookalikes.add(kind, one)
        return known

    def transfer(self, custom: Custom) -> Transfer:
        """To a unit of the same kind; from a large team if there is one."""
        moved = self._pick_transferred()
        official = self.official(moved)
        alike = range(DEPARTMENT_COUNT) if is_department(official.unit) else range(DEPARTMENT_COUNT, MERGING)
        unit = int(self.rng.choice([one for one in alike if one not in (official.unit, custom.unit)]))
        at = self.day(90, 100)
        official.assignments = [Assignment(official.unit, end=at), Assignment(unit, at)]
        self.lookalikes.add("transferred", moved)
        procedures = self.of_unit(unit)
        return Transfer(moved, unit, at, procedures[:_PROCEDURES_OF_NEWCOMER] if is_department(unit) else procedures)

    def _pick_transferred(self) -> int:
        for in_department, team in _TRANSFERRED:
            picked = self.pick_appraiser(in_department=in_department, least_team=team)
            if picked is not None:
                return picked
        raise ValueError("too few officials for anybody to be transferred")

    def signing_days(self) -> dict[int, list[int]]:
        heads = [self.staff.leaders[unit][0] for unit in range(FRONT - 2)]
        signers = [int(one) for one in self.rng.choice(heads, _BATCH_SIGNERS, replace=False)]
        days = {one: sorted(self.rng.choice(5, _DAYS_OF_BATCH, replace=False).tolist()) for one in signers}
        for one in signers:
            self.lookalikes.add("batch_signing", one)
        return days

    def overtime(self) -> Overtime:
        picked = self.pick_appraiser(in_department=True)
        if picked is None:
            picked = self.pick_appraiser(in_department=False)
        if picked is None:
            raise ValueError("too few officials for anybody to work overtime")
        around = self.day(40, 60)
        self.lookalikes.add("overtime_campaign", picked)
        return Overtime(picked, around)

    def delegated(self) -> list[int]:
        signers = []
        for _ in range(_TRIES):
            picked = self.pick_appraiser(in_department=True)
            if picked is not None:
                signers.append(picked)
                self.official(picked).post = "Trưởng phòng (ký thừa ủy quyền)"
                self.lookalikes.add("delegated_signer", picked)
        return signers

    def reporting(self) -> list[int]:
        leaders = [int(self.rng.choice(self.staff.leaders[unit])) for unit in range(DEPARTMENT_COUNT)]
        for leader in leaders:
            self.lookalikes.add("monthly_report_export", leader)
        return leaders


def draw_circumstances(
    rng: Generator,
    omissions: Omissions,
    period: Period,
    units: Units,
    procedures: list[Procedure],
    staff: Staff,
    limit_change: LimitChange,
    lookalikes: Lookalikes,
) -> Circumstances:
    draw = _Draw(rng, period, units, procedures, staff, lookalikes)
    draw.name_overseers()
    custom, second_custom = draw.custom(), draw.second_custom()
    draw.merge()
    draw.change_limit(limit_change)
    rush = draw.rush(limit_change)
    for _ in range(_TRIES):
        draw.absence()
    return Circumstances(
        limit_change=limit_change,
        custom=custom,
        second_custom=second_custom,
        rush=rush,
        trainees=draw.trainees(),
        hard_cases=draw.hard_cases(),
        on_deadline=draw.on_deadline(),
        transfer=draw.transfer(custom),
        signing_days=draw.signing_days(),
        overtime=draw.overtime(),
        # Where posts are not written, nobody could see who signs by delegation.
        delegated=draw.delegated() if omissions.keep("off_post") else [],
        reporting=draw.reporting(),
    )
