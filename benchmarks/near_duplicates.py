"""How often near-duplicates are found, and how often different reports are taken for the same: a synthetic set.

    python -m benchmarks.near_duplicates

Reports are put together from parts that real reports share (the same places, the same phrases of complaint), so that
different reports are as alike as they are in life. A duplicate is the same report told again: typed without accents,
with slips, with sentences added, left out or moved. Prints rates and CPU time; asserts nothing.
"""

import random
import time
import unicodedata
from collections.abc import Callable

from liem.sorting.sketch import ALIKE, Sketch, likeness, sketch

KEY = bytes(range(32))
PLACES = ["xã Tân Hòa", "phường Đông Vệ", "xã Hoằng Lộc", "chi nhánh đăng ký đất đai số 2", "trung tâm hành chính công"]
WORKS = ["cấp giấy chứng nhận quyền sử dụng đất", "tách thửa", "cấp phép xây dựng", "đăng ký hộ kinh doanh",
         "đăng ký khai sinh cho con", "chuyển mục đích sử dụng đất", "xác nhận tình trạng hôn nhân"]  # fmt: skip
WHO = [
    "anh cán bộ ngồi cửa số {n}",
    "chị ở bàn tiếp nhận số {n}",
    "một người mặc áo trắng ở phòng {n}",
    "ông phó phòng",
]
ASKED = ["đòi {m} triệu đồng mới làm nhanh", "gợi ý bồi dưỡng {m} triệu", "bảo phải có phong bì {m} triệu thì mới ký",
         "bắt bổ sung giấy tờ ngoài quy định tới {m} lần", "hẹn đi hẹn lại {m} lần không trả kết quả"]  # fmt: skip
MORE = [
    "Hồ sơ của tôi đầy đủ theo hướng dẫn dán ở bảng thông báo.",
    "Tôi đã nộp đủ phí, lệ phí và có biên lai.",
    "Hàng xóm của tôi cũng gặp cảnh như vậy hồi tháng trước.",
    "Tôi là người già, đi lại rất khó khăn, mỗi lần đi mất cả ngày công.",
    "Tôi hỏi lãnh đạo thì được trả lời là chờ.",
    "Người nộp sau tôi lại được trả kết quả trước.",
    "Tôi có ghi lại ngày giờ và số của phiếu hẹn.",
    "Tôi đề nghị cơ quan chức năng kiểm tra, xử lý nghiêm.",
    "Việc này xảy ra vào buổi sáng, lúc đó có nhiều người chứng kiến.",
    "Tôi rất bức xúc nhưng sợ bị gây khó dễ nên không dám ghi tên.",
    "Cán bộ nói giọng hách dịch, vứt hồ sơ ra bàn.",
    "Sau đó có người gọi điện bảo tôi muốn nhanh thì phải biết điều.",
]
MONTHS = [f"ngày {d} tháng {m}" for d in (2, 5, 9, 12, 17, 21, 26) for m in range(1, 13)]


def report(rng: random.Random) -> list[str]:
    """Sentences of one report."""
    number, money = rng.randint(1, 12), rng.randint(1, 20)
    first = f"Tôi đến {rng.choice(PLACES)} làm thủ tục {rng.choice(WORKS)} từ {rng.choice(MONTHS)}."
    second = f"{rng.choice(WHO).format(n=number).capitalize()} {rng.choice(ASKED).format(m=money)}."
    own = [f"Mã phiếu hẹn của tôi là {rng.randint(10_000, 99_999)}.", f"Tôi chờ đã {rng.randint(5, 120)} ngày."]
    return [first, second, *rng.sample(MORE, rng.randint(2, 6)), *rng.sample(own, rng.randint(0, 2))]


def without_accents(sentences: list[str], rng: random.Random) -> list[str]:
    plain = (unicodedata.normalize("NFKD", one.replace("đ", "d").replace("Đ", "D")) for one in sentences)
    return ["".join(letter for letter in one if not unicodedata.combining(letter)) for one in plain]


def with_slips(sentences: list[str], rng: random.Random) -> list[str]:
    def slip(text: str) -> str:
        letters = list(text)
        for _number in range(max(1, len(letters) // 40)):
            place = rng.randrange(len(letters))
            letters[place] = rng.choice(["", letters[place] * 2, rng.choice("aeionth")])
        return "".join(letters)

    return [slip(one) for one in sentences]


def longer(sentences: list[str], rng: random.Random) -> list[str]:
    return [*sentences, *rng.sample([one for one in MORE if one not in sentences], 2)]


def shorter(sentences: list[str], rng: random.Random) -> list[str]:
    kept = [one for one in sentences if rng.random() > 0.25]
    return kept if len(kept) >= 3 else sentences[:3]


def moved(sentences: list[str], rng: random.Random) -> list[str]:
    return rng.sample(sentences, len(sentences))


Retelling = Callable[[list[str], random.Random], list[str]]
RETELLINGS: dict[str, Retelling] = {
    "without accents": without_accents,
    "slips of the pen": with_slips,
    "two sentences more": longer,
    "a quarter left out": shorter,
    "another order": moved,
    "slips, another order, longer": lambda one, rng: longer(moved(with_slips(one, rng), rng), rng),
}


def measure(count: int = 400, seed: int = 20261122) -> dict[str, float]:
    """Rates at :data:`ALIKE`, by retelling; ``false pairs``: different reports taken for the same."""
    rng = random.Random(seed)
    originals = [report(rng) for _number in range(count)]
    sketches = [_sketch(one) for one in originals]
    found: dict[str, float] = {}
    for name, retell in RETELLINGS.items():
        told = [_sketch(retell(one, rng)) for one in originals]
        hits = [_found(one, other) for one, other in zip(sketches, told, strict=True)]
        found[name] = sum(hits) / count
    pairs = [(one, other) for number, one in enumerate(sketches) for other in sketches[:number]]
    found["false pairs"] = sum(_found(one, other) for one, other in pairs) / len(pairs)
    return found


def _sketch(sentences: list[str]) -> Sketch:
    made = sketch(" ".join(sentences), KEY)
    assert made is not None
    return made


def _found(one: Sketch, other: Sketch) -> bool:
    """As the desk finds it: a band in common, then the signatures."""
    return bool(set(one.bands) & set(other.bands)) and likeness(one.signature, [other.signature])[0] >= ALIKE


def main() -> None:
    started = time.process_time()
    for name, rate in measure().items():
        print(f"{name:32} {rate:8.2%}")
    text = " ".join(" ".join(report(random.Random(number))) for number in range(3))
    before = time.process_time()
    for _number in range(100):
        sketch(text, KEY)
    each = 10 * (time.process_time() - before)
    print(f"one sketch of {len(text)} characters: {each:.2f} ms CPU; all of this: {before - started:.1f} s CPU")


if __name__ == "__main__":
    main()
