"""G1: a dossier whose steps are irregular against all others of the same log, whatever office it comes from."""

from liem.detection.indicator import Example, Expected, Indicator, Needs, Story, Text
from liem.detection.irregular_steps import irregular_cases

INDICATOR = Indicator(
    id="G1",
    act="",
    version=1,
    family="log",
    name=Text("Bước xử lý bất thường", "Irregular steps"),
    meaning=Text(
        "Trình tự của hồ sơ khác hẳn các hồ sơ còn lại: thiếu bước, lặp bước, sai thứ tự, có bước lạ, hoặc "
        "bước do người ít khi làm bước đó thực hiện.",
        "The course of the dossier differs plainly from that of the others: a step is missing, repeated, out "
        "of order or unexpected, or was done by someone who seldom does it.",
    ),
    formula=Text(
        "xác suất bất thường của từng hồ sơ, học từ chính nhật ký: độ ngạc nhiên −ln p của từng bước trong ngữ "
        "cảnh (bỏ hồ sơ đang xét), quy tắc đi kèm và thứ tự của từng cặp bước, độ hiếm của trình tự; so với "
        "bản sao của hồ sơ có cài sáu loại bất thường; không dùng thời gian",
        "the probability of each dossier being irregular, learnt from the log itself: the surprisal −ln p of "
        "every step in its context (the dossier itself left out), company and order of every pair of steps, "
        "rarity of the course; against copies of the dossiers into which six kinds of irregularity were "
        "planted; no time is used",
    ),
    source=Text(
        "Böhmer và Rinderle-Ma 2016; Elkan và Noto 2008; Steinwart, Hush và Scovel 2005",
        "Böhmer and Rinderle-Ma 2016; Elkan and Noto 2008; Steinwart, Hush and Scovel 2005",
    ),
    exclusions=Text(
        "Nhật ký có dưới 30 hồ sơ; hồ sơ hoàn toàn giống nhau hoặc hầu như không có gì chung. Khi hồ sơ đã có "
        "bảng thủ tục, chỉ số này chỉ tính nếu được yêu cầu.",
        "Logs of fewer than 30 dossiers; dossiers all alike or with hardly anything in common. Where the "
        "records describe procedures it is computed only when asked for.",
    ),
    innocent_if=Text(
        "Thủ tục hiếm gặp hoặc mới; quy trình thay đổi giữa chừng; hồ sơ phức tạp cần làm lại; người khác làm "
        "thay khi vắng mặt; bước làm trên giấy không nhập, hoặc nhập muộn, nhập trùng; tên bước được đổi.",
        "A rare or new procedure; the process changed meanwhile; a complex dossier that had to be reworked; a "
        "stand-in during absence; a step done on paper and not entered, entered late or twice; a step that was "
        "renamed.",
    ),
    verify=Text(
        "Mở hồ sơ ở bước được nêu: bước đó có được làm trên giấy không, ai quyết định bỏ, lặp hoặc đổi thứ tự, "
        "và vì sao.",
        "Open the dossier at the step named: was it done on paper, and who decided to leave it out, repeat it "
        "or change the order, and why.",
    ),
    needs=Needs(),
    cases=irregular_cases,
    of_dossiers=True,
    unless="procedures",
    example=Example(
        Text(
            "Sáu mươi hồ sơ đều được tiếp nhận, chuyển, thẩm định, phê duyệt và trả kết quả. Hồ sơ “bỏ bước” "
            "được phê duyệt mà không có thẩm định.",
            "Sixty dossiers are received, forwarded, appraised, approved and finished. “skipped” is approved "
            "without an appraisal.",
        ),
        (
            Story(
                "usual",
                "0 received T1; 0 forwarded T1; 3 appraised {who}; 5 approved L1; 6 finished T1",
                20,
                ("A1", "A2", "A3"),
            ),
            Story("skipped", "0 received T1; 0 forwarded T1; 5 approved L1; 6 finished T1"),
        ),
        (Expected("pattern", "dossier", "skipped", 1),),
    ),
)
