"""What the source does not say, and so what cannot be computed from it."""

from dataclasses import dataclass

from liem.dossiers.quality.findings import Finding, Severity, finding
from liem.dossiers.quality.session import Session
from liem.dossiers.tables import UNSTATED


@dataclass(frozen=True)
class Absence:
    """What is not there, and what it switches off, in both languages."""

    what_vi: str
    what_en: str
    off_vi: str
    off_en: str


NEEDED = {
    ("events", "official"): Absence(
        "cán bộ xử lý", "the officials of events", "mọi chỉ số theo cán bộ", "every indicator on officials"
    ),
    ("dossiers", "due_at"): Absence(
        "ngày hẹn trả kết quả", "due dates", "việc đối chiếu với ngày đã hẹn", "the check against the promised date"
    ),
    ("dossiers", "finished_at"): Absence(
        "thời điểm kết thúc", "the end of dossiers", "thời gian giải quyết", "times of handling"
    ),
    ("dossiers", "agent"): Absence(
        "người nộp thay", "who filed for the applicant", "chỉ số về người nộp thay", "indicators on agents"
    ),
    ("events", "document"): Absence(
        "mã giấy tờ", "document codes", "việc yêu cầu giấy tờ ngoài quy định", "documents asked outside the rules"
    ),
    ("dossiers", "fee_charged"): Absence(
        "phí, lệ phí đã thu", "fees charged", "chỉ số về thu phí", "the indicator on fees"
    ),
}
TABLES_NEEDED = {
    "procedures": ("thời hạn và giấy tờ theo quy định", "whatever needs statutory limits and required documents"),
    "officials": ("chỉ số về phân công và luân chuyển", "indicators on assignments"),
    "accesses": ("chỉ số về truy cập hồ sơ", "the indicator on access to dossiers"),
    "issued_documents": ("chỉ số về văn bản ban hành", "the indicator on issued documents"),
    "relations": ("chỉ số về quan hệ thân thích", "indicators on relatives"),
}
STATED = {"procedure": ("thủ tục", "procedure"), "unit": ("đơn vị", "unit"), "applicant": ("người nộp", "applicant")}


def missing_columns(log: Session) -> list[Finding]:
    """Columns and tables without any value: the indicators they switch off are named."""
    return [*_empty_columns(log), *_absent_tables(log), *_unstated(log)]


def _empty_columns(log: Session) -> list[Finding]:
    found = []
    for (table, column), absence in NEEDED.items():
        filled, rows = log.one(f'SELECT count("{column}"), count(*) FROM {table}')
        if rows and not filled:
            code = f"no_{table}_{column}"
            found.append(finding(code, Severity.INFO, rows, rows, (), "missing_column", **vars(absence)))
    return found


def _absent_tables(log: Session) -> list[Finding]:
    return [
        finding(f"no_table_{table}", Severity.INFO, 0, 0, (), "missing_table", table=table, off_vi=vi, off_en=en)
        for table, (vi, en) in TABLES_NEEDED.items()
        if not log.records.has(table)
    ]


def _unstated(log: Session) -> list[Finding]:
    found = []
    for column, (vi, en) in STATED.items():
        n, rows = log.one(f"SELECT count(*) FILTER ({column} = '{UNSTATED}'), count(*) FROM dossiers")
        if n:
            code = f"unstated_{column}"
            found.append(finding(code, Severity.INFO, n, rows, (), "unstated", what_vi=vi, what_en=en))
    return found
