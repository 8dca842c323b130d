"""What an evidence sheet says in its own words, in both languages."""

from liem.detection.indicator import Text

TITLE = Text("PHIẾU CHỨNG CỨ", "EVIDENCE SHEET")
WORKING_PAPER = Text(
    "Tài liệu làm việc nội bộ · Dấu hiệu cần xác minh, không phải kết luận",
    "Internal working paper · A sign to be verified, not a finding",
)
SUBJECTS = {
    "dossier": Text("hồ sơ {0}", "dossier {0}"),
    "official": Text("cán bộ {0}", "official {0}"),
    "unit": Text("đơn vị {0}", "unit {0}"),
    "agent": Text("người nộp thay {0}", "agent {0}"),
    "pair": Text("cán bộ {0} với người nộp thay {1}", "official {0} with agent {1}"),
    "procedure": Text("thủ tục {0}", "procedure {0}"),
}
GRADES = {
    "convergent": Text("Hai nguồn dữ liệu độc lập cùng chỉ về một phía", "Two independent sources agree"),
    "breach": Text(
        "Một quy định không được tuân thủ, kiểm tra được trong hồ sơ", "A rule not kept, checkable in the dossier"
    ),
    "single": Text("Một dấu hiệu thống kê, chỉ xem xét ở cấp đơn vị", "One pattern alone: a look at the unit only"),
}
NOT_SAID = {
    "convergent": Text(
        "Hai nguồn dữ liệu độc lập cùng chỉ về một phía. Như vậy là đáng xem xét; điều đó chưa chứng minh gì. Vẫn có "
        "thể có cách giải thích khác, và người liên quan phải được trình bày trước khi có bất kỳ kết luận nào.",
        "Two independent sources of data point the same way. That makes a look worthwhile; it proves nothing. Other "
        "explanations remain, and the person concerned is to be heard before anything is concluded.",
    ),
    "breach": Text(
        "Theo dữ liệu ghi lại, một quy định không được tuân thủ trong hồ sơ này. Hãy mở hồ sơ và đối chiếu. Điều này "
        "không nói gì về động cơ, cũng không nói gì về hồ sơ khác.",
        "A rule was not kept in this dossier, as far as the records tell. Open the dossier and compare. It says "
        "nothing of intent, and nothing of any other dossier.",
    ),
    "single": Text(
        "Đây chỉ là một dấu hiệu thống kê. Đó là lý do để xem cách làm việc của đơn vị hoặc của thủ tục, không phải để "
        "xem xét cá nhân: ở đây không nêu cá nhân nào.",
        "This is one statistical pattern alone. It is a reason to look at how the unit or the procedure works, and at "
        "no person: persons are not named here.",
    ),
}
NO_VERDICT = Text(
    "Liêm không kết luận và không chấm điểm. Liêm chỉ ra chỗ cần người xem xét, và vì sao.",
    "Liêm gives no verdict and no score. It says where a person should look, and why.",
)
KINDS = {
    "pattern": Text("Dấu hiệu thống kê", "Pattern: statistical"),
    "breach": Text(
        "Quy định không được tuân thủ, kiểm tra được trong hồ sơ", "Breach: a rule, checkable in the dossier"
    ),
}
SOURCES = {
    "log": Text("nhật ký các bước xử lý", "the log of processing steps"),
    "document": Text("văn bản đã ban hành", "documents issued"),
    "access": Text("lượt tra cứu hồ sơ", "accesses to dossiers"),
    "citizen": Text("phản ánh của người dân", "what citizens say"),
}
CONFIDENCES = {
    "SP": Text("đã đọc trong văn bản gốc", "read in the primary text"),
    "SS": Text("theo nguồn thứ cấp, chưa đối chiếu văn bản gốc", "from a secondary source, not compared with the text"),
    "R": Text("ghi theo trí nhớ hoặc thư viện, chưa đối chiếu", "recalled or taken from a library, not compared"),
    "U": Text("chưa chắc chắn", "uncertain"),
    "estimated": Text("ước tính, chưa có công bố chính thức", "estimated: the announcement is not out"),
}
STRATA = {
    "procedure": Text("cùng thủ tục", "the same procedure"),
    "channel": Text("cùng cách nộp", "the same way of filing"),
    "applicant_kind": Text("cùng loại người nộp", "the same kind of applicant"),
    "role": Text("cùng khâu xử lý", "the same step of the work"),
    "quarter": Text("cùng quý", "the same quarter"),
    "field": Text("cùng lĩnh vực", "the same field"),
    "level": Text("cùng cấp đơn vị", "the same level of unit"),
    "busy": Text("bận ngang nhau trong quý", "about as much work in the quarter"),
    "near": Text("cùng ở đơn vị mình hay cùng ở nơi khác", "in the own unit or elsewhere alike"),
}
COMPARED = Text(
    "So với {subjects} {kind} khác có việc tương đương ({strata}; nhóm quá ít thì gộp dần), {eligible} trong số tất cả "
    "đủ số lượng để xét. Số dự kiến tính từ công việc của người khác, có tính đến mức khác nhau bình thường.",
    "Against {subjects} other {kind} with comparable work ({strata}; groups that are too small are merged step by "
    "step), {eligible} of all having enough to judge by. What is expected comes from the work of others, and allows "
    "for the variation that is ordinary.",
)
COMPARED_ALL = Text("mọi việc cùng loại", "all work of the kind")
COMPARED_PAIRS = Text(
    "So với chính cán bộ này ở hồ sơ không qua người nộp thay này, và chính người nộp thay này ở cán bộ khác, trong "
    "cùng thủ tục và cách nộp; {subjects} cặp khác được xem xét, {eligible} trong số tất cả đủ số lượng.",
    "Against the same official with other applicants and the same agent with other officials, within the same "
    "procedure and way of filing; {subjects} other pairs were looked at, {eligible} of all having enough.",
)
COMPARED_PROCEDURE = Text(
    "So với ngưỡng từ đó chính thủ tục phải được rà soát; {subjects} thủ tục khác được xem xét.",
    "Against the share from which the procedure itself needs a review; {subjects} other procedures were looked at.",
)
COMPARED_NOTHING = Text(
    "Quy định được so trực tiếp với hồ sơ; không có nhóm so sánh.",
    "The rule itself is compared with the dossier; there is no comparison group.",
)
SUBJECTS_MANY = {
    "official": Text("cán bộ", "officials"),
    "unit": Text("đơn vị", "units"),
    "agent": Text("người nộp thay", "agents"),
    "pair": Text("cặp", "pairs"),
    "procedure": Text("thủ tục", "procedures"),
    "dossier": Text("hồ sơ", "dossiers"),
}
SPARED_NEWCOMERS = Text(
    "Hồ sơ trong những tháng đầu nhận việc không tính cho cá nhân.",
    "Dossiers of a person's first months do not count for the person.",
)
SPARED_COLLEAGUE = Text(
    "Phần vượt đến từ một đồng nghiệp cùng khâu, hoặc có ở mọi người làm chung với người đó, đã được loại ra.",
    "An excess that comes from one colleague alone, or that all who share the colleague show, was left out.",
)
SPARED_UNIT = Text(
    "Phần vượt mà đồng nghiệp cùng đơn vị cũng có như thế đã được loại ra.",
    "An excess that colleagues of the same unit show alike was left out.",
)
COMPARED_WITH_ALL = Text(
    "Mức bình thường được tính từ việc của mọi người với hồ sơ cùng loại, kể cả người không bị xét theo chỉ báo này; "
    "không nói gì về những người đó.",
    "What is usual is learnt from what everybody does with dossiers of the kind, also from those of whom this is not "
    "asked; nothing is said of them.",
)
SPARED_AT_OTHER_TIMES = Text(
    "Đã so với chính người này ở những ngày khác: ai làm việc đó thường xuyên như nhau vào mọi ngày thì không bị nêu ở "
    "đây.",
    "It was held against the same person's other days: whoever does it as readily then is not named here.",
)
SPARED_UNLESS_BORNE_OUT = Text(
    "Chỉ nêu khi hệ quả cũng tăng ({0}): ai có làm mà không ghi thì hệ quả không tăng.",
    "Told only because the consequence is raised, too ({0}): where it was done and not entered, it is not.",
)
PERSON_OR_PROCEDURE = Text(
    "Đã xét trước “do người hay do thủ tục”: khi chính thủ tục gây ra thì không tính cho cá nhân nào.",
    "“Person or procedure?” was asked first: where the procedure itself brings it about, it counts for no person.",
)
FALSE_DISCOVERIES = Text(
    "Tỷ lệ phát hiện sai được khống chế cho mọi người và mọi chỉ số của lần chạy: q là tỷ lệ phát hiện sai dự kiến "
    "trong số những gì được nêu ở mức này.",
    "False discoveries are held down over all persons and all indicators of the run: q is the share of false "
    "discoveries to be expected among what is named at this level.",
)
BESIDE = Text(
    "Chỉ số này được xét riêng, và xét thêm một lần cùng dấu vết khác của cùng việc làm; q là của lần nói rõ hơn.",
    "This indicator was judged alone, and once more together with other traces of the same doing; q is that of "
    "whichever says more.",
)
QUESTIONS = (
    Text(
        "Đề nghị trình bày các hồ sơ này đã được xử lý như thế nào.",
        "Please tell how these dossiers were handled, in your own words.",
    ),
    Text(
        "Có lý do nào mà dữ liệu không thể hiện không: cơ quan được lấy ý kiến, sự cố hệ thống, ý kiến chỉ đạo, "
        "nghỉ phép?",
        "Was there a reason that the records do not show: a consulted agency, an outage, an instruction, a leave of "
        "absence?",
    ),
    Text(
        "Giấy tờ nào cho thấy điều đó? Giấy tờ được lưu cùng đầu mối này.",
        "Which papers show it? They are kept with this lead.",
    ),
    Text("Trong dữ liệu có gì ghi sai không?", "Is anything in the records themselves wrong?"),
)
NO_ACCUSATION = Text(
    "Đề nghị giải thích không phải là quy kết. Lời giải thích chính đáng sẽ khép lại dấu hiệu và được lưu lại.",
    "A request for an explanation is no accusation. A good explanation closes the sign and stays on record.",
)
REFUTED_PATTERN = Text(
    "Sau khi đối chiếu hồ sơ, chỉ còn từ {most} trường hợp trở xuống không có lý do chính đáng (dưới {times} lần số "
    "dự kiến).",
    "After the dossiers are compared, no more than {most} cases are left without a good reason (below {times} times "
    "what is expected).",
)
REFUTED_PROCEDURE = Text(
    "Sau khi đối chiếu, chỉ còn từ {most} trường hợp trở xuống: thấp hơn ngưỡng phải rà soát thủ tục.",
    "After the dossiers are compared, no more than {most} cases are left: below the share from which a procedure is "
    "reviewed.",
)
REFUTED_BREACH = Text(
    "Giấy tờ trong hồ sơ cho thấy một con số, một ngày hoặc một căn cứ khác với dữ liệu ghi lại, và theo đó quy "
    "định được tuân thủ.",
    "The papers in the dossier show another figure, date or ground than the records, by which the rule was kept.",
)
REFUTED_RECORDS = Text(
    "Dữ liệu ghi sai đúng những bước làm căn cứ (xem mục độ tin cậy của dữ liệu).",
    "The records are wrong in the very steps it rests on (see how sound the records are).",
)
REFUTED_EXPLAINED = Text(
    "Có lý do chính đáng, có giấy tờ: {innocent}", "There is a good reason, with its papers: {innocent}"
)
SOUND = Text(
    "Không thấy điều gì khiến dữ liệu này đáng nghi ngờ.", "Nothing was found that makes these records doubtful."
)
SEVERITIES = {
    "serious": Text("nghiêm trọng", "serious"),
    "warning": Text("cần lưu ý", "warning"),
    "info": Text("để biết", "to be known"),
}
HEADINGS = {
    "claim": Text("Dấu hiệu", "The sign"),
    "not_said": Text("Điều phiếu này không nói", "What this does not say"),
    "short": Text("Tóm tắt", "In short"),
    "rests": Text("Dựa trên những gì", "What it rests on"),
    "rules": Text("Quy định liên quan", "The rules concerned"),
    "dossiers": Text("Các hồ sơ", "The dossiers"),
    "explanations": Text(
        "Các cách giải thích đã xét và còn phải xét", "Explanations considered, and still to be looked for"
    ),
    "integrity": Text("Dữ liệu nhật ký đáng tin đến đâu?", "How sound is the log?"),
    "ask": Text("Nên hỏi cán bộ hoặc đơn vị điều gì", "What to ask the official or the unit"),
    "refute": Text("Điều gì sẽ bác bỏ dấu hiệu này", "What would refute it"),
    "origin": Text("Số liệu này từ đâu", "Where these figures come from"),
    "looks": Text("Kết quả xem xét", "Results of looking"),
}
LABELS = {
    "lead": Text("Đầu mối", "Lead"),
    "about": Text("Về", "About"),
    "grade": Text("Mức độ chắc chắn", "Firmness"),
    "act": Text("Hành vi", "Act"),
    "act_defined": Text("Định nghĩa hành vi", "Definition of the act"),
    "defined_by": Text("Định nghĩa của", "Whose definition"),
    "unit": Text("Đơn vị", "Unit"),
    "procedures": Text("Thủ tục", "Procedures"),
    "period": Text("Kỳ", "Period"),
    "sources": Text("Nguồn dữ liệu", "Sources"),
    "count": Text("Số hồ sơ là căn cứ", "Dossiers that are the evidence"),
    "n": Text("Trường hợp đã xem xét (n)", "Cases looked at (n)"),
    "observed": Text("Quan sát", "Observed"),
    "expected": Text("Dự kiến ở việc tương đương", "Expected among comparable cases"),
    "rule_figure": Text("Theo quy định", "By the rule"),
    "effect": Text("Gấp bao nhiêu lần (khoảng tin cậy 95 %)", "Times as many (95% interval)"),
    "q": Text("Tỷ lệ phát hiện sai (q)", "Share of false discoveries (q)"),
    "compared": Text("Nhóm so sánh", "Comparison group"),
    "rule": Text("Căn cứ", "Basis"),
    "meaning": Text("Ý nghĩa", "Meaning"),
    "formula": Text("Công thức", "Formula"),
    "verify": Text("Cách kiểm tra", "How to check"),
    "left_out": Text("Đã loại ra khi tính", "Left out of the figure"),
    "allowed": Text("Đã tính đến", "Already allowed for"),
    "innocent": Text("Lý do chính đáng có thể có, còn phải tìm", "What would make it innocent, still to be looked for"),
    "dossier": Text("Hồ sơ", "Dossier"),
    "procedure": Text("Thủ tục", "Procedure"),
    "received": Text("Tiếp nhận", "Received"),
    "ended": Text("Kết thúc", "Ended"),
    "due": Text("Hạn theo quy định", "Statutory due date"),
    "days": Text("Ngày làm việc đã tính / thời hạn", "Working days counted / limit"),
    "stopped": Text("Ngày dừng tính", "Days the clock stood"),
    "over": Text("Quá hạn", "Days over"),
    "open": Text("chưa xong", "still open"),
    "promised": Text("theo ngày hẹn trả", "by the date promised"),
    "at": Text("Lúc", "At"),
    "step": Text("Bước", "Step"),
    "by": Text("Người thực hiện", "By"),
    "note": Text("Ghi chú", "Note"),
    "severity": Text("Mức", "Weight"),
    "finding": Text("Nội dung", "Finding"),
    "run": Text("Lần rà soát", "Detection"),
    "records": Text("Mã kiểm tra của dữ liệu (SHA-256)", "Checksum of the records (SHA-256)"),
    "tables": Text("Mã kiểm tra từng bảng", "Checksum of each table"),
    "as_of": Text("Dữ liệu tính đến", "Records as of"),
    "version": Text("Phiên bản", "Version"),
    "indicators": Text("Chỉ số và phiên bản", "Indicators and their versions"),
    "again": Text("Tính lại", "To compute it again"),
    "document": Text("Văn bản", "Document"),
    "says": Text("Nội dung", "What it says"),
    "confidence": Text("Độ tin cậy của trích dẫn", "Confidence of the citation"),
    "result": Text("Kết quả", "Result"),
    "reason": Text("Lý do", "Reason"),
    "more_signs": Text(
        "Còn {0} dấu hiệu cùng loại không nêu ở đây.", "{0} more signs of the same kind are not shown here."
    ),
    "more_dossiers": Text(
        "Còn {0} hồ sơ nữa; mã của mọi hồ sơ có trong tệp JSON của phiếu này.",
        "{0} more dossiers; the codes of all are in the JSON file of this sheet.",
    ),
    "others": Text("Căn cứ khác, không phải hồ sơ: {0}", "Other evidence, no dossiers: {0}"),
    "figures_only": Text(
        "Dấu hiệu này dựa trên số liệu, không dựa trên từng hồ sơ.",
        "This sign rests on figures, not on single dossiers.",
    ),
    "no_act": Text("Bất thường ngoài các hành vi A–E", "Irregularity outside the acts A–E"),
    "simulated": Text(
        "DỮ LIỆU MÔ PHỎNG: không nói về nơi nào hay người nào có thật.",
        "SIMULATED RECORDS: they describe no real place or person.",
    ),
    "steps_of": Text("Các bước của hồ sơ {0}", "The steps of dossier {0}"),
}
