"""An evidence sheet as one HTML file for reading and printing: no script, nothing fetched from anywhere."""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from liem.base.official_paper import NATION, Head, date_line
from liem.detection import charts
from liem.detection.sheet import drawing, words
from liem.detection.sheet.content import Entry, Sheet, Sign
from liem.detection.sheet.rows import Pairs, Told

_STYLES = (Path(__file__).parent / "sheet.css", Path(charts.__file__).parent / "static" / "charts.css")


def as_html(sheet: Sheet, head: Head | None = None) -> str:
    """The sheet as a document of its own."""
    told, language = Told(sheet), sheet.language
    styles = "\n".join(path.read_text("utf-8") for path in _STYLES)
    title = f"{words.TITLE[language]} · {sheet.title}"
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>\n{styles}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join([_head(head or Head(), sheet), *_body(told)])
        + "\n</main>\n</body>\n</html>\n"
    )


def _head(head: Head, sheet: Sheet) -> str:
    nation, motto = NATION[sheet.language]
    agency = f"<p>{escape(head.above.upper())}</p>" if head.above else ""
    agency += f"<p><strong>{escape(head.agency.upper() or '…')}</strong></p>"
    state = f"<p><strong>{nation}</strong></p><p><strong>{motto}</strong></p>"
    state += f"<p><em>{escape(date_line(head, sheet.language))}</em></p>"
    name, label = words.TITLE[sheet.language], words.WORKING_PAPER[sheet.language]
    return (
        f'<header><div class="offices"><div>{agency}</div><div>{state}</div></div>'
        f'<h1>{name}<br>{escape(sheet.title)}</h1><p class="label">{escape(label)}</p></header>'
    )


def _body(told: Told) -> Iterable[str]:
    sheet, language = told.sheet, told.language
    if sheet.simulated:
        yield f'<p class="simulated"><strong>{escape(told.label("simulated"))}</strong></p>'
    yield _section(1, told.heading("claim"), f'<p class="claim">{escape(sheet.claim)}</p>')
    yield _section(2, told.heading("not_said"), _paragraphs(sheet.not_said))
    yield _section(3, told.heading("short"), _facts(told.short()))
    rules = _table(told.rule_heads(), told.rules()) if told.rules() else ""
    yield _section(4, told.heading("rules"), _facts(told.act()) + rules)
    more = _paragraphs([told.label("more_signs", sheet.more_signs)]) if sheet.more_signs else ""
    yield _section(5, told.heading("rests"), "\n".join(_sign(told, sign) for sign in sheet.signs) + more)
    yield _section(6, told.heading("dossiers"), _dossiers(told))
    doubts = _table(told.doubt_heads(), told.doubts()) if sheet.integrity else _paragraphs([words.SOUND[language]])
    yield _section(7, told.heading("integrity"), doubts)
    asked = _list(sheet.questions, "ol") + _paragraphs([words.NO_ACCUSATION[language]])
    yield _section(8, told.heading("ask"), asked)
    many = len({one.indicator for one in sheet.signs}) > 1
    refuting = [f"{s.indicator}: {line}" if many else line for s in sheet.signs for line in s.refuted_if]
    yield _section(9, told.heading("refute"), _list([*refuting, *sheet.refuted_by], "ul"))
    if sheet.looks:
        yield _section(None, told.heading("looks"), _table(told.look_heads(), told.looks()))
    tables = _table((told.label("tables"), ""), told.tables())
    yield _section(10, told.heading("origin"), _facts(told.origin()) + tables)


def _sign(told: Told, sign: Sign) -> str:
    language, figures = told.language, sign.figures
    pictures = ""
    if sign.kind == "pattern" and figures is not None:
        span = cloud = ""
        if "effect" in figures.shown:
            span = drawing.interval(figures.effect, figures.effect_low, figures.effect_high, language)
        if "effect" in figures.shown and sign.points:
            cloud = drawing.funnel(figures.n, figures.observed, figures.expected, sign.points, language)
        pictures = "".join(
            f"<figure><figcaption>{escape(caption[language])}</figcaption>{picture}</figure>"
            for caption, picture in ((drawing.TIMES_AS_MANY, span), (drawing.AMONG_ALL, cloud))
            if picture
        )
    texts = [
        (told.label("compared"), sign.compared),
        (told.label("rule"), sign.basis),
        (told.label("meaning"), sign.meaning),
        (told.label("formula"), sign.formula),
        (told.label("left_out"), sign.left_out),
        (told.label("allowed"), " ".join(sign.allowed_for)),
        (told.label("innocent"), sign.innocent_if),
        (told.label("verify"), sign.verify),
    ]
    return (
        f'<h3>{escape(sign.indicator)} · {escape(sign.name)}</h3><p class="label">{escape(sign.kind_said)}</p>'
        f"<p>{escape(sign.sentence)}</p>{_facts(told.figures(sign))}"
        f'<div class="pictures">{pictures}</div>{_facts(texts)}'
    )


def _dossiers(told: Told) -> str:
    entries = told.sheet.entries
    listed = _table(told.dossier_heads(), told.dossiers()) if entries else ""
    return listed + _paragraphs(told.notes()) + "".join(_drawn(told, entry) for entry in entries if entry.steps)


def _drawn(told: Told, entry: Entry) -> str:
    persons = told.sheet.grade != "single"
    picture = drawing.timeline(entry.clock, told.sheet.origin.as_of, told.language, persons=persons)
    return f'<section class="dossier"><h3>{escape(told.label("steps_of", entry.dossier))}</h3>{picture}</section>'


def _section(number: int | None, heading: str, content: str) -> str:
    words_ = f"{number}. {heading}" if number else heading
    return f"<section>\n<h2>{escape(words_)}</h2>\n{content}\n</section>"


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _list(lines: Iterable[str], kind: str) -> str:
    return f"<{kind}>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + f"</{kind}>"


def _facts(pairs: Pairs) -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in pairs if value)
    return f"<dl>{rows}</dl>" if rows else ""


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' if one else "<td></td>" for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
