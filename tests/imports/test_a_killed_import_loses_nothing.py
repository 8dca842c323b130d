"""kill -9 at any moment of an import: what was accepted stays, and the import can simply be done again."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.imports.conftest import DOSSIERS

MOMENTS = ("read", "merge", "before_rename", "after_rename", "before_commit")

SCRIPT = """
import os, signal, sys
from pathlib import Path
from liem.house import boot

source, moment = Path(sys.argv[1]), sys.argv[2]

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

with boot.opened():
    from django.db.models.signals import post_save
    from liem.base import clock
    from liem.imports import actions, bringing, queries
    from liem.imports.models import Adoption, Import
    from liem.imports.snapshots import SnapshotStore

    def state():
        records = queries.current_records()
        return {
            "current": records.folder.name if records else None,
            "rows": dict(records.rows) if records else None,
            "snapshots": sorted(path.name for path in (actions.store().records).glob("[0-9a-f]*")),
            "adoptions": Adoption.objects.count(),
        }

    import json
    print(json.dumps(state()), flush=True)
    if moment == "read":
        bringing.examine = die
    elif moment == "merge":
        bringing._write_summary = die
    elif moment == "before_rename":
        Path.rename = die
    elif moment == "after_rename":
        real = SnapshotStore.adopt
        def adopt(self, folder):
            real(self, folder)
            die()
        SnapshotStore.adopt = adopt
    elif moment == "before_commit":
        post_save.connect(die, sender=Adoption, weak=False)
    actions.bring_now(source, by="system", now=clock.now(), announce=False)
    print(json.dumps(state()), flush=True)
"""


@pytest.mark.slow
@pytest.mark.database
@pytest.mark.timeout(300)
def test_what_was_accepted_stays_whenever_the_import_is_killed(write: Callable[..., Path], laid_house: Path) -> None:
    environment = {**os.environ, "LIEM_HOME": str(laid_house)}
    for name in ("DATABASE_URL", "LIEM_WEB_DSN", "LIEM_OWNER_DSN"):
        environment.pop(name, None)

    def run(source: Path, moment: str) -> tuple[int, list[dict[str, object]]]:
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(source), moment],
            env=environment, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]

    first = write("first")
    corrected = write("corrected", dossiers=DOSSIERS.replace("granted", "refused"))
    status, (empty, accepted) = run(first, "never")
    assert status == 0
    assert empty["current"] is None
    for moment in MOMENTS:
        status, (found, *rest) = run(corrected, moment)
        assert (status, rest) == (-signal.SIGKILL, []), moment
        assert found["current"] == accepted["current"], f"before {moment}"
        assert found["rows"] == accepted["rows"]
    status, (found, after) = run(corrected, "never")
    assert status == 0
    assert found["current"] == accepted["current"], "after all that killing"
    assert after["current"] != accepted["current"]
    assert after["adoptions"] == 2
    assert after["rows"] == accepted["rows"]
    assert set(after["snapshots"]) == {accepted["current"], after["current"]}  # type: ignore[call-overload]
    assert not list((laid_house / "records").glob(".new-*")), "what was left half-written is swept away"
    status, (_, twice) = run(corrected, "never")
    assert twice["adoptions"] == 2, "the same once more is nothing new"
