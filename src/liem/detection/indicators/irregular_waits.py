"""G2: a wait between two steps far outside what is usual between them."""

from liem.detection.indicator import Example, Expected, Indicator, Needs, Story, Text
from liem.detection.irregular_waits import irregular_waits

INDICATOR = Indicator(
    id="G2",
    act="",
    version=1,
    family="log",
    name=Text("Khoảng chờ bất thường giữa hai bước", "Irregular wait between two steps"),
    meaning=Text(
        "Một bước đến muộn hơn hoặc sớm hơn hẳn so với khoảng chờ thông thường sau bước trước nó.",
        "A step came far later, or far sooner, after the one before it than it usually does.",
    ),
    formula=Text(
        "z = (ln khoảng chờ − trung vị của các lần khác) / độ lệch tuyệt đối trung vị; bất thường khi |z| ≥ 6, "
        "gấp ít nhất 5 lần, và vượt 99,9 % số khoảng chờ của chính nhật ký ở mỗi phía",
        "z = (ln wait − median of the other times) / median absolute deviation; odd when |z| ≥ 6, at least 5 "
        "times as long or short, and beyond 99.9% of the log's own waits on that side",
    ),
    source=Text("Iglewicz và Hoaglin 1993", "Iglewicz and Hoaglin 1993"),
    exclusions=Text(
        "Hai bước nối tiếp nhau chưa đủ 31 lần; hồ sơ có thể còn đang giải quyết.",
        "Two steps that follow one another fewer than 31 times; dossiers that may still be going on.",
    ),
    innocent_if=Text(
        "Ngày lễ, nghỉ Tết; chờ người nộp hoặc cơ quan khác mà không ghi; nhập muộn hoặc nhập dồn; chuyển dữ "
        "liệu; đồng hồ sai.",
        "Holidays; waiting for the applicant or another agency without a record of it; late or batch entry; "
        "data moved from another system; a wrong clock.",
    ),
    verify=Text(
        "Xem hồ sơ trong khoảng thời gian được nêu: chờ ai, có văn bản gì, bước đó được nhập khi nào.",
        "Look at the dossier in the time named: who was waited for, is there a paper, when was the step entered.",
    ),
    needs=Needs(),
    cases=irregular_waits,
    of_dossiers=True,
    unless="procedures",
    example=Example(
        Text(
            "Ở sáu mươi hồ sơ, thẩm định đến sau khi chuyển ba ngày làm việc. Ở hồ sơ “lâu”, nó đến sau bốn "
            "mươi ngày làm việc.",
            "In sixty dossiers the appraisal comes three working days after forwarding. In “long” it comes "
            "after forty.",
        ),
        (
            Story("usual", "0 received T1; 1 forwarded T1; 4 appraised A1; 6 approved L1; 7 finished T1", 60),
            Story("long", "0 received T1; 1 forwarded T1; 41 appraised A1; 43 approved L1; 44 finished T1"),
        ),
        (Expected("pattern", "dossier", "long", 1),),
    ),
)
