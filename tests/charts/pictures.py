"""One of each chart, as the pages draw them."""

from collections.abc import Callable
from datetime import date, datetime

from liem.base.clock import VIETNAM
from liem.base.formats import Language
from liem.detection.charts import (
    Bar,
    Dot,
    Funnel,
    Interval,
    Month,
    Step,
    Stop,
    Timeline,
    bars,
    funnel,
    histogram,
    interval,
    months,
    sparkline,
    timeline,
)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=VIETNAM)


OTHERS = [
    Dot(observed, expected) for observed, expected in ((3, 2.5), (9, 11.0), (20, 21.5), (0, 0.7), (14, 9.0), (55, 60.0))
]
LATE = Timeline(
    dossier="HS-00000007",
    received=at(2025, 7, 1, 7, 45),
    until=at(2026, 6, 30),
    finished=at(2025, 8, 8, 15, 20),
    due=date(2025, 8, 5),
    limit=18,
    counted=21,
    late=3,
    stops=[Stop(at(2025, 7, 18, 16, 20), at(2025, 7, 29, 9, 10), 7)],
    steps=[
        Step(at(2025, 7, 1, 7, 45), "received", "CC-0105"),
        Step(at(2025, 7, 1, 7, 50), "guidance_given", "CC-0105"),
        Step(at(2025, 7, 1, 14, 20), "forwarded", "CC-0105"),
        Step(
            at(2025, 7, 18, 16, 20),
            "supplement_requested",
            "CC-0097 <b> Bổ sung giấy tờ theo yêu cầu xử lý hồ sơ",
        ),
        Step(at(2025, 7, 29, 9, 10), "supplement_received", "CC-0105"),
        Step(at(2025, 8, 5, 15, 0), "apology_issued", "CC-0112"),
        Step(at(2025, 8, 8, 15, 20), "finished", "CC-0105"),
    ],
)
OPEN = Timeline(
    dossier="HS-00000009",
    received=at(2025, 7, 2, 8, 45),
    until=at(2025, 7, 9),
    due=date(2025, 7, 4),
    promised=date(2025, 7, 11),
    limit=2,
    counted=5,
    late=3,
    steps=[Step(at(2025, 7, 2, 8, 45), "received"), Step(at(2025, 7, 4, 14, 45), "due_changed", "CC-0213")],
)
LONG = Timeline(
    dossier="HS-00000010",
    received=at(2025, 1, 2, 8, 45),
    until=at(2026, 6, 30),
    due=date(2025, 2, 14),
    limit=30,
    counted=200,
    late=170,
    stops=[Stop(at(2025, 2, 3, 9), None, 10)],
    steps=[Step(at(2025, 1, 2, 8, 45), "received"), Step(at(2025, 2, 3, 9), "suspended", "x" * 90)],
)
MONTHS = [Month(date(2025 + (6 + k) // 12, (6 + k) % 12 + 1, 1), 300 + 17 * k, 20 + k) for k in range(12)]
DAYS = {-12: 4, -9: 40, -5: 180, -3: 210, -1: 90, 0: 130, 1: 6, 4: 2}
BARS = [
    Bar("Xã Mô Phỏng 01", 1201, 130),
    Bar("Phường Mô Phỏng 04 & <khác>", 900, 20, strong=True),
    Bar("Chi nhánh Văn phòng đăng ký đất đai Mô Phỏng 01", 400),
]

CHARTS: dict[str, Callable[[Language], str]] = {
    "funnel above": lambda language: funnel(Funnel(Dot(41, 17.2), OTHERS, 0.2), "CC-0132", language),
    "funnel within": lambda language: funnel(Funnel(Dot(8, 7.5), OTHERS), "CC-0133", language),
    "funnel alone": lambda language: funnel(Funnel(Dot(0, 3.1)), "CC-0134", language),
    "funnel far out": lambda language: funnel(Funnel(Dot(90, 4.0), OTHERS, 0.3), "CC-0135", language),
    "funnel of shares": lambda language: funnel(Funnel(Dot(114, 0.99), OTHERS, 0.3, share=0.00013), "TT-02", language),
    "funnel of half": lambda language: funnel(Funnel(Dot(31, 17.5), OTHERS, 0.1, share=0.5), "TT-02", language),
    "timeline late": lambda language: timeline(LATE, language),
    "timeline open": lambda language: timeline(OPEN, language),
    "timeline long": lambda language: timeline(LONG, language),
    "interval": lambda language: interval(Interval(2.38, 1, 1.7, 3.2), "O ÷ E", language),
    "interval of shares": lambda language: interval(Interval(0.31, 0.13, 0.24, 0.39, as_share=True), "Share", language),
    "interval near all": lambda language: interval(Interval(0.915, 0.958, 0.9, 0.93, as_share=True), "Share", language),
    "interval far out": lambda language: interval(Interval(115.22, 1, 8.68, 134.3), "O ÷ E", language),
    "interval at nought": lambda language: interval(Interval(0, 1, 0, 0.7), "O ÷ E", language),
    "bars": lambda language: bars(BARS, "Units", language, part_name="quá hạn"),
    "no bars": lambda language: bars([], "Units", language),
    "months": lambda language: months(MONTHS, "Months", language),
    "no months": lambda language: months([], "Months", language),
    "histogram": lambda language: histogram(DAYS, "Days", language),
    "no histogram": lambda language: histogram({}, "Days", language),
    "wide histogram": lambda language: histogram({-60: 3, 0: 50_000, 60: 9}, "Days", language),
    "sparkline": lambda language: sparkline([3, 4, 5, 2, 6], "Late by month: 3, 4, 5, 2, 6 & more"),
    "no sparkline": lambda language: sparkline([], "—"),
}
