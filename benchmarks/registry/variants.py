"""The ways of doing wrong, by act: who can do each, and under which letters it may be found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from benchmarks.registry.posts import Post


class How(StrEnum):
    UNLAWFUL_DRAFTS = "unlawful_drafts"
    DEAD_BASIS = "dead_basis"
    INCOMPETENT_SIGNATURE = "incompetent_signature"
    LOOPHOLE_FOR_AGENT = "loophole_for_agent"
    MANY_SUPPLEMENTS = "many_supplements"
    OUTSIDE_LIST = "outside_list"
    PAIR_FAVOUR = "pair_favour"
    FEES_ABOVE = "fees_above"
    PUSH_TO_AGENT = "push_to_agent"
    PASSES_INCOMPLETE = "passes_incomplete"
    PIECEMEAL_ROUNDS = "piecemeal_rounds"
    NO_GUIDANCE = "no_guidance"
    LATE = "late"
    STOP_LAST_DAYS = "stop_last_days"
    NOT_HANDED_OVER = "not_handed_over"
    REFUSED_THEN_GRANTED = "refused_then_granted"
    DUE_DATE_MOVED = "due_date_moved"
    LATE_SURVEY = "late_survey"
    NO_REASON = "no_reason"
    NIGHT = "night"
    RELATIVES = "relatives"
    BULK_EXPORT = "bulk_export"


@dataclass(frozen=True)
class Variant:
    act: str
    how: How
    post: Post | None
    """Of those who can do it; ``None`` where intake and appraisers can."""
    accepted: tuple[str, ...]
    """Acts that are a right answer, the planted one first."""


_OF_ACT: dict[str, list[tuple[How, Post | None, str]]] = {
    "A": [
        (How.UNLAWFUL_DRAFTS, Post.APPRAISER, "A"),
        (How.DEAD_BASIS, Post.APPRAISER, "A"),
        (How.INCOMPETENT_SIGNATURE, Post.SIGNER, "A"),
        (How.LOOPHOLE_FOR_AGENT, Post.APPRAISER, "A"),
    ],
    "B": [
        (How.MANY_SUPPLEMENTS, Post.APPRAISER, "B"),
        (How.OUTSIDE_LIST, Post.APPRAISER, "BD"),
        (How.PAIR_FAVOUR, Post.APPRAISER, "B"),
        (How.FEES_ABOVE, Post.INTAKE, "B"),
        (How.PUSH_TO_AGENT, Post.APPRAISER, "BD"),
        (How.PAIR_FAVOUR, Post.APPRAISER, "B"),
        (How.MANY_SUPPLEMENTS, Post.APPRAISER, "B"),
    ],
    "C": [
        (How.PASSES_INCOMPLETE, Post.INTAKE, "C"),
        (How.PIECEMEAL_ROUNDS, Post.APPRAISER, "CB"),
        (How.NO_GUIDANCE, Post.INTAKE, "C"),
    ],
    "D": [
        (How.LATE, Post.APPRAISER, "D"),
        (How.STOP_LAST_DAYS, Post.APPRAISER, "D"),
        (How.NOT_HANDED_OVER, Post.INTAKE, "D"),
        (How.REFUSED_THEN_GRANTED, Post.APPRAISER, "DB"),
        (How.DUE_DATE_MOVED, Post.APPRAISER, "D"),
        (How.LATE_SURVEY, Post.SURVEYOR, "D"),
    ],
    "E": [
        (How.NO_REASON, None, "E"),
        (How.NIGHT, None, "E"),
        (How.RELATIVES, None, "E"),
        (How.BULK_EXPORT, None, "E"),
    ],
}
VARIANTS = {
    act: [Variant(act, how, post, tuple(accepted)) for how, post, accepted in ways] for act, ways in _OF_ACT.items()
}
"""What stands twice in a list is planted twice as often."""
ACCESS = "E"

IN_PAIRS = (How.PAIR_FAVOUR, How.PUSH_TO_AGENT)
"""Found as an official together with an agent."""
FOR_ONE_AGENT = (*IN_PAIRS, How.LOOPHOLE_FOR_AGENT)
"""Done for an agent whose dossiers the official draws to the own desk."""
