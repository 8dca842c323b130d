"""A draw by lot: nobody can choose it, anybody can draw it again, and a bent one is found out."""

import hashlib
import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.oversight.conftest import Somebody, account_of

from liem.base import clock, draw
from liem.base.errors import UserError
from liem.house.commands.draw import command
from liem.oversight import actions
from liem.oversight.models import Draw, Drawn, PublishedDraw
from liem.people.row_security import acting_as, acting_as_system
from liem.people.rules import Scope
from liem.people.states import EVERY_UNIT

FRAME = [f"HS-{number:03d}" for number in range(200)]


def test_the_algorithm_in_ten_lines_of_somebody_else() -> None:
    frame = sorted(FRAME)
    checksum = hashlib.sha256(("\n".join(frame) + "\n").encode()).hexdigest()
    values = {}
    for item in frame:
        values[hashlib.sha256(f"secret\n12 34 56\n{checksum}\n{item}".encode()).hexdigest()] = item
    by_hand = [values[value] for value in sorted(values)][:10]
    assert draw.drawn(frame, 10, "secret", "12 34 56") == by_hand


def test_every_item_has_the_same_chance() -> None:
    times = Counter(item for n in range(2000) for item in draw.drawn(FRAME[:20], 5, "s", f"words {n}"))
    assert set(times) == set(FRAME[:20])
    chi = sum((times[item] - 500) ** 2 / 500 for item in FRAME[:20])
    assert chi < 50, "19 degrees of freedom: beyond this one draw in ten thousand"


ITEMS = st.lists(st.text("abĐ-0 ", min_size=1, max_size=6), min_size=1, max_size=20)


@given(ITEMS, st.data())
def test_a_draw_stands_and_any_change_is_found(items: list[str], data: st.DataObject) -> None:
    frame = draw.frame_of(items)
    if not frame:
        return
    size = data.draw(st.integers(1, len(frame)))
    record = draw.record_of(frame, size, "secret", "public words")
    assert draw.why_not_sound(record) is None
    assert draw.why_not_sound(record, checksum="0" * 64)
    assert draw.why_not_sound(record, committed="0" * 64)
    assert draw.why_not_sound(record | {"secret": "another"})
    assert draw.why_not_sound(record | {"frame": [*frame, "￿"]})
    assert draw.why_not_sound(record | {"sample": [*record["sample"], "x"]})
    assert draw.why_not_sound(record | {"algorithm": "mine"})


def test_the_command_says_whether_a_draw_stands(tmp_path: Path) -> None:
    record = draw.record_of(FRAME, 5, "s", "12 34 56 78")
    (tmp_path / "good.json").write_text(json.dumps(record))
    (tmp_path / "bent.json").write_text(json.dumps(record | {"sample": FRAME[:5]}))
    (tmp_path / "half.json").write_text("{}")
    good = CliRunner().invoke(command, ["verify", str(tmp_path / "good.json"), "--commitment", record["commitment"]])
    assert (good.exit_code, "stands: 5 of 200" in good.output) == (0, True)
    bent = CliRunner().invoke(command, ["verify", str(tmp_path / "bent.json")])
    assert (bent.exit_code, "does not stand" in bent.output) == (1, True)
    half = CliRunner().invoke(command, ["verify", str(tmp_path / "half.json")])
    assert isinstance(half.exception, UserError)
    assert "lacks algorithm" in str(half.exception)
    assert CliRunner().invoke(command, ["verify", str(tmp_path / "none.json")]).exit_code != 0


def prepared(client: Any, **changed: str) -> Any:
    wish = {"title": "Hồ sơ đã đóng quý 2", "planned": "no", "ground": "Kế hoạch 12/KH-TTr", "size": "5"}
    return client.post("/oversight/draws/prepare/", {**wish, "frame": "\n".join(FRAME), **changed})


