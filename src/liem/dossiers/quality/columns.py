"""What the source does not say, and so what cannot be computed from it."""

from liem.dossiers.quality.findings import Finding, Severity, finding
from liem.dossiers.quality.session import Session
from liem.dossiers.tables import UNSTATED

NEEDED = {
    ("events", "official"): (
        "cán bộ xử lý",
        "the official of an event",
        "mọi chỉ số theo cán bộ",
        "every indicator on officials",
    ),
    ("dossiers", "due_at"): (
        "hạn trả kết quả",
        "due dates",
        "việc đối chiếu hạn đã hẹn",
        "the check against the promised date",
    ),
    ("dossiers", "finished_at"): (
        "thời điểm kết thúc",
        "the end of dossiers",
        "thời gian giải quyết",
        "times of handling",
    ),
    ("dossiers", "agent"): (
        "người nộp thay",
        "who filed for the applicant",
        "chỉ số về người nộp thay",
        "indicators on agents",
    ),
    ("events", "document"): (
        "mã giấy tờ",
        "document codes",
        "việc đòi giấy tờ ngoài quy định",
        "documents asked outside the rules",
    ),
    ("dossiers", "fee_charged"): ("phí, lệ phí đã thu", "fees charged", "chỉ số về thu phí", "the indicator on fees"),
}
NEEDED_TABLES = {
    "procedures": ("thời hạn và giấy tờ theo quy định", "statutory limits and required documents"),
    "officials": ("việc luân chuyển và phân công", "assignments of officials"),
    "accesses": ("chỉ số về truy cập hồ sơ", "the indicator on access to dossiers"),
    "issued_documents": ("chỉ số về văn bản ban hành", "the indicator on issued documents"),
    "relations": ("chỉ số về quan hệ thân thích", "indicators on relatives"),
}


def missing_columns(log: Session) -> list[Finding]:
    """Columns and tables without any value: the indicators they switch off are named."""
    return [*_empty_columns(log), *_absent_tables(log), *_constants(log)]


def _empty_columns(log: Session) -> list[Finding]:
    found = []
    for (table, column), (vi, en, off_vi, off_en) in NEEDED.items():
        filled, rows = log.one(f'SELECT count("{column}"), count(*) FROM {table}')
        if rows and not filled:
            found.append(
                finding(
                    f"no_{table}_{column}", Severity.INFO, rows, rows,
                    f"Dữ liệu không có {vi}; không tính được {off_vi}.",
                    f"The records do not hold {en}; {off_en} cannot be computed.",
                )
            )  # fmt: skip
    return found


def _absent_tables(log: Session) -> list[Finding]:
    return [
        finding(
            f"no_table_{table}", Severity.INFO, 0, 0,
            f"Không có bảng {table}; không tính được {vi}.",
            f"There is no table {table}; {en} cannot be looked at.",
        )
        for table, (vi, en) in NEEDED_TABLES.items()
        if not log.records.has(table)
    ]  # fmt: skip


def _constants(log: Session) -> list[Finding]:
    found = []
    for column, vi, en in (
        ("procedure", "thủ tục", "procedure"),
        ("unit", "đơn vị", "unit"),
        ("applicant", "người nộp", "applicant"),
    ):
        unstated, rows = log.one(f"SELECT count(*) FILTER ({column} = '{UNSTATED}'), count(*) FROM dossiers")
        if unstated:
            found.append(
                finding(
                    f"unstated_{column}", Severity.INFO, unstated, rows,
                    f"Có {unstated} hồ sơ không nêu {vi}; mọi so sánh theo {vi} trên các hồ sơ này không có ý nghĩa.",
                    f"{unstated} dossiers do not state their {en}; no comparison by {en} holds for them.",
                )
            )  # fmt: skip
    return found
