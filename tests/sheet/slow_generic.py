"""Irregular steps and waits of any office's log, counted again by loops over the rows of the files.

Of G2 everything is computed again. Of G1 everything that a sentence quotes is: the probability itself is learnt, and
is checked elsewhere against planted irregularities (``tests/control_flow``).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log
from pathlib import Path
from statistics import median

from tests.sheet.slow import instant, quantile, read

QUARTER_HOUR = timedelta(minutes=15).total_seconds()


@dataclass
class Step:
    at: datetime
    activity: str
    official: str


Traces = dict[str, list[Step]]


def traces(folder: Path) -> Traces:
    """Steps in the order of time by dossier, without dossiers that may be going on."""
    found: Traces = defaultdict(list)
    for row in read(folder, "events"):
        found[row["dossier"]].append(Step(instant(row["at"]), row["activity"], row["official"]))
    for steps in found.values():
        steps.sort(key=lambda step: step.at)
    last = max(step.at for steps in found.values() for step in steps)
    begun = {row["dossier"]: row for row in read(folder, "dossiers")}
    took = [
        (instant(row["finished_at"]) - instant(row["received_at"])).total_seconds()
        for row in begun.values()
        if row["finished_at"]
    ]
    if len(took) >= len(begun) / 2:
        longest = quantile(took, 0.9)
        for name, row in begun.items():
            age = (last - instant(row["received_at"])).total_seconds()
            if not row["finished_at"] and age <= longest:
                found.pop(name, None)
    return dict(found)


@dataclass
class Wait:
    """A wait before the step ``place`` of a dossier; ``usual`` is the median of the ``of`` others, in seconds."""

    dossier: str
    place: int
    seconds: float
    usual: float
    z: float
    of: int
    odd: bool = False


def waits(known: Traces) -> dict[str, Wait]:
    """The wait farthest from the usual of each dossier that has one to compare."""
    by_pair: dict[tuple[str, str], list[tuple[str, int, float]]] = defaultdict(list)
    for name, steps in sorted(known.items()):
        for place in range(1, len(steps)):
            seconds = max((steps[place].at - steps[place - 1].at).total_seconds(), QUARTER_HOUR)
            by_pair[steps[place - 1].activity, steps[place].activity].append((name, place, seconds))
    every = [wait for these in by_pair.values() for wait in _of_pair(these)]
    early, late = (quantile([wait.z for wait in every], share) for share in (0.001, 0.999))
    for wait in every:
        beyond = wait.z > max(late, 6.0) or wait.z < min(early, -6.0)
        wait.odd = beyond and max(wait.seconds / wait.usual, wait.usual / wait.seconds) >= 5
    found: dict[str, Wait] = {}
    for wait in (one for one in every if one.of >= 30):
        before = found.get(wait.dossier)
        if before is None or (wait.odd, abs(wait.z)) > (before.odd, abs(before.z)):
            found[wait.dossier] = wait
    return found


def _of_pair(these: list[tuple[str, int, float]]) -> Iterator[Wait]:
    logs = [log(seconds) for _, _, seconds in these]
    if len(these) <= 30:
        for name, place, seconds in these:
            yield Wait(name, place, seconds, 1.0, 0.0, 0)
        return
    away = sorted(abs(value - median(logs)) for value in logs)
    spread = max(away[len(away) // 2] * 1.4826, 0.25)
    for at, (name, place, seconds) in enumerate(these):
        middle = median(logs[:at] + logs[at + 1 :])
        yield Wait(name, place, seconds, exp(middle), (logs[at] - middle) / spread, len(these) - 1)


# -- what a sentence about steps quotes (in English)

QUOTES = {
    "companion": r"Of (?P<of>[\d,]+) comparable dossiers \(those with “(?P<partner>.+?)”\), (?P<kept>[\d,]+) have "
    "this step",
    "after": r"Of (?P<of>[\d,]+) times after (?P<partner>.+?), (?P<expected>“.+?”|the end of the dossier) came next "
    "in "
    r"(?P<kept>[\d,]+)(?:, the step here (?P<here>[\d,]+))?\.",
    "times": r"Of (?P<of>[\d,]+) dossiers with this step, (?P<kept>[\d,]+) have it no more than (?P<most>once|\d+ "
    "times)",
    "before": r"Of (?P<of>[\d,]+) dossiers with both steps, “(?P<partner>.+?)” came first in (?P<kept>[\d,]+)",
    "order": r"Of (?P<of>[\d,]+) dossiers with both steps, this one came before “(?P<partner>.+?)” in "
    r"(?P<kept>[\d,]+)",
    "rare": r"Of (?P<of>[\d,]+) dossiers compared, (?P<kept>[\d,]+) do without this step",
    "value": r"Of (?P<of>[\d,]+) times this step was done, it was “(?P<expected>.+?)” (?P<kept>[\d,]+) times, and "
    "the one "
    r"here (?P<here>[\d,]+) times",
}
EDGE = ("the beginning of the dossier", "the end of the dossier")


@dataclass
class Quoted:
    """A sentence taken apart: the step it is about, what it is compared by, and the figures it states."""

    step: str
    basis: str
    words: dict[str, str]
    place: int | None
    steps: int | None
    told: str

    @property
    def figures(self) -> dict[str, int]:
        return {name: int(self.words[name].replace(",", "")) for name in ("of", "kept", "here") if self.words.get(name)}


def taken_apart(sentence: str) -> Quoted:
    """What an English sentence of G1 says. Raises LookupError where it quotes nothing that is known."""
    step = re.search(r"[Tt]he step “(.+?)”", sentence)
    where = re.search(r"step (\d+) of (\d+)", sentence)
    for basis, pattern in QUOTES.items():
        quoted = re.search(pattern, sentence)
        if step and quoted:
            place, steps = (int(where[1]), int(where[2])) if where else (None, None)
            return Quoted(step[1], basis, quoted.groupdict(), place, steps, sentence)
    raise LookupError(sentence)


def counted(quoted: Quoted, dossier: str, known: Traces) -> dict[str, int]:
    """The figures of that sentence, from the rows."""
    step, partner = quoted.step, quoted.words.get("partner") or ""
    have = {name: [one.activity for one in steps] for name, steps in known.items()}
    if quoted.basis == "companion":
        return _kept([step in steps for steps in have.values() if partner in steps])
    if quoted.basis == "rare":
        return _kept([step not in steps for steps in have.values()])
    if quoted.basis == "times":
        most = 1 if quoted.words["most"] == "once" else int(quoted.words["most"].split()[0])
        return _kept([steps.count(step) <= most for steps in have.values() if step in steps])
    if quoted.basis in ("before", "order"):
        first, second = (partner, step) if quoted.basis == "before" else (step, partner)
        both = [steps for steps in have.values() if first in steps and second in steps]
        return _kept([steps.index(first) < steps.index(second) for steps in both])
    if quoted.basis == "value":
        who = Counter(one.official for steps in known.values() for one in steps if one.activity == step)
        here = {one.official for one in known[dossier] if one.activity == step and f"({one.official})" in quoted.told}
        return {"of": who.total(), "kept": who[quoted.words["expected"]], "here": who[here.pop()]}
    return _after(quoted, have, have[dossier])


def _kept(held: Sequence[bool]) -> dict[str, int]:
    return {"of": len(held), "kept": sum(held)}


def _after(quoted: Quoted, have: dict[str, list[str]], mine: list[str]) -> dict[str, int]:
    beginning, end = EDGE
    follows: dict[str, Counter[str]] = defaultdict(Counter)
    for steps in have.values():
        for before, after in zip([beginning, *steps], [*steps, end], strict=True):
            follows[before][after] += 1
    partner = quoted.words["partner"].strip("“”")
    expected = quoted.words["expected"].strip("“”")
    found = {"of": follows[partner].total(), "kept": follows[partner][expected]}
    if quoted.words.get("here"):
        assert quoted.place is not None
        came = mine[quoted.place - 1] if quoted.place <= len(mine) else end
        found["here"] = follows[partner][came]
    return found