def test_a_draw_from_the_frame_to_the_record_that_anybody_verifies(
    somebody: Somebody, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspector = somebody("inspector")
    prepared(inspector)
    one = PublishedDraw.objects.get()
    assert (one.items, one.secret, one.drawn_on) == (200, "", None)
    page = somebody(None).get("/oversight/draws/published/").content.decode()
    assert one.checksum in page
    assert "HS-001" not in page, "what may be drawn is not told: it would warn"
    same_day = inspector.post(f"/oversight/draws/{one.number}/", {"public": "12 34 56 78", "source": "xổ số"})
    assert same_day.status_code == 422
    later = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    inspector.post(f"/oversight/draws/{one.number}/", {"public": "12 34  56 78", "source": "xổ số"})
    record = inspector.get(f"/oversight/draws/{one.number}/record.json").content
    (tmp_path / "draw.json").write_bytes(record)
    words = ["verify", str(tmp_path / "draw.json"), "--frame-checksum", one.checksum, "--commitment", one.commitment]
    assert CliRunner().invoke(command, words).exit_code == 0
    one.refresh_from_db()
    assert draw.commitment(one.secret) == one.commitment
    again = inspector.post(f"/oversight/draws/{one.number}/", {"public": "99 99 99 99", "source": "xổ số"})
    assert again.status_code == 422


@pytest.mark.parametrize(
    ("role", "status"), [("internal_affairs", 200), ("head_of_unit", 403), ("steering_committee", 403)]
)
def test_who_sees_a_draw(role: str, status: int, somebody: Somebody) -> None:
    prepared(somebody("inspector"))
    number = PublishedDraw.objects.get().number
    assert (
        somebody(role, "U1" if role == "head_of_unit" else "*").get(f"/oversight/draws/{number}/").status_code == status
    )


@pytest.mark.parametrize("changed", [{"frame": ""}, {"size": "201"}, {"size": "0"}, {"ground": "ngắn"}])
def test_what_cannot_be_drawn_is_refused(changed: dict[str, str], somebody: Somebody) -> None:
    assert prepared(somebody("inspector"), **changed).status_code == 422
    assert PublishedDraw.objects.count() == 0


def test_closed_matters_may_be_the_frame(somebody: Somebody) -> None:
    from liem.cases.models import Matter

    now = clock.now()
    with transaction.atomic(), acting_as_system():
        for number, unit in (("M-2", "U1"), ("M-1", "U1"), ("M-3", "U2")):
            Matter.objects.create(
                number=number, kind="lead", unit=unit, origin="lead", received_at=now, opened_at=now, closed_at=now
            )
    inspector, day = somebody("inspector"), clock.today().isoformat()
    page = inspector.get(f"/oversight/draws/prepare/?first={day}&last={day}&unit=U1")
    assert page.context["form"].initial["frame"] == "M-1\nM-2"


def test_nobody_bends_a_draw_in_the_database(somebody: Somebody) -> None:
    inspector = somebody("inspector")
    prepared(inspector)
    with (
        transaction.atomic(),
        acting_as(account_of(inspector), Scope(frozenset(["inspector"]), frozenset([EVERY_UNIT]))),
    ):
        assert Draw.objects.update(secret="x") == 0
        assert Draw.objects.all()._raw_delete("default") == 0
        assert PublishedDraw.objects.update(checksum="x") == 0
    with transaction.atomic(), acting_as(account_of(inspector), Scope(frozenset(["head_of_unit"]), frozenset(["U1"]))):
        assert not Draw.objects.exists()
        assert not Drawn.objects.exists()


def test_the_action_itself_refuses_the_same_day(somebody: Somebody) -> None:
    inspector = account_of(somebody("inspector"))
    with transaction.atomic(), acting_as(inspector, Scope(frozenset(["inspector"]), frozenset([EVERY_UNIT]))):
        now = clock.now()
        one = actions.prepare_draw(
            "x", FRAME, 3, "căn cứ đầy đủ", planned=True, unit="", by=inspector, now=now - timedelta(days=2)
        )
        drawn = actions.make_draw(one, "12 34 56 78", "xổ số", by=inspector, now=now)
        assert drawn.sample == draw.drawn(one.frame, 3, one.secret, "12 34 56 78")
        with pytest.raises(UserError):
            actions.make_draw(one, "12 34 56 79", "xổ số", by=inspector, now=now)
