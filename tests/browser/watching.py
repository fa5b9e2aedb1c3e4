"""What no page may do, whatever is tried on it: noted while pages are open, told at the end."""

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils.translation import gettext
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response


class Watch:
    """Notes errors in the console, refusals of the security policy, requests elsewhere, 5xx.

    Chromium writes what the policy refuses, and what could not be loaded, in the console.
    """

    def __init__(self, context: BrowserContext, site: str, provoked: Sequence[str]) -> None:
        self._host = urlsplit(site).netloc
        self._provoked = provoked
        self._faults: list[str] = []
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self._note(f"script: {error.error}"))
        context.on("request", self._on_request)
        context.on("response", self._on_response)

    @property
    def faults(self) -> Sequence[str]:
        """What was seen that the test did not provoke on purpose."""
        return [one for one in self._faults if not any(re.search(p, one) for p in self._provoked)]

    def _note(self, fault: str) -> None:
        self._faults.append(fault)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._note(f"console: {message.text} ({message.location.get('url')})")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc != self._host:
            self._note(f"elsewhere: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500:
            self._note(f"{response.status}: {response.url}")


LOOK = (Path(__file__).parent / "look.js").read_text()


def look_over(page: Page, *, tabs: int = 0) -> None:
    """Fail unless the page that is open has what anybody needs, on a narrow screen too.

    One h1, a name for every control, ids that are there and once, words for every picture, nothing
    to scroll sideways at 320 px. With `tabs`, the focus is seen on that many stops of the Tab key.
    """
    page.wait_for_load_state()
    look = page.evaluate_handle(LOOK)
    wrong = look.evaluate("look => look.faults()")
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": 320, "height": 640})
    wrong["wider than 320 px"] = look.evaluate("look => look.tooWide()")
    page.set_viewport_size(size)
    unseen = []
    for _stop in range(tabs):
        page.keyboard.press("Tab")
        unseen.append(look.evaluate("look => look.unseenFocus()"))
    wrong["focus not seen"] = list(filter(None, unseen))
    look.dispose()
    found = {what: where for what, where in wrong.items() if where}
    if found:
        pytest.fail(f"{page.url}: {found}")


def words(source: str) -> str:
    """Give what the screen says for words of the code, in the language of the site."""
    return gettext(source)
