"""Whom a wrongdoer wrongs: groups of dossiers that the export lets one tell apart."""

from __future__ import annotations

from benchmarks.motives.arrays import Bools
from benchmarks.motives.desks import Dossiers
from benchmarks.motives.load import Channel
from benchmarks.motives.omissions import Omissions
from benchmarks.motives.period import Period

_HIGH_FEE = 500_000


def find_groups(omissions: Omissions, period: Period, dossiers: Dossiers) -> dict[str, Bools]:
    """By the names the truth calls them; empty ones are left out."""
    keep = omissions.keep
    recent = dossiers.day >= period.last_half_year
    business, land = dossiers.business, dossiers.field == "land"
    alone = dossiers.agent < 0
    costly = dossiers.fee >= _HIGH_FEE
    groups: dict[str, Bools] = {}
    if keep("applicant_kind"):
        groups["businesses"] = business
        groups["businesses without agent"] = business & alone & keep("agent")
    if keep("proc_field"):
        groups["land"] = land
        groups["land, citizens"] = land & ~business & keep("applicant_kind")
    if keep("agent"):
        groups["without agent"] = alone
        groups["without agent, last half year"] = alone & recent
    groups["high fee"] = costly
    groups["last half year"] = recent
    groups["high fee, last half year"] = costly & recent
    if keep("channel"):
        groups["at the counter"] = dossiers.channel == Channel.COUNTER
    if keep("agent") and keep("applicant_kind"):
        groups["businesses without agent, last half year"] = business & alone & recent
    if keep("agent") and keep("proc_field"):
        groups["land, without agent"] = land & alone
    return {name: group for name, group in groups.items() if group.any()}
