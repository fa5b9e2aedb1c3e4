"""What people do with their hands, counted; and what they do in several tests."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from playwright.sync_api import BrowserContext, Locator, Page, expect

from accounts.models import User
from tests.browser.watching import words
from tests.factories import make_user


@dataclass
class Hands:
    """The keyboard and the mouse of somebody, each use of them counted."""

    page: Page
    keystrokes: int = 0
    clicks: int = 0

    def click(self, what: Locator) -> None:
        """Point and press."""
        self.clicks += 1
        what.click()

    def press(self, *keys: str) -> None:
        """Press keys that write nothing."""
        for key in keys:
            self.keystrokes += 1
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Type a text key by key in the field that has the focus."""
        self.keystrokes += len(text)
        self.page.keyboard.type(text)

    def go_on_to(self, name: str) -> None:
        """Reach the next field by the Tab key; it must be this one, but for links on the way."""
        field = self.page.locator(f"[name={name}]").first
        for _stop in range(3):
            self.press("Tab")
            if field.evaluate("field => field === document.activeElement"):
                return
        expect(field).to_be_focused()


def make_reviewer() -> User:
    """Make somebody who may accept what was sent."""
    reviewer = make_user(email="relectrice@example.org", name="Rose", is_staff=True)
    may = Permission.objects.filter(codename__in=("view_revision", "change_revision"))
    reviewer.user_permissions.set(may)
    return reviewer


def code_received() -> str:
    """Read the code in the last message sent."""
    found = re.search(r"^    (\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found.group(1)


def accept_in_administration(open_context: Callable[..., BrowserContext], title: str) -> None:
    """Publish what waits under this title, as reviewers do, in a browser of theirs."""
    # Django's administration names no icon: browsers ask for the usual one.
    page = open_context(user=make_reviewer(), provoked=[r"favicon\.ico"]).new_page()
    page.goto("/admin/recipes/revision/")
    page.get_by_role("row", name=title).get_by_role("checkbox").check()
    page.locator("select[name=action]").select_option("accept")
    page.locator("button[name=index]").click()
    expect(page.locator(".messagelist .success")).to_contain_text(title)


def button(page: Page, source: str) -> Locator:
    """Give the button that says these words of the code."""
    return page.get_by_role("button", name=words(source), exact=True)


def wait_until(page: Page, is_so: Callable[[], bool]) -> None:
    """Let the page go on until something that it does not show is so; fail after ten seconds."""
    for _tenth in range(100):
        if is_so():
            return
        page.wait_for_timeout(100)
    pytest.fail("It did not come to that.")


def follow(page: Page, what: Locator) -> None:
    """Press what leads to a page, be it to the same address, and wait for that page."""
    page.evaluate("document.documentElement.dataset.before = ''")
    what.click()
    expect(page.locator("html:not([data-before]) body")).to_be_visible()
