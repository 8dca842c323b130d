"""The units of the province and the posts in them; chains of hands are longest at departments and land branches."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.chains.catalogue import (
    CENTRE,
    COMMUNE_NAMES,
    DEPARTMENTS,
    INSPECTION,
    LAND_BRANCHES,
    LAND_OFFICE,
    PROVINCE,
    TAX,
    commune_name,
)
from benchmarks.chains.staff import Assignment, Official, Role, Staff
from benchmarks.chains.units import FIRST_SYSTEM, SECOND_SYSTEM, Kind, Unit
from numpy.random import Generator

USUAL = 130
"""Officials; units of a larger province are larger."""
WEIGHT_SPREAD = 0.35
"""Of the logarithm: amounts of work differ."""
DEPARTMENT_FIELDS = (["construction"], ["finance"], ["transport", "justice"], ["health", "environment"])
FEW_DEPARTMENT_FIELDS = (["construction", "transport", "environment"], ["finance", "justice", "health"])
FEW_DEPARTMENTS_BELOW, HOTLINE_OF_TWO_FROM = 85, 120
SECOND_HEAD_ABOVE, THIRD_COUNTER_ABOVE = 100, 110
"""Officials of the province."""
CLERKS, CLERKS_LEAST = 5, 3
RELEASERS, RELEASERS_LEAST = 2.4, 2
APPRAISERS, APPRAISERS_LEAST = 6, 4
LAND_APPRAISERS, LAND_APPRAISERS_LEAST = 4, 3
TAXMEN, TAXMEN_LEAST = 2.5, 2
"""Of a province of usual size, and at least."""
HALF_TIME, DEPUTY_CHECKER, DEPUTY_SIGNER, DEPUTY_CHAIR = 0.6, 0.6, 0.7, 0.9
SECOND_SITE, LEADERS_SECOND_SITE, HELPS_AT_COUNTER = 0.6, 0.8, 0.18
"""Shares of the work of one who does it all the time."""
ALL_FIELDS_EVERY, LAST_OF_TURN, THREE_FIELDS = 3, 2, 3
"""Of the appraisers of a department, every third deals with all its fields."""
LEFT_OUT, COMMUNES_LEAST = 4, 4
COMMUNE_IN_SECOND_SYSTEM, COMMUNE_SPREAD, LARGE_COMMUNE = 0.45, 0.35, 1.1
COMMUNE_FIELDS = ["civil", "cert", "social", "land", "construction", "household"]
DEPUTY = "Phó giám đốc (ký thay)"


@dataclass
class Offices:
    size: int
    """As asked for; the last commune may make it a few more."""
    staff: Staff
    names: list[int]
    """Of communes, in the order of use."""
    province: int
    leaders: list[int]
    centre: int
    hotline: list[int]
    administrators: list[int]
    inspectors: list[int]
    departments: list[int]
    land_branches: list[int]
    """The second has no checker or signer of its own."""
    tax: int
    communes: list[int]

    @property
    def scale(self) -> float:
        return self.size / USUAL


def draw_offices(rng: Generator, size: int) -> Offices:
    builder = _Builder(rng, size)
    builder.found_province()
    builder.staff_centre()
    for department in builder.departments:
        builder.staff_department(department)
    builder.staff_land_branches()
    builder.hire_many(TAXMEN, TAXMEN_LEAST, builder.tax, [Role.CONSULTED], "Công chức thuế")
    names = [int(name) for name in rng.permutation(COMMUNE_NAMES)]
    communes: list[int] = []
    while len(builder.officials) < size - LEFT_OUT or len(communes) < COMMUNES_LEAST:
        communes.append(builder.add_commune(names[len(communes)]))
    return Offices(
        size=size,
        staff=Staff(builder.units, builder.officials, builder.assignments),
        names=names,
        province=builder.province,
        leaders=builder.leaders,
        centre=builder.centre,
        hotline=builder.hotline,
        administrators=builder.administrators,
        inspectors=builder.inspectors,
        departments=builder.departments,
        land_branches=builder.land_branches,
        tax=builder.tax,
        communes=communes,
    )


def department_appraisers(scale: float) -> int:
    return max(APPRAISERS_LEAST, round(APPRAISERS * scale))


def land_appraisers(scale: float) -> int:
    return max(LAND_APPRAISERS_LEAST, round(LAND_APPRAISERS * scale))


class _Builder:
    """Unit by unit; the order is that of chance."""

    def __init__(self, rng: Generator, size: int) -> None:
        self.rng, self.size, self.scale = rng, size, size / USUAL
        self.units: list[Unit] = []
        self.officials: list[Official] = []
        self.assignments: list[Assignment] = []

    def found_province(self) -> None:
        self.province = self._found(Unit(PROVINCE, Kind.PROVINCE))
        self.centre = self._found(Unit(CENTRE, Kind.CENTRE))
        self.inspection = self._found(Unit(INSPECTION, Kind.INSPECTION))
        few = self.size < FEW_DEPARTMENTS_BELOW
        fields_of_all = FEW_DEPARTMENT_FIELDS if few else DEPARTMENT_FIELDS
        in_second = int(self.rng.integers(len(fields_of_all)))
        self.departments = [
            self._found(
                Unit(
                    DEPARTMENTS[fields[0]],
                    Kind.DEPARTMENT,
                    SECOND_SYSTEM if place == in_second else FIRST_SYSTEM,
                    list(fields),
                )
            )
            for place, fields in enumerate(fields_of_all)
        ]
        office = self._found(Unit(LAND_OFFICE, Kind.LAND_OFFICE))
        self.land_branches = [
            self._found(Unit(name, Kind.LAND_BRANCH, fields=["land"], parent=office)) for name in LAND_BRANCHES
        ]
        posts = ("Chủ tịch UBND tỉnh", "Phó chủ tịch UBND tỉnh (ký thay)")
        self.leaders = [self.hire(self.province, [], post) for post in posts]
        self.tax = self._found(Unit(TAX, Kind.CONSULTED))

    def staff_centre(self) -> None:
        self.hire_many(CLERKS, CLERKS_LEAST, self.centre, [Role.CLERK], "Công chức tiếp nhận")
        self.hire_many(RELEASERS, RELEASERS_LEAST, self.centre, [Role.RELEASER], "Công chức trả kết quả")
        both = [Role.CLERK, Role.RELEASER]
        self.hire(self.centre, both, "Công chức tiếp nhận, trả kết quả", weight=HALF_TIME)
        operators = 1 if self.size < HOTLINE_OF_TWO_FROM else 2
        self.hotline = [self.hire(self.centre, [], "Trực tổng đài 1022") for _ in range(operators)]
        self.administrators = [self.hire(self.centre, [], "Quản trị hệ thống")]
        self.inspectors = [self.hire(self.inspection, [], "Thanh tra viên") for _ in range(2)]

    def staff_department(self, unit: int) -> None:
        fields = self.units[unit].fields
        for number in range(department_appraisers(self.scale)):
            self.hire(unit, [Role.APPRAISER], "Chuyên viên thẩm định", _fields_of_appraiser(fields, number))
        self.hire(unit, [Role.CHECKER], "Trưởng phòng")
        if self.size > SECOND_HEAD_ABOVE:
            self.hire(unit, [Role.CHECKER], "Phó trưởng phòng", weight=DEPUTY_CHECKER)
        self.hire(unit, [Role.SIGNER], "Giám đốc")
        self.hire(unit, [Role.SIGNER], DEPUTY, weight=DEPUTY_SIGNER)
        self.hire(unit, [Role.CONSULTED], "Chuyên viên phối hợp")

    def staff_land_branches(self) -> None:
        """The leaders, and one of the appraisers, work at both sites."""
        first, second = self.land_branches
        for unit in self.land_branches:
            self.hire(unit, [Role.CLERK, Role.RELEASER], "Tiếp nhận và trả kết quả")
            self.hire(unit, [Role.CLERK], "Tiếp nhận")
            if self.size > THIRD_COUNTER_ABOVE:
                self.hire(unit, [Role.RELEASER], "Trả kết quả")
            for _ in range(land_appraisers(self.scale)):
                self.hire(unit, [Role.APPRAISER], "Viên chức thẩm định", ["land"])
        both = self.hire(first, [Role.APPRAISER], "Viên chức thẩm định", ["land"])
        self._assign(both, second, Role.APPRAISER, ["land"], SECOND_SITE)
        leaders = (
            (Role.CHECKER, "Phụ trách kiểm tra"),
            (Role.SIGNER, "Giám đốc chi nhánh"),
            (Role.SIGNER, DEPUTY),
        )
        for role, post in leaders:
            both = self.hire(first, [role], post)
            self._assign(both, second, role, None, LEADERS_SECOND_SITE)

    def add_commune(self, name: int) -> int:
        system = SECOND_SYSTEM if self.rng.random() < COMMUNE_IN_SECOND_SYSTEM else FIRST_SYSTEM
        unit = self._found(Unit(commune_name(name), Kind.COMMUNE, system, COMMUNE_FIELDS))
        self.units[unit].size = self.rng.lognormal(0, COMMUNE_SPREAD)
        large = self.units[unit].size > LARGE_COMMUNE
        counter = [Role.CLERK, Role.RELEASER]
        self.hire(unit, counter, "Công chức một cửa")
        self.hire(unit, [Role.CLERK] if large else counter, "Công chức một cửa")
        appraiser = [Role.APPRAISER]
        self.hire(unit, appraiser, "Công chức tư pháp - hộ tịch", ["civil", "cert"])
        self.hire(unit, appraiser, "Công chức địa chính", ["land", "construction"])
        helper = self.hire(unit, appraiser, "Công chức văn hóa - xã hội", ["social", "household", "civil"])
        self._assign(helper, unit, Role.CLERK, None, HELPS_AT_COUNTER)
        if large:
            self.hire(unit, appraiser, "Công chức địa chính - xây dựng", ["land", "construction", "household"])
        self.hire(unit, [Role.SIGNER], "Chủ tịch UBND xã")
        deputy = [Role.SIGNER, Role.CHECKER]
        self.hire(unit, deputy, "Phó chủ tịch UBND xã (ký thay)", weight=DEPUTY_CHAIR)
        return unit

    def hire_many(self, usual: float, least: int, unit: int, roles: list[Role], post: str) -> None:
        for _ in range(max(least, round(usual * self.scale))):
            self.hire(unit, roles, post)

    def hire(
        self, unit: int, roles: list[Role], post: str, fields: list[str] | None = None, weight: float = 1.0
    ) -> int:
        official = len(self.officials)
        self.officials.append(Official(post, unit, tuple(roles)))
        for role in roles:
            self._assign(official, unit, role, fields, weight * self.rng.lognormal(0, WEIGHT_SPREAD))
        return official

    def _assign(self, official: int, unit: int, role: Role, fields: list[str] | None, weight: float) -> None:
        self.assignments.append(Assignment(official, unit, role, fields, weight))

    def _found(self, unit: Unit) -> int:
        self.units.append(unit)
        return len(self.units) - 1


def _fields_of_appraiser(fields: list[str], number: int) -> list[str]:
    """One or two of the department's, or all."""
    if len(fields) == 1 or number % ALL_FIELDS_EVERY == LAST_OF_TURN:
        return fields
    own = fields[number % len(fields)]
    return [own, fields[(number + 1) % len(fields)]] if len(fields) == THREE_FIELDS else [own]
