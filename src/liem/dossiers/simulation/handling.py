"""How each dossier of a batch is handled: by whom, how long, asked for what, and what a planted act changes in it.

Every chance is drawn whether or not an act is planted, so that the honest province and the planted one of the same seed
differ by the acts alone.
"""

from dataclasses import dataclass, field

import numpy as np

from liem.dossiers.simulation.arrivals import ONLINE, POST, Arrivals
from liem.dossiers.simulation.cast import APPROVER, CLERK, HEAD, Cast
from liem.dossiers.simulation.catalogue import PROCEDURES
from liem.dossiers.simulation.nature import FORGOTTEN, MISCOUNTED, TRAINEE_DAYS, Nature
from liem.dossiers.simulation.planting import Effects
from liem.dossiers.simulation.worktime import DAY, Real, Truth, Whole, WorkingTime

NO_STOP = np.inf
MEDIAN, SPREAD = -0.5, 0.35
"""Of the logarithm of time taken over the limit."""


@dataclass
class Stop:
    """One stop of the clock per dossier: net working minutes at which it begins (infinite.

    None) and how long it stands.
    """

    at: Real
    length: Real

    @property
    def happens(self) -> Truth:
        return np.isfinite(self.at)


@dataclass
class Handling:
    """One batch handled. Offsets are net working minutes since receipt; ``total`` is the net time to the finish."""

    clerk_seat: Whole
    clerk: Whole
    seat: Whole
    appraiser: Whole
    approver_seat: Whole
    head_seat: Whole
    total: Real
    forwarded: Real
    appraised: Real
    approved: Real
    first: Stop
    second: Stop
    suspension: Stop
    asked_unlisted: Truth
    asked_stale: Truth
    grounded: Truth
    """a suspension or an extension states its ground"""
    contrived: Truth
    guided: Truth
    guided_late: Truth
    hurried: Truth
    overcharged: Truth
    silent: Truth
    moved: Truth
    extended: Truth
    withdrawn: Real
    touched: list[tuple[Whole, Whole]] = field(default_factory=list)
    """(plant, row) of the dossiers a planted act changed"""

    def stops(self) -> tuple[Stop, Stop, Stop]:
        return self.first, self.second, self.suspension


