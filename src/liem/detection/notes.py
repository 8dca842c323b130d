"""What a reader of the answer must know of the records: what was left out, put right, or makes them doubtful.

Only what costs next to nothing: the whole examination is :mod:`liem.dossiers.quality` (``liem check``).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow.parquet as pq

from liem.base import formats
from liem.detection.coding import Work
from liem.detection.engine import distinct
from liem.detection.indicator import Text
from liem.detection.missing import CannotTell
from liem.dossiers.casting import VIETNAM
from liem.dossiers.records import REJECTIONS
from liem.dossiers.rejections import REASONS, sentence

NIGHT_FROM, NIGHT_TO = 21, 5
NIGHT = 0.10
"""Share of events at night from which the clock of the records is in doubt."""
SWALLOWED = 20
"""Events that days without any must have swallowed, by the usual day, to be a gap."""
SHORTEST_ABROAD = 5
"""Working days in a row without an event, where the days off are those of another country."""
TAIL = 0.005
"""Share of events on either side that does not stretch the time looked at for gaps."""
MOST_DAYS, MOST_SHARE = 10, 0.05
"""Working days without an event, or share of them, above which accesses cannot be explained by the log."""


@dataclass(frozen=True)
class Note:
    """``n``: how many rows, days or codes it is about."""

    code: str
    n: int
    vi: str
    en: str


_SENTENCES = {
    "rows_left_out": Text(
        "{n} dòng của bảng {table} không được nhận: {reason_vi}; {todo_vi}",
        "{n} rows of {table} were not accepted: {reason_en}; {todo_en}",
    ),
    "several_offsets": Text(
        "{n} thời điểm ghi múi giờ khác số còn lại ({places}); tất cả đã đổi về giờ Việt Nam, thời điểm không ghi "
        "múi giờ "
        "được hiểu là giờ Việt Nam; nếu nguồn ghi giờ UTC mà không ghi múi giờ, hãy xuất lại kèm múi giờ",
        "{n} timestamps are written with another offset than the rest ({places}); all were brought to the clocks of "
        "Vietnam, those without an offset are taken as Vietnam's; if the source writes UTC without saying so, "
        "export it "
        "again with offsets",
    ),
    "before_receipt": Text(
        "{n} sự kiện xảy ra trước khi hồ sơ được tiếp nhận, dưới một ngày; hãy đối chiếu giờ của các máy đã ghi",
        "{n} events lie before the receipt of their dossier, by less than a day; compare the clocks of the machines "
        "that "
        "wrote them",
    ),
    "at_night": Text(
        "{share} sự kiện rơi vào ban đêm ({n} sự kiện, từ 21 giờ đến 5 giờ): đồng hồ hoặc múi giờ có lẽ sai; hãy "
        "kiểm tra "
        "trước khi dùng kết quả",
        "{share} of the events are at night ({n}, between 21:00 and 05:00): clock or zone are probably wrong; check "
        "them "
        "before the results are used",
    ),
    "days_missing": Text(
        "{n} ngày làm việc không có sự kiện nào, trong khi thường ngày có nhiều: dữ liệu có lẽ bị thiếu; hãy xuất lại "
        "những ngày đó (liem check cho biết ngày nào)",
        "{n} working days have no event although there usually are many: records are probably missing; export those "
        "days "
        "again (liem check says which)",
    ),
    "units_merged": Text(
        "{n} đơn vị sáp nhập trong kỳ; mỗi hồ sơ tính cho đơn vị ghi trong hồ sơ, trước và sau sáp nhập không bị "
        "trộn lẫn",
        "{n} units were merged in the period; each dossier counts for the unit it names, so that before and after "
        "are not "
        "mixed",
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
    "shared_accounts": Text(
        "{n} mã cán bộ trội lên nhưng nhiều lần thao tác ở hai đơn vị cách nhau dưới 10 phút: tài khoản có lẽ dùng "
        "chung, "
        "nên không nêu người; hãy kiểm tra tài khoản trước (liem check nêu mã)",
        "{n} codes stand out but act in two units within 10 minutes again and again: the accounts are probably "
        "shared, and "
        "no person is named; look into the accounts first (liem check names the codes)",
    ),
}
_CHECK_CLOCKS = Text(
    "hãy đối chiếu giờ của các máy đã ghi rồi sửa ở nguồn",
    "compare the clocks of the machines that wrote them, and mend it at the source",
)
_ONCE = Text("hãy xuất mỗi dòng một lần", "export each row once")
_EACH = Text("mục rows nêu từng dòng; hãy sửa ở nguồn", "each is listed under rows; mend them at the source")
_TODO = {
    REASONS["before_receipt"].en: _CHECK_CLOCKS,
    REASONS["finished_early"].en: _CHECK_CLOCKS,
    REASONS["same_event"].en: _ONCE,
    REASONS["same_key"].en: _ONCE,
}


def note(code: str, n: int, vi: dict[str, str] | None = None, en: dict[str, str] | None = None) -> Note:
    """The note of that code; ``vi`` and ``en``: its other words."""
    text = _SENTENCES[code]
    told_vi = text.vi.format(n=formats.number(n), **(vi or {}))
    return Note(code, n, told_vi, text.en.format(n=formats.number(n, language="en"), **(en or vi or {})))


def notes(work: Work) -> list[Note]:
    """All that is to be said of the records of a run, once ``steps`` and ``cases`` are laid out."""
    return [*_left_out(work), *_offsets(work), *_instants(work), *_gaps(work), *_registers(work)]


def without_gaps(work: Work) -> None:
    """Raise :class:`CannotTell` where the log cannot explain what people looked at, because days are missing.

    A clock that is wrong by hours is no such reason: looks are held against working days, and all by the same clock.
    """
    missing, days = _missing_days(work)
    if missing > MOST_DAYS or missing > MOST_SHARE * days:
        raise CannotTell(_BAD_GAPS)


_BAD_GAPS = Text(
    "nhật ký thiếu nhiều ngày làm việc, nên công việc giải thích lượt mở có thể không được ghi; hãy xuất đủ các "
    "ngày rồi "
    "chạy lại",
    "the log lacks many working days, so that the work that explains a look may not be recorded; export all days "
    "and run "
    "again",
)


def _left_out(work: Work) -> list[Note]:
    if not any(work.records.rejected.values()) or not work.records.path(REJECTIONS).exists():
        return []
    table = pq.read_table(work.records.path(REJECTIONS), columns=["table", "reason"])
    counts = Counter(zip(*(table.column(name).to_pylist() for name in ("table", "reason")), strict=True))
    told = []
    for (name, reason), n in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        todo = _TODO.get(reason, _EACH)
        words = {"table": name, "reason_vi": sentence(reason), "reason_en": reason}
        words |= {"todo_vi": todo.vi, "todo_en": todo.en}
        told.append(note("rows_left_out", n, words))
    return told


def _foreign(work: Work) -> bool:
    """Whether a mapping keeps the clocks of another country; its days off are then not those of our calendar."""
    return str(work.records.summary.get("clocks", VIETNAM)) != VIETNAM


def _offsets(work: Work) -> list[Note]:
    if _foreign(work):
        return []
    tables: dict[str, Any] = work.records.summary.get("tables", {})
    mixed = {
        f"{table}.{column}": sum(seen.values()) - max(seen.values())
        for table, summary in tables.items()
        for column, seen in summary.get("offsets", {}).items()
        if len(seen) > 1
    }
    return [note("several_offsets", sum(mixed.values()), {"places": ", ".join(sorted(mixed))})] if mixed else []


def _instants(work: Work) -> list[Note]:
    early, night, events = _odd_instants(work)
    told = [note("before_receipt", early)] if early else []
    if night > NIGHT * events:
        shares = ({"share": formats.share(night / events, 0, language)} for language in ("vi", "en"))
        told.append(note("at_night", night, *shares))
    return told


def _odd_instants(work: Work) -> tuple[int, int, int]:
    """Events before their dossier's receipt; events at night; events with a time of day."""
    rows = work.table("steps").join(work.table("cases").select("d", "received_at"), on="d", how="inner")
    hour, minute, second = (getattr(nw.col("at").dt, part)() for part in ("hour", "minute", "second"))
    timed = (hour + minute + second) > 0
    night = timed & ((hour >= NIGHT_FROM) | (hour < NIGHT_TO))
    one = nw.lit(1)
    asked = rows.select(
        early=nw.when(timed & (nw.col("at") < nw.col("received_at"))).then(one).otherwise(0),
        night=nw.when(night).then(one).otherwise(0),
        timed=nw.when(timed).then(one).otherwise(0),
    )
    found = work.engine.collect(asked.select(nw.col("early", "night", "timed").sum().cast(nw.Int64)))
    early, at_night, every = (int(found.column(name)[0].as_py() or 0) for name in ("early", "night", "timed"))
    return early, at_night, every


