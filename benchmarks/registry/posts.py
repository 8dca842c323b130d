"""The posts of the offices."""

from __future__ import annotations

from enum import IntEnum


class Post(IntEnum):
    INTAKE = 0
    APPRAISER = 1
    SURVEYOR = 2
    SIGNER = 3
    ADMINISTRATOR = 4
    HOTLINE = 5
    INSPECTOR = 6
    REPORTER = 7


POST_NAMES = [
    "Tiếp nhận và trả kết quả",
    "Thẩm định, thụ lý hồ sơ",
    "Đo đạc địa chính",
    "Lãnh đạo ký duyệt",
    "Quản trị hệ thống",
    "Đường dây nóng",
    "Thanh tra",
    "Tổng hợp báo cáo",
]
DESKS = (Post.INTAKE, Post.APPRAISER, Post.SURVEYOR, Post.SIGNER)
"""Those through whose hands dossiers go."""
SUPERVISING = (Post.ADMINISTRATOR, Post.HOTLINE, Post.INSPECTOR, Post.REPORTER)
"""Those who open dossiers of all units as their duty."""
