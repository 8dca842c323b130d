"""What a matter of each kind needs before it can go on: done, or still to do. For the screen; the actions decide."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from liem.cases import rules
from liem.cases.models import Matter
from liem.cases.on_file import OnFile
from liem.cases.states import Kind, Verb


@dataclass(frozen=True)
class Check:
    """One line: what, whether it is done, and the verb that does it."""

    what: Any
    done: bool
    verb: str


def checks(one: Matter, file: OnFile) -> list[Check]:
    """The lines for this kind, in their order."""
    verbs = file.verbs
    found = [Check(_("An officer handles it"), bool(one.handler), "assign")]
    if one.kind == Kind.REFLECTION:
        return [*found, Check(_("Answered"), Verb.ANSWER in verbs, "answer")]
    if one.kind == Kind.CRIME_REPORT:
        return [*found, Check(_("Handed to the investigating body"), Verb.TRANSFER in verbs, "transfer")]
    found.append(Check(_("Accepted, or refused with a reason"), one.status != "received", "accept"))
    if one.kind not in rules.NEEDS_FINDINGS:
        return found
    people = [person for person in file.persons if person.capacity in rules.TO_BE_HEARD]
    found += [
        Check(_("Allegations written down one by one"), bool(file.pairs), "allegation"),
        Check(_("Plan of verification approved"), Verb.PLAN in verbs, "plan"),
        Check(_("Each person concerned had notice"), all(person.notified for person in people), "notify"),
        Check(_("Each person concerned was heard or chose not to speak"), all(p.heard for p in people), "hear"),
        Check(_("Each allegation has its finding"), bool(file.pairs) and file.pairs <= file.found.keys(), "find"),
        Check(_("Motive, context and social impact recorded"), Verb.CIRCUMSTANCES in verbs, "circumstances"),
    ]
    if one.kind == Kind.COMPLAINT_SECOND:
        found.append(Check(_("Dialogue held"), Verb.DIALOGUE in verbs, "dialogue"))
    return [*found, Check(_("Conclusion"), bool(one.outcome), "conclude")]
