"""What stands in the files of several matters, read at once: for the next step of each, for what can be done, and for
what is refused.

A list of forty matters asks as many questions of the database as one matter does. All of it in the row-level security
of whoever asks: where the content is not theirs, there are no persons and no allegations.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from liem.cases import queries, rules
from liem.cases.models import (
    Allegation,
    Appraisal,
    Concerned,
    CrimeTransfer,
    Discipline,
    Event,
    FindingOf,
    Matter,
    Remedy,
)
from liem.cases.states import Verb

Pair = tuple[int, int | None]
_PERSONAL = frozenset({Verb.NOTIFY, *rules.HEARD})


@dataclass
class OnFile:
    """One file: which verbs happened, whom it concerns and who was heard, what was found, what followed."""

    verbs: set[str] = field(default_factory=set)
    concerned: list[Concerned] = field(default_factory=list)
    persons: list[rules.Person] = field(default_factory=list)
    """The same, as the rules see them, in the same order."""
    pairs: set[Pair] = field(default_factory=set)
    found: dict[Pair, str] = field(default_factory=dict)
    transfers: list[CrimeTransfer] = field(default_factory=list)
    disciplines: list[Discipline] = field(default_factory=list)
    appraisals: list[Appraisal] = field(default_factory=list)
    remedies: list[Remedy] = field(default_factory=list)

    @property
    def crime_unsent(self) -> bool:
        return any(one.sent_at is None for one in self.transfers)

    @property
    def crime_unanswered(self) -> bool:
        """Whether a file was sent to investigators who have not told how it ended."""
        return any(one.step in queries.UNANSWERED for one in self.transfers)

    @property
    def has_decisions(self) -> bool:
        """Whether a disciplinary decision stands."""
        return any(one.set_aside_on is None for one in self.disciplines)

    @property
    def has_appraisals(self) -> bool:
        """Whether an appraisal is waited for."""
        return any(one.returned_on is None for one in self.appraisals)

    @property
    def has_remedies(self) -> bool:
        """Whether a remedy of any kind is not done yet."""
        return any(one.done_on is None for one in self.remedies)

    @property
    def remedies_owed(self) -> int:
        """How many of them stand in the way of closing."""
        return sum(one.done_on is None and one.remedy not in queries.LASTING for one in self.remedies)


def on_file(matters: Iterable[Matter], events: Iterable[Event] | None = None) -> dict[int, OnFile]:
    """Matter → what stands in its file. ``events``: those of all these matters, where they were read already."""
    numbers = [one.pk for one in matters]
    files = {number: OnFile() for number in numbers}
    _what_happened(files, numbers, events)
    _what_was_found(files, numbers)
    for name, model in _FOLLOWED.items():
        for row in model._default_manager.filter(matter_id__in=numbers):
            getattr(files[row.matter_id], name).append(row)
    return files


_FOLLOWED: dict[str, Any] = {
    "transfers": CrimeTransfer,
    "disciplines": Discipline,
    "appraisals": Appraisal,
    "remedies": Remedy,
}


def _what_happened(files: dict[int, OnFile], numbers: list[int], events: Iterable[Event] | None) -> None:
    done: dict[int, set[str]] = defaultdict(set)
    rows = Event.objects.filter(matter_id__in=numbers).order_by().only("matter_id", "verb", "data")
    for event in rows if events is None else events:
        files[event.matter_id].verbs.add(event.verb)
        if event.verb in _PERSONAL:
            done[int(event.data.get("person", 0))].add(event.verb)
    for person in Concerned.objects.filter(matter_id__in=numbers).order_by("id"):
        heard = bool(done[person.pk] & rules.HEARD)
        seen = rules.Person(person.pk, person.capacity, Verb.NOTIFY in done[person.pk], heard)
        files[person.matter_id].concerned.append(person)
        files[person.matter_id].persons.append(seen)


def _what_was_found(files: dict[int, OnFile], numbers: list[int]) -> None:
    rows = Allegation.objects.filter(matter_id__in=numbers).order_by()
    for pk, matter, person in rows.values_list("pk", "matter_id", "persons"):
        files[matter].pairs.add((pk, person))
    if not any(one.pairs for one in files.values()):
        return
    findings = FindingOf.objects.filter(matter_id__in=numbers).order_by("id")
    for matter, allegation, person, finding in findings.values_list(
        "matter_id", "allegation_id", "person_id", "finding"
    ):
        files[matter].found[allegation, person] = finding
