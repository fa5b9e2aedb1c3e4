"""What was typed is there after all: a killed server, an ended session, no network, two at once."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import FilePayload, Page, expect

from accounts.models import User
from recipes import workflow
from recipes.models import Revision
from tests.browser.conftest import OpenContext
from tests.browser.people import button, follow, wait_until
from tests.browser.servers import ServerProcess
from tests.browser.test_editor import PHOTOS
from tests.browser.watching import look_over, words
from tests.factories import make_content, make_membership, make_organisation, make_user

GONE = r"ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED"
OFFLINE = "ERR_INTERNET_DISCONNECTED"
ENDED = r"status of 401"
SAVED = words("Saved at %(time)s").partition("%")[0]


@pytest.fixture
def alice(database: None) -> User:
    """Give somebody who writes for an association."""
    alice = make_user()
    alice.vouch_for_address()
    make_membership(user=alice, organisation=make_organisation())
    return alice


def make_draft(author: User, **fields: Any) -> Revision:
    return workflow.start(make_content(organisation="association-de-test", **fields), author=author)


def address_of(draft: Revision) -> str:
    return f"/brouillons/{draft.pk}/"


def type_at_the_end(page: Page, text: str) -> None:
    """Go on with the question « why »."""
    field = page.locator("[name=why]")
    field.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def status_of(page: Page) -> Any:
    return expect(page.locator("[data-status-words]"))


def why(draft: Revision) -> str:
    return Revision.objects.get(pk=draft.pk).content.why


def log_in_again(page: Page) -> None:
    page.fill("[name=login]", "alice@example.org")
    page.fill("[name=password]", "secret")
    button(page, "Log in").click()


def test_text_outlives_a_server_killed_while_one_types(
    server: ServerProcess, alice: User, open_context: OpenContext
) -> None:
    draft = make_draft(alice, why="")
    context = open_context(user=alice, provoked=[GONE])
    page = context.new_page()
    page.goto(address_of(draft))
    type_at_the_end(page, "Pour se rencontrer")
    status_of(page).to_contain_text(SAVED)
    assert why(draft) == "Pour se rencontrer"

    type_at_the_end(page, ", et pour apprendre")
    server.kill()
    type_at_the_end(page, " ensemble.")
    status_of(page).to_have_text(
        words("The site did not answer: kept in this browser, sent again shortly.")
    )
    page.close()
    server.start()
    page = context.new_page()
    page.goto(address_of(draft))

    expect(page.locator("[name=why]")).to_have_value("Pour se rencontrer")
    look_over(page)
    button(page, "Take it up again").click()
    expect(page.locator("[name=why]")).to_have_value(
        "Pour se rencontrer, et pour apprendre ensemble."
    )
    status_of(page).to_contain_text(SAVED)
    assert why(draft) == "Pour se rencontrer, et pour apprendre ensemble."


def test_page_left_open_sends_by_itself_once_the_server_is_back(
    server: ServerProcess, alice: User, open_context: OpenContext
) -> None:
    draft = make_draft(alice, why="")
    page = open_context(user=alice, provoked=[GONE]).new_page()
    page.goto(address_of(draft))

    server.kill()
    type_at_the_end(page, "Pour se rencontrer.")
    status_of(page).to_have_text(
        words("The site did not answer: kept in this browser, sent again shortly.")
    )
    server.start()

    expect(page.locator("[data-status-words]")).to_contain_text(SAVED, timeout=30_000)
    assert why(draft) == "Pour se rencontrer."


def test_text_is_there_after_the_session_ended_and_a_new_login(
    site: str, alice: User, open_context: OpenContext
) -> None:
    draft = make_draft(alice, why="")
    page = open_context(user=alice, provoked=[ENDED]).new_page()
    page.goto(address_of(draft))

    Session.objects.all().delete()
    type_at_the_end(page, "Pour se rencontrer.")
    status_of(page).to_have_text(
        words("Your session has ended. Your text is kept in this browser.")
    )
    assert why(draft) == ""
    page.get_by_role("link", name=words("Log in and come back here")).click()
    log_in_again(page)

    expect(page.locator("[name=why]")).to_have_value("Pour se rencontrer.")
    wait_until(page, lambda: why(draft) == "Pour se rencontrer.")  # sent by itself
    status_of(page).to_contain_text(SAVED)
    expect(page.locator("[data-found-again]")).to_have_count(0)  # it asked to save
    look_over(page)


def test_photos_are_taken_after_a_new_login_in_another_tab(
    site: str, alice: User, open_context: OpenContext
) -> None:
    draft = make_draft(alice)
    context = open_context(user=alice)
    page, other = context.new_page(), context.new_page()
    page.goto(address_of(draft))

    Session.objects.all().delete()
    other.goto("/compte/recettes/")
    log_in_again(other)
    expect(other.locator("h1")).to_have_text(words("My recipes"))
    page.set_input_files("#photos-new", PHOTOS)

    expect(page.locator("[data-list=photos] [data-file-line]")).to_have_count(len(PHOTOS))


def test_photos_go_to_the_draft_that_the_page_went_on_with(
    site: str, alice: User, open_context: OpenContext
) -> None:
    draft = make_draft(alice)
    page = open_context(user=alice).new_page()
    page.goto(address_of(draft))
    workflow.withdraw(draft)  # in another tab
    type_at_the_end(page, " Et pour apprendre.")
    expect(page.locator("[data-elsewhere]")).to_be_visible()

    page.set_input_files("#photos-new", PHOTOS)

    expect(page.locator("[data-list=photos] [data-file-line]")).to_have_count(len(PHOTOS))
    status_of(page).to_contain_text(SAVED)
    beside = Revision.objects.exclude(pk=draft.pk).get()
    wait_until(page, lambda: len(Revision.objects.get(pk=beside.pk).content.photos) == 2)
    assert Revision.objects.get(pk=draft.pk).content.photos == ()


def test_every_file_refused_is_told_with_its_reason(
    site: str, alice: User, open_context: OpenContext
) -> None:
    draft = make_draft(alice)
    page = open_context(user=alice, provoked=["status of 404"]).new_page()
    page.goto(address_of(draft))
    told = page.locator("[data-list=photos] [data-file-status] p")

    no_photos: list[FilePayload] = [
        {"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": b"non"} for n in "ab"
    ]
    page.set_input_files("#photos-new", no_photos)
    expect(page.locator("[data-list=photos] .file-refused")).to_have_count(2)
    said = told.all_text_contents()
    assert [one.partition(" ")[0] for one in said] == ["a.jpg\u00a0:", "a.jpg\u00a0:"] + [
        "b.jpg\u00a0:"
    ] * 2
    workflow.withdraw(draft)
    page.set_input_files("#photos-new", PHOTOS[:1])

    expect(told.last).to_contain_text("Ce brouillon ne s’écrit plus ici")
    look_over(page)


def test_text_is_there_after_the_session_ended_without_javascript(
    site: str, alice: User, open_context: OpenContext
) -> None:
    draft = make_draft(alice, why="")
    page = open_context(user=alice, java_script_enabled=False).new_page()
    page.goto(address_of(draft))
    page.fill("[name=why]", "Pour se rencontrer.")

    Session.objects.all().delete()
    follow(page, page.locator(".editor-bar [value=save]"))
    log_in_again(page)

    expect(page.locator("[name=why]")).to_have_value("Pour se rencontrer.")
    look_over(page)
    follow(page, page.locator(".editor-bar [value=save]"))
    expect(page.locator("[name=why]")).to_have_value("Pour se rencontrer.")
    assert why(draft) == "Pour se rencontrer."


def test_text_typed_without_network_is_sent_when_it_is_back(
    site: str, alice: User, open_context: OpenContext
) -> None:
    draft = make_draft(alice, why="")
    context = open_context(user=alice, provoked=[OFFLINE])
    page = context.new_page()
    page.goto(address_of(draft))

    context.set_offline(True)
    type_at_the_end(page, "Pour se rencontrer.")
    status_of(page).to_have_text(
        words("Offline: kept in this browser, sent when the network is back.")
    )
    assert why(draft) == ""
    context.set_offline(False)

    status_of(page).to_contain_text(SAVED)
    assert why(draft) == "Pour se rencontrer."


def test_two_people_on_one_draft_are_both_told_and_both_texts_are_kept(
    site: str, alice: User, open_context: OpenContext
) -> None:
    bob = make_user(email="bob@example.org", name="Bob")
    make_membership(user=bob, organisation=alice.memberships.get().organisation)
    draft = make_draft(alice, why="")
    of_alice = open_context(user=alice).new_page()
    of_bob = open_context(user=bob).new_page()
    for page in (of_alice, of_bob):
        page.goto(address_of(draft))

    type_at_the_end(of_alice, "Pour se rencontrer.")
    status_of(of_alice).to_contain_text(SAVED)
    type_at_the_end(of_bob, "Pour apprendre.")
    expect(of_bob.locator("[data-elsewhere]")).to_contain_text("Alice")
    type_at_the_end(of_bob, " À tout âge.")
    type_at_the_end(of_alice, " Même sans rien savoir.")
    expect(of_alice.locator(".editor-head")).to_contain_text("Bob")

    for page in (of_alice, of_bob):
        status_of(page).to_contain_text(SAVED)
        look_over(page)
    beside = Revision.objects.exclude(pk=draft.pk).get()
    assert why(draft) == "Pour se rencontrer. Même sans rien savoir."
    assert why(beside) == "Pour apprendre. À tout âge."
    of_bob.get_by_role("link", name=words("Compare the two")).first.click()
    of_alice.locator("[data-others] a").click()
    for page in (of_alice, of_bob):
        expect(page.locator("h1")).to_contain_text(str(draft.recipe))
        expect(page.locator("main")).to_contain_text("Même sans rien savoir.")
        expect(page.locator("main")).to_contain_text("À tout âge.")
        look_over(page)


def test_two_tabs_of_one_person_lose_nothing_without_javascript(
    site: str, alice: User, open_context: OpenContext
) -> None:
    draft = make_draft(alice, why="")
    context = open_context(user=alice, java_script_enabled=False)
    first, second = context.new_page(), context.new_page()
    for page, said in ((first, "Pour se rencontrer."), (second, "Pour apprendre.")):
        page.goto(address_of(draft))
        page.fill("[name=why]", said)

    for page in (first, second):
        follow(page, page.locator(".editor-bar [value=save]"))

    expect(second.locator("[name=why]")).to_have_value("Pour apprendre.")
    second.get_by_role("link", name=words("Compare the two")).first.click()
    expect(second.locator("main")).to_contain_text("Pour se rencontrer.")
    expect(second.locator("main")).to_contain_text("Pour apprendre.")
    look_over(second)
