"""From what a detection found of a lead to the sheet that says it."""

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Any

from liem.base import formats
from liem.base.formats import Language
from liem.detection.catalogue import indicators
from liem.detection.charts.words import activity
from liem.detection.evidence import Happening, Timeline
from liem.detection.figures import MATERIAL
from liem.detection.indicator import Indicator
from liem.detection.sheet import words
from liem.detection.sheet.content import (
    MOST_DRAWN,
    MOST_LISTED,
    MOST_SIGNS,
    ActSaid,
    Compared,
    Doubt,
    Entry,
    Figures,
    Found,
    LookSaid,
    Origin,
    Rule,
    Sheet,
    Sign,
    Step,
)
from liem.detection.sheet.places import unit_of_lead
from liem.detection.sheet.withheld import NO_CODE, in_order_of_reading, names_a_person, sentence_of
from liem.law.acts import Basis, Taxonomy

Row = Any


def evidence_of(signals: Sequence[Row]) -> list[str]:
    """The dossiers of all signals told on a sheet, those of the best signal first."""
    told = in_order_of_reading(signals)[:MOST_SIGNS]
    return list(dict.fromkeys(code for signal in told for code in signal["dossiers"] or ()))


def build(found: Found, language: Language, looks: Sequence[LookSaid] = ()) -> Sheet:
    """The sheet of a lead in one language."""
    lead, grade = found.lead, found.lead["grade"]
    signals = in_order_of_reading(found.signals)
    signs = tuple(_sign(found, signal, language) for signal in signals[:MOST_SIGNS])
    procedures = sorted({signal["procedure"] for signal in signals if signal["procedure"]})
    days = [signal[name] for signal in signals for name in ("period_from", "period_to") if signal[name]]
    best = max(signals, key=lambda one: one["priority"] or 0.0, default=None)
    unit = unit_of_lead(lead, signals, found.registry)
    return Sheet(
        language=language,
        lead=lead["lead"],
        subject_kind=lead["subject_kind"],
        subject=lead["subject"],
        title=_title(lead["subject_kind"], lead["subject"], language),
        grade=grade,
        grade_said=words.GRADES[grade][language],
        claim=sentence_of(grade, best, language) if best else "",
        not_said=(words.NOT_SAID[grade][language], words.NO_VERDICT[language]),
        sources=tuple(words.SOURCES[one][language] if one in words.SOURCES else one for one in lead["sources"]),
        period_from=min(days, default=None),
        period_to=max(days, default=None),
        unit=(unit, found.registry.name_of_unit(unit)) if unit else None,
        procedures=tuple((code, found.registry.name_of_procedure(code)) for code in procedures),
        act=_act(lead["act"], language) if lead["act"] else None,
        signs=signs,
        more_signs=len(signals) - len(signs),
        dossiers=tuple(evidence_of(signals)),
        entries=_entries(found, language),
        others=_others(found, signals),
        integrity=tuple(_doubt(one, language) for one in found.integrity),
        questions=tuple(text[language] for text in words.QUESTIONS),
        refuted_by=(words.REFUTED_RECORDS[language],),
        looks=tuple(looks),
        origin=_origin(found),
        simulated=found.simulated,
    )


def _title(kind: str, subject: str, language: Language) -> str:
    title = words.SUBJECTS[kind][language].format(*subject.split("|", 1))
    return title[0].upper() + title[1:]


