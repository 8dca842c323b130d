"""What a report says. It leaves the memory of one request only sealed."""

import json
from dataclasses import asdict, dataclass, fields

from liem.intake.states import Kind, Story

LONGEST = {"what": 10_000, "evidence": 3_000}
"""Characters; every other text may have :data:`LONGEST_OTHER`."""
LONGEST_OTHER = 500


@dataclass(frozen=True, repr=False)
class ReportContent:
    """A report in its own words. Everything but ``kind`` and ``what`` may be empty; nothing forces a name.

    :param field: code of the field of administration (``land``, ``construction``, …), shown in the register.
    :param unit: code of the unit it is about, where it is known; ``place`` says it in words.
    :param accused: codes of officials it is about, as far as the desk knows them.
    :param accused_as: in what capacity (``agencies.states.AccusedAs``), empty where nobody is accused.
    :param about_leader: whether it is about the head of a unit or agency, or a deputy.
    :param call_record: hotline alone: the number under which the telephone system knows the call.
    """

    kind: str = Kind.UNDECIDED
    story: str = Story.OTHER
    what: str = ""
    place: str = ""
    unit: str = ""
    field: str = ""
    procedure: str = ""
    dossier: str = ""
    asked_for: str = ""
    when: str = ""
    who: str = ""
    evidence: str = ""
    wish: str = ""
    accused: tuple[str, ...] = ()
    accused_as: str = ""
    about_leader: bool = False
    call_record: str = ""
    language: str = "vi"

    def canonical(self) -> bytes:
        """The bytes that are sealed and of which the acknowledgement holds the digest: JSON, sorted, UTF-8."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_canonical(cls, text: bytes) -> "ReportContent":
        """What :meth:`canonical` wrote; fields of a later version are left out."""
        given = json.loads(text)
        known = {one.name for one in fields(cls)}
        given["accused"] = tuple(given.get("accused", ()))
        return cls(**{name: value for name, value in given.items() if name in known})


@dataclass(frozen=True, repr=False)
class Identity:
    """Who reports, as far as they say. Sealed apart from the report; see the vault."""

    name: str = ""
    contact: str = ""
    address: str = ""
    more: str = ""

    def __bool__(self) -> bool:
        return bool(self.name.strip() or self.contact.strip() or self.address.strip())

    def canonical(self) -> bytes:
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_canonical(cls, text: bytes) -> "Identity":
        return cls(**json.loads(text))
