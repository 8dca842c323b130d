"""D7: nothing has happened to a dossier for weeks, while its clock runs."""

import narwhals.stable.v2 as nw

from liem.detection.coding import STEP, Work
from liem.detection.engine import Lazy
from liem.detection.entered import as_a_rule
from liem.detection.indicator import RARE, Breach, Example, Expected, Indicator, Needs, Pattern, Story, Text

SILENT = 20
"""Working days without any step: a month."""
OLD = 60
"""Working days after receipt by which a dossier should have ended, if ends are entered at all."""
CLOSED = 0.8
_WAITS = ("supplement_requested", "suspended", "consulted")


def cases(work: Work) -> Lazy:
    """Every open dossier whose clock runs, and whether nothing has happened for longer than a month and its limit."""
    facts = work.table("facts").filter(~nw.col("received_w").is_null())
    old = facts.filter(nw.col("received_w") <= work.as_of_ordinal - OLD)
    as_a_rule(work, old, nw.when(nw.col("open")).then(0).otherwise(1), _NEVER_CLOSED, CLOSED)
    waits = nw.col("last_step").is_in([STEP[activity] for activity in _WAITS]).fill_null(False)
    rows = facts.filter(nw.col("open") & ~waits).with_columns(since=nw.coalesce("last_w", "received_w"))
    silent = work.as_of_ordinal - nw.col("since")
    bound = nw.max_horizontal(nw.lit(SILENT), nw.col("limit").fill_null(0))
    return rows.select(
        "d",
        "received_on",
        event=nw.when(silent > bound).then(1).otherwise(0),
        observed=silent.cast(nw.Int32),
        expected=bound.cast(nw.Int32),
    )


_NEVER_CLOSED = Text(
    "hơn một phần năm hồ sơ cũ chưa có lúc kết thúc: việc kết thúc không được nhập đều, nên không thể nói hồ sơ nào "
    "bị bỏ "
    "quên",
    "more than a fifth of the old dossiers have no end: ends are not entered as a rule, so that none can be called "
    "forgotten",
)

INDICATOR = Indicator(
    id="D7",
    act="D",
    version=1,
    family="log",
    name=Text("Hồ sơ nằm im khi đồng hồ vẫn chạy", "Nothing happens while the clock runs"),
    meaning=Text(
        "Hồ sơ chưa giải quyết, đồng hồ đang chạy, mà đã lâu không có thao tác nào.",
        "The dossier is undecided and its clock runs, but no step has been recorded for long.",
    ),
    formula=Text(
        "số ngày làm việc từ bước cuối đến ngày xem xét > max(20, thời hạn); bước cuối không phải "
        "supplement_requested, "
        "suspended, consulted",
        "working days from the last step to the day looked at > max(20, limit); the last step is none of "
        "supplement_requested, suspended, consulted",
    ),
    source=Text(
        "Nghị định 118/2025/NĐ-CP; hành vi D của bộ khái niệm nhận diện",
        "Decree 118/2025/NĐ-CP; act D of the taxonomy of acts",
    ),
    exclusions=Text(
        "Hồ sơ đang chờ người nộp hoặc cơ quan khác; nơi mà hơn một phần năm hồ sơ cũ không có lúc kết thúc.",
        "Dossiers that wait for the applicant or another agency; records in which more than a fifth of the old "
        "dossiers "
        "have no end.",
    ),
    innocent_if=Text(
        "Đã xong nhưng chưa nhập; đang chờ cơ quan khác mà không ghi; người phụ trách nghỉ, chưa bàn giao.",
        "Done but not entered; waiting for another agency without a record; the person in charge is away and nobody "
        "took "
        "over.",
    ),
    verify=Text(
        "Hỏi ngay hồ sơ đang ở đâu; đây trước hết là lời nhắc để làm tiếp.",
        "Ask at once where the dossier is; this is first of all a reminder to go on with it.",
    ),
    needs=Needs(),
    cases=cases,
    breach=Breach(
        Text(
            "Hồ sơ nhận ngày {received_on}, chưa giải quyết; {observed} ngày làm việc qua không có thao tác nào (mức "
            "xem "
            "xét: {expected} ngày).",
            "Received on {received_on} and undecided; for {observed} working days nothing has been recorded (looked at "
            "from {expected} days on).",
        ),
        {"received_on": "day", "observed": "number", "expected": "number"},
        severity=0.3,
    ),
    pattern=Pattern(
        ("unit",),
        Text("hồ sơ đang giải quyết", "open dossiers"),
        Text("nằm im hơn một tháng", "have lain still for more than a month"),
        settings=RARE,
    ),
    example=Example(
        Text(
            "Bốn hồ sơ đã xong. “quên” được chuyển ngày thứ 1 rồi không có gì nữa; “chờ” đang chờ người nộp bổ sung.",
            "Four dossiers are done. “forgotten” was forwarded on the 1st day and nothing followed; “waiting” waits "
            "for "
            "the applicant's supplement.",
        ),
        (
            Story("done", "0 received C1; 5 finished C1", 10),
            Story("forgotten", "0 received C1; 1 forwarded C1"),
            Story("waiting", "0 received C1; 1 supplement_requested C2 document=GT-1"),
        ),
        (Expected("breach", "dossier", "forgotten", 1, 82, 20),),
    ),
)
