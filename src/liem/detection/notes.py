"""What a reader of the answer must know of the records: what was left out, put right, or makes them doubtful.

Of what :mod:`liem.dossiers.quality` finds, what bears on every result, with what to do about it; and what detection
itself took care of.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow.parquet as pq

from liem.base import formats
from liem.detection.coding import Work
from liem.detection.documents import still_cited
from liem.detection.engine import distinct
from liem.detection.indicator import Text
from liem.detection.look_log import looks_brought_in
from liem.detection.missing import CannotTell
from liem.dossiers.quality import Severity
from liem.dossiers.records import REJECTIONS
from liem.dossiers.rejections import REASONS, sentence


@dataclass(frozen=True)
class Note:
    """``n``: how many rows, days, units or codes it is about."""

    code: str
    n: int
    vi: str
    en: str


_CHECK_CLOCKS = Text(
    "hãy đối chiếu giờ của các máy đã ghi rồi sửa ở nguồn",
    "compare the clocks of the machines that wrote them, and mend it at the source",
)
_ADVICE = {
    "before_receipt": _CHECK_CLOCKS,
    "far_after": Text("hãy sửa năm ở nguồn", "mend the year at the source"),
    "gap_in_log": Text("hãy xuất lại những ngày đó", "export those days again"),
    "mixed_offsets": Text(
        "nếu nguồn ghi giờ UTC mà không ghi múi giờ, hãy xuất lại kèm múi giờ",
        "if the source writes UTC without saying so, export it again with offsets",
    ),
    "night_work": Text("hãy kiểm tra trước khi dùng kết quả", "check them before the results are used"),
}
"""What to do, by the code of a finding of :mod:`liem.dossiers.quality`."""
_WHERE = ("gap_in_log", "mixed_offsets")
"""Findings told with their examples: days and columns, never dossiers or units."""
_ROWS = Text(
    "{n} dòng của bảng {table} không được nhận: {reason_vi}; {advice_vi}",
    "{n} rows of {table} were not accepted: {reason_en}; {advice_en}",
)
_EXPORT_ONCE = Text("hãy xuất mỗi dòng một lần", "export each row once")
_EACH = Text("mục rows nêu từng dòng; hãy sửa ở nguồn", "each is listed under rows; mend them at the source")
_ADVICE_ON_ROWS = {
    REASONS["before_receipt"].en: _CHECK_CLOCKS,
    REASONS["finished_early"].en: _CHECK_CLOCKS,
    REASONS["same_event"].en: _EXPORT_ONCE,
    REASONS["same_key"].en: _EXPORT_ONCE,
}
_SENTENCES = {
    "units_merged": Text(
        "{n} đơn vị sáp nhập trong kỳ; mỗi hồ sơ tính cho đơn vị ghi trong hồ sơ, trước và sau sáp nhập không bị "
        "trộn lẫn",
        "{n} units were merged in the period; each dossier counts for the unit it names, so that before and after are "
        "not mixed",
    ),
    "rules_changed": Text(
        "{n} thủ tục thay đổi quy định trong kỳ; mỗi hồ sơ theo quy định có hiệu lực vào ngày tiếp nhận",
        "the rules of {n} procedures changed in the period; each dossier goes by those in force on the day of its "
        "receipt",
    ),
    "several_units": Text(
        "{n} cán bộ được phân công ở nhiều đơn vị; mỗi người được xét ở đơn vị có nhiều hồ sơ của mình nhất",
        "{n} officials are assigned to several units; each is looked at in the unit of most of their dossiers",
    ),
    "law_still_cited": Text(
        "{n} văn bản mà danh mục của hệ thống ghi đã hết hiệu lực vẫn được những người từng dùng viện dẫn, hầu như "
        "chưa ai viện dẫn văn bản thay thế ({acts}): không tính cho ai; bộ phận pháp chế hãy kiểm tra danh mục và "
        "biểu mẫu",
        "{n} acts that the platform's list says have ended are cited on by those who used them, and hardly anybody "
        "cites what took their place ({acts}): they count for nobody; let legal staff check the list and the forms",
    ),
    "looks_brought_in": Text(
        "{n} lượt mở hồ sơ mang cùng một thời điểm với hơn nửa số người: chúng được chuyển từ hệ thống cũ sang, không "
        "biết lúc nào có thật, nên không tính",
        "{n} looks bear one instant with more than half of all who look: they were brought in from an older system, "
        "nobody knows when they happened, and they are not counted",
    ),
    "machines": Text(
        "{n} mã cán bộ trội lên là tài khoản tự động (theo chức danh, hoặc vì phần lớn việc làm ngoài giờ): không nêu "
        "người",
        "{n} codes stand out that are accounts of a machine (by their post, or for most of their work is outside "
        "office hours): no person is named",
    ),
    "shared_accounts": Text(
        "{n} mã cán bộ trội lên nhưng nhiều lần thao tác ở hai đơn vị cách nhau dưới 10 phút: tài khoản có lẽ dùng "
        "chung, nên không nêu người; hãy kiểm tra tài khoản trước (liem check nêu mã)",
        "{n} codes stand out but act in two units within 10 minutes again and again: the accounts are probably shared, "
        "and no person is named; look into the accounts first (liem check names the codes)",
    ),
}
_BAD_GAPS = Text(
    "nhật ký thiếu nhiều ngày làm việc, nên công việc giải thích lượt mở có thể không được ghi; hãy xuất đủ các ngày "
    "rồi chạy lại",
    "the log lacks many working days, so that the work that explains a look may not be recorded; export all days and "
    "run again",
)


def note(code: str, n: int) -> Note:
    """The note of that code on ``n``."""
    return _note(code, n, _SENTENCES[code], {})


def notes(work: Work) -> list[Note]:
    """All that is to be said of the records of a run before anything is counted."""
    brought_in = looks_brought_in(work)
    of_looks = [note("looks_brought_in", brought_in)] if brought_in else []
    return [*_left_out(work), *_doubts(work), *_registers(work), *_laws(work), *of_looks]


def without_gaps(work: Work) -> None:
    """Raise :class:`CannotTell` where the log cannot explain what people looked at, because many days are missing.

    A clock that is wrong by hours is no such reason: looks are held against working days, and all by the same clock.
    """
    gap = work.doubts.with_code("gap_in_log")
    if gap is not None and gap.severity == Severity.SERIOUS.name.lower():
        raise CannotTell(_BAD_GAPS)


def _note(code: str, n: int, text: Text, words: Mapping[str, str]) -> Note:
    vi, en = (text[language].format(n=formats.number(n, 0, language), **words) for language in ("vi", "en"))
    return Note(code, n, vi, en)


def _doubts(work: Work) -> list[Note]:
    told = []
    for one in work.doubts.findings:
        advice = _ADVICE.get(one.code)
        if advice is not None:
            where = f" ({'; '.join(one.examples)})" if one.code in _WHERE else ""
            vi, en = (f"{said.rstrip('.')}{where}; {do}" for said, do in ((one.vi, advice.vi), (one.en, advice.en)))
            told.append(Note(one.code, one.n, vi, en))
    return told


def _left_out(work: Work) -> list[Note]:
    if not any(work.records.rejected.values()) or not work.records.path(REJECTIONS).exists():
        return []
    table = pq.read_table(work.records.path(REJECTIONS), columns=["table", "reason"])
    counts = Counter(zip(*(table.column(name).to_pylist() for name in ("table", "reason")), strict=True))
    told = []
    for (name, reason), n in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        advice = _ADVICE_ON_ROWS.get(reason, _EACH)
        words = {"table": name, "reason_vi": sentence(reason), "reason_en": reason}
        words |= {"advice_vi": advice.vi, "advice_en": advice.en}
        told.append(_note("rows_left_out", n, _ROWS, words))
    return told


def _registers(work: Work) -> list[Note]:
    told = []
    if work.has("units"):
        rows = work.engine.collect(work.source("units").select("unit", "valid_to", "successor")).to_pylist()
        merged = {row["unit"] for row in rows if row["successor"] and _in_period(work, row["valid_to"])}
        told += [note("units_merged", len(merged))] if merged else []
    if work.has("procedures"):
        rows = work.engine.collect(work.source("procedures").select("procedure", "valid_from")).to_pylist()
        versions = Counter(row["procedure"] for row in rows)
        begun = {
            row["procedure"] for row in rows if versions[row["procedure"]] > 1 and _in_period(work, row["valid_from"])
        }
        told += [note("rules_changed", len(begun))] if begun else []
    if work.has("officials"):
        rows = work.engine.collect(distinct(work.source("officials"), "official", "unit")).to_pylist()
        several = sum(n > 1 for n in Counter(row["official"] for row in rows).values())
        told += [note("several_units", several)] if several else []
    return told


def _laws(work: Work) -> list[Note]:
    acts = [act.number for act in still_cited(work)] if work.has("issued_documents") else []
    return (
        [_note("law_still_cited", len(acts), _SENTENCES["law_still_cited"], {"acts": ", ".join(acts)})] if acts else []
    )


def _in_period(work: Work, day: date | None) -> bool:
    first = work.since or work.records.first_at
    return day is not None and first is not None and first.date() <= day <= work.as_of.date()
