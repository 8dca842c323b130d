"""The acts A to E that Liêm calls petty corruption: whose definition, from when, on what basis, in both languages.

The Vietnamese term is in no law; a version says so itself. The entries are data (``data/acts.toml``), dated and never
overwritten: a matter keeps the definition under which it arose.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from liem.base.errors import UserError
from liem.base.formats import Language
from liem.law.entries import CONFIDENCES, Confidence, Entry, read_entries

ACTS = Path(__file__).parent / "data" / "acts.toml"

Relation = Literal["rule", "policy", "neighbour"]
"""``rule``: what the act breaks; ``policy``: the direction it goes against; ``neighbour``: a near concept of a statute,
which has more elements than the act (self-interest above all) and is for the competent bodies to conclude."""


@dataclass(frozen=True)
class Basis:
    """One document an act leans on, and how."""

    document: str
    article: str
    says_vi: str
    says_en: str
    relation: Relation
    confidence: Confidence


@dataclass(frozen=True)
class Act:
    """One act, by its letter. ``manifestations``: what it can look like in records, in Liêm's reading; no proof."""

    code: str
    short_vi: str
    short_en: str
    definition_vi: str
    definition_en: str
    manifestations_vi: tuple[str, ...]
    manifestations_en: tuple[str, ...]
    basis: tuple[Basis, ...]

    def short(self, language: Language = "vi") -> str:
        """A few words, for a heading or a filter."""
        return self.short_vi if language == "vi" else self.short_en

    def definition(self, language: Language = "vi") -> str:
        return self.definition_vi if language == "vi" else self.definition_en

    def manifestations(self, language: Language = "vi") -> tuple[str, ...]:
        return self.manifestations_vi if language == "vi" else self.manifestations_en


@dataclass(frozen=True)
class Field:
    """A field of administration; ``sensitive`` if the source of the taxonomy names it so (mission, ID7)."""

    code: str
    name_vi: str
    name_en: str
    sensitive: bool

    def name(self, language: Language = "vi") -> str:
        return self.name_vi if language == "vi" else self.name_en


@dataclass(frozen=True)
class Taxonomy:
    """One version of the acts and fields, with whose definition it is and what is doubtful about it.

    >>> Taxonomy.load().act("D").short("en")
    'Prolonging the time, or papers outside the rules'
    """

    version: str
    valid_from: date
    term_vi: str
    term_en: str
    defined_by_vi: str
    defined_by_en: str
    status_vi: str
    status_en: str
    confidence: Confidence
    verified_by: str
    verified_on: date | None
    acts: tuple[Act, ...]
    fields: tuple[Field, ...]

    @classmethod
    def load(cls, on: date | None = None, path: Path = ACTS) -> "Taxonomy":
        """The version in force on a day; the newest if no day is given.

        Raises :class:`UserError` for a day before the first version: there was no such definition then.
        """
        versions = [version for version in _versions(path) if on is None or version.valid_from <= on]
        if not versions:
            first = _versions(path)[0]
            raise UserError(f"no definition of the acts was in force on {on}; the first holds from {first.valid_from}")
        return versions[-1]

    def act(self, code: str) -> Act:
        """The act of that letter; :class:`UserError` naming the letters there are."""
        for act in self.acts:
            if act.code == code:
                return act
        raise UserError(f"there is no act {code!r}; the acts are {', '.join(act.code for act in self.acts)}")

    def field(self, code: str) -> Field | None:
        """The field of that code, or ``None``: record sets may use codes of their own."""
        return next((field for field in self.fields if field.code == code), None)

    def sensitive_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.sensitive)


@lru_cache(maxsize=4)
def _versions(path: Path) -> tuple[Taxonomy, ...]:
    """Every version, oldest first."""
    versions = sorted((_taxonomy(entry) for entry in read_entries(path, "versions")), key=lambda one: one.valid_from)
    if not versions:
        raise UserError(f"{path}: no [[versions]]; a taxonomy has at least one")
    return tuple(versions)


def _taxonomy(entry: Entry) -> Taxonomy:
    taxonomy = Taxonomy(
        version=entry.text("version"),
        valid_from=entry.day("valid_from"),
        term_vi=entry.text("term_vi"),
        term_en=entry.text("term_en"),
        defined_by_vi=entry.text("defined_by_vi"),
        defined_by_en=entry.text("defined_by_en"),
        status_vi=entry.text("status_vi"),
        status_en=entry.text("status_en"),
        confidence=_confidence(entry),
        verified_by=entry.optional_text("verified_by"),
        verified_on=entry.optional_day("verified_on"),
        acts=tuple(_act(act) for act in entry.entries("acts")),
        fields=tuple(_field(field) for field in entry.entries("fields")),
    )
    entry.finish()
    _refuse_repeats(entry, [act.code for act in taxonomy.acts] + [field.code for field in taxonomy.fields])
    return taxonomy


def _act(entry: Entry) -> Act:
    act = Act(
        code=entry.text("code"),
        short_vi=entry.text("short_vi"),
        short_en=entry.text("short_en"),
        definition_vi=entry.text("definition_vi"),
        definition_en=entry.text("definition_en"),
        manifestations_vi=entry.texts("manifestations_vi"),
        manifestations_en=entry.texts("manifestations_en"),
        basis=tuple(_basis(basis) for basis in entry.entries("basis")),
    )
    entry.finish()
    if len(act.manifestations_vi) != len(act.manifestations_en):
        raise entry.refusal("manifestations differ in number between the languages", "write each in both languages")
    if not act.basis:
        raise entry.refusal("no basis", "name at least one document under [[versions.acts.basis]]")
    return act


def _basis(entry: Entry) -> Basis:
    basis = Basis(
        document=entry.text("document"),
        article=entry.optional_text("article"),
        says_vi=entry.text("says_vi"),
        says_en=entry.text("says_en"),
        relation=cast(Relation, entry.one_of("relation", ("rule", "policy", "neighbour"))),
        confidence=_confidence(entry),
    )
    entry.finish()
    return basis


def _field(entry: Entry) -> Field:
    field = Field(entry.text("code"), entry.text("name_vi"), entry.text("name_en"), entry.flag("sensitive"))
    entry.finish()
    return field


def _confidence(entry: Entry) -> Confidence:
    return cast(Confidence, entry.one_of("confidence", CONFIDENCES))


def _refuse_repeats(entry: Entry, codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise entry.refusal(f"the code {code!r} stands there twice", "give each act and each field its own code")
        seen.add(code)
