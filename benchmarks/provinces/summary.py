"""Many verdicts as the figures a reader asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from benchmarks.provinces.verdict import Verdict
from scipy.stats import beta


def exact_interval(hits: int, n: int) -> tuple[float, float]:
    """Clopper-Pearson 95 % interval of a share."""
    if n == 0:
        return 0.0, 1.0
    low = 0.0 if hits == 0 else float(beta.ppf(0.025, hits, n - hits + 1))
    high = 1.0 if hits == n else float(beta.ppf(0.975, hits + 1, n - hits))
    return low, high


def _share(hits: int, n: int) -> str:
    low, high = exact_interval(hits, n)
    return f"{hits}/{n} = {hits / n:.0%} [{low:.0%}, {high:.0%}]" if n else "-"


def _found(people: Sequence[dict[str, Any]]) -> str:
    return _share(sum(p["found"] for p in people), len(people))


def summarise(verdicts: Sequence[Verdict]) -> Iterable[str]:
    for method in sorted({v.method for v in verdicts}):
        mine = [v for v in verdicts if v.method == method]
        yield f"\n## {method} ({len(mine)} provinces, {np.mean([v.seconds for v in mine]):.1f} s each on average)"
        yield from _false(mine)
        yield from _recall(mine)
        yield from _lookalikes(mine)


def _false(mine: Sequence[Verdict]) -> Iterable[str]:
    planted = [v for v in mine if not v.honest]
    for style in ("all", *sorted({v.style for v in planted})):
        some = [v for v in planted if style in ("all", v.style)]
        if some:
            shares = np.array([v.false_share for v in some])
            error = shares.std(ddof=1) / np.sqrt(len(shares)) if len(shares) > 1 else float("nan")
            yield f"false discoveries, {style}: {shares.mean():.1%} on average (s.e. {error:.1%}, {len(shares)} runs)"
    honest = [v for v in mine if v.honest]
    for style in ("all", *sorted({v.style for v in honest})):
        some = [v for v in honest if style in ("all", v.style)]
        if some:
            names = sum(len(v.false) for v in some)
            anyone = _share(sum(bool(v.false) for v in some), len(some))
            yield f"honest provinces that name anyone, {style}: {anyone}; {names} people"
    pairs_false = sum(len(v.pairs_false) for v in mine)
    pairs_all = pairs_false + sum(v.pairs_found for v in mine)
    if pairs_all:
        yield f"pairs named: {pairs_all}, of them not planted: {pairs_false}"


def _recall(mine: Sequence[Verdict]) -> Iterable[str]:
    for strength in sorted({v.strength for v in mine if not v.honest}, reverse=True):
        some = [v for v in mine if not v.honest and v.strength == strength]
        people = [p for v in some for p in v.planted]
        strong = [p for p in people if p["evidence"] >= 4]
        yield f"found under the right act, strength {strength:g}: {_found(people)}"
        yield f"  of those with evidence >= 4 standard deviations: {_found(strong)}"
        for act, how in sorted({(p["act"], p["how"]) for p in people}):
            kind = [p for p in people if p["how"] == how]
            wrong = Counter("+".join(p["acts"]) for p in kind if not p["found"] and p["acts"])
            more = f"; under another act only: {dict(wrong)}" if wrong else ""
            also = sum(p["found"] and bool(set(p["acts"]) - set(p["accepted"])) for p in kind)
            more += f"; also under another act: {also}" if also else ""
            yield f"  {act} {how}: {_found(kind)}{more}"
        pairs = sum(v.pairs_planted for v in some)
        if pairs:
            yield f"  pairs: {_share(sum(v.pairs_found for v in some), pairs)}"


def _lookalikes(mine: Sequence[Verdict]) -> Iterable[str]:
    counts = Counter(name.split(":")[0] for v in mine for name in v.lookalikes_named)
    yield f"look-alikes named: {dict(counts) or 'none'}"
    acts = Counter(name.split(":")[-1] for v in mine for name in v.false)
    if acts:
        yield f"acts of the falsely named: {dict(acts)}"
    agents = sum(len(v.agents_named) for v in mine)
    units = sum(v.units_named for v in mine)
    yield f"agents named: {agents}; units signalled (for information): {units}"
