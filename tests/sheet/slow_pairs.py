"""Official and agent, beyond what each shows with others, by loops: from the method page and nothing else of Liêm.

p is integrated over what is not known by small steps, and binomial tails are summed term by term.

Log-odds of the stratum, plus an effect of the official, plus one of the agent; each effect is where what is expected,
drawn towards the ordinary, meets what was seen, found on a ladder of steps of a tenth and by proportion between them.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from math import exp, inf, lgamma, log, pi, sqrt
from statistics import median

from tests.sheet.slow import Case

LADDER = [-4 + step / 10 for step in range(81)]
OFFICIALS, AGENTS, ROUNDS = 0.5, 0.7, 4
Cell = tuple[str, str, tuple[str, str]]


@dataclass
class Together:
    """A pair: dossiers, events, what is expected of them, the 95 % interval of observed ÷ expected, one-sided mid-p."""

    n: int
    observed: int
    expected: float
    low: float
    high: float
    p: float = 1.0


@dataclass
class _Unsure:
    """What a pair's p rests on."""

    curve: list[float]
    shift: float
    own: float
    own_variance: float
    unknown: float


def pairs(cases: list[Case]) -> dict[str, Together]:
    """By ``official|agent``. Who files for himself is agent ``""`` and no pair."""
    cells: dict[Cell, list[int]] = defaultdict(lambda: [0, 0])
    for case in cases:
        if case.official:
            row = case.dossier.row
            cell = cells[case.official, case.agent, (row["procedure"], row["channel"])]
            cell[0] += 1
            cell[1] += case.event
    base = _strata(cells)
    officials, agents = _effects(cells, base)
    middle = _middle(agents)
    found, unsure = {}, {}
    for official, agent in {key[:2] for key in cells if key[1]}:
        mine = [key for key in cells if key[:2] == (official, agent)]
        n, events = (sum(cells[key][place] for key in mine) for place in (0, 1))
        others_of_official = [key for key in cells if key[0] == official and key[1] != agent]
        others_of_agent = [key for key in cells if key[1] == agent and key[0] != official]
        by_official = _meets(cells, others_of_official, lambda key: base[key[2]] + agents[key[1]], OFFICIALS, 0.0)
        by_agent = _meets(cells, others_of_agent, lambda key: base[key[2]] + officials[key[0]], AGENTS, middle)
        shift = min(max(by_official[0] + by_agent[0], -4.0), 4.0)
        curve = _curve(cells, mine, lambda key: base[key[2]])
        expected = _between(curve, shift)
        own, variance = _meets(cells, mine, lambda key: base[key[2]], inf, 0.0)
        ends = [_between(curve, min(max(own + k * variance**0.5, -4.0), 4.0)) / expected for k in (-1.96, 1.96)]
        found[f"{official}|{agent}"] = Together(n, events, expected, *ends)
        unsure[f"{official}|{agent}"] = _Unsure(curve, shift, own, variance, by_official[1] + by_agent[1])
    spread = _honest_spread(list(unsure.values()))
    for who, one in found.items():
        one.p = _tail(unsure[who], spread, one.n, one.observed)
    return found


def _honest_spread(pairs: list[_Unsure]) -> float:
    """The least spread at which the middle half of the pairs lies within the middle half of the normal law."""
    if len(pairs) < 5:
        return 0.25
    away = [one.own - one.shift for one in pairs]
    middle = median(away)
    for step in range(36):
        spread = 0.25 + 0.05 * step
        sizes = [
            abs(at - middle) / sqrt(one.own_variance + one.unknown + spread**2)
            for at, one in zip(away, pairs, strict=True)
        ]
        if median(sizes) <= 0.6744897501960817:
            break
    return spread


STEPS, REACH = 1200, 9.0


def _tail(one: _Unsure, spread: float, n: int, events: int) -> float:
    """Chance of more events, and half of that of as many, over a normal law of the log-odds (Simpson's rule)."""
    deviation, whole, width = sqrt(one.unknown + spread**2), 0.0, 2 * REACH / STEPS
    for step in range(STEPS + 1):
        z = -REACH + step * width
        weight = 1 if step in (0, STEPS) else 4 if step % 2 else 2
        share = _between(one.curve, min(max(one.shift + z * deviation, -4.0), 4.0)) / n
        whole += weight * exp(-z * z / 2) * _beyond(n, events, min(max(share, 1e-9), 1 - 1e-9))
    return whole * width / 3 / sqrt(2 * pi)


def _beyond(n: int, events: int, share: float) -> float:
    terms = [
        exp(ways + k * log(share) + (n - k) * log(1 - share)) for k, ways in enumerate(_ways(n)[events:], start=events)
    ]
    return sum(terms) - terms[0] / 2


@cache
def _ways(n: int) -> list[float]:
    """Logarithms of the binomial coefficients."""
    return [lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) for k in range(n + 1)]


def _strata(cells: dict[Cell, list[int]]) -> dict[tuple[str, str], float]:
    overall = (sum(e for _, e in cells.values()) + 0.5) / (sum(n for n, _ in cells.values()) + 1)
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for key, (n, events) in cells.items():
        sums[key[2]][0] += n
        sums[key[2]][1] += events
    shares = {key: min(max((events + overall) / (n + 1), 1e-4), 1 - 1e-4) for key, (n, events) in sums.items()}
    return {key: log(share / (1 - share)) for key, share in shares.items()}


def _effects(cells, base):  # type: ignore[no-untyped-def]
    """Officials and agents in turn, each given the other."""
    officials = dict.fromkeys({key[0] for key in cells}, 0.0)
    agents = dict.fromkeys({key[1] for key in cells}, 0.0)
    of = {place: defaultdict(list) for place in (0, 1)}
    for key in cells:
        for place in (0, 1):
            of[place][key[place]].append(key)
    for _ in range(ROUNDS):
        officials = _each(cells, of[0], base, (1, agents), OFFICIALS, 0.0)
        agents = _each(cells, of[1], base, (0, officials), AGENTS, _middle(agents))
    return officials, agents


def _each(cells, of, base, others, spread, middle):  # type: ignore[no-untyped-def]
    """The effect of each of one kind, given those of the other kind."""
    place, known = others
    return {
        who: _meets(cells, keys, lambda key: base[key[2]] + known[key[place]], spread, middle)[0]
        for who, keys in of.items()
    }


def _middle(agents: dict[str, float]) -> float:
    return median(value for who, value in agents.items() if who)


def _curve(cells, keys, offset):  # type: ignore[no-untyped-def]
    known = [(cells[key][0], offset(key)) for key in keys]
    return [sum(n / (1 + exp(-(at + step))) for n, at in known) for step in LADDER]


def _between(curve: list[float], at: float) -> float:
    place = (at + 4) / 0.1
    left = min(max(int(place), 0), 79)
    return curve[left] * (1 - place + left) + curve[left + 1] * (place - left)


def _meets(cells, keys, offset, spread, middle):  # type: ignore[no-untyped-def]
    """Where the curve, pulled to the middle, meets the events; and how unsure that is."""
    pull = 0.0 if spread == inf else 1 / spread**2
    curve = [value + pull * (step - middle) for value, step in zip(_curve(cells, keys, offset), LADDER, strict=True)]
    events = sum(cells[key][1] for key in keys)
    right = min(max(sum(value < events for value in curve), 1), 80)
    rise = max(curve[right] - curve[right - 1], 1e-12)
    at = LADDER[right - 1] + min(max((events - curve[right - 1]) / rise, 0), 1) * 0.1
    return at, 1 / max(rise / 0.1, 1e-3)
