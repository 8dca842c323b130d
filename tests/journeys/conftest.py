"""A real house with its demonstration, real Chromium, and a check of accessibility on the pages as people get them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

CHROMIUM = "/usr/bin/chromium"
DOSSIERS = 6000
_AXE = "axe.run({resultTypes: ['violations'], preload: false}).then(told => told.violations)"
_SIGNED_IN = pytest.StashKey[dict[str, dict[str, Any]]]()
"""What a browser keeps of who signed in, by account and language."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever uses the browser is marked so without being told. The pages are looked at by two processes, each with a
    house and a language; of any other file all tests meet the same house, in their order.
    """
    for item in items:
        language = getattr(item, "callspec", None) and item.callspec.params.get("language")  # type: ignore[attr-defined]
        group = f"{item.path.stem} {language}" if item.path.stem == "test_every_page" and language else item.path.stem
        item.add_marker(pytest.mark.xdist_group(group))
        if {"site", "visit", "seat", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.database)
            # the house is made ready once, which a busy machine takes long over; each test keeps its own limit
            item.add_marker(pytest.mark.timeout(300, func_only=True))


@dataclass(frozen=True)
class Site:
    """A house that serves on this machine."""

    address: str
    home: Path
    password: str
    log: Path


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """``liem start`` in an empty folder, once its simulated province was brought in and looked through."""
    folder = Path(tempfile.mkdtemp(prefix="liem-journey-"))
    folder.chmod(0o711)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("LIEM_", "DATABASE_", "DJANGO_"))
    }
    environment |= {"LIEM_HOME": str(folder / "home"), "PORT": str(port), "LIEM_DEMO_DOSSIERS": str(DOSSIERS)}
    environment |= {"LIEM_RESULTS": "day"}  # a journey does not wait for the end of the month
    environment |= {"LIEM_PLACEBO_SECONDS": "4"}  # nor does it need many shuffles
    log = folder / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", "from liem.house.command_line import main; main()", "start"],
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://localhost:{port}"
        _wait_until_it_answers(address, process, log)
        _wait_until_jobs_are_done(folder / "home", log)
        password = (folder / "home" / "secrets" / "demo_password").read_text().strip()
        yield Site(address, folder / "home", password, log)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes], log: Path, seconds: float = 400) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health/", timeout=5):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the house did not start:\n{log.read_text()[-3000:]}")


def _wait_until_jobs_are_done(home: Path, log: Path, seconds: float = 900) -> None:
    import psycopg

    from liem.house.postgres.server import private_cluster

    cluster = private_cluster(home)
    states: list[tuple[str, str, str]] = []
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with psycopg.connect(cluster.superuser_dsn("liem")) as connection:
            states = connection.execute("SELECT kind, state, error FROM jobs_job").fetchall()
        if any(state == "failed" for _, state, _ in states):
            break
        if len(states) >= 2 and all(state == "done" for _, state, _ in states):
            return
        time.sleep(0.5)
    pytest.fail(f"the demonstration was not made: {states}\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium of the system."""
    from playwright.sync_api import sync_playwright

    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is missing: sudo apt-get install -y chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Visitor:
    """Somebody with a browser. ``complaints`` gathers what the browser's console says: there should be nothing."""

    page: Any
    browser: Any
    site: Site
    dark: bool = False
    scripts: bool = True
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Any:
        """Open a page of the site; returns the response."""
        return self.page.goto(f"{self.site.address}{path}")

    def sign_in(self, name: str) -> None:
        """Sign in as one of the accounts of the demonstration, from the page of signing in."""
        self.page.fill("#id_sign_in_name", name)
        self.page.fill("#id_password", self.site.password)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(f"{self.site.address}/desk/")

    def text(self) -> str:
        return str(self.page.inner_text("body"))

    def violations(self) -> list[str]:
        """What axe finds wrong with the page as it stands."""
        found = self._axe_beside_the_page() if self.scripts else self._axe_in_a_second_window()
        return [f"{one['id']}: {one['help']}: {node['html'][:160]}" for one in found for node in one["nodes"][:3]]

    def _axe_beside_the_page(self) -> list[dict[str, Any]]:
        """Through the browser's tools for developers: the page's policy lets no script of others in, and stays so."""
        tools = self.page.context.new_cdp_session(self.page)
        tools.send("Runtime.evaluate", {"expression": Axe().axe_script})
        told = tools.send("Runtime.evaluate", {"expression": _AXE, "awaitPromise": True, "returnByValue": True})
        tools.detach()
        found: list[dict[str, Any]] = told["result"]["value"]
        return found

    def _axe_in_a_second_window(self) -> list[dict[str, Any]]:
        window = self.browser.new_context(
            bypass_csp=True,
            storage_state=self.page.context.storage_state(),
            viewport=self.page.viewport_size,
            color_scheme="dark" if self.dark else "light",
        )
        try:
            twin = window.new_page()
            twin.goto(self.page.url)
            found: list[dict[str, Any]] = Axe().run(twin).response["violations"]
        finally:
            window.close()
        return found

    def is_wider_than_the_screen(self) -> bool:
        """Whether the page as a whole must be pushed sideways to be read; one that is still coming is waited for."""
        self.page.wait_for_function("document.documentElement && document.readyState === 'complete'")
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@dataclass
class Visits:
    """Opens windows at the site, each with a browser's memory of its own, and closes them all."""

    site: Site
    browser: Any
    signed_in: dict[str, dict[str, Any]]
    visitors: list[Visitor] = field(default_factory=list)

    def open(
        self, name: str = "", language: str = "vi", width: int = 1200, scripts: bool = True, dark: bool = False
    ) -> Visitor:
        """Without a name nobody is signed in."""
        kept = self.signed_in.setdefault(name, {}) if name else {}
        window = self.browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            storage_state=kept.get(language) or next(iter(kept.values()), None),
            color_scheme="dark" if dark else "light",
        )
        visitor = Visitor(window.new_page(), self.browser, self.site, dark, scripts)
        self.visitors.append(visitor)
        visitor.page.on("console", lambda message: _note(visitor, message))
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        if language not in kept:
            visitor.go(f"/language/{language}/?next=/sign-in/")
            if name and not kept:
                visitor.sign_in(name)
            kept[language] = window.storage_state()
        return visitor

    def close(self) -> None:
        for visitor in self.visitors:
            visitor.page.context.close()


