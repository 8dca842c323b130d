"""The kinds of offices the examiner imagines: how a one-stop shop works and what its system logs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Style:
    """One way a province runs its one-stop shops.

    ``intake``: who receives (``clerk``, ``handler``, ``portal``: the system, nobody's name on it).
    ``allocation``: who handles a dossier (``turn``, ``field``, ``territory``).
    ``guidance``: where guidance is logged (``intake``, ``request``, ``none``).
    ``due``: the promised day in the table (``slip``: as printed at receipt; ``moved``: rewritten after a lawful stop;
    ``absent``). ``spread``: honest standard deviation, on the log scale, of officials' habit of asking for papers;
    ``pace``: the same of their working time. ``tail``: normal habits, or Student's t with 4 degrees.
    """

    name: str
    officials_per_unit: tuple[int, int]
    clerks: float
    intake: str
    allocation: str
    guidance: str
    due: str
    procedures: tuple[int, int]
    levels: tuple[str, ...]
    spread: float
    pace: float
    tail: str
    agent_share: float
    supplement_base: float
    late_base: float
    months: tuple[int, int]
    batch_signing: float
    trainees: str
    without_tables: tuple[str, ...] = ()
    without_columns: tuple[str, ...] = ()


STYLES = {
    style.name: style
    for style in (
        # Big service centres: clerks at the counter, appraisers behind, a head who signs.
        Style(
            name="handover",
            officials_per_unit=(9, 22),
            clerks=0.3,
            intake="clerk",
            allocation="field",
            guidance="intake",
            due="slip",
            procedures=(35, 60),
            levels=("department", "centre"),
            spread=0.18,
            pace=0.07,
            tail="normal",
            agent_share=0.22,
            supplement_base=0.11,
            late_base=0.06,
            months=(10, 14),
            batch_signing=0.4,
            trainees="unit",
        ),
        # Many communes, two to five people each; whoever takes a dossier in carries it to the end.
        Style(
            name="solo",
            officials_per_unit=(3, 6),
            clerks=0.0,
            intake="handler",
            allocation="turn",
            guidance="request",
            due="moved",
            procedures=(18, 30),
            levels=("commune",),
            spread=0.15,
            pace=0.06,
            tail="normal",
            agent_share=0.15,
            supplement_base=0.13,
            late_base=0.05,
            months=(10, 13),
            batch_signing=0.1,
            trainees="unit",
        ),
        # Mostly online; the portal receives, papers are asked for at appraisal, no promised day, no guidance step.
        Style(
            name="portal",
            officials_per_unit=(8, 16),
            clerks=0.12,
            intake="portal",
            allocation="turn",
            guidance="none",
            due="absent",
            procedures=(12, 20),
            levels=("department", "centre"),
            spread=0.17,
            pace=0.08,
            tail="heavy",
            agent_share=0.3,
            supplement_base=0.16,
            late_base=0.08,
            months=(8, 12),
            batch_signing=0.7,
            trainees="desk",
            without_columns=("officials.to", "events.unit", "dossiers.applicant_kind"),
        ),
        # An old system: few strata, territory desks, hardly any agent, no access log, no register of documents.
        Style(
            name="patchy",
            officials_per_unit=(5, 9),
            clerks=0.25,
            intake="clerk",
            allocation="territory",
            guidance="request",
            due="slip",
            procedures=(6, 10),
            levels=("commune", "centre"),
            spread=0.2,
            pace=0.07,
            tail="normal",
            agent_share=0.0,
            supplement_base=0.09,
            late_base=0.1,
            months=(12, 16),
            batch_signing=0.0,
            trainees="none",
            without_tables=("accesses", "issued_documents", "relations", "units"),
            without_columns=(
                "dossiers.agent",
                "dossiers.channel",
                "dossiers.outcome",
                "dossiers.resubmission_of",
                "procedures.sensitive",
                "procedures.max_supplement_requests",
                "officials.post",
                "events.reason",
            ),
        ),
    )
}


def vary(style: Style, rng: np.random.Generator) -> Style:
    """No two provinces of a style are alike: the same way of working, with other figures and now and then other habits
    of logging."""
    due = str(rng.choice(["slip", "moved", "absent"])) if rng.random() < 0.3 else style.due
    guidance = style.guidance
    if guidance != "none" and rng.random() < 0.2:
        guidance = "request" if guidance == "intake" else "intake"
    return replace(
        style,
        spread=style.spread * rng.uniform(0.8, 1.2),
        pace=style.pace * rng.uniform(0.8, 1.2),
        agent_share=style.agent_share * rng.uniform(0.6, 1.4),
        supplement_base=style.supplement_base * rng.uniform(0.75, 1.3),
        late_base=style.late_base * rng.uniform(0.7, 1.4),
        tail="heavy" if rng.random() < 0.2 else style.tail,
        due=due,
        guidance=guidance,
    )
