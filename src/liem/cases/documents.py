"""Official documents as drafts in the layout of Decree 30/2020/NĐ-CP; the clerk gives number and day, a person signs.

The templates (``forms_docx``) are made by ``scripts/generate_documents.py`` and may be edited in Word. They are filled
in a sandbox, and every value is escaped: a name like ``{{ 7*7 }}`` or ``<b>`` stays what it is.
"""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from liem.agencies.queries import names
from liem.base.clock import local
from liem.base.formats import day as written
from liem.cases import queries, rules
from liem.cases.models import Deadline, Matter
from liem.cases.states import Finding, Kind, Outcome, Proof, Verb
from liem.people.models import Account

FOLDER = Path(__file__).parent / "forms_docx"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_VERIFIED = (Kind.DENUNCIATION, Kind.COMPLAINT_FIRST, Kind.COMPLAINT_SECOND, Kind.LEAD)
_ALL = tuple(Kind)

FORMS: dict[str, tuple[Any, tuple[Kind, ...]]] = {
    "accept": (_("Decision of acceptance"), _VERIFIED),
    "notice": (_("Notice of acceptance"), _VERIFIED),
    "refusal": (_("Notice of refusal"), _ALL),
    "transfer": (_("Transfer slip"), _ALL),
    "plan": (_("Plan of verification"), _VERIFIED),
    "explanation": (_("Request for explanation"), _VERIFIED),
    "hearing": (_("Minutes of a hearing"), _VERIFIED),
    "extension": (_("Decision of extension"), _VERIFIED),
    "suspension": (_("Decision of suspension"), _VERIFIED),
    "conclusion": (_("Conclusion"), (Kind.DENUNCIATION, Kind.LEAD)),
    "decision": (_("Decision on the complaint"), (Kind.COMPLAINT_FIRST, Kind.COMPLAINT_SECOND)),
    "crime": (_("Letter to the investigating body"), _ALL),
    "apology": (_("Letter of apology"), _ALL),
}
"""Code → name, kinds it is for."""

_REASONS = {"refusal": Verb.REFUSE, "transfer": Verb.TRANSFER, "extension": Verb.EXTEND, "suspension": Verb.SUSPEND}
"""Form → the decision whose reason it gives."""
_DOTS = "……………"
_SIGNERS = (("ủy ban nhân dân", "CHỦ TỊCH"), ("thanh tra", "CHÁNH THANH TRA"), ("sở ", "GIÁM ĐỐC"))
"""How the name of a body begins → what its head is called; elsewhere the head of the unit."""
_WITHOUT_SUPERIOR = "ủy ban nhân dân"
"""A people's committee writes its own name alone: it has no body above it on its papers."""
_KIND_VI = {
    Kind.REFLECTION: "phản ánh, kiến nghị",
    Kind.COMPLAINT_FIRST: "khiếu nại lần đầu",
    Kind.COMPLAINT_SECOND: "khiếu nại lần hai",
    Kind.DENUNCIATION: "tố cáo",
    Kind.CRIME_REPORT: "tin báo",
    Kind.INSPECTION: "kiến nghị thanh tra",
    Kind.LEAD: "dấu hiệu cần xác minh",
}


def offered(one: Matter) -> list[tuple[str, Any]]:
    """The documents for a matter of this kind."""
    return [(code, label) for code, (label, kinds) in FORMS.items() if one.kind in kinds]


def filled(one: Matter, form: str, account: Account, now: datetime) -> bytes:
    """The document of a matter, always in Vietnamese."""
    template = DocxTemplate(str(FOLDER / f"{form}.docx"))
    with translation.override("vi"):
        template.render(
            context(one, form, account, now), jinja_env=SandboxedEnvironment(autoescape=True), autoescape=True
        )
    out = BytesIO()
    template.save(out)
    return out.getvalue()


