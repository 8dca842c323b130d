"""What life does to offices and officials: leave, sickness, transfers, trainees, and ways of working that stand out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from benchmarks.centre.chance import Chance
from benchmarks.centre.lookalikes import Lookalikes
from benchmarks.centre.office import Office
from benchmarks.centre.people import Logging, Official
from benchmarks.centre.workdays import DAY, RECEIPTS_END

TEAM_THAT_CAN_SPARE_ONE = 5
LEAVES, LEAVE_DAYS = (2, 4), (1, 1, 2, 2, 3, 4, 5)
"""Fewest and most of one official in the period, and how many working days each may last."""
LONG_LEAVE_DAYS, SICK_DAYS = (60, 110), (8, 13)
STRICT, NOT_LAX = 1.22, 0.92
"""Factors of how often a strict deputy head returns a draft, and of how often the other one at least does."""
NOSY_TEAMS = 3


class Pool:
    """Officials about whom nothing special has been decided yet, in the order drawn."""

    def __init__(self, chance: Chance, officials: Iterable[Official], scale: float) -> None:
        self.left = list(officials)
        self.scale = scale
        chance.shuffle(self.left)

    def take(self, number: int, fits: Callable[[Official], bool] = lambda official: True) -> list[Official]:
        """So many of a province of the usual size, fewer of a smaller one, at least one if any fits."""
        wanted = max(1, round(number * min(1, self.scale * self.scale)))
        taken = [official for official in self.left if fits(official)][:wanted]
        self.left = [official for official in self.left if official not in taken]
        return taken

    def take_one_of(self, officials: Iterable[Official]) -> Official | None:
        for official in officials:
            if official in self.left:
                self.left.remove(official)
                return official
        return None


@dataclass(frozen=True)
class Ordinary:
    """Those left over, about whom nothing stands out: whom planting chooses from."""

    specialists: list[Official]
    counters: list[Official]


def live_through(chance: Chance, office: Office, lookalikes: Lookalikes) -> Ordinary:
    """Let the period pass over the offices; returns the officials who stay ordinary."""
    _take_leave(chance, office.officials.values())
    specialists = Pool(chance, office.all_specialists, office.scale)
    _long_leave(chance, office, specialists, lookalikes)
    _sickness(chance, specialists, lookalikes)
    _ways_of_working(office, specialists, lookalikes)
    _transfers(chance, office, specialists, lookalikes)
    _trainee(chance, office, specialists, lookalikes)
    counters = Pool(chance, office.counters, office.scale)
    _counters(chance, counters, lookalikes)
    _superiors(chance, office, lookalikes)
    return Ordinary(specialists.left, counters.left)


def _moment(chance: Chance, low: float, high: float) -> float:
    """A moment between two shares of the period."""
    return chance.uniform(low, high) * RECEIPTS_END


def _morning(chance: Chance, low: float, high: float) -> float:
    """The minute with which a working day begins, between two shares of the period."""
    return _moment(chance, low, high) // DAY * DAY


def _take_leave(chance: Chance, officials: Iterable[Official]) -> None:
    for official in officials:
        for _ in range(chance.randint(*LEAVES)):
            start = chance.uniform(0, RECEIPTS_END)
            official.absences.append((start, start + chance.choice(LEAVE_DAYS) * DAY))


def _long_leave(chance: Chance, office: Office, pool: Pool, lookalikes: Lookalikes) -> None:
    """A named colleague stands in."""
    for official in pool.take(3, lambda o: office.team_size(o) >= TEAM_THAT_CAN_SPARE_ONE):
        start = _moment(chance, 0.2, 0.55)
        official.absences.append((start, start + chance.uniform(*LONG_LEAVE_DAYS) * DAY))
        cover = pool.take_one_of(office.mates(official))
        if cover:
            office.covers[official.id] = cover
            lookalikes.official("cover_absent", cover.id)


def _sickness(chance: Chance, pool: Pool, lookalikes: Lookalikes) -> None:
    """Nobody stands in: a backlog, and dossiers late."""
    for official in pool.take(2):
        start = _moment(chance, 0.2, 0.8)
        official.absences.append((start, start + chance.uniform(*SICK_DAYS) * DAY))
        official.uncovered = True
        lookalikes.official("sick_backlog", official.id)


def _ways_of_working(office: Office, pool: Pool, lookalikes: Lookalikes) -> None:
    for official in pool.take(3):
        official.to_deadline, official.habits.pace = True, 1.0
        lookalikes.official("deadline_effort", official.id)
    for official in pool.take(2, lambda o: _can_prefer_hard(office, o)):
        official.prefers_hard = 1.8
        lookalikes.official("hard_case_mix", official.id)
    for official in pool.take(3):
        official.logging = Logging.AT_THE_END_OF_THE_DAY
        lookalikes.official("end_of_day_logger", official.id)
    for official in pool.take(2):
        official.logging = Logging.IN_THE_EVENING
        lookalikes.official("evening_worker", official.id)
    for official in pool.take(2):
        official.habits.thoroughness, official.habits.vague = 1.25, 0.1
        lookalikes.official("thorough", official.id)
    for official in pool.take(2):
        official.habits.lateness, official.habits.pace = 1.3, 1.2
        lookalikes.official("slow_but_honest", official.id)


def _can_prefer_hard(office: Office, official: Official) -> bool:
    assert official.team is not None
    return not office.team_of(official).by_commune and any(p.hard for p in office.procedures.of_team(official.team))


def _transfers(chance: Chance, office: Office, pool: Pool, lookalikes: Lookalikes) -> None:
    """To another team of the same department; a colleague inherits what lies on the desk."""
    for official in pool.take(2, lambda o: office.team_size(o) >= TEAM_THAT_CAN_SPARE_ONE):
        elsewhere = [
            place
            for place, team in enumerate(office.teams)
            if place != official.team and team.department == official.department
        ]
        if not elsewhere:
            continue
        official.leaves = _morning(chance, 0.35, 0.65)
        then = Official(
            id=official.id,
            role=official.role,
            post=official.post,
            habits=official.habits,
            team=chance.choice(elsewhere),
            department=official.department,
            workload=official.workload,
            logging=official.logging,
            arrives=official.leaves,
            absences=official.absences,
        )
        office.mates(then).append(then)
        office.transferred[official.id] = then
        lookalikes.official("transferred", official.id)
        heir = pool.take_one_of(office.mates(official))
        if heir:
            official.successor = heir
            lookalikes.official("inherits_backlog", heir.id)


def _trainee(chance: Chance, office: Office, pool: Pool, lookalikes: Lookalikes) -> None:
    for official in pool.take(
        1, lambda o: office.team_size(o) >= TEAM_THAT_CAN_SPARE_ONE and not office.team_of(o).by_commune
    ):
        _begin_as_trainee(official, _morning(chance, 0.3, 0.5), "Chuyên viên tập sự")
        lookalikes.official("trainee_specialist", official.id)


def _begin_as_trainee(official: Official, minute: float, post: str) -> None:
    official.arrives = official.learning_since = minute
    official.post = post


def _counters(chance: Chance, pool: Pool, lookalikes: Lookalikes) -> None:
    for clerk in pool.take(2):
        _begin_as_trainee(clerk, _morning(chance, 0.2, 0.5), "Công chức một cửa (tập sự)")
        clerk.habits.oversight = 1.05
        lookalikes.official("trainee_desk", clerk.id)
    for clerk in pool.take(1):
        clerk.workload = 2.2
        lookalikes.official("busiest_counter", clerk.id)
    for clerk in pool.take(1):
        clerk.habits.guides, clerk.habits.oversight = 0.02, 0.95
        lookalikes.official("never_logs_guidance", clerk.id)


def _superiors(chance: Chance, office: Office, lookalikes: Lookalikes) -> None:
    office.strict_team = chance.choice(office.big_teams)
    strict, other = office.deputies[office.strict_team]
    strict.habits.strictness = STRICT
    other.habits.strictness = max(NOT_LAX, other.habits.strictness)
    lookalikes.official("strict_deputy", strict.id)
    office.nosy_teams = chance.sample(range(len(office.teams)), min(NOSY_TEAMS, len(office.teams)))
    for place in office.nosy_teams:
        lookalikes.official("supervisor_views", office.deputies[place][-1].id)
    for director in office.directors:
        lookalikes.official("supervisor_views", director.id)
    for helper in [*office.hotline, office.technician]:
        lookalikes.official("helpdesk_views", helper.id)
    office.signing_department = chance.choice(list(office.leaders))
    signer = office.leaders[office.signing_department][0]
    signer.signing_days = True
    lookalikes.official("signing_days", signer.id)
