"""The case file. The register (which matter, where it stands, when it is due) is apart from its content.

Register tables hold codes, dates and amounts alone: who may know that a matter exists sees them. Content tables hold
words and names: the handler, the head of the handling unit, and who was entitled by name. Both walls are in the
database (``migrations/0002``). What a reporter said stays sealed in intake: here is its register number alone.
"""

from liem.cases.models.content import Allegation, Concerned, Content, Evidence, FindingOf, PlanStep, Writing
from liem.cases.models.house import AllowedMove, CalendarFeed, Drawn, Tally
from liem.cases.models.ledgers import Appraisal, CrimeTransfer, Discipline, HeadAnswer, Money, Remedy
from liem.cases.models.lengths import ACCOUNT, CODE
from liem.cases.models.register import Deadline, Event, Matter
from liem.cases.models.told import Entitlement, Exclusion, Notice

__all__ = [
    "ACCOUNT",
    "CODE",
    "Allegation",
    "AllowedMove",
    "Appraisal",
    "CalendarFeed",
    "Concerned",
    "Content",
    "CrimeTransfer",
    "Deadline",
    "Discipline",
    "Drawn",
    "Entitlement",
    "Event",
    "Evidence",
    "Exclusion",
    "FindingOf",
    "HeadAnswer",
    "Matter",
    "Money",
    "Notice",
    "PlanStep",
    "Remedy",
    "Tally",
    "Writing",
]

# Django looks for tables in this module alone.
from liem.cases.custody import models as _custody  # noqa: F401
from liem.cases.mail import models as _mail  # noqa: F401
