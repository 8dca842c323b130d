"""Names of places and people, and the account names officials sign in with."""

from __future__ import annotations

from random import Random

PROVINCES = ["Lam Giang", "Hồng Lĩnh", "Bắc Sơn", "Trường Hà", "Đông Hải", "Vân Đồn Thượng", "Tây Giang"]

PLACES = [
    *("An Bình", "Bình Lộc", "Cẩm Sơn", "Châu Hòa", "Đại Lâm", "Đông Phú", "Đồng Tiến", "Hà Long", "Hòa Thắng"),
    *("Hồng Phong", "Hưng Đạo", "Kim Sơn", "La Sơn", "Lộc Yên", "Mỹ Đức", "Nam Cường", "Nghi Thủy", "Ninh Xá"),
    *("Phú Lương", "Phước Hải", "Quang Minh", "Quảng Lợi", "Sơn Hà", "Tam Quan", "Tân Lập", "Tây Yên", "Thạch Khê"),
    *("Thái Hòa", "Thanh Bình", "Thiệu Long", "Thọ Xuân", "Thượng Cát", "Tiên Điền", "Trung Chính", "Tường Sơn"),
    *("Vạn Xuân", "Việt Hùng", "Vĩnh Thịnh", "Xuân Lai", "Yên Mỹ", "Yên Trung", "Ba Vì", "Gia Phố", "Lam Kinh"),
    *("Bạch Đằng", "Bình Minh", "Cao Thắng", "Diên Hồng", "Hải Vân", "Lũng Hòa"),
]

_GIVEN = [
    *("an", "anh", "binh", "chau", "chi", "cuong", "dao", "dat", "dung", "duc", "giang", "ha", "hai", "hanh"),
    *("hau", "hien", "hieu", "hoa", "hoai", "hong", "hue", "hung", "huong", "khanh", "lan", "linh", "loan", "long"),
    *("mai", "minh", "my", "nam", "nga", "ngan", "ngoc", "nhung", "nga", "oanh", "phong", "phuc", "phuong", "quan"),
    *("quy", "quyen", "son", "tam", "tan", "thang", "thanh", "thao", "thu", "thuy", "tien", "toan", "trang"),
    *("trung", "tu", "tuan", "tung", "van", "viet", "vinh", "xuan", "yen"),
]
_FAMILY, _MIDDLE = "ntplvhdbc", "tvhxqd"
"""Initials."""


def draw_account(rng: Random, used: set[str]) -> str:
    """Such as ``nthoa07``, and not among those ``used``, to which it is added."""
    while True:
        account = rng.choice(_FAMILY) + rng.choice(_MIDDLE) + rng.choice(_GIVEN) + f"{rng.randint(1, 99):02d}"
        if account not in used:
            used.add(account)
            return account


def shared_account(unit_code: str) -> str:
    """The login everybody at one counter uses."""
    return f"motcua.{unit_code}"
