"""A matter is concluded or answered, its result sent and publicised; it is closed, withdrawn or ended early."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from liem.cases import arrivals, queries, rules
from liem.cases.actions.frame import begin, not_by_law, refuse_by_law, refuse_if
from liem.cases.models import Matter
from liem.cases.on_file import on_file
from liem.cases.states import Cause, Kind, Outcome, Verb
from liem.people.models import Account
from liem.people.row_security import acting_as_system


@transaction.atomic
def conclude(
    matter: Matter, outcome: Outcome, words: str, *, causes: Collection[Cause] = (), by: Account, now: datetime,
    on: date | None = None, document: str = "",
) -> None:  # fmt: skip
    """Conclude: everybody was heard, every allegation found upon, motive, context and impact are recorded."""
    refuse_if(rules.why_not_reason(words))
    with acting_as_system():
        deed = begin(matter, Verb.CONCLUDE, by=by, now=now, at=on, document=document)
        file = on_file([deed.matter])[deed.matter.pk]
        refuse_by_law(
            deed.matter,
            Verb.CONCLUDE,
            rules.why_not_conclude(
                deed.matter.kind,
                outcome=outcome,
                persons=file.persons,
                pairs=file.pairs,
                found=file.found,
                circumstances=Verb.CIRCUMSTANCES in file.verbs,
                dialogue=Verb.DIALOGUE in file.verbs,
            ),
        )
        deed.matter.outcome, deed.matter.causes = outcome, [str(one) for one in causes]
        deed.write(words, outcome=outcome, causes=[str(one) for one in causes])
        if outcome in (Outcome.EXPLAINED, Outcome.NOT_FOUND):
            arrivals.let_go(deed.matter, by=deed.by, now=now)


@transaction.atomic
def answer(
    matter: Matter, words: str, *, by: Account, now: datetime, on: date | None = None, document: str = ""
) -> None:
    """Answer a reflection or a recommendation."""
    refuse_if(rules.why_not_reason(words))
    with acting_as_system():
        deed = begin(matter, Verb.ANSWER, by=by, now=now, at=on, document=document)
        deed.matter.outcome = Outcome.ANSWERED
        deed.write(words, outcome=Outcome.ANSWERED)


@transaction.atomic
def mark(
    matter: Matter,
    verb: Verb,
    words: str = "",
    *,
    by: Account,
    now: datetime,
    on: date | None = None,
    document: str = "",
) -> None:
    """What follows a conclusion: ``act``, ``send``, ``publicise``."""
    with acting_as_system():
        deed = begin(matter, verb, by=by, now=now, at=on, document=document)
        if verb in (Verb.SEND, Verb.PUBLICISE) and not deed.matter.outcome:
            raise not_by_law(deed.matter, verb, _("There is no conclusion to send or publicise yet."))
        deed.write(words)


@transaction.atomic
def close(matter: Matter, words: str = "", *, by: Account, now: datetime, on: date | None = None) -> None:
    """Close the matter: with an outcome, nothing owed, and everybody told."""
    with acting_as_system():
        deed = begin(matter, Verb.CLOSE, by=by, now=now, at=on)
        if deed.matter.kind == Kind.CRIME_REPORT:
            refuse_by_law(deed.matter, Verb.CLOSE, _why_not_close_crime(deed.matter))
            deed.matter.outcome = Outcome.HANDED_ON
        file, sent = on_file([deed.matter])[deed.matter.pk], queries.is_sent(deed.matter)
        refuse_by_law(
            deed.matter,
            Verb.CLOSE,
            rules.why_not_close(
                outcome=deed.matter.outcome,
                crime_unsent=file.crime_unsent,
                remedies_open=file.remedies_owed,
                kind=deed.matter.kind,
                sent=sent,
            ),
        )
        deed.write(words)


def _why_not_close_crime(matter: Matter) -> str | None:
    if not matter.crime_transfers.exclude(step__in=["", *queries.UNANSWERED]).exists():
        return _("The body that received it has not told how it ended: a bare referral closes nothing.")
    return None


@transaction.atomic
def withdraw(
    matter: Matter, words: str, *, whole: bool, continued: bool, by: Account, now: datetime, on: date | None = None
) -> None:
    """Record that the reporter withdrew, wholly or in part. ``continued``: it is handled to its end all the same."""
    refuse_if(rules.why_not_reason(words))
    with acting_as_system():
        deed = begin(matter, Verb.WITHDRAW, by=by, now=now, at=on)
        if deed.matter.outcome or not deed.matter.is_open:
            raise not_by_law(deed.matter, Verb.WITHDRAW, _("A withdrawal is possible before the conclusion alone."))
        deed.write(words, whole=whole, continued=continued)


@transaction.atomic
def terminate(
    matter: Matter, reason: str, *, by: Account, now: datetime, on: date | None = None, document: str = ""
) -> None:
    """End the matter before a conclusion, with the reason."""
    refuse_if(rules.why_not_reason(reason))
    with acting_as_system():
        deed = begin(matter, Verb.TERMINATE, by=by, now=now, at=on, document=document)
        withdrawal = deed.matter.events.filter(verb=Verb.WITHDRAW).order_by("id").last()
        refuse_if(
            rules.why_not_terminate(
                deed.matter.kind,
                withdrawn=withdrawal is not None,
                continued=bool(withdrawal and withdrawal.data.get("continued")),
            )
        )
        whole = bool(withdrawal and withdrawal.data.get("whole"))
        deed.matter.outcome = Outcome.WITHDRAWN if whole else Outcome.NOT_TAKEN
        deed.write(reason)
        arrivals.let_go(deed.matter, by=deed.by, now=now)