def context(one: Matter, form: str, account: Account, now: datetime) -> dict[str, Any]:
    """Every value the template of a form may use. Unknown ones are left as dots, never guessed."""
    agency = names([one.unit]).get(one.unit)
    superior = names([agency.parent]).get(agency.parent) if agency and agency.parent else None
    issuer = agency.name_vi if agency else one.unit
    stands_alone = issuer.lower().startswith(_WITHOUT_SUPERIOR)
    words = {row.topic: row.text for row in one.writings.order_by("id")}
    heard = [row.text for row in one.writings.filter(topic__in=[Verb.HEAR, Verb.REPLY, Verb.DECLINED])]
    row = _resolving(one)
    allegations = list(one.allegations.all())
    person = one.concerned.first()
    return {
        "number": one.number,
        "kind_in": _KIND_VI[Kind(one.kind)],
        "law": rules.law_of(one.kind),
        "title": one.content.title,
        "issuer": issuer,
        "issuer_caps": issuer.upper(),
        "signer": next((head for begins, head in _SIGNERS if issuer.lower().startswith(begins)), "THỦ TRƯỞNG"),
        "superior": "" if stands_alone else (superior.name_vi if superior else _DOTS).upper(),
        "place": _DOTS,
        "year": local(now).year,
        "received": written(one.received_at),
        "accepted": _when(one, Verb.ACCEPT),
        "handler": account.display_name,
        "limit": _limit(row, one),
        "basis": _basis(row, one),
        "due": written(row.due_at - timedelta(microseconds=1)) if row and row.due_at else "",
        "reason": words.get(_REASONS.get(form, ""), _DOTS),
        "to_body": _to_body(one),
        "person": person.name if person else _DOTS,
        "allegations": [{"text": one_.text} for one_ in allegations] or [{"text": one.content.title}],
        "plan": [
            {"text": step.text, "due_on": written(step.due_on) if step.due_on else ""}
            for step in one.plan.all()
        ],
        "findings": _findings(one, [one_.pk for one_ in allegations]),
        "heard": " ".join(heard),
        "dialogue": words.get(Verb.DIALOGUE, ""),
        "is_first": one.kind == Kind.COMPLAINT_FIRST,
        "circumstances": words.get(Verb.CIRCUMSTANCES, ""),
        "outcome": Outcome(one.outcome).label if one.outcome else _DOTS,
        "conclusion": words.get(Verb.CONCLUDE, ""),
    }  # fmt: skip


def _findings(one: Matter, order: list[int]) -> list[dict[str, Any]]:
    every = one.findings.select_related("person").order_by("id")
    rows = {(row.allegation_id, row.person_id): row for row in every}.values()  # of each the latest alone
    return [
        {
            "number": order.index(row.allegation_id) + 1,
            "person": row.person.name if row.person else "",
            "finding": Finding(row.finding).label,
            "proof": Proof(row.proof).label,
            "reason": row.reason,
        }
        for row in rows
    ]


def _resolving(one: Matter) -> Deadline | None:
    rows = [row for row in one.deadlines.all() if any(word in row.rule for word in ("resolve", "handle", "verify"))]
    return rows[0] if rows else None


def _limit(row: Deadline | None, one: Matter) -> str:
    reading = queries.reading(one, row.rule) if row else None
    if reading is None or reading.rule is None or not reading.rule.is_known:
        return "……"
    units = {"working_day": "ngày làm việc", "day": "ngày", "month": "tháng"}
    return f"{reading.rule.value} {units.get(reading.rule.unit, '')}".strip()


def _basis(row: Deadline | None, one: Matter) -> str:
    reading = queries.reading(one, row.rule) if row else None
    return "; ".join(reading.rule.legal_basis) if reading and reading.rule else rules.law_of(one.kind)


def _when(one: Matter, verb: Verb) -> str:
    event = one.events.filter(verb=verb).order_by("id").last()
    return written(event.at) if event else _DOTS


def _to_body(one: Matter) -> str:
    transfer = one.crime_transfers.first()
    if transfer:
        return transfer.to_body
    event = one.events.filter(verb=Verb.TRANSFER).order_by("id").last()
    code = str(event.data.get("to", "")) if event else ""
    agency = names([code]).get(code)
    return agency.name_vi if agency else code or _DOTS
