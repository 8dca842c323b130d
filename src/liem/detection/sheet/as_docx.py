"""An evidence sheet as a Word file in the layout of offices, labelled as an internal working paper."""

from liem.base.official_paper import Head, OfficialPaper
from liem.detection.sheet import words
from liem.detection.sheet.content import Sheet, Sign
from liem.detection.sheet.rows import Told

_DOSSIER_WIDTHS = (26, 36, 20, 20, 21, 18, 12, 12)
_STEP_WIDTHS = (34, 46, 30, 55)


def as_docx(sheet: Sheet, head: Head | None = None) -> bytes:
    """The sheet as DOCX; the same sheet and head are the same bytes."""
    told, language = Told(sheet), sheet.language
    paper = OfficialPaper(head or Head(), language)
    paper.title(words.TITLE[language], sheet.title, words.WORKING_PAPER[language])
    if sheet.simulated:
        paper.paragraph(told.label("simulated"), bold=True)
    paper.heading(f"1. {told.heading('claim')}")
    paper.paragraph(sheet.claim, bold=True)
    paper.heading(f"2. {told.heading('not_said')}")
    for line in sheet.not_said:
        paper.paragraph(line)
    paper.heading(f"3. {told.heading('short')}")
    paper.facts(told.short())
    paper.heading(f"4. {told.heading('rules')}")
    paper.facts(told.act())
    if told.rules():
        paper.table(told.rule_heads(), told.rules(), (50, 75, 40))
    paper.heading(f"5. {told.heading('rests')}")
    for sign in sheet.signs:
        _sign(paper, told, sign)
    if sheet.more_signs:
        paper.paragraph(told.label("more_signs", sheet.more_signs))
    paper.heading(f"6. {told.heading('dossiers')}")
    _dossiers(paper, told)
    paper.heading(f"7. {told.heading('integrity')}")
    if sheet.integrity:
        paper.table(told.doubt_heads(), told.doubts(), (25, 140))
    else:
        paper.paragraph(words.SOUND[language])
    paper.heading(f"8. {told.heading('ask')}")
    paper.items(sheet.questions)
    paper.paragraph(words.NO_ACCUSATION[language], italic=True)
    paper.heading(f"9. {told.heading('refute')}")
    paper.items([*(line for sign in sheet.signs for line in _refuting(sheet, sign)), *sheet.refuted_by])
    if sheet.looks:
        paper.heading(told.heading("looks"))
        paper.table(told.look_heads(), told.looks(), (30, 35, 35, 65))
    paper.heading(f"10. {told.heading('origin')}")
    paper.facts(told.origin())
    paper.table((told.label("tables"), ""), told.tables(), (40, 125))
    return paper.as_bytes()


def _refuting(sheet: Sheet, sign: Sign) -> list[str]:
    """With the indicator in front where there is more than one."""
    many = len({one.indicator for one in sheet.signs}) > 1
    return [f"{sign.indicator}: {line}" if many else line for line in sign.refuted_if]


def _sign(paper: OfficialPaper, told: Told, sign: Sign) -> None:
    paper.heading(f"{sign.indicator} · {sign.name}", 2)
    paper.paragraph(sign.sentence)
    paper.facts(
        [
            *told.figures(sign),
            (told.label("compared"), sign.compared),
            (told.label("rule"), sign.basis),
            (told.label("meaning"), sign.meaning),
            (told.label("formula"), sign.formula),
            (told.label("left_out"), sign.left_out),
            (told.label("allowed"), " ".join(sign.allowed_for)),
            (told.label("innocent"), sign.innocent_if),
            (told.label("verify"), sign.verify),
        ]
    )


def _dossiers(paper: OfficialPaper, told: Told) -> None:
    if told.sheet.entries:
        paper.table(told.dossier_heads(), told.dossiers(), _DOSSIER_WIDTHS)
    for line in told.notes():
        paper.paragraph(line)
    for entry in told.sheet.entries:
        if entry.steps:
            paper.heading(told.label("steps_of", entry.dossier), 3)
            paper.table(told.step_heads(), told.steps(entry), _STEP_WIDTHS)