def _sign(found: Found, signal: Row, language: Language) -> Sign:
    known = {one.id: one for one in indicators()}.get(signal["indicator"])
    compared = found.compared.get((signal["indicator"], signal["subject_kind"]), Compared())
    named = names_a_person(found.lead["grade"], signal["subject_kind"])
    pattern = signal["kind"] == "pattern"
    innocent = str(signal[f"innocent_if_{language}"])
    return Sign(
        signal=signal["signal"],
        indicator=signal["indicator"],
        version=known.version if known else None,
        name=known.name[language] if known else signal["indicator"],
        kind=signal["kind"],
        kind_said=words.KINDS[signal["kind"]][language],
        subject=signal["subject"] if named else NO_CODE[language],
        sentence=sentence_of(found.lead["grade"], signal, language),
        figures=_figures(signal, language),
        compared=_comparison(known, signal, compared, language),
        basis=known.source[language] if known else "",
        meaning=known.meaning[language] if known else "",
        formula=known.formula[language] if known else "",
        left_out=known.exclusions[language] if known else "",
        allowed_for=_allowed_for(known, signal, language) if pattern else (),
        innocent_if=innocent,
        verify=known.verify[language] if known else "",
        refuted_if=(*_refuted(signal, language), words.REFUTED_EXPLAINED[language].format(innocent=innocent)),
        dossiers=tuple(signal["dossiers"] or ()),
        points=tuple(compared.points) if pattern else (),
    )


def _figures(signal: Row, language: Language) -> Figures | None:
    """The figures of a signal; of a breach what was found and what the rule says, where that is a number."""
    if signal["observed"] is None or signal["expected"] is None:
        return None
    pattern = signal["kind"] == "pattern"
    expected = formats.expectation if pattern else formats.number
    shown = {
        "n": formats.number(signal["n"], 0, language),
        "observed": formats.number(signal["observed"], 0, language),
        "expected": expected(signal["expected"], language=language),
    }
    ends = [signal[name] for name in ("effect", "effect_low", "effect_high")]
    quotable = pattern and signal["expected"] >= formats.LEAST_EXPECTED
    if quotable and all(end is not None for end in ends):
        effect, low, high = (formats.number(end, 2, language) for end in ends)
        shown["effect"] = f"{effect} ({low} – {high})"
    if signal["q_value"] is not None:
        shown["q"] = formats.probability(signal["q_value"], language)
    return Figures(
        n=int(signal["n"]),
        observed=signal["observed"],
        expected=signal["expected"],
        effect=ends[0],
        effect_low=ends[1],
        effect_high=ends[2],
        p=signal["p_value"],
        q=signal["q_value"],
        shown=shown,
    )


def _comparison(known: Indicator | None, signal: Row, compared: Compared, language: Language) -> str:
    """The comparison group in a sentence."""
    if signal["kind"] != "pattern" or known is None or known.pattern is None:
        return words.COMPARED_NOTHING[language] if signal["kind"] == "breach" else ""
    kind = signal["subject_kind"]
    template = {"pair": words.COMPARED_PAIRS, "procedure": words.COMPARED_PROCEDURE}.get(kind, words.COMPARED)
    finest = [words.STRATA[name][language] for name in known.pattern.strata[0] if name in words.STRATA]
    return template[language].format(
        subjects=formats.number(max(compared.subjects - 1, 0), 0, language),
        eligible=formats.number(compared.eligible, 0, language),
        kind=words.SUBJECTS_MANY[kind][language],
        strata=", ".join(finest) or words.COMPARED_ALL[language],
    )


def _allowed_for(known: Indicator | None, signal: Row, language: Language) -> tuple[str, ...]:
    if known is None or known.pattern is None:
        return ()
    said = []
    if signal["subject_kind"] in ("official", "unit"):
        said.append(words.PERSON_OR_PROCEDURE)
    if signal["subject_kind"] == "official" and known.pattern.spares_newcomers:
        said.append(words.SPARED_NEWCOMERS)
    if signal["subject_kind"] == "official" and known.pattern.colleague:
        said.append(words.SPARED_UNIT if known.pattern.colleague == "unit" else words.SPARED_COLLEAGUE)
    if signal["subject_kind"] == "official" and known.pattern.compared_with:
        said.append(words.COMPARED_WITH_ALL)
    if signal["subject_kind"] == "official" and known.pattern.elsewhere:
        said.append(words.SPARED_AT_OTHER_TIMES)
    if signal["q_value"] is not None:
        said.append(words.FALSE_DISCOVERIES)
    if signal["subject_kind"] == "official" and known.pattern.beside:
        said.append(words.BESIDE)
    told = [text[language] for text in said]
    if signal["subject_kind"] == "official" and known.pattern.borne_out_by:
        told.append(words.SPARED_UNLESS_BORNE_OUT[language].format(known.pattern.borne_out_by))
    return tuple(told)