def _gaps(work: Work) -> list[Note]:
    missing, _ = _missing_days(work)
    return [note("days_missing", missing)] if missing else []


def _missing_days(work: Work) -> tuple[int, int]:
    """Working days without one event where many would be usual, and all working days between the first and the "
    "last."""
    rows = work.engine.collect(work.table("steps").filter(~nw.col("w").is_null()).group_by("w").agg(n=nw.len()))
    day, n = (rows.column(name).to_numpy().astype(np.int64) for name in ("w", "n"))
    if len(day) < 2:
        return 0, len(day)
    order = np.argsort(day)
    day, n = day[order], n[order]
    reached = np.cumsum(n) / n.sum()
    first, last = day[np.searchsorted(reached, TAIL)], day[min(np.searchsorted(reached, 1 - TAIL), len(day) - 1)]
    whole = np.zeros(int(last - first) + 1)
    inside = (day >= first) & (day <= last)
    whole[day[inside] - first] = n[inside]
    usual = float(np.median(whole))
    edges = np.flatnonzero(np.diff(np.r_[0, (whole == 0).astype(int), 0]))
    lengths = edges[1::2] - edges[::2]
    shortest = SHORTEST_ABROAD if _foreign(work) else 1
    return int(lengths[(lengths * usual >= SWALLOWED) & (lengths >= shortest)].sum()), len(whole)


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


def _in_period(work: Work, day: date | None) -> bool:
    first = work.since or work.records.first_at
    return day is not None and first is not None and first.date() <= day <= work.as_of.date()
