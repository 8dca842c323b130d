"""Settings refuse nonsense at start, all at once, and the reference says what there is."""

import stat
from pathlib import Path

import pytest

from liem.base.errors import UserError
from liem.house.configuration import FROM_FILES, SETTINGS, read, reference
from liem.house.secret_key import with_secret_key

REFERENCE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "settings.md"


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)


def test_without_any_setting_the_defaults_hold() -> None:
    configuration = read()
    assert (configuration.port, configuration.bind, configuration.language) == (8000, "127.0.0.1", "vi")
    assert configuration.home == Path("var").absolute()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "eight", "valid integer"),
        ("PORT", "0", "1 and"),
        ("PORT", "70000", "65535"),
        ("LIEM_HTTPS", "maybe", "valid boolean"),
        ("LIEM_LANGUAGE", "fr", "vi, en"),
        ("LIEM_LOG_LEVEL", "loud", "debug, info"),
        ("LIEM_ALLOWED_HOSTS", "*", "host name"),
        ("LIEM_ALLOWED_HOSTS", "https://liem.example", "host name"),
        ("DATABASE_URL", "sqlite:///x.db", "only PostgreSQL"),
        ("DATABASE_URL", "postgresql://host", "names no database"),
        ("LIEM_SECRET_KEY", "short", "too weak"),
        ("LIEM_SECRET_KEY", "a" * 60, "too weak"),
        ("LIEM_POSTGRES", "docker", "auto, system, wheel"),
        ("LIEM_PROCESSES", "0", "1 and"),
        ("LIEM_HOME", "", "name a folder"),
        ("LIEM_MAILBOXES", "/nowhere.toml", "no such file"),
        ("LIEM_SMTP", "mail.example", "smtp+tls://"),
        ("LIEM_SMTP", "smtp://mail.example:a", "smtp+tls://"),
        ("LIEM_MAIL_FROM", "not an address", "liem@province.example"),
        ("LIEM_PUBLIC_ADDRESS", "liem.example", "https://liem.example"),
        ("LIEM_BIND", "", "name an address"),
        ("LIEM_ALLOWED_HOSTS", "", "at least one host"),
        ("LIEM_SECOND_FACTOR", "yes", "offered, content, all"),
        ("LIEM_READ_MEMROY", "2G", "did you mean LIEM_READ_MEMORY?"),
    ],
)
def test_nonsense_is_refused_with_what_to_write(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UserError) as refusal:
        read()
    assert f"{name}:" in str(refusal.value)
    assert told in str(refusal.value)
    if name in FROM_FILES:
        assert value not in str(refusal.value)


def test_all_problems_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("PORT", "x"), ("LIEM_LANGUAGE", "fr"), ("LIEM_LANGAUGE", "vi"), ("LIEM_HTTPS", "?")):
        monkeypatch.setenv(name, value)
    with pytest.raises(UserError) as refusal:
        read()
    lines = str(refusal.value).splitlines()
    assert len(lines) == 5
    assert any("LIEM_LANGAUGE: there is no such setting; did you mean LIEM_LANGUAGE?" in line for line in lines)


def test_what_a_file_may_cost_to_read_is_a_setting_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIEM_READ_MEMORY", "4G")
    assert read()
    monkeypatch.setenv("LIEM_READ_MEMORY", "lots")
    with pytest.raises(UserError, match="LIEM_READ_MEMORY=lots: not a size"):
        read()


@pytest.mark.parametrize("name", FROM_FILES)
def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    values = {"LIEM_SMTP": "smtps://liem:secret@mail.example:465"}
    usual = "postgresql://a:b@c/d" if "URL" in name else "a secret key with many letters 1234567890"
    value = values.get(name, usual)
    (tmp_path / "secret").write_text(f"{value}\n")
    monkeypatch.setenv(f"{name}_FILE", str(tmp_path / "secret"))
    assert getattr(read(), name.removeprefix("LIEM_").lower()) == value
    monkeypatch.setenv(name, value)
    with pytest.raises(UserError, match="both given"):
        read()


def test_a_secret_file_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LIEM_SECRET_KEY_FILE", str(tmp_path / "nothing"))
    with pytest.raises(UserError, match="LIEM_SECRET_KEY_FILE"):
        read()


def test_the_secret_key_is_made_once_for_the_house_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LIEM_HOME", str(tmp_path / "home"))
    first = with_secret_key(read())
    kept = tmp_path / "home" / "secrets" / "secret_key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert len(first.secret_key) >= 40
    assert with_secret_key(read()).secret_key == first.secret_key


def test_a_home_that_is_a_file_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    monkeypatch.setenv("LIEM_HOME", str(tmp_path / "home"))
    with pytest.raises(UserError, match="is a file"):
        with_secret_key(read())


def test_the_reference_page_is_made_from_the_settings() -> None:
    assert REFERENCE.read_text() == reference(), "run: python -m liem.house.configuration > docs/reference/settings.md"