class Handler:
    """Handles one batch; each method settles one question for all its dossiers."""

    def __init__(
        self,
        arrivals: Arrivals,
        cast: Cast,
        nature: Nature,
        effects: Effects,
        time: WorkingTime,
        rng: np.random.Generator,
    ) -> None:
        self.a, self.cast, self.nature, self.effects, self.time, self.rng = arrivals, cast, nature, effects, time, rng
        self.touched: list[tuple[Whole, Whole]] = []

    def handle(self) -> Handling:
        self._assign()
        self._draw_agent_in()
        asking, unlisted, stale = self._requests()
        self._take_time()
        stop, move, silent = self._near_due()
        first, second, grounded, suspension = self._stops(asking, stop)
        guided, guided_late, hurried = self._guide()
        charged = self._fee()
        withdrawn = self._withdraw(first)
        extended = (self._chance() < 0.004) & (self.a.limit >= 5) & ~move
        return Handling(
            self.clerk_seat,
            self.clerk,
            self.seat,
            self.appraiser,
            self.approver_seat,
            self.head_seat,
            self.total,
            self.forwarded,
            self.appraised,
            self.approved,
            first,
            second,
            suspension,
            unlisted,
            stale,
            grounded,
            self.contrived,
            guided,
            guided_late,
            hurried,
            charged,
            silent,
            move,
            extended,
            withdrawn,
            self.touched,
        )

    def _chance(self) -> Real:
        return self.rng.random(len(self.a))

    def _touch(self, official: Whole, changed: Truth) -> None:
        rows = np.flatnonzero(changed)
        self.touched.append((self.effects.plant[official[rows]], rows))

    def _assign(self) -> None:
        """By lot among those competent.

        A favoured agent's dossiers find their way to the official more often than by lot.
        """
        a, cast = self.a, self.cast
        self.seat = cast.appraising.draw(a.cell, self._chance())
        chance = self._chance()
        for official in np.flatnonzero(self.effects.agent >= 0):
            mine = (a.agent == self.effects.agent[official]) & (a.unit == cast.seats.unit[official])
            able = np.isin(a.cell, cast.appraising.group[cast.appraising.items == official])
            pulled = (
                mine
                & able
                & (chance < 2 * self.effects.drawn_in[official])
                & self.effects.active(np.full(len(a), official), a.day)
            )
            self.seat = np.where(pulled, official, self.seat)
        seats = {post: cast.post_wheels[post].draw(a.unit, self._chance()) for post in (CLERK, APPROVER, HEAD)}
        self.clerk_seat, self.clerk = seats[CLERK], self.by_day(seats[CLERK], a.day)
        self.appraiser = self.by_day(self.seat, a.day)
        self.approver_seat, self.head_seat = seats[APPROVER], seats[HEAD]

    def by_day(self, seat: Whole, day: Whole) -> Whole:
        """Who does the work of the seat on that day."""
        return self.cast.seats.actor[seat, np.minimum(day, self.time.days)]

    def _draw_agent_in(self) -> None:
        """People learn which agent gets things done at this desk, and go through him."""
        who = self.appraiser
        drawn = (
            (self.a.agent < 0) & (self._chance() < self.effects.drawn_in[who]) & self.effects.active(who, self.a.day)
        )
        self.a.agent = np.where(drawn, self.effects.agent[who], self.a.agent)
        self.active = self.effects.active(who, self.a.day)
        self.favoured = self.active & (self.effects.agent[who] >= 0) & (self.a.agent == self.effects.agent[who])
        self.pressed = self.active & ~self.favoured
        self._touch(who, self.favoured)

    def _requests(self) -> tuple[Truth, Truth, Truth]:
        """Whether more is asked for; whether it is outside the list.

        Whether it is the document the stale catalogue lacks.
        """
        a, n, e, who = self.a, self.nature, self.effects, self.appraiser
        base = np.array([entry.supplement for entry in PROCEDURES])[a.procedure]
        base = (
            base
            * np.where(a.channel == ONLINE, 1.25, np.where(a.channel == POST, 1.15, 1.0))
            * n.unit_supplement[a.unit]
        )
        base = base * n.supplement[who] * n.supplement[self.clerk] ** 0.5 * np.exp(self.rng.normal(0, 0.3, len(a)))
        base = base * np.where(a.agent >= 0, n.agent_supplement[a.agent], 1.0) * np.where(self._trainee(), 1.6, 1.0)
        factor = np.where(self.pressed, e.asking[who], 1.0) * np.where(self.favoured, e.favour_asking[who], 1.0)
        careless = np.where(e.active(self.clerk, a.day), e.superficial[self.clerk], 1.0)
        chance, beyond = self._chance(), self._chance()
        honest, asked = chance < base.clip(max=0.85), chance < (base * factor * careless).clip(max=0.9)
        more = self.pressed & (beyond < e.unlisted[who] * 0.35)
        stale = (a.procedure == n.stale_procedure) & (self._chance() < 0.4) & ~more
        unlisted = more | (asked & (self._chance() < 0.003))
        self._touch(who, (asked & ~honest & (factor > 1)) | more)
        self._touch(self.clerk, asked & ~honest & (careless > 1))
        return asked | more | stale, unlisted, stale

    def _trainee(self) -> Truth:
        since = self.a.day - self.nature.trainee_from[self.appraiser]
        result: Truth = (since >= 0) & (since < TRAINEE_DAYS)
        return result

    def _take_time(self) -> None:
        """Net time, log-normal around the limit; then the effort most make when the due date nears."""
        a, n, e, who = self.a, self.nature, self.effects, self.appraiser
        approver = self.by_day(self.approver_seat, a.day)
        log = MEDIAN + n.unit_pace[a.unit] + n.unit_week[a.unit, a.day // 7] + n.pace[who] + 0.4 * n.pace[approver]
        log += (
            np.where(a.agent >= 0, n.agent_pace[a.agent], 0)
            + np.where(a.express, -0.8, 0)
            + np.where(self._trainee(), 0.15, 0)
        )
        log += self.rng.normal(0, SPREAD, len(a))
        log += np.where(self.pressed, e.slow[who], 0) + np.where(self.favoured, e.favour_pace[who], 0)
        ratio = np.exp(log).clip(0.02, 6.0)
        limit = a.limit * float(DAY)
        within = (ratio > 1) & (ratio < np.where(n.effort[a.unit] > 0.9, 2.0, 1.3))
        hurry = within & (self._chance() < n.effort[a.unit] * np.where(self.pressed, 1 - e.silent[who], 1.0))
        eased = limit - self.rng.uniform(0.05, 0.9, len(a)) * DAY * np.minimum(1, a.limit / 2)
        self.total = np.maximum(np.where(hurry, eased, ratio * limit), 0.3 * DAY)
        self.limit = limit
        self._split()

    def _split(self) -> None:
        """When, within the net time, the dossier is forwarded, appraised and approved."""
        count = len(self.a)
        self.forwarded = np.minimum(self.rng.uniform(0.08, 0.6, count) * DAY, 0.25 * self.total)
        self.appraised = self.total * (0.35 + 0.5 * self.rng.beta(5, 2.5, count))
        self.approved = self.appraised + (self.total - self.appraised) * self.rng.uniform(0.3, 0.9, count)

    def _near_due(self) -> tuple[Truth, Truth, Truth]:
        """Planted D: the clock stopped, or the due date moved, just before the due date; lateness without apology."""
        e, who, due = self.effects, self.appraiser, self.limit - 0.2 * DAY
        tight = self.pressed & (self.total > 0.8 * self.limit) & (self.a.limit >= 2)
        stop = tight & (self._chance() < e.stop[who])
        move = tight & (self.total > due) & (self._chance() < e.move[who])
        silent = (self._chance() < FORGOTTEN) | (self.pressed & (self._chance() < e.silent[who]))
        self._touch(who, stop | move)
        return stop, move, silent

    def _stops(self, asking: Truth, planted: Truth) -> tuple[Stop, Stop, Truth, Stop]:
        """The clock's stops: first and second request, suspension.

        A planted stop is one or the other, without ground.
        """
        a, count = self.a, len(self.a)
        latest = np.minimum(self.appraised, self.limit - 0.15 * DAY)
        share = self.rng.beta(1.6, 2.6, count)
        first = Stop(
            np.where(asking, self.forwarded + share * (latest - self.forwarded).clip(min=1), NO_STOP), self._answer()
        )
        twice = np.array([entry.most_requests for entry in PROCEDURES])[a.procedure] > 1
        again = asking & (self._chance() < np.where(twice, 0.1, 0.012))
        after = first.at + self.rng.uniform(0.3, 0.9, count) * (latest - first.at).clip(min=1)
        second = Stop(np.where(again, after, NO_STOP), self._answer())
        ground = self._chance() < np.array([entry.suspend for entry in PROCEDURES])[a.procedure]
        pause = np.where(
            ground, self.forwarded + self.rng.uniform(0.3, 0.98, count) * (latest - self.forwarded).clip(min=1), NO_STOP
        )
        suspension = Stop(
            np.where(pause > np.where(again, second.at, np.where(asking, first.at, 0)), pause, NO_STOP), self._inquiry()
        )
        return self._stopped_before_due(first, second, suspension, planted & ~again & ~suspension.happens)

    def _stopped_before_due(
        self, first: Stop, second: Stop, suspension: Stop, planted: Truth
    ) -> tuple[Stop, Stop, Truth, Stop]:
        count = len(self.a)
        moment = self.limit - self.rng.uniform(0.05, 1.1, count) * DAY
        planted = planted & ~(first.happens & (first.at >= moment))
        by_request = self._chance() < 0.5
        finish = np.minimum(self.limit - 0.02 * DAY, moment + self.rng.uniform(0.1, 0.5, count) * DAY)
        self.total = np.where(planted, np.maximum(finish, moment + 10), self.total)
        self.appraised = np.where(planted, moment + 0.3 * (self.total - moment), self.appraised)
        self.approved = np.where(planted, moment + 0.6 * (self.total - moment), self.approved)
        asked_before = first.happens
        self.contrived = planted
        first = Stop(np.where(planted & by_request & ~asked_before, moment, first.at), first.length)
        second = Stop(np.where(planted & by_request & asked_before, moment, second.at), second.length)
        suspension = Stop(np.where(planted & ~by_request, moment, suspension.at), suspension.length)
        forgotten = self._chance() < FORGOTTEN
        return first, second, ~(planted & ~by_request) & ~forgotten, suspension

    def _answer(self) -> Real:
        """Working minutes until the applicant brings what was asked: whole days and some, agents quicker."""
        days = np.exp(self.rng.normal(1.2, 0.6, len(self.a))) * np.where(self.a.agent >= 0, 0.7, 1.0)
        return (1 + np.floor(days)) * DAY + self.rng.uniform(-60, 60, len(self.a))

    def _inquiry(self) -> Real:
        days = np.exp(self.rng.normal(1.7, 0.5, len(self.a)))
        return (2 + np.floor(days)) * DAY + self.rng.uniform(-60, 60, len(self.a))

    def _guide(self) -> tuple[Truth, Truth, Truth]:
        """Whether guidance is given at receipt, whether else with the request.

        And whether the receipt was hurried through.
        """
        e, clerk = self.effects, self.clerk
        lax = e.active(clerk, self.a.day) & (e.superficial[clerk] > 1)
        share = self.nature.guidance[clerk] * np.where(self.a.channel == ONLINE, 0.9, 1.0)
        share = np.where(lax, share * np.maximum(0.15, 1 - 0.6 * (e.superficial[clerk] - 1)), share)
        presses = self.pressed & (e.asking[self.appraiser] > 1)
        return self._chance() < share, self._chance() < np.where(lax, 0.3, np.where(presses, 0.6, 0.97)), lax

    def _fee(self) -> Truth:
        e, clerk = self.effects, self.clerk
        fee = np.array([entry.fee for entry in PROCEDURES])[self.a.procedure]
        charged = (fee > 0) & e.active(clerk, self.a.day) & (self._chance() < e.overcharge[clerk])
        self._touch(clerk, charged)
        return charged | ((fee > 0) & (self._chance() < MISCOUNTED))

    def _withdraw(self, first: Stop) -> Real:
        """Net minutes at which the applicant withdraws (infinite: does not), mostly instead of answering a request."""
        count = len(self.a)
        gives_up = first.happens & (self._chance() < 0.06)
        changes_mind = (self._chance() < 0.006) & ~first.happens
        at = self.forwarded + self.rng.uniform(0.1, 0.9, count) * (self.appraised - self.forwarded)
        return np.where(gives_up, first.at, np.where(changes_mind, at, np.inf))
