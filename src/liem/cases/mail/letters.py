"""The words of the mails: no subject, no name, no content. Both languages in each, for the account's is not known."""

from collections.abc import Sequence

SUBJECT = "Liêm: có việc đang chờ bạn / something is waiting for you"
SUBJECT_OF_CODE = "Liêm: mã xác nhận địa chỉ thư / code for your address"

_NOTICE = """Có việc đang chờ bạn trong Liêm: {numbers}.
Đăng nhập để xem{where}

Thư này không chứa nội dung vụ việc và không cần trả lời.
Bạn tự chọn được nhận thư nào ở trang «Thông báo qua thư».

--
Something is waiting for you in Liêm: {numbers}.
Sign in to see it{where}

This mail holds no content and needs no answer.
You choose which mails you get on the page “Notices by mail”.
"""
_REMINDERS = """Có {n} việc sắp đến hạn hoặc đã quá hạn đang chờ bạn trong Liêm.
Đăng nhập để xem{where}

Thư này không chứa nội dung vụ việc và không cần trả lời.
Bạn tự chọn được nhận thư nào ở trang «Thông báo qua thư».

--
Waiting for you in Liêm, soon due or late: {n}.
Sign in to see{where}

This mail holds no content and needs no answer.
You choose which mails you get on the page “Notices by mail”.
"""
_CODE = """Mã xác nhận địa chỉ thư này trong Liêm: {code}
Mã có giá trị trong một giờ. Nếu bạn không yêu cầu, hãy bỏ qua thư này.

--
The code that confirms this address in Liêm: {code}
It holds for one hour. If you did not ask for it, leave this mail alone.
"""
MOST_NUMBERS = 20
"""Numbers in one mail; the rest is behind the sign-in."""


def notice(numbers: Sequence[str], address: str) -> str:
    """What tells of these matters; ``address``: of the sign-in page, or nothing.

    >>> notice(["TC-2026-00012"], "https://liem.example/sign-in/").splitlines()[1]
    'Đăng nhập để xem: https://liem.example/sign-in/'
    """
    shown = ", ".join(numbers[:MOST_NUMBERS]) + (" …" if len(numbers) > MOST_NUMBERS else "")
    return _NOTICE.format(numbers=shown, where=f": {address}" if address else ".")


def reminders(numbers: Sequence[str], address: str) -> str:
    """How many there are, and nothing else: what a paper lays on a unit has no number that says nothing.

    >>> reminders(["1", "2"], "").splitlines()[:2]
    ['Có 2 việc sắp đến hạn hoặc đã quá hạn đang chờ bạn trong Liêm.', 'Đăng nhập để xem.']
    """
    return _REMINDERS.format(n=len(numbers), where=f": {address}" if address else ".")


def of_code(code: str) -> str:
    return _CODE.format(code=code)
