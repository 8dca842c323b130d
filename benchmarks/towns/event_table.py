"""The table of events: every step of every dossier up to the day of the export, with the errors of a real one."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from benchmarks.towns.catalogue import OFF_LIST
from benchmarks.towns.columns import Bools, Floats, Objects
from benchmarks.towns.dossiers import ONLINE
from benchmarks.towns.event_log import RANK_OF_GUIDANCE_WITH_REQUEST, RANK_OF_HANDING_ON, EventLog, Steps
from benchmarks.towns.export import Export, Table
from benchmarks.towns.round import of_procedure
from benchmarks.towns.workdays import MINUTE

CHECKED_ONLINE, FEE_NOT_LOGGED = 0.97, 0.03
LOWER_CASE = 0.008
"""Share of the papers' codes written so."""
NO_GROUND, NO_GROUND_WHERE_UNFOUNDED = 0.06, 0.5
APOLOGY, NEW_DAY = 0.6, 0.6
DOUBLED, UNNAMED = 0.0008, 0.012

# Moments: shares of the minutes at the counter, minutes after another step, shares of the work, or of the day.
CHECKED_AT, CAUGHT_AT = 0.3, 0.6
FEE_AFTER_MINUTES, GUIDED_AFTER_MINUTES, SECOND_PAPER_AFTER_MINUTES = (0.5, 4), (5, 90), 0.2
FORWARDED_AFTER, FORWARDED_BEFORE_ASSIGNED = 0.02, 0.01
HANDED_ON_AT, SHORTEST_WORK = 0.95, 0.05
VISITED_AT, CONSULTED_AT = (0.3, 0.9), (0.2, 0.8)
RETURNED_AFTER = 0.2
APOLOGY_AT, NEW_DAY_AT = 0.8, 0.82

GUIDED_AT_COUNTER, GUIDED_WITH_REQUEST = "hướng dẫn hoàn thiện hồ sơ", "phiếu hướng dẫn"
HANDED_ON, CORRECTED = "bàn giao, nghỉ phép", "sửa dự thảo"
WITHDRAWN, SORRY = "người nộp xin rút", "xin lỗi và hẹn lại ngày trả"
VAGUE = ("bổ sung hồ sơ", "thiếu thành phần", "chưa rõ thông tin", "theo yêu cầu chuyên môn")
SUSPENDED = ("chờ ý kiến phối hợp", "xác minh thực địa", "chờ nghĩa vụ tài chính", "lý do khác")
GROUNDS = ("không đủ điều kiện", "không phù hợp quy hoạch", "hồ sơ không hợp lệ")


def event_table(export: Export) -> Table:
    log = _Logging(export)
    log.at_the_counter()
    log.assigning()
    log.asking()
    log.suspending()
    log.working()
    log.deciding()
    log.apologising()
    log.finishing()
    return _table(export, log.log.steps())


