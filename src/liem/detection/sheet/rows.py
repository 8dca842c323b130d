"""The tables of a sheet as rows of text, the same in HTML and in DOCX."""

from liem.base import formats
from liem.detection.sheet.content import Entry, Sheet, Sign
from liem.detection.sheet.words import HEADINGS, LABELS

Pairs = list[tuple[str, str]]
_COMMAND = "liem evidence DIR --records RECORDS"


class Told:
    """A sheet with its labels in its own language."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.language = sheet, sheet.language

    def label(self, name: str, *values: object) -> str:
        return LABELS[name][self.language].format(*values)

    def heading(self, name: str) -> str:
        return HEADINGS[name][self.language]

    def short(self) -> Pairs:
        """The lead in short."""
        sheet, language = self.sheet, self.language
        period = [formats.day(one, language) for one in (sheet.period_from, sheet.period_to) if one]
        return [
            (self.label("lead"), sheet.lead),
            (self.label("grade"), sheet.grade_said),
            (self.label("act"), f"{sheet.act.code} · {sheet.act.name}" if sheet.act else self.label("no_act")),
            (self.label("unit"), _named(*sheet.unit) if sheet.unit else ""),
            (self.label("procedures"), "; ".join(_named(code, name) for code, name in sheet.procedures)),
            (self.label("period"), " – ".join(period)),
            (self.label("sources"), "; ".join(sheet.sources)),
            (self.label("count"), formats.number(len(sheet.dossiers), 0, language)),
        ]

    def figures(self, sign: Sign) -> Pairs:
        """The figures of one signal as they are shown."""
        if sign.figures is None:
            return []
        shown, pattern = sign.figures.shown, sign.kind == "pattern"
        expected = self.label("expected") if pattern else self.label("rule_figure")
        return [
            (self.label("n"), shown["n"] if pattern else ""),
            (self.label("observed"), shown["observed"]),
            (expected, shown["expected"]),
            (self.label("effect"), shown.get("effect", "")),
            (self.label("q"), shown.get("q", "")),
        ]

    def act(self) -> Pairs:
        """The act with whose definition it is, and its doubt."""
        act = self.sheet.act
        if act is None:
            return []
        return [
            (self.label("act_defined"), act.definition),
            (self.label("defined_by"), f"{act.defined_by} ({act.version}; {act.confidence}). {act.status}"),
        ]

    def rule_heads(self) -> list[str]:
        return [self.label(name) for name in ("document", "says", "confidence")]

    def rules(self) -> list[list[str]]:
        """One row per rule."""
        rules = self.sheet.act.rules if self.sheet.act else ()
        return [[", ".join(p for p in (r.document, r.article) if p), r.says, r.confidence_said] for r in rules]

    def dossier_heads(self) -> list[str]:
        return [
            self.label(name) for name in ("dossier", "procedure", "received", "ended", "due", "days", "stopped", "over")
        ]

    def dossiers(self) -> list[list[str]]:
        """One row per dossier with its clock."""
        return [self._dossier(entry) for entry in self.sheet.entries]

    def _dossier(self, entry: Entry) -> list[str]:
        language = self.language
        due = formats.day(entry.due, language) if entry.due else "–"
        limit = f"{entry.counted} / {'–' if entry.limit is None else entry.limit}"
        return [
            entry.dossier,
            entry.procedure,
            formats.day(entry.received_at, language),
            formats.day(entry.ended_at, language) if entry.ended_at else self.label("open"),
            f"{due} ({self.label('promised')})" if entry.promised and entry.due else due,
            limit,
            str(entry.stopped),
            str(entry.over) if entry.over is not None and entry.over > 0 else "–",
        ]

    def not_listed(self) -> int:
        """Dossiers without a row of their own."""
        return len(self.sheet.dossiers) - len(self.sheet.entries) - len(self.sheet.others)

    def notes(self) -> list[str]:
        """What is said of the evidence besides the rows of the dossiers."""
        said = [self.label("others", "; ".join(self.sheet.others))] if self.sheet.others else []
        if self.not_listed():
            said.append(self.label("more_dossiers", formats.number(self.not_listed(), 0, self.language)))
        return said if self.sheet.dossiers else [self.label("figures_only")]

    def step_heads(self) -> list[str]:
        return [self.label(name) for name in ("at", "step", "by", "note")]

    def steps(self, entry: Entry) -> list[list[str]]:
        """One row per step of a dossier."""
        return [[formats.instant(step.at, self.language), step.said, step.by, step.note] for step in entry.steps]

    def doubt_heads(self) -> list[str]:
        return [self.label("severity"), self.label("finding")]

    def doubts(self) -> list[list[str]]:
        """One row per thing that makes the log doubtful."""
        return [[one.severity_said, one.sentence] for one in self.sheet.integrity]

    def looks(self) -> list[list[str]]:
        return [[look.at, look.by, look.result, look.reason] for look in self.sheet.looks]

    def look_heads(self) -> list[str]:
        return [self.label(name) for name in ("at", "by", "result", "reason")]

    def origin(self) -> Pairs:
        """What is needed to compute the sheet again."""
        origin = self.sheet.origin
        used = dict.fromkeys(sign.indicator for sign in self.sheet.signs)
        versions = ", ".join(f"{one} v{origin.indicators[one]}" for one in used if one in origin.indicators)
        return [
            (self.label("run"), origin.run),
            (self.label("records"), origin.records),
            (self.label("as_of"), formats.instant(origin.as_of, self.language)),
            (self.label("version"), f"Liêm {origin.liem}; {origin.engine}"),
            (self.label("indicators"), versions),
            (
                self.label("again"),
                f"liem evidence DIR --lead {self.sheet.lead} --records RECORDS --language {self.language}",
            ),
        ]

    def tables(self) -> list[list[str]]:
        """Tables of the records with their checksums."""
        return [[table, checksum] for table, checksum in self.sheet.origin.tables.items()]


def _named(code: str, name: str) -> str:
    return code if code == name else f"{name} ({code})"
