"""A real browser on a real site: each test has a database of its own, and pages are watched.

The browser is the distribution's Chromium. Where there is none the tests are skipped and say so;
BROWSER_TESTS=required makes that a failure (.ci/run).
"""

import os
import shutil
import sqlite3
from asyncio import (
    AbstractEventLoop,
    _get_running_loop,
    _set_running_loop,
    get_running_loop,
)
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from playwright._impl._greenlets import wait_for_future
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from accounts.models import User
from territories.models import Kind
from tests.browser.servers import ServerProcess, ServerThread
from tests.browser.watching import Watch
from tests.factories import make_territory

NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 10_000
"""Milliseconds before what a page should show is given up: machines that test are busy."""

OpenContext = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser, once."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        reason = f"no browser is installed here (none of {', '.join(NAMES)})"
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    expect.set_options(timeout=PATIENCE)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        loop = get_running_loop()
        _keep_the_loop_apart(patch, loop)
        browser = playwright.chromium.launch(executable_path=path, args=[*OPTIONS, *as_root])
        yield browser
        browser.close()
        _set_running_loop(loop)


def _keep_the_loop_apart(patch: pytest.MonkeyPatch, loop: AbstractEventLoop) -> None:
    """Let Playwright's event loop be the running one only while Playwright runs.

    Its synchronous form runs the loop in another greenlet of this thread, and marks it as running
    also while the tests' own code does. Django would then refuse to query, and asgiref keep other
    connections than before, in whatever test comes next in this process. What Playwright begins
    without running its loop (`page.expect_response` and the like) is not to be had.
    """

    def wait_apart(*told: Any) -> None:
        before = _get_running_loop()
        _set_running_loop(loop)
        try:
            wait_for_future(*told)
        finally:
            _set_running_loop(before)

    patch.setattr("playwright._impl._sync_base.wait_for_future", wait_apart)
    _set_running_loop(None)


@pytest.fixture
def database(browser: Browser, transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Give the test a database that any thread or process reads, with what every site has.

    The suite's SQLite database is in memory, where threads would share a connection and its
    transactions: the test gets a copy in a file, which is what sites have as well.
    """
    in_memory = connection.vendor == "sqlite"
    with _copied_to(tmp_path / "catalogue.sqlite3") if in_memory else nullcontext():
        _fill()
        yield


@contextmanager
def _copied_to(path: Path) -> Iterator[None]:
    suite, settings = connections["default"], connections.settings["default"]
    suite.ensure_connection()
    copy = sqlite3.connect(path)
    suite.connection.backup(copy)
    copy.close()
    connections.settings["default"] = {**settings, "NAME": str(path)}
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = settings
        connections["default"] = suite


def _fill() -> None:
    """Load the licences, and a corner of France: Brest in its département and its région."""
    call_command("load_licences", verbosity=0)
    brittany = make_territory(name="Bretagne", kind=Kind.REGION, code="53")
    finistere = make_territory(
        name="Finistère", kind=Kind.DEPARTEMENT, code="29", inside=[brittany]
    )
    make_territory(name="Brest", code="29019", inside=[finistere])
    make_territory(name="Quimper", code="29232", inside=[finistere])


@pytest.fixture
def site(database: None) -> Iterator[str]:
    """Serve the site from this process; gives its address."""
    server = ServerThread()
    yield server.url
    server.stop()


@pytest.fixture
def server(database: None) -> Iterator[ServerProcess]:
    """Serve the site from a process that the test may kill."""
    process = ServerProcess()
    yield process
    process.kill()


@pytest.fixture
def open_context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenContext]:
    """Give a function that opens a browser of somebody's own, and watches all its pages.

    `open_context(java_script_enabled=False)` and so on, as Playwright's `new_context`; `user` is
    logged in. What is seen that no page may do fails the test at its end, but for what the test
    provokes: `provoked`, patterns of it.
    """
    name = "server" if "server" in request.fixturenames else "site"
    given = request.getfixturevalue(name)
    address = given if isinstance(given, str) else given.url
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_one(
        *, user: User | None = None, provoked: Sequence[str] = (), **options: Any
    ) -> BrowserContext:
        context = browser.new_context(
            **{
                "base_url": address,
                "locale": "fr-FR",
                "timezone_id": "Europe/Paris",
                "reduced_motion": "reduce",
                **options,
            }
        )
        context.set_default_timeout(PATIENCE)
        opened.append((context, Watch(context, address, provoked)))
        if user:
            log_in(context, user, address)
        return context

    yield open_one
    for context, _watch in opened:
        context.close()
    assert [fault for _context, watch in opened for fault in watch.faults] == []


def log_in(context: BrowserContext, user: User, address: str) -> None:
    """Give the browser the cookie of a session of `user`."""
    client = Client()
    client.force_login(user)
    value = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": value, "url": address}])


@pytest.fixture
def context(open_context: OpenContext) -> BrowserContext:
    """Open the browser of somebody unknown."""
    return open_context()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Open a page of somebody unknown."""
    return context.new_page()
