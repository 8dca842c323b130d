"""The table of dossiers, with the little that is missing or hopeless in every export."""

from __future__ import annotations

import numpy as np
import polars as pl
from benchmarks.motives.arrays import Bools
from benchmarks.motives.export import Export
from benchmarks.motives.history import History
from benchmarks.motives.load import Channel

_NO_APPLICANT_KIND, _NO_CHANNEL = 0.004, 0.006
HOPELESS, _HOPELESS_ROWS = "31/02/2024 8h", 3
"""Only a text can be so wrong."""


def dossier_table(export: Export, history: History) -> pl.DataFrame:
    rng, dossiers, filings = export.rng, export.world.dossiers, history.filings
    places = np.array([one.number if one.earlier is None else one.earlier for one in filings])
    throws = rng.random((len(filings), 4))
    kinds = ["business" if business else "citizen" for business in dossiers.business[places]]
    channels = [Channel(channel).name.lower() for channel in dossiers.channel[places]]
    rounding = export.omissions.rounding
    received = export.times([one.received for one in filings], rounding)
    table = pl.DataFrame(
        {
            "dossier": [export.dossier(one.number) for one in filings],
            "procedure": [export.world.procedures[place].code for place in dossiers.procedure[places]],
            "unit": export.units[dossiers.office[places]].tolist(),
            "applicant": [export.applicant(one) for one in dossiers.applicant[places]],
            "applicant_kind": _where(throws[:, 0] >= _NO_APPLICANT_KIND, kinds),
            "agent": [export.agent(place) for place in dossiers.agent[places]],
            "channel": _where(throws[:, 1] >= _NO_CHANNEL, channels),
            "received_at": received,
            "due_at": export.times([one.due for one in filings]),
            "finished_at": export.times([one.finished for one in filings], rounding),
            "outcome": [one.outcome for one in filings],
            "fee_charged": [one.fee for one in filings],
            "resubmission_of": [None if one.earlier is None else export.dossier(one.earlier) for one in filings],
        }
    )
    if not export.in_text:
        return table
    texts = received.to_list()
    for place in rng.choice(len(texts), _HOPELESS_ROWS, replace=False):
        texts[place] = HOPELESS
    return table.with_columns(received_at=pl.Series(texts))


def _where(known: Bools, words: list[str]) -> list[str | None]:
    return [word if one else None for one, word in zip(known, words, strict=True)]
