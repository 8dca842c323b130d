"""Everything a person reads exists in Vietnamese and in English."""

import gettext
import importlib.util
import io
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from django.utils import translation

from liem.people.accounts.forms import AppointForm, OpenAccountForm
from liem.people.forms import ChangePasswordForm

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "compile_messages.py"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compile_messages", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["compile_messages"] = module
    spec.loader.exec_module(module)
    return module


messages = _load()
CATALOGUES = messages.catalogues()


def test_no_text_is_without_its_vietnamese() -> None:
    missing = {room: [message.key for message in found] for room, found in messages.missing().items()}
    assert missing == {}, "python scripts/compile_messages.py --missing prints what to add"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-5])
def test_the_compiled_catalogue_is_up_to_date(path: Path) -> None:
    fresh = _read(messages.compiled(messages.parse(path.read_text())))
    assert _read(path.with_suffix(".mo").read_bytes()) == fresh, "run: python scripts/compile_messages.py"


def _read(compiled: bytes) -> dict[object, str]:
    """What the standard library makes of a compiled catalogue, its header left out."""
    catalogue = dict(gettext.GNUTranslations(io.BytesIO(compiled))._catalog)  # type: ignore[attr-defined]
    catalogue.pop("", None)
    return catalogue


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-5])
def test_placeholders_are_the_same_on_both_sides(path: Path) -> None:
    wrong = []
    for message in messages.parse(path.read_text()):
        placeholders = [
            set(re.findall(r"%\(\w+\)[sd]", text)) for text in (message.plural or message.text, *message.texts)
        ]
        if message.text and any(found != placeholders[0] for found in placeholders[1:]):
            wrong.append(message.text)
    assert wrong == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-5])
def test_no_entry_stands_twice_and_none_is_doubtful(path: Path) -> None:
    entries = messages.parse(path.read_text())
    keys = [message.key for message in entries]
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []
    assert [message.text for message in entries if message.fuzzy] == []


def test_no_two_rooms_say_the_same_text_differently() -> None:
    said: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for path in CATALOGUES:
        for message in messages.parse(path.read_text()):
            if message.text:
                said.setdefault(message.key, set()).add(message.texts)
    assert {key: texts for key, texts in said.items() if len(texts) > 1} == {}


def test_source_texts_are_english() -> None:
    vietnamese = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
    assert [text for _, text in messages.used() if vietnamese.search(re.sub("Liêm|đồng", "", text))] == []


def test_the_compiler_writes_what_the_standard_library_reads() -> None:
    text = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    text += 'msgid "House"\nmsgstr "Nhà"\n\nmsgctxt "stage"\nmsgid "read"\nmsgstr "đọc"\n\n'
    text += 'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s ngày"\n\n'
    text += '#, fuzzy\nmsgid "Doubtful"\nmsgstr "Ngờ"\n\nmsgid ""\n"Long "\n"text"\nmsgstr "Dài"\n\n'
    text += 'msgid "Open"\nmsgstr ""\n'
    read = gettext.GNUTranslations(io.BytesIO(messages.compiled(messages.parse(text))))
    assert [read.gettext(word) for word in ("House", "Doubtful", "Long text", "Open")] == [
        "Nhà",
        "Doubtful",
        "Dài",
        "Open",
    ]
    assert (read.pgettext("stage", "read"), read.ngettext("%(n)s day", "%(n)s days", 5)) == ("đọc", "%(n)s ngày")


def test_what_django_says_of_a_form_is_vietnamese_too() -> None:
    def told() -> str:
        forms = [
            OpenAccountForm({"sign_in_name": "", "display_name": "x" * 200}),
            AppointForm(
                {"role": "king", "unit": "\0", "valid_from": "yesterday", "valid_to": "x"}, units={"U1": "Xã An Bình"}
            ),
        ]
        return " ".join(str(error) for form in forms for error in form.errors.values())

    with translation.override("en"):
        english = re.findall(r"<li>(.*?)</li>", told())
    with translation.override("vi"):
        vietnamese = re.findall(r"<li>(.*?)</li>", told())
    assert len(english) == len(vietnamese) >= 6
    assert [text for text in vietnamese if text in english] == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_rules_for_passwords_are_told_in_the_readers_language(language: str) -> None:
    with translation.override(language):
        hint = str(ChangePasswordForm(None).fields["new"].help_text)  # type: ignore[arg-type]
    assert ("Mật khẩu" in hint, "password" in hint) == (language == "vi", language == "en")


def test_the_source_of_each_indicator_is_said_in_vietnamese() -> None:
    from liem.detection.catalogue import indicators

    english = re.compile(r"\b(act|art|decree|law|of|rule|the|to|with)\b", re.IGNORECASE)
    said = [one.source.vi for one in indicators()]
    assert [source for source in said if english.search(source)] == []
