"""Officials and communes that stand out for an innocent reason, drawn before anybody is planted."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks.communes.names import shared_account
from benchmarks.communes.office import COUNTER, Office, Official, Stay, Trait, Unit
from benchmarks.communes.procedures import VILLAGE_HEAD_CONFIRMS
from benchmarks.communes.workdays import DAYS, FIRST, LAST, SECOND_HALF, Period

_OFFICIALS_PER_EACH = 80
_TRAINEE_AFTER, _TRAINEE_BEFORE = 60, 90
"""Working days after the first and before the last; so below."""
_SICK_AFTER, _SICK_BEFORE = 30, 50
_SHORTEST_SICKNESS, _LONGEST_SICKNESS = 12, 22
_COVER_EARLIER, _COVER_BEFORE, _COVER_DAYS = 20, 85, 75
_SIGNER_AFTER, _SIGNER_BEFORE, _SIGNER_DAYS = 20, 40, 13


def draw_lookalikes(rng: Random, office: Office) -> None:
    each = max(1, round(len(office.officials) / _OFFICIALS_PER_EACH))
    _trainees(rng, office, each)
    _sick(rng, office, each)
    _covers(rng, office, each)
    for trait, count, kind, fits in (
        (Trait.HARD_MIX, each, "hard_case_mix_land_and_online", _has_colleagues),
        (Trait.DEADLINE, 2 * each, "deadline_effort_finishes_last_day", _anybody),
        (Trait.IN_BULK, each, "enters_the_week_on_friday_afternoon", _anybody),
        (Trait.REPORTS, each, "quarter_report_exports", _anybody),
    ):
        for official in _pick(rng, office, count, fits):
            official.trait = trait
            office.stands_out(kind, official.code)
    _enquiry_counters(rng, office, each)
    _communes(rng, office, each)
    office.stands_out("provincial_hotline", office.hotline.code)
    office.stands_out("system_administrator", office.administrator.code)


def _anybody(official: Official) -> bool:
    return True


def _has_colleagues(official: Official) -> bool:
    return len(official.unit.desk) > 2


def _pick(rng: Random, office: Office, count: int, fits: Callable[[Official], bool]) -> list[Official]:
    """From the three quarters of the communes with most work a head, where something would show."""
    communes = sorted(office.rural, key=lambda u: -u.size / len(u.desk))
    busy = communes[: len(communes) * 3 // 4]
    pool = [o for u in busy for o in u.desk if o not in office.spoken_for and fits(o)]
    chosen = rng.sample(pool, min(count, len(pool)))
    office.spoken_for.update(chosen)
    return chosen


def _trainees(rng: Random, office: Office, count: int) -> None:
    for official in _pick(rng, office, count, lambda o: _has_colleagues(o) and o is not o.unit.head):
        official.trait = Trait.TRAINEE
        joins = rng.randint(FIRST + _TRAINEE_AFTER, LAST - _TRAINEE_BEFORE)
        official.stays = [Stay(official.unit, joins, DAYS)]
        office.stands_out("trainee", official.code)


def _sick(rng: Random, office: Office, count: int) -> None:
    for official in _pick(rng, office, count, _anybody):
        official.trait = Trait.SICK
        first = rng.randint(FIRST + _SICK_AFTER, LAST - _SICK_BEFORE)
        official.left_lying = Period(first, first + rng.randint(_SHORTEST_SICKNESS, _LONGEST_SICKNESS))
        official.stays_away(official.left_lying)
        office.stands_out("sick_leave_left_lying", official.code)


def _covers(rng: Random, office: Office, count: int) -> None:
    for official in _pick(rng, office, count, lambda o: len(o.unit.desk) >= 2):
        colleagues = [o for o in official.unit.desk if o is not official and o not in office.spoken_for]
        if not colleagues:
            continue
        official.trait = Trait.COVERS
        official.covers = rng.choice(colleagues)
        office.spoken_for.add(official.covers)
        first = rng.randint(SECOND_HALF - _COVER_EARLIER, LAST - _COVER_BEFORE)
        official.covers.stays_away(Period(first, first + _COVER_DAYS))
        office.stands_out("cover_for_absent_colleague", official.code)


def _enquiry_counters(rng: Random, office: Office, count: int) -> None:
    clerks = [o for u in office.units if u.ward for o in u.desk if COUNTER in o.fields]
    for official in rng.sample(clerks, min(count, len(clerks))):
        official.trait = Trait.ENQUIRIES
        office.spoken_for.add(official)
        office.stands_out("enquiry_counter_looks_up_for_callers", official.code)


def _communes(rng: Random, office: Office, each: int) -> None:
    """Habits of a whole commune, or of its vice chair."""
    drawn = rng.sample(office.rural, min(len(office.rural), 4 + 2 * each))
    late, custom, last = drawn[0], drawn[1], drawn[-1]
    late.collected_late = True
    _whole_desk(office, late, "result_pickup_logged_as_finished")
    custom.habits.codes, custom.custom_paper = True, VILLAGE_HEAD_CONFIRMS
    _whole_desk(office, custom, "whole_commune_asks_village_head_paper")
    for unit in drawn[2 : 2 + each]:
        first = rng.randint(FIRST + _SIGNER_AFTER, LAST - _SIGNER_BEFORE)
        unit.signing.away = Period(first, first + _SIGNER_DAYS)
        office.stands_out("signer_away_three_weeks", unit.vice_chair.code)
    for unit in drawn[2 + each : 2 + 2 * each]:
        unit.vice_chair.trait = Trait.SUPERVISES
        office.stands_out("supervisor_opens_many", unit.vice_chair.code)
    last.shared_login = True
    office.stands_out("shared_counter_login", shared_account(last.code))


def _whole_desk(office: Office, unit: Unit, kind: str) -> None:
    for official in unit.desk:
        office.stands_out(kind, official.code)