class _Logging:
    def __init__(self, export: Export) -> None:
        self.export, self.course = export, export.course
        self.rng = export.rng
        self.log = EventLog()
        self.off_list = export.one_of(OFF_LIST)
        self.off_list[self.course.requests.customary] = export.world.circumstances.custom_paper

    def listed(self) -> Objects:
        """A paper from the list of each dossier's procedure."""
        procedures, throws = self.export.world.procedures, self.export.chances()
        papers = [procedures[procedure].papers for procedure in self.course.dossiers.procedure]
        return np.array([of[int(throw * len(of))] for of, throw in zip(papers, throws, strict=True)], object)

    def between(self, bounds: tuple[float, float]) -> Floats:
        return self.rng.uniform(*bounds, len(self.course))

    @cached_property
    def everywhere(self) -> Bools:
        return np.ones(len(self.course), bool)

    def at_the_counter(self) -> None:
        course, clerk, received = self.course, self.course.dossiers.clerk, self.course.dossiers.received
        minutes, add = course.intake.minutes, self.log.add
        checked = (course.dossiers.channel == ONLINE) & (self.export.chances() < CHECKED_ONLINE)
        add(checked, received + CHECKED_AT * minutes * MINUTE, "kiem_tra_ho_so_truc_tuyen", clerk)
        add(
            course.guidance.at_counter,
            received + CAUGHT_AT * minutes * MINUTE,
            "guidance_given",
            clerk,
            document=self.listed(),
            reason=GUIDED_AT_COUNTER,
        )
        add(self.everywhere, received, "received", clerk)
        slip = received + minutes * MINUTE
        add(~course.guidance.without_slip, slip, "receipt_slip_issued", clerk)
        logged = course.fees.due & (self.export.chances() > FEE_NOT_LOGGED)
        amount = course.fees.paid.astype(int).astype(object)
        add(logged, slip + self.between(FEE_AFTER_MINUTES) * MINUTE, "fee_collected", clerk, amount=amount)
        forwarded = np.minimum(course.desk.assigned - FORWARDED_BEFORE_ASSIGNED, slip + FORWARDED_AFTER)
        add(self.everywhere, np.maximum(forwarded, slip), "forwarded", clerk)

    def assigning(self) -> None:
        desk, dossiers = self.course.desk, self.course.dossiers
        self.log.add(self.everywhere, desk.assigned, "assigned", dossiers.signer)
        self.log.add(
            dossiers.appraiser != dossiers.first_appraiser,
            desk.assigned + dossiers.waited * HANDED_ON_AT,
            "forwarded",
            dossiers.signer,
            reason=HANDED_ON,
            rank=RANK_OF_HANDING_ON,
        )

    def asking(self) -> None:
        requests, pauses, add = self.course.requests, self.course.pauses, self.log.add
        clerk, appraiser = self.course.dossiers.clerk, self.course.dossiers.appraiser
        first = np.where(requests.off_list, self.off_list, self.listed())
        vague = self.export.one_of(VAGUE)
        lower = self.export.chances() < LOWER_CASE
        first[lower] = [paper.lower() for paper in first[lower]]
        add(requests.asked, pauses.first.begins, "supplement_requested", appraiser, document=first, reason=vague)
        add(
            requests.off_list & requests.listed,
            pauses.first.begins + SECOND_PAPER_AFTER_MINUTES * MINUTE,
            "supplement_requested",
            appraiser,
            document=self.listed(),
            reason=vague,
        )
        add(
            self.course.guidance.with_request,
            pauses.first.begins + self.between(GUIDED_AFTER_MINUTES) * MINUTE,
            "guidance_given",
            clerk,
            reason=GUIDED_WITH_REQUEST,
            rank=RANK_OF_GUIDANCE_WITH_REQUEST,
        )
        add(requests.asked, pauses.first.ends, "supplement_received", clerk, document=first)
        second = self.listed()
        add(requests.again, pauses.again.begins, "supplement_requested", appraiser, document=second, reason=vague)
        add(requests.again, pauses.again.ends, "supplement_received", clerk, document=second)

    def suspending(self) -> None:
        suspension, appraiser = self.course.pauses.suspension, self.course.dossiers.appraiser
        reason = self.export.one_of(SUSPENDED)
        self.log.add(suspension.happens, suspension.begins, "suspended", appraiser, reason=reason)
        self.log.add(suspension.happens, suspension.ends, "resumed", appraiser)

    def working(self) -> None:
        world, dossiers, begins = self.export.world, self.course.dossiers, self.course.desk.starts
        days = np.maximum(self.course.pauses.appraised - begins, SHORTEST_WORK)
        visited = self.export.chances() < of_procedure(world, dossiers, lambda p: p.visited)
        self.log.add(visited, begins + days * self.between(VISITED_AT), "field_visit", dossiers.appraiser)
        consulted = self.export.chances() < of_procedure(world, dossiers, lambda p: p.consulted)
        self.log.add(consulted, begins + days * self.between(CONSULTED_AT), "consulted", dossiers.appraiser)

    def deciding(self) -> None:
        course, dossiers, add = self.course, self.course.dossiers, self.log.add
        signing, appraised, refused = course.signing, course.pauses.appraised, course.outcome.refused
        goes_on = ~course.outcome.withdrawn
        add(goes_on, appraised, "appraised", dossiers.appraiser)
        corrected = goes_on & signing.corrected
        add(corrected, appraised + RETURNED_AFTER, "returned_for_correction", dossiers.signer, reason=CORRECTED)
        add(goes_on, signing.submitted, "submitted_for_signature", dossiers.appraiser)
        add(course.granted, signing.signed, "approved", course.signers)
        add(goes_on & refused, signing.signed, "refused", dossiers.appraiser, reason=self._grounds())
        add(course.outcome.withdrawn, appraised, "withdrawn", dossiers.clerk, reason=WITHDRAWN)
        add(goes_on, signing.ready, "result_ready", dossiers.releaser)

    def _grounds(self) -> Objects:
        grounds = self.export.one_of(GROUNDS)
        grounds[self.course.outcome.unfounded & (self.export.chances() < NO_GROUND_WHERE_UNFOUNDED)] = None
        grounds[self.export.chances() < NO_GROUND] = None
        return grounds

    def apologising(self) -> None:
        course, clerk = self.course, self.course.dossiers.clerk
        sorry = course.late & ~course.outcome.withdrawn & (self.export.chances() < APOLOGY)
        self.log.add(sorry, course.extended_due_day + APOLOGY_AT, "apology_issued", clerk, reason=SORRY)
        new_day = sorry & (self.export.chances() < NEW_DAY)
        self.log.add(new_day, course.extended_due_day + NEW_DAY_AT, "due_changed", clerk)

    def finishing(self) -> None:
        goes_on = ~self.course.outcome.withdrawn
        self.log.add(goes_on, self.course.handover.finished, "finished", self.course.dossiers.releaser)


def _table(export: Export, steps: Steps) -> Table:
    """By dossier and moment; some rows come twice, some steps lack their official."""
    steps = steps.only((steps.moment < export.end) & export.exists[steps.dossier])
    unit = export.course.dossiers.unit
    clock = export.clock(np.maximum(steps.moment, 0), unit[steps.dossier])
    order = np.lexsort((steps.rank, clock, steps.dossier))
    steps, clock = steps.only(order), clock[order]
    doubled = np.flatnonzero(export.rng.random(len(steps)) < DOUBLED)
    rows = np.sort(np.concatenate([np.arange(len(steps)), doubled]), kind="stable")
    official = export.officials[steps.official]
    official[export.rng.random(len(steps)) < UNNAMED] = None
    steps, clock, official = steps.only(rows), clock[rows], official[rows]
    return {
        "dossier": export.numbers[steps.dossier],
        "at": export.written(clock),
        "activity": steps.activity,
        "official": official,
        "unit": export.units[unit[steps.dossier]],
        "document": steps.document,
        "reason": steps.reason,
        "amount": steps.amount,
    }
