"""The report of a calibration as one page that stands alone: no script, nothing fetched, made to be printed."""

from html import escape
from typing import Any

from liem.base.formats import Language, number
from liem.detection.calibration import drawing
from liem.detection.calibration.power import BINS
from liem.detection.indicator import Text

_STYLE = """
body{font:16px/1.5 system-ui,"Segoe UI",Roboto,sans-serif;color:#1a1f26;background:#fff;max-width:60rem}
body{margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2rem}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #c9d1da;vertical-align:top}
td.n,th.n{text-align:right}svg{max-width:100%;height:auto}svg text{font:12px system-ui,sans-serif;fill:#1a1f26}
rect.on{fill:#3c6e8f}rect.off{fill:#b3541e}.curve{fill:none;stroke:#3c6e8f;stroke-width:1.6}.dot{fill:#3c6e8f}
.limit{fill:none;stroke:#1a1f26;stroke-width:1.2;stroke-dasharray:4 3}.grid{stroke:#dde3e9}
.scroll{overflow-x:auto}section.language{border-top:3px solid #3c6e8f;margin-top:3rem}.note{color:#46515c}
@media print{body{margin:0;max-width:none}section.language{break-before:page}h2{break-after:avoid}
tr,svg{break-inside:avoid}}
"""

_W: dict[str, Text] = {
    "title": Text("Hiệu chuẩn trên chính dữ liệu này", "Calibration on these very records"),
    "lead": Text(
        "Báo cáo này không nói về ai. Nó hỏi: khi không có gì để tìm, việc phát hiện có nêu tên ai không; và một "
        "hành vi phải "
        "mạnh đến đâu, trên bao nhiêu hồ sơ, thì mới thấy được.",
        "This report is about nobody. It asks: where there is nothing to find, does detection name anybody; and how "
        "strong "
        "must an act be, in how many dossiers, before it is seen?",
    ),
    "anybody": Text(
        "Chia lại hồ sơ ngẫu nhiên {done} lần; trong {named} lần có người bị nêu tên. Mỗi chỉ số được phép đến "
        "{limit} % số lần "
        "(mức đặt ra {fdr} % và hai sai số chuẩn).",
        "Dossiers were dealt out at random {done} times; in {named} of them somebody was named. Each indicator may "
        "do so in up "
        "to {limit}% (the {fdr}% that were set and two standard errors).",
    ),
    "shuffles": Text("Chia lại ngẫu nhiên: không có gì để tìm", "Dealt out at random: nothing to find"),
    "bars": Text("Tỷ lệ số lần chia lại có người bị nêu tên", "Share of shuffles in which somebody was named"),
    "curves": Text(
        "Phân bố giá trị p khi chia lại: ở nửa trái, nằm dưới đường chéo là thận trọng, trên đường chéo là nguy "
        "hiểm; việc "
        "hiếm dồn về 0,5 là bình thường",
        "Distribution of p under the shuffles: in the left half, below the diagonal is cautious, above it dangerous; "
        "that "
        "rare events heap at 0.5 is as it must be",
    ),
    "id": Text("Chỉ số", "Indicator"),
    "named_in": Text("Lần có tên", "Shuffles with a name"),
    "ks": Text("p nhỏ quá mức (độ lệch Kolmogorov–Smirnov)", "p too small by (Kolmogorov–Smirnov)"),
    "controls": Text("Kết quả đối chứng", "Control outcomes"),
    "deadlines": Text("Thời hạn giả", "False deadlines"),
    "stability": Text("Hai nửa kỳ", "Half against half"),
    "state": Text("Kết luận", "Verdict"),
    "on": Text("dùng được", "in use"),
    "off": Text("TẮT", "OFF"),
    "explain": Text(
        "Kết quả đối chứng: số hồ sơ lẻ hay chẵn, hồ sơ đến thứ Hai, thứ Ba; không ai gây ra được, nên không ai được "
        "bị nêu tên. "
        "Thời hạn giả: hỏi về những ngày trước một hạn không có thật. Hai nửa kỳ: thứ tự các cán bộ ở hai nửa kỳ "
        "giống nhau đến "
        "đâu (1 là như nhau, 0 là không liên quan); thấp không phải là lỗi, chỉ cho thấy khác biệt là ngẫu nhiên.",
        "Control outcomes: whether the dossier's number is odd, whether it came on a Monday or Tuesday; nobody can "
        "have caused "
        "them, so nobody may be named. False deadlines: the days before a limit that is none. Half against half: how "
        "far the "
        "order of officials agrees (1 the same, 0 unrelated); a low value is no fault, it says that differences are "
        "chance.",
    ),
    "power": Text("Có gì để tìm: hành vi được cấy vào", "Something to find: acts put in"),
    "power_lead": Text(
        "Mỗi lần, một cán bộ được chọn ngẫu nhiên trong số người có việc ấy xảy ra nhận thêm hành vi ở mức đã ghi; "
        "bảng cho biết bao nhiêu lần đúng người đó bị nêu tên. Mức “×2” là nhiều gấp đôi trước đó.",
        "Each time one official, drawn at random among those with whom the event occurs, is given the act at the "
        "strength stated; counted is how often that very official was named. “×2” is twice as often as before.",
    ),
    "a_month": Text(" lượt mỗi tháng", " a month"),
    "points": Text(" điểm %", " points"),
    "act": Text("Hành vi", "Act"),
    "strength": Text("Mức", "Strength"),
    "cases": Text("Số trường hợp", "Cases"),
    "officials": Text("Cán bộ", "Officials"),
    "found": Text("Tìm thấy", "Found"),
    "alike": Text("Trông giống mà không phải", "What only looks like it"),
    "alike_lead": Text(
        "Những điều ngay thẳng được cấy vào theo cùng cách; lẽ ra không ai bị nêu tên.",
        "Honest doings put in the same way; nobody should be named.",
    ),
    "number_parity": Text("số lẻ", "odd number"),
    "weekday": Text("thứ Hai, thứ Ba", "Monday, Tuesday"),
    "hard_cases": Text("nhận thêm gấp đôi, toàn hồ sơ khó", "given as many again, all of the hard kind"),
    "whole_unit": Text("cả đơn vị cùng nhiều gấp rưỡi", "the whole unit half as many again"),
    "wide_habits": Text("thói quen mọi người khác nhau nhiều hơn", "everybody's habits differ more"),
    "skipped": Text("Chưa tính được", "Not computed"),
    "made": Text(
        "Hạt giống {seed}, Liêm {liem}; cùng dữ liệu, cùng hạt giống thì cùng con số. Kiểm tra tổng của bảng events: "
        "{checksum}.",
        "Seed {seed}, Liêm {liem}; the same records and the same seed give the same figures. Checksum of the events: "
        "{checksum}.",
    ),
    "to": Text("đến dưới", "to below"),
    "more": Text("trở lên", "or more"),
    "nothing": Text("Không có câu hỏi nào về cán bộ tính được.", "No question about officials can be computed."),
}


