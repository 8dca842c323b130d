"""The file of mailboxes: read, or refused in one line."""

from pathlib import Path

import pytest

from liem.base.errors import InputError
from liem.channels.mailboxes import read_mailboxes

GOOD = '[[mailboxes]]\naddress="a@b.example"\nimap="imaps://a%40b.example@mail.b.example"\npassword="x"\n'


def test_a_mailbox(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("mật khẩu\n", "utf-8")
    (tmp_path / "m.toml").write_text(
        GOOD.replace('password="x"', f'password_file="{tmp_path}/secret"\nsmtp="starttls://a@mail.b.example"'), "utf-8"
    )
    (found,) = read_mailboxes(tmp_path / "m.toml")
    assert (found.imap.scheme, found.imap.port, found.imap.user) == ("imaps", 993, "a@b.example")
    assert found.smtp is not None
    assert (found.smtp.port, found.password, found.folder) == (587, "mật khẩu", "INBOX")
    assert "mật khẩu" not in repr(found)
    assert read_mailboxes(None) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('password="x"', ""), "needs either"),
        (('password="x"', 'password_file="/nonexistent"'), "cannot be read"),
        (("imaps://", "imap://"), "in clear"),
        (("imaps://", "http://"), "cannot be used"),
        (("a%40b.example@mail", "a:secret@mail"), "holds a password"),
        (('address="a@b.example"', 'address="ab"'), "not a mail address"),
        (("mail.b.example", "mail.b.example:99999"), "not an address"),
        (('password="x"', 'password="x"\ncolour="red"'), "unknown field"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    (tmp_path / "m.toml").write_text(GOOD.replace(*change), "utf-8")
    with pytest.raises(InputError, match=said) as refused:
        read_mailboxes(tmp_path / "m.toml")
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)