def _refuted(signal: Row, language: Language) -> tuple[str, ...]:
    """How far the count would have to fall, or what the dossier's papers would have to show."""
    if signal["kind"] == "breach":
        return (words.REFUTED_BREACH[language],)
    if signal["subject_kind"] == "dossier" or not signal["expected"] or signal["observed"] is None:
        return ()
    procedure = signal["subject_kind"] == "procedure"
    times = 1.0 if procedure else MATERIAL
    most = ceil(signal["expected"] * times) - 1
    if not 0 <= most < signal["observed"]:
        return ()
    template = words.REFUTED_PROCEDURE if procedure else words.REFUTED_PATTERN
    figures = {"most": formats.number(most, 0, language), "times": formats.number(times, 2, language)}
    return (template[language].format(**figures),)


def _act(code: str, language: Language) -> ActSaid:
    taxonomy = Taxonomy.load()
    act = taxonomy.act(code)
    return ActSaid(
        code=code,
        name=act.short(language),
        definition=act.definition(language),
        defined_by=taxonomy.defined_by_vi if language == "vi" else taxonomy.defined_by_en,
        status=taxonomy.status_vi if language == "vi" else taxonomy.status_en,
        version=taxonomy.version,
        confidence=words.CONFIDENCES[taxonomy.confidence][language],
        rules=tuple(_rule(basis, language) for basis in act.basis if basis.relation == "rule"),
    )


def _rule(basis: Basis, language: Language) -> Rule:
    says = basis.says_vi if language == "vi" else basis.says_en
    said = words.CONFIDENCES[basis.confidence][language]
    return Rule(basis.document, basis.article, says, basis.confidence, said)


def _entries(found: Found, language: Language) -> tuple[Entry, ...]:
    persons = found.lead["grade"] != "single"
    return tuple(
        _entry(found, one, language, persons=persons, steps=number < MOST_DRAWN)
        for number, one in enumerate(found.dossiers)
    )


def _others(found: Found, signals: Sequence[Row]) -> tuple[str, ...]:
    there = {one.dossier for one in found.dossiers}
    return tuple(code for code in evidence_of(signals)[:MOST_LISTED] if code not in there)


def _entry(found: Found, one: Timeline, language: Language, *, persons: bool, steps: bool) -> Entry:
    return Entry(
        dossier=one.dossier,
        procedure=found.registry.name_of_procedure(one.procedure),
        unit=one.unit,
        received_at=one.received_at,
        ended_at=one.ended_at,
        due=one.due,
        limit=one.limit,
        promised=one.promised,
        counted=one.counted,
        stopped=one.stopped,
        over=None if one.limit is None else one.counted - one.limit,
        steps=tuple(_step(event, language, persons=persons) for event in one.events) if steps else (),
        clock=one,
    )


def _step(event: Happening, language: Language, *, persons: bool) -> Step:
    note = " · ".join(text for text in (event.document, event.reason) if text)
    by = (event.official or "") if persons else ""
    return Step(event.at, event.activity, activity(event.activity, language), by, note)


def _doubt(one: Row, language: Language) -> Doubt:
    severity = str(one["severity"])
    said = words.SEVERITIES[severity][language] if severity in words.SEVERITIES else severity
    return Doubt(str(one["code"]), severity, said, str(one[language]), int(one["n"]), int(one["of"]))


def _origin(found: Found) -> Origin:
    run = found.run
    return Origin(
        run=run["run"],
        records=run["records"],
        tables=dict(sorted(run["checksums"].items())),
        as_of=datetime.fromisoformat(run["as_of"]),
        liem=run["liem"],
        engine=run["engine"],
        options=run["options"],
        indicators=run["indicators"],
    )
