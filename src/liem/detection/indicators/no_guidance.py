"""C4: a supplement is asked for although no guidance was ever given."""

import narwhals.stable.v2 as nw

from liem.detection.coding import CHANNELS, Work
from liem.detection.engine import Lazy
from liem.detection.entered import where_ever_entered
from liem.detection.indicator import RARE, Breach, Example, Expected, Indicator, Needs, Pattern, Story, Text

_COUNTER = CHANNELS.index("counter")


def cases(work: Work) -> Lazy:
    """Every dossier in which something had to be put right, and whether papers were asked for with no guidance before.

    Something had to be put right where guidance was given or papers were asked for: who guides at receipt prevents the
    request, so requests alone would leave out what was done well. The subject is who received the dossier: guidance is
    owed at receipt. Units that never recorded any are left out: they keep it elsewhere.
    """
    guidance = nw.when(nw.col("guided_at").is_null()).then(0).otherwise(1)
    facts = work.table("facts").filter(where_ever_entered(work, work.table("facts"), guidance))
    facts = facts.filter(nw.col("channel").is_in([_COUNTER, len(CHANNELS)]))
    facts = facts.filter(~nw.col("requested_at").is_null() | ~nw.col("guided_at").is_null())
    in_time = nw.col("requested_at").is_null() | (nw.col("guided_at").dt.date() <= nw.col("requested_at").dt.date())
    guided = in_time.fill_null(False)
    return facts.select(
        "d",
        nw.col("intake").alias("official"),
        nw.col("requested_at").alias("asked_on"),
        event=nw.when(guided).then(0).otherwise(1),
        observed=nw.lit(1).cast(nw.Int32),
        expected=nw.lit(0).cast(nw.Int32),
    )


INDICATOR = Indicator(
    id="C4",
    act="C",
    version=4,
    family="log",
    name=Text("Yêu cầu bổ sung khi chưa hướng dẫn", "Supplement request without guidance"),
    meaning=Text(
        "Hồ sơ bị yêu cầu bổ sung nhưng trước đó không có lần hướng dẫn nào được ghi.",
        "The dossier was met with a supplement request, and no guidance had been recorded before.",
    ),
    formula=Text(
        "không có guidance_given đến hết ngày của yêu cầu bổ sung đầu tiên; tỷ lệ theo người tiếp nhận, "
        "trong số hồ sơ được hướng dẫn hoặc bị yêu cầu bổ sung",
        "no guidance_given by the end of the day of the first supplement request; rate by receiving "
        "official among dossiers given guidance or met with a request",
    ),
    source=Text(
        "Thông tư 03/2025/TT-VPCP, mẫu 02; hành vi C của bộ khái niệm nhận diện",
        "TT 03/2025/TT-VPCP, form 02; act C of the taxonomy of acts",
    ),
    exclusions=Text(
        "Hồ sơ trực tuyến, bưu chính: không gặp người nộp. Đơn vị không ai ghi việc hướng dẫn, dù theo mức "
        "của nơi khác lẽ ra phải có từ ba lần, thì không tính. Hướng dẫn trong cùng ngày yêu cầu được coi là có. "
        "Không nêu người mà hồ sơ sau đó không bị đòi bổ sung nhiều hơn hồ sơ của người khác (C1): có lẽ có hướng "
        "dẫn nhưng không ghi.",
        "Dossiers filed online or by post: the applicant is not met. A unit where nobody records guidance, though "
        "by the rate elsewhere it would have been three times or more, is not counted. Guidance on the day of the "
        "request counts. Nobody is named in whose dossiers no more is asked for later than in those of others (C1): "
        "guidance was given, it seems, and not entered.",
    ),
    innocent_if=Text(
        "Đã hướng dẫn miệng hoặc bằng phiếu giấy chưa nhập; nộp trực tuyến hoặc bưu chính, không gặp người "
        "nộp; hệ thống lỗi.",
        "Guidance was given orally or on paper and not entered; filed online or by post, the applicant was "
        "not met; system failure.",
    ),
    verify=Text(
        "Tìm phiếu hướng dẫn trong hồ sơ giấy; hỏi người nộp đã được hướng dẫn gì khi nộp.",
        "Look for the guidance slip in the paper file; ask the applicant what guidance was given at receipt.",
    ),
    needs=Needs(activities=("supplement_requested", "guidance_given")),
    cases=cases,
    breach=Breach(
        Text(
            "Ngày {asked_on} hồ sơ bị yêu cầu bổ sung; đến hết ngày đó không có lần hướng dẫn nào được ghi.",
            "On {asked_on} a supplement was asked for; by the end of that day no guidance had been recorded.",
        ),
        {"asked_on": "day"},
        severity=0.25,
    ),
    pattern=Pattern(
        ("official", "unit"),
        Text(
            "hồ sơ được hướng dẫn hoặc bị yêu cầu bổ sung", "dossiers given guidance or met with a supplement request"
        ),
        Text("bị yêu cầu bổ sung mà chưa hề được hướng dẫn", "were met with a request before any guidance"),
        settings=RARE,
        colleague="handler",
        borne_out_by="C1",
        spares_newcomers=True,
    ),
    example=Example(
        Text(
            "Hồ sơ “có” được hướng dẫn khi nộp, hồ sơ “không” thì không; cả hai bị yêu cầu bổ sung.",
            "“guided” is given guidance at receipt, “unguided” is not; a supplement is asked for in both.",
        ),
        (
            Story(
                "guided",
                "0 received C1; 0 guidance_given C1; 2 supplement_requested C2 document=GT-1; 4 "
                "supplement_received C1; 8 finished C1",
            ),
            Story(
                "unguided",
                "0 received C1; 2 supplement_requested C2 document=GT-1; 4 supplement_received C1; 8 finished C1",
            ),
        ),
        (Expected("breach", "dossier", "unguided", 1),),
    ),
)
