"""What a person may turn, with the reason for each default."""

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["share", "count"]


@dataclass(frozen=True)
class Settings:
    """How one indicator is assessed. The defaults are those of the reference page; safety was preferred wherever
    they could differ.
    """

    outcome: Outcome = "share"
    """``share``: at most one event per opportunity (binomial). ``count``: events per exposure without a ceiling
    (Poisson).
    """
    q_named: float = 0.05
    """False discovery rate among the subjects named."""
    dependent: bool = False
    """Benjamini–Yekutieli instead of Benjamini–Hochberg: where one event counts for several subjects."""
    min_opportunities: int = 20
    """A subject with fewer is not shown."""
    min_expected: float = 5.0
    """A subject of whom fewer events (or fewer non-events) are expected is not shown."""
    min_others: int = 20
    """Opportunities of other subjects a stratum must have to be a comparison; the parent stratum is used below
    that.
    """
    least_compared: int = 1
    """Subjects there must be with enough to be compared, for any of them to be named: how much the honest differ is
    not to be learnt from fewer.
    """
    power_ratio: float = 3.0
    """A subject is eligible to be named when an excess of this ratio would have been seen …"""
    power_alpha: float = 0.001
    """… at this one-sided level …"""
    power: float = 0.8
    """… with this probability."""
    material_ratio: float = 1.25
    """Nobody is named whose outcome exceeds the honest centre, or what is expected of comparable work, by less than
    this ratio, however many dossiers prove it: in a unit where hardly anybody does a thing, whoever does it as often
    as the rest of the province does nothing out of the way.
    """
    icc_floor: float = 0.02
    """Below this share of variance between subjects the procedure is reviewed first."""
    norm: float | None = None
    """A share of events that an outside norm tolerates; where more than half of the subjects exceed it the
    procedure is reviewed.
    """
    least_dispersion: float = 0.1
    """Floor on the standard deviation of honest log-odds (log-rates): nobody is that alike."""
    seed: int = 20240601
    """Of the draw of subjects from whom honest variation is learnt when there are very many."""
