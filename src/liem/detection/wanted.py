"""Questions that no records can answer yet, and the table that would feed each: named, so that silence is no answer."""

from dataclasses import dataclass

from liem.detection.indicator import Text
from liem.detection.missing import Skipped


@dataclass(frozen=True)
class Wanted:
    """An indicator of the method that is not computed. ``table``: what would feed it, as columns."""

    id: str
    act: str
    name: Text
    why: Text
    table: str


WANTED = (
    Wanted(
        "A2",
        "A",
        Text("Ban hành không đúng thẩm quyền", "Issued without competence"),
        Text(
            "cần bảng thẩm quyền: loại văn bản nào, nội dung nào, cấp nào được ban hành",
            "it needs a table of competences: which kind of document, on what, which level may issue",
        ),
        "competences (kind, content, level, valid_from, valid_to)",
    ),
    Wanted(
        "A4",
        "A",
        Text("Bỏ bước thẩm định, lấy ý kiến", "Safeguards skipped in drafting"),
        Text(
            "cần hồ sơ soạn thảo: ngày thẩm định, đánh giá tác động, số ngày lấy ý kiến",
            "it needs drafting files: days of appraisal and impact assessment, length of consultation",
        ),
        "drafting_steps (document, step, from, to)",
    ),
    Wanted(
        "A5",
        "A",
        Text("Câu chữ mở trong văn bản", "Open-ended wording"),
        Text(
            "cần toàn văn của văn bản ban hành; tập hồ sơ chỉ có số hiệu",
            "it needs the texts of issued documents; the records have their numbers only",
        ),
        "document_texts (document, text)",
    ),
    Wanted(
        "A6",
        "A",
        Text("Tác động sau khi văn bản có hiệu lực", "Effect after a document took force"),
        Text(
            "cần biết văn bản nào chi phối thủ tục nào từ ngày nào",
            "it needs to know which document governs which procedure from when",
        ),
        "document_effects (document, procedure, unit, in_force_from)",
    ),
    Wanted(
        "A7",
        "A",
        Text("Người hưởng lợi tập trung sau văn bản", "Beneficiaries concentrated after a document"),
        Text(
            "cần biết văn bản nào chi phối thủ tục nào từ ngày nào",
            "it needs to know which document governs which procedure from when",
        ),
        "document_effects (document, procedure, unit, in_force_from)",
    ),
    Wanted(
        "B3",
        "B",
        Text("Số lần phải đến", "Visits per dossier"),
        Text("cần nhật ký lấy số ở quầy, gắn với hồ sơ", "it needs the log of counter tickets, tied to dossiers"),
        "counter_tickets (at, unit, counter, dossier)",
    ),
    Wanted(
        "B6",
        "B",
        Text("Hồ sơ dồn về một cặp", "Dossiers drawn to one pair"),
        Text(
            "cần quy tắc phân công đã công bố; không có quy tắc thì sự tập trung không nói lên điều gì",
            "it needs the declared rule of assignment; without one, concentration says nothing",
        ),
        "assignment_rules (unit, procedure, rule: lot | turn | area | specialist, valid_from, valid_to)",
    ),
    Wanted(
        "E5",
        "E",
        Text("Xem hồ sơ rồi có người được lợi", "A look, and then somebody's benefit"),
        Text(
            "cần các việc làm sau đó của người thứ ba: nộp tranh, chuyển nhượng liền kề, môi giới tiếp xúc",
            "it needs later acts of third parties: competing filings, transfers next door, contacts by brokers",
        ),
        "later_acts (dossier, at, kind, by)",
    ),
    Wanted(
        "E6",
        "E",
        Text("Mở hồ sơ mồi", "Decoy dossiers opened"),
        Text(
            "cần hồ sơ mồi được phê duyệt đúng luật, hai người giữ; chưa nơi nào có",
            "it needs decoys approved by law and kept by two persons; nobody has any",
        ),
        "decoys (dossier, approved_by, approved_at): kept apart from the records",
    ),
)
"""In the order of their ids. Whoever has such a table may propose it as an addition to the exchange format."""

_NEEDS = Text("chưa có dữ liệu: {0}", "no data yet: {0}")


def not_yet() -> list[Skipped]:
    """One sentence per question, for the list of what was not computed."""
    return [Skipped(one.id, _NEEDS.vi.format(one.why.vi), _NEEDS.en.format(one.why.en)) for one in WANTED]
