"""The offices and who sits in them: the centre's counters, and the teams, heads and leaders of the departments."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.centre.catalogue import DEPARTMENTS, TRANSPORT, Team, teams_of
from benchmarks.centre.chance import Chance
from benchmarks.centre.people import Official, Register, Role
from benchmarks.centre.procedures import Procedures, draw_procedures
from benchmarks.centre.workdays import MERGER

USUAL_SIZE = 150
"""Officials; a smaller province has fewer of everything."""
COUNTERS = 26
"""Clerks at the counters of a province of the usual size."""
FEWEST_COUNTERS, SMALLEST_TEAM = 6, 4
FEWEST_OFFICIALS = 60
"""With fewer there is nobody left for the teams."""
CENTRE, PROVINCE = "TTHCC", "UBNDT"
MERGED_INTO, MERGED_PREFIX = "SXD", "SXD2"
"""Where the transport department goes, and the codes its teams have there."""


@dataclass
class Office:
    """Lists over teams have one entry per team, in the order of ``teams``."""

    size: int
    teams: list[Team]
    procedures: Procedures
    officials: dict[str, Official]
    leaders: dict[str, list[Official]]
    """Two of each department."""
    heads: list[Official]
    deputies: list[list[Official]]
    directors: list[Official]
    hotline: list[Official]
    technician: Official
    counters: list[Official]
    specialists: list[list[Official]]
    """With those who come from another team later, as officials of their own with the same number."""
    team_sizes: list[int]
    covers: dict[str, Official] = field(default_factory=dict)
    """Who stands in for somebody absent for long, by the absent one's number."""
    transferred: dict[str, Official] = field(default_factory=dict)
    """What somebody is after the transfer, by number."""
    strict_team: int = -1
    nosy_teams: list[int] = field(default_factory=list)
    """Whose deputy heads look into many dossiers, as they should."""
    signing_department: str = ""

    @property
    def scale(self) -> float:
        return self.size / USUAL_SIZE

    @property
    def all_specialists(self) -> list[Official]:
        """As appointed at the beginning."""
        return [o for team in self.specialists for o in team if self.officials[o.id] is o]

    @property
    def big_teams(self) -> list[int]:
        return [place for place, team in enumerate(self.teams) if team.deputies == 2]

    def team_of(self, official: Official) -> Team:
        assert official.team is not None
        return self.teams[official.team]

    def mates(self, official: Official) -> list[Official]:
        assert official.team is not None
        return self.specialists[official.team]

    def team_size(self, official: Official) -> int:
        assert official.team is not None
        return self.team_sizes[official.team]


def department_unit(department: str, minute: float) -> str:
    """The department's code; transport is part of construction from the merger on."""
    return MERGED_INTO if department == TRANSPORT and minute >= MERGER else department


def team_unit(team: Team, minute: float) -> str:
    prefix = MERGED_PREFIX if team.department == TRANSPORT and minute >= MERGER else team.department
    return f"{prefix}-{team.code}"


def draw_office(chance: Chance, size: int) -> Office:
    if size < FEWEST_OFFICIALS:
        raise ValueError(f"a province with a one-stop centre needs {FEWEST_OFFICIALS} officials, not {size}")
    teams = teams_of(size)
    procedures = draw_procedures(chance, teams)
    register = Register(chance)
    enter = register.enter
    leaders = {d: [enter(Role.LEADER, "Phó Giám đốc sở", department=d) for _ in range(2)] for d in DEPARTMENTS}
    heads = [enter(Role.HEAD, "Trưởng phòng", place, team.department) for place, team in enumerate(teams)]
    deputies = [
        [enter(Role.DEPUTY, "Phó Trưởng phòng", place, team.department) for _ in range(team.deputies)]
        for place, team in enumerate(teams)
    ]
    directors = [enter(Role.DIRECTOR, post) for post in ("Giám đốc Trung tâm", "Phó Giám đốc Trung tâm")]
    hotline = [enter(Role.HOTLINE, "Tổng đài viên") for _ in range(2)]
    technician = enter(Role.TECHNICIAN, "Quản trị hệ thống")
    clerks = max(FEWEST_COUNTERS, round(COUNTERS * (size / USUAL_SIZE)))
    counters = [enter(Role.COUNTER, "Công chức một cửa") for _ in range(clerks)]
    team_sizes = _share_out(size - len(register.officials), teams)
    specialists = [
        [enter(Role.SPECIALIST, "Chuyên viên", place, teams[place].department) for _ in range(number)]
        for place, number in enumerate(team_sizes)
    ]
    for clerk in counters:
        clerk.workload = chance.around(1, 0.3)
    for team in specialists:
        for specialist in team:
            specialist.workload = chance.around(1, 0.15)
    return Office(
        size=size,
        teams=teams,
        procedures=procedures,
        officials=register.officials,
        leaders=leaders,
        heads=heads,
        deputies=deputies,
        directors=directors,
        hotline=hotline,
        technician=technician,
        counters=counters,
        specialists=specialists,
        team_sizes=team_sizes,
    )


def _share_out(specialists: int, teams: list[Team]) -> list[int]:
    """How many each team has: its share, rounded so that the sum is right."""
    total = sum(team.share for team in teams)
    due = [specialists * team.share / total for team in teams]
    sizes = [max(SMALLEST_TEAM, round(share)) for share in due]
    while sum(sizes) != specialists:
        step = -1 if sum(sizes) > specialists else 1
        farthest = max(range(len(teams)), key=lambda place: (sizes[place] - due[place]) * -step)
        sizes[farthest] += step
    return sizes