def html(report: dict[str, Any]) -> str:
    """The whole page, Vietnamese first."""
    both = "".join(f'<section class="language" lang="{one}">{_body(report, one)}</section>' for one in ("vi", "en"))
    title = escape(f"{_W['title'].vi} · {_W['title'].en}")
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>{both}</body></html>\n"
    )


def _body(report: dict[str, Any], language: Language) -> str:
    said = _W["anybody"][language].format(
        done=report["shuffles"],
        named=report["anybody_named"],
        limit=round(100 * report["allowed_share"]),
        fdr=round(100 * report["fdr"]),
    )
    made = _W["made"][language].format(
        seed=report["seed"], liem=report["liem"], checksum=str(report["checksums"].get("events", "–"))[:16]
    )
    parts = [_h("h1", "title", language), _p(_W["lead"][language]), f"<p><strong>{escape(said)}</strong></p>"]
    if report["indicators"]:
        parts += [_shuffles(report, language), _power(report, language), _alike(report, language)]
    else:
        parts.append(_p(_W["nothing"][language]))
    return "".join([*parts, _skipped(report, language), _p(made, "note")])


def _h(tag: str, key: str, language: Language) -> str:
    return f"<{tag}>{escape(_W[key][language])}</{tag}>"


def _p(text: str, kind: str = "") -> str:
    return f"<p{f' class={kind!r}' if kind else ''}>{escape(text)}</p>"


