"""Sound and video lose their notes and keep every sample; files are real ones, see ``recordings/README.md``."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liem.intake.cleaning import RefusedFile
from liem.intake.files import InMemory, cleaned_of
from liem.intake.recordings import Damaged, without_notes
from liem.intake.sniffing import sniff

FOLDER = Path(__file__).parent / "recordings"
FILES = sorted(path.name for path in FOLDER.iterdir() if path.suffix != ".md")
BYTES = st.sampled_from([0, 1, 0x7F, 0x80, 0xFF]) | st.integers(0, 255)
TOLD = (b"Secret", b"19.80", b"2026-11", b"Lavf")


def cleaned(data: bytes, size: int = 1000) -> bytes:
    sniffed = sniff(data[:4096])
    assert sniffed

    def pieces() -> Iterator[bytes]:
        return (data[at : at + size] for at in range(0, len(data), size))

    return b"".join(without_notes(sniffed.media_type, pieces))


@pytest.mark.parametrize("name", FILES)
def test_nothing_but_the_recording_is_left(name: str) -> None:
    data = (FOLDER / name).read_bytes()
    assert any(word in data for word in TOLD)
    fresh = cleaned(data)
    assert [word for word in TOLD if word in fresh] == []
    assert cleaned(data, size=7) == fresh  # however it is cut into pieces
    assert cleaned(fresh) == fresh


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("notes.wav", lambda data: data[data.index(b"data") :][:4000]),
        ("notes.flac", lambda data: data[-2000:]),
        ("places-in-a-track.mp4", lambda data: data[-1500:-100]),
        ("notes-before-and-after.mp3", lambda data: data[-560:-128]),
        ("notes-before-frames.aac", lambda data: data[-2000:]),
        ("vorbis.ogg", lambda data: data[-300:]),
        ("notes.webm", lambda data: data[data.index(b"\x1f\x43\xb6\x75") :][:1500]),
    ],
)
def test_the_recording_itself_is_not_touched(name: str, sound: object) -> None:
    data = (FOLDER / name).read_bytes()
    assert sound(data) in cleaned(data)  # type: ignore[operator]


def test_the_track_of_places_goes_and_sound_and_picture_stay() -> None:
    fresh = cleaned((FOLDER / "places-in-a-track.mov").read_bytes())
    assert fresh.count(b"trak") == 2
    assert b"text" not in fresh


def test_an_ogg_page_that_was_changed_has_its_checksum() -> None:
    from liem.intake.recordings.ogg import _checksum

    fresh, at, pages = cleaned((FOLDER / "opus.ogg").read_bytes()), 0, 0
    while at < len(fresh):
        count = fresh[at + 26]
        end = at + 27 + count + sum(fresh[at + 27 : at + 27 + count])
        page = bytearray(fresh[at:end])
        told, page[22:26] = int.from_bytes(page[22:26], "little"), bytes(4)
        assert _checksum(page) == told
        at, pages = end, pages + 1
    assert pages >= 3


def test_what_hangs_behind_a_wave_file_goes() -> None:
    data = (FOLDER / "notes.wav").read_bytes()
    assert b"SecretTail" not in cleaned(data + b"SecretTail")


@pytest.mark.parametrize("name", ["notes.m4a", "vorbis.ogg", "notes.flac"])
def test_a_recording_that_is_cut_off_before_its_sound_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(RefusedFile, match=r"damaged|hỏng"):
        cleaned_of(InMemory(name, (FOLDER / name).read_bytes()[:60]))


def test_what_the_reporter_agrees_to_is_known_to_have_changed() -> None:
    data = (FOLDER / "notes.m4a").read_bytes()
    kept = cleaned_of(InMemory("m.m4a", data))
    assert kept.is_changed
    assert kept.data is None
    assert b"".join(kept.pieces(lambda: iter([data]))) != data


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(FILES), changes=st.lists(st.tuples(st.integers(12, 600), BYTES), min_size=1, max_size=40))
def test_a_hostile_recording_ends_in_a_sentence_or_in_a_file(name: str, changes: list[tuple[int, int]]) -> None:
    data = bytearray((FOLDER / name).read_bytes())
    for place, value in changes:
        data[place % len(data)] = value
    try:
        fresh = cleaned(bytes(data))
    except Damaged:
        return
    assert len(fresh) <= len(data)
