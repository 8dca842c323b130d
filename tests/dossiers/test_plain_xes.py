"""The quick road through an XES log gives what the parser gives, or says nothing."""

import gzip
from pathlib import Path

import pyarrow as pa
import pytest
import rustxes
from hypothesis import given
from hypothesis import strategies as st
from tests.dossiers.test_public_permit_logs import LOGS

from liem.dossiers.readers import xes
from liem.dossiers.readers.xes_plain import plain_traces

KEYS = st.sampled_from(["concept:name", "time:timestamp", "org:resource", "đơn vị", "k"])
WORDS = st.one_of(
    st.sampled_from(["", "a", "a &amp; b", "&lt;x&gt;", "đ > ơ", "'", "&quot;", "&#65;", "&nobody;", "x/>", "key="]),
    st.text(st.characters(exclude_characters='<&"', exclude_categories=("C",)), max_size=8),
)
ATTRIBUTES = st.dictionaries(KEYS, WORDS, max_size=4)
TRACES = st.lists(st.tuples(ATTRIBUTES, st.lists(ATTRIBUTES, max_size=4)), min_size=1, max_size=4)
BLANK = st.sampled_from(["", "\n", "\n\t\t", " "])


def attributes(told: dict[str, str], blank: str) -> str:
    types = ["string", "date", "id"]
    return "".join(f'{blank}<{types[n % 3]} key="{key}" value="{word}"/>' for n, (key, word) in enumerate(told.items()))


def written(traces: list[tuple[dict[str, str], list[dict[str, str]]]], blank: str) -> bytes:
    return "".join(
        f"{blank}<trace>{attributes(own, blank)}"
        + "".join(f"{blank}<event>{attributes(event, blank)}{blank}</event>" for event in events)
        + f"{blank}</trace>"
        for own, events in traces
    ).encode()


def by_parser(text: bytes, folder: Path) -> pa.Table:
    path = folder / "log.xes"
    path.write_bytes(b"<log>" + xes._TYPED.sub(rb"<\1string", text) + b"</log>")
    table = rustxes.import_xes(str(path))[0].to_arrow()
    return table.cast(pa.schema([(name, pa.string()) for name in table.column_names]))


def same(quick: pa.Table, slow: pa.Table) -> bool:
    names = sorted(quick.column_names)
    return names == sorted(slow.column_names) and all(quick[n].to_pylist() == slow[n].to_pylist() for n in names)


@given(traces=TRACES, blank=BLANK)
def test_what_the_quick_road_gives_is_what_the_parser_gives(tmp_path_factory, traces, blank) -> None:
    text = written(traces, blank)
    quick = plain_traces(text)
    words = [word for own, events in traces for one in (own, *events) for word in one.values()]
    odd = any(word.startswith(("&#", "&n")) for word in words)
    complete = all(events and all(events) for _, events in traces)
    if complete and not odd:
        assert quick is not None
    if quick is not None:
        assert same(quick, by_parser(text, tmp_path_factory.mktemp("log")))


ONE = '<trace><string key="concept:name" value="H1"/><event><string key="concept:name" value="a"/></event></trace>'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('value="a"', "value='a'"),
        ('value="a"', 'value="<a"'),
        ('value="a"', 'value="a\n"'),
        ('value="a"', 'value="a\x01"'),
        ('value="a"', 'value="&a;"'),
        ('value="a"', 'value="a"x'),
        ('key="concept:name" value="a"', 'value="a" key="concept:name"'),
        ('value="a"/></event>', 'value="a"/><string key="concept:name" value="b"/></event>'),
        ('value="a"/></event>', 'value="a"><string key="x" value="y"/></string></event>'),
        ('value="a"/></event>', 'value="a"/><list key="x"><values/></list></event>'),
        ("<event>", "<event><!-- -->"),
        ("<event>", "<event><event>"),
        ("<event>", '<event id="3">'),
        ("</event>", ""),
        ("</event>", "</event><event></event>"),
        ("</event></trace>", "</trace></event>"),
        ("</trace>", "</trace><trace></trace>"),
        ("</trace>", '</trace><string key="x" value="y"/>'),
        ("<trace>", '<string key="x" value="y"/><trace>'),
        ("</trace>", "</trace><oops>"),
        ("<string key", "<strong key"),
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(old: str, new: str) -> None:
    assert plain_traces(ONE.encode()) is not None
    assert plain_traces(ONE.replace(old, new).encode()) is None


@pytest.mark.parametrize("log", [LOGS / "receipt" / "receipt.xes.gz", LOGS / "bpic15" / "BPIC15_2.xes.gz"])
def test_real_logs_take_the_quick_road_and_read_the_same(log: Path, tmp_path: Path) -> None:
    if not log.exists():
        pytest.skip("the public logs are not at hand")
    text = gzip.decompress(log.read_bytes())
    text = text[text.index(b"<trace") : text.rindex(b"</trace>") + 8]
    quick = plain_traces(text)
    assert quick is not None
    assert same(quick, by_parser(text, tmp_path))


def test_after_a_quick_piece_a_fault_is_still_told_by_its_line(tmp_path: Path) -> None:
    from liem.base.errors import InputError
    from liem.dossiers.records import read_records

    dated = ONE.replace("</event>", '\n<date key="time:timestamp" value="2026-03-02T08:00:00"/></event>')
    cutter = xes.TraceCutter.__init__.__defaults__
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xes.TraceCutter.__init__, "__defaults__", (*cutter[:-1], 1))
        (tmp_path / "log.xes").write_text(f"<log>\n{dated}\n<!-- a\nb -->\n{dated.replace('</event>', '')}\n</log>")
        with pytest.raises(InputError, match=r"line 7, column .*: the XML is not well formed"):
            read_records(tmp_path / "log.xes", tmp_path / "out")