def _table(head: list[str], rows: list[list[str]], language: Language, numeric: int = 99) -> str:
    kinds = ["" if place < numeric else ' class="n"' for place in range(len(head))]
    top = "".join(f"<th{kind}>{escape(_W[name][language])}</th>" for kind, name in zip(kinds, head, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(kinds, row, strict=True)) + "</tr>"
        for row in rows
    )
    return f'<div class="scroll"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _shuffles(report: dict[str, Any], language: Language) -> str:
    rows = report["indicators"]
    shares = [(row["id"], row["named_in"] / max(row["shuffles"], 1), row["off"]) for row in rows]
    curves = [(row["id"], row["p_curve"]) for row in rows]
    table = [
        [
            f"{row['id']} {row['name_' + language]}",
            f"{row['named_in']} / {row['shuffles']}",
            f"{number(row['ks_distance'], 3, language)} (n = {number(row['tests'], 0, language)})",
            _hits(row["controls"], language),
            _hits(row["false_deadlines"], language),
            _steady(row["stability"], language),
            f"{_W['off'][language]}: {row['reason_' + language]}" if row["off"] else _W["on"][language],
        ]
        for row in rows
    ]
    head = ["id", "named_in", "ks", "controls", "deadlines", "stability", "state"]
    return "".join(
        [
            _h("h2", "shuffles", language),
            _p(_W["bars"][language]),
            drawing.bars(shares, report["allowed_share"], _W["bars"][language]),
            _p(_W["curves"][language]),
            drawing.distribution(curves, report["curve_at"], _W["curves"][language]),
            _table(head, table, language),
            _p(_W["explain"][language], "note"),
        ]
    )


def _hits(found: dict[str, int], language: Language) -> str:
    said = [(_W[name][language] if name in _W else name, hits) for name, hits in found.items()]
    return ", ".join(f"{name}: {hits}" for name, hits in said) or "–"


def _steady(found: dict[str, Any] | None, language: Language) -> str:
    if not found or found["rank_agreement"] is None:
        return "–"
    return f"{number(found['rank_agreement'], 2, language)} (n = {number(found['officials'], 0, language)})"


def _bin(least: int, language: Language) -> str:
    most = BINS[BINS.index(least) + 1]
    return f"{least} {_W['more'][language]}" if most >= BINS[-1] else f"{least}–{most - 1}"


def strength(label: str, language: Language) -> str:
    """``x1.5``, ``+10%`` and ``5/month`` as a reader of the language writes them."""
    if label.endswith("/month"):
        return label.removesuffix("/month") + _W["a_month"][language]
    if label.startswith("x"):
        return "×" + (label[1:].replace(".", ",") if language == "vi" else label[1:])
    return label.replace("%", _W["points"][language])


def _power(report: dict[str, Any], language: Language) -> str:
    rows = report["power"]
    if not rows:
        return ""
    parts = [_h("h2", "power", language), _p(_W["power_lead"][language])]
    ticks = [str(least) for least in BINS[:-1]]
    for indicator in dict.fromkeys(row["indicator"] for row in rows):
        mine = [row for row in rows if row["indicator"] == indicator]
        lines = [
            (
                strength(label, language),
                [(float(BINS.index(r["from_cases"])), r["found"] / r["draws"]) for r in mine if r["strength"] == label],
            )
            for label in dict.fromkeys(row["strength"] for row in mine)
        ]
        label = f"{_W['power'][language]}: {indicator}"
        parts.append(f"<h3>{escape(indicator)}</h3>" + drawing.power(lines, ticks, _W["cases"][language], label))
    table = [
        [
            f"{row['act']} · {row['indicator']}",
            strength(row["strength"], language),
            _bin(row["from_cases"], language),
            str(row["officials"]),
            f"{row['found']} / {row['draws']}",
        ]
        for row in rows
    ]
    return "".join([*parts, _table(["act", "strength", "cases", "officials", "found"], table, language)])


def _alike(report: dict[str, Any], language: Language) -> str:
    if not report["look_alikes"]:
        return ""
    table = [
        [f"{_W[row['look_alike']][language]}", row["indicator"], f"{row['named']} / {row['draws']}"]
        for row in report["look_alikes"]
    ]
    head = _table(["alike", "id", "named_in"], table, language)
    return "".join([_h("h2", "alike", language), _p(_W["alike_lead"][language]), head])


def _skipped(report: dict[str, Any], language: Language) -> str:
    if not report["skipped"]:
        return ""
    items = "".join(
        f"<li>{escape(row['indicator'])}: {escape(row['reason_' + language])}</li>" for row in report["skipped"]
    )
    return f"{_h('h2', 'skipped', language)}<ul>{items}</ul>"