@pytest.fixture
def visit(site: Site, browser: Any, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visitor]]:
    """Opens a browser: ``visit("thanhtra", language="vi", width=1200)``."""
    visits = Visits(site, browser, request.config.stash.setdefault(_SIGNED_IN, {}))
    yield visits.open
    visits.close()
    assert [complaint for visitor in visits.visitors for complaint in visitor.complaints] == []


@pytest.fixture(scope="session")
def seat(site: Site, browser: Any, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visitor]]:
    """As ``visit``, for looking alone: who comes again finds the window of before, for opening one takes longer than a
    page.
    """
    visits = Visits(site, browser, request.config.stash.setdefault(_SIGNED_IN, {}))
    open_ones: dict[tuple[str, str, int, bool], Visitor] = {}

    def take(name: str, language: str, width: int, dark: bool) -> Visitor:
        key = (name, language, width, dark)
        if key not in open_ones:
            open_ones[key] = visits.open(name, language, width, dark=dark)
        visitor = open_ones[key]
        visitor.complaints.clear()
        visitor.page.emulate_media(media="screen")
        visitor.page.set_viewport_size({"width": width, "height": 800})
        return visitor

    yield take
    visits.close()


def _note(visitor: Visitor, message: Any) -> None:
    if message.type in {"error", "warning"} and "404 (Not Found)" not in message.text:
        visitor.complaints.append(message.text)
