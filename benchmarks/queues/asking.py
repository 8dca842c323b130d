"""What a handler asks for: papers of the list that are missing or said to be missing, and papers beyond the list."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.queues.arrays import NONE
from benchmarks.queues.bureau import Bureau, Pickup, Reason, Return
from benchmarks.queues.catalogue import PROCEDURES, SENSITIVE, UNLISTED_PAPERS
from benchmarks.queues.matter import AT_DESK, STAYS, Matter, Stage
from benchmarks.queues.steps import Activity
from benchmarks.queues.units import Unit
from benchmarks.queues.variants import How

_FOUND_AT_FIRST, _FOUND_AT_APPRAISAL = 0.78, 0.7
"""Of what the counter overlooked."""
_UNNEEDED, _UNNEEDED_IF_HARD, _UNNEEDED_BY_TRAINEE, _MOST_UNNEEDED = 0.045, 1.8, 2.6, 0.4
_UNNEEDED_AT_APPRAISAL, _MOST_UNNEEDED_AT_APPRAISAL = 0.012, 0.2
_UNLISTED = 0.012
_CUSTOM_FIELDS = SENSITIVE | {"social", "business", "justice", "health"}
_BY_CUSTOM = 0.5
_LONG_PILE, _SQUEEZED_IF_LONG, _SQUEEZED_IF_SHORT = 4, 0.55, 0.30
_SQUEEZED_IF_RICH, _SQUEEZED_IF_POOR = 0.5, 0.10
_SQUEEZED_WITHOUT_AGENT, _SQUEEZED_OFF_LIST, _OFF_LIST = 0.6, 0.065, 5
"""The last: of the papers on no list, so many are asked for by whoever squeezes so."""
_FAVOURED_SPARED = 0.9
_GUIDED, _MOST_GUIDED, _GUIDING = 0.82, 0.97, 0.3
_GIVES_UP = 0.975
_LACKING, _BEYOND_LIST, _FOUND_LATE = (
    "Hồ sơ thiếu hoặc chưa hợp lệ",
    "Bổ sung theo yêu cầu thẩm định",
    "Thẩm định phát hiện thiếu thành phần",
)
_GUIDANCE = "Phiếu yêu cầu bổ sung"


class Look(NamedTuple):
    """Of a handler, at one dossier."""

    official: int
    unit: Unit
    matter: Matter
    day: int
    at: int
    pile: int
    """Further dossiers on the desk."""
    in_training: bool


class Demand(NamedTuple):
    listed: list[str]
    unlisted: str | None

    def __bool__(self) -> bool:
        return bool(self.listed) or self.unlisted is not None


def demand(bureau: Bureau, look: Look) -> Demand:
    if look.matter.asked:
        return Demand([], None)
    listed, unlisted = _usual_demand(bureau, look)
    how = bureau.how(look.official)
    if how is not None and look.matter.again_of == NONE:
        if not listed and look.matter.throws[AT_DESK] < bureau.strength * _squeezed(how, look):
            listed = _some_papers(bureau, look.matter, 1)
        if how == How.OUTSIDE_LIST and look.matter.throws[AT_DESK] < bureau.strength * _SQUEEZED_OFF_LIST:
            unlisted = UNLISTED_PAPERS[look.matter.village % _OFF_LIST]
    if bureau.is_favoured(look.official, look.matter):
        return Demand([] if bureau.throw() < _FAVOURED_SPARED else listed, None)
    return Demand(listed, unlisted)


def _usual_demand(bureau: Bureau, look: Look) -> Demand:
    matter, habits = look.matter, bureau.staff[look.official].habits
    hard = _UNNEEDED_IF_HARD if matter.hard else 1
    trainee = _UNNEEDED_BY_TRAINEE if look.in_training else 1
    unneeded = min(_MOST_UNNEEDED, _UNNEEDED * habits.strictness * hard * trainee)
    listed, unlisted = [], None
    if matter.missing and bureau.throw() < _FOUND_AT_FIRST:
        listed = _some_papers(bureau, matter, matter.missing)
    elif bureau.throw() < unneeded:
        listed = _some_papers(bureau, matter, 1)
    if bureau.throw() < _UNLISTED * habits.unlisted_papers:
        unlisted = UNLISTED_PAPERS[int(bureau.throw() * len(UNLISTED_PAPERS))]
    of_custom = look.unit.custom_paper and PROCEDURES[matter.procedure].field in _CUSTOM_FIELDS
    if of_custom and bureau.throw() < _BY_CUSTOM:
        unlisted = look.unit.custom_paper
    return Demand(listed, unlisted)


def _squeezed(how: How, look: Look) -> float:
    """Share of the dossiers of its kind for which one who does wrong so asks for something needlessly."""
    matter = look.matter
    if how == How.PILE_SQUEEZE:
        return _SQUEEZED_IF_LONG if look.pile > _LONG_PILE else _SQUEEZED_IF_SHORT
    if how == How.WEALTH_SQUEEZE:
        rich = matter.business or PROCEDURES[matter.procedure].field in SENSITIVE
        return _SQUEEZED_IF_RICH if rich else _SQUEEZED_IF_POOR
    return _SQUEEZED_WITHOUT_AGENT if how == How.SQUEEZE_UNTIL_AGENT and matter.agent == NONE else 0.0


def _some_papers(bureau: Bureau, matter: Matter, number: int) -> list[str]:
    papers = bureau.world.procedures.papers[matter.procedure]
    return [papers[(matter.village + nth) % len(papers)] for nth in range(number)]


def ask(bureau: Bureau, look: Look, wanted: Demand) -> None:
    """The applicant brings it, or gives up."""
    matter = look.matter
    matter.asked_for_listed = int(bool(wanted.listed))
    matter.asked_for_unlisted = int(wanted.unlisted is not None)
    reasons = [(paper, _LACKING) for paper in wanted.listed]
    if wanted.unlisted is not None:
        reasons.append((wanted.unlisted, _BEYOND_LIST))
    _request(bureau, look, reasons)
    if matter.throws[STAYS] > _GIVES_UP:
        bureau.picked_up(look.day + matter.supplement, Pickup(matter, withdraws=True))
    else:
        _await(bureau, look)


def finds_late(bureau: Bureau, look: Look) -> bool:
    """Whether something is asked for at the appraisal only."""
    matter = look.matter
    if matter.asked or bureau.is_favoured(look.official, matter):
        return False
    if matter.missing and bureau.throw() < _FOUND_AT_APPRAISAL:
        return True
    usual = _UNNEEDED_AT_APPRAISAL * bureau.staff[look.official].habits.strictness
    return bureau.throw() < min(_MOST_UNNEEDED_AT_APPRAISAL, usual)


def ask_late(bureau: Bureau, look: Look) -> None:
    matter = look.matter
    matter.asked_for_listed = 1
    papers = _some_papers(bureau, matter, max(1, matter.missing))
    _request(bureau, look, [(paper, _FOUND_LATE) for paper in papers])
    matter.was_consulted = True
    _await(bureau, look)


def _request(bureau: Bureau, look: Look, reasons: list[tuple[str, str]]) -> None:
    look.matter.asked = 1
    look.matter.stop(look.day)
    for nth, (paper, reason) in enumerate(reasons):
        at = look.at + nth
        activity = Activity.SUPPLEMENT_REQUESTED
        bureau.note(look.matter, at, activity, look.official, document=paper, reason=reason)
    guided = min(_MOST_GUIDED, _GUIDED * bureau.staff[look.official].habits.guiding ** _GUIDING)
    if bureau.throw() < guided:
        bureau.note(look.matter, look.at + 30, Activity.GUIDANCE_GIVEN, look.official, reason=_GUIDANCE)


def _await(bureau: Bureau, look: Look) -> None:
    comes = Return(bureau.office_second(), look.matter, Stage.APPRAISAL, Reason.SUPPLEMENTED)
    bureau.comes_back(look.day + look.matter.supplement, comes)
