"""From nothing to a recipe that everybody reads: a newcomer and the express recipe."""

import re

from playwright.sync_api import Page, expect

from recipes.models import Revision
from tests.browser.conftest import OpenContext
from tests.browser.people import (
    Hands,
    accept_in_administration,
    button,
    code_received,
    follow,
)
from tests.browser.watching import look_over, words

TITLE = "Une grainothèque à la bibliothèque"
SUMMARY = "Un meuble où chacun dépose et prend des graines."
WHY = "Les variétés anciennes disparaissent ; les échanger les garde vivantes."
STEPS = ("Trouver une bibliothèque", "Récolter des graines", "Fabriquer les étiquettes")
CREDIT = "Les habitants de Bellevue"


def test_newcomer_sends_an_express_recipe_and_everybody_reads_it(
    site: str, page: Page, open_context: OpenContext
) -> None:
    hands = Hands(page)
    page.goto("/")

    hands.click(page.get_by_role("link", name=words("Propose a recipe"), exact=True).first)
    look_over(page, tabs=30)
    hands.click(page.locator("[name=title]"))
    hands.write(TITLE)
    hands.go_on_to("summary")
    hands.write(SUMMARY)
    hands.go_on_to("why")
    hands.write(WHY)
    hands.go_on_to("steps")
    hands.write("\n".join(STEPS))
    hands.go_on_to("territory")
    hands.write("bre")
    expect(page.get_by_role("option").first).to_contain_text("Bre")
    hands.click(page.get_by_role("option", name=re.compile("^Brest")))
    hands.go_on_to("credit")
    hands.write(CREDIT)
    hands.click(button(page, "Send for review"))
    of_the_recipe = (hands.keystrokes, hands.clicks)

    expect(page).to_have_url(re.compile("/compte/"))
    look_over(page, tabs=12)
    hands.click(page.locator("[name=name]"))
    hands.write("Nolwenn")
    hands.go_on_to("email")
    hands.write("nolwenn@example.org")
    hands.press("Enter")
    expect(page.locator("[name=code]")).to_be_visible()
    look_over(page, tabs=12)
    hands.click(page.locator("[name=code]"))
    hands.write(code_received())
    hands.press("Enter")

    expect(page.locator("h1")).to_have_text(words("Thank you: your recipe is sent for review"))
    look_over(page, tabs=8)
    print(  # noqa: T201  # what the journey costs, for who asks (-rP)
        f"express recipe: {of_the_recipe[0]} keystrokes, {of_the_recipe[1]} clicks;"
        f" with the account: {hands.keystrokes} keystrokes, {hands.clicks} clicks"
    )
    typed = len(TITLE + SUMMARY + WHY + "\n".join(STEPS) + CREDIT)
    assert hands.clicks <= 12
    assert of_the_recipe[0] <= typed + 25  # what is said, and little beside
    anybody = open_context().new_page()
    anybody.goto("/recettes/")
    expect(anybody.get_by_role("link", name=TITLE)).to_have_count(0)
    accept_in_administration(open_context, TITLE)
    anybody.reload()
    anybody.get_by_role("link", name=TITLE).first.click()
    expect(anybody.locator("h1")).to_have_text(TITLE)
    for said in (SUMMARY, CREDIT, *STEPS):
        expect(anybody.locator("main")).to_contain_text(said)


def test_newcomer_without_javascript_corrects_what_is_wrong_and_loses_nothing(
    site: str, open_context: OpenContext
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/proposer/")
    look_over(page)
    page.fill("[name=title]", TITLE)
    page.fill("[name=why]", WHY)
    page.fill("[name=steps]", "\n".join(STEPS))
    page.fill("[name=territory]", "Brest")
    page.fill("[name=credit]", CREDIT)

    button(page, "Send for review").click()

    expect(page.locator(".errors a")).to_have_count(1)
    look_over(page)
    expect(page.locator("[name=summary]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=why]")).to_have_value(WHY)
    expect(page.locator("[name=steps]")).to_have_value("\n".join(STEPS))
    page.locator(".errors a").click()
    page.fill("[name=summary]", SUMMARY)
    button(page, "Send for review").click()

    page.fill("[name=name]", "Nolwenn")
    page.fill("[name=email]", "nolwenn@example.org")
    follow(page, button(page, "Create my account"))
    look_over(page)
    page.fill("[name=code]", code_received())
    button(page, "Confirm").click()
    expect(page.locator("h1")).to_have_text(words("Thank you: your recipe is sent for review"))
    (sent,) = Revision.objects.all()
    assert sent.status == Revision.Status.SUBMITTED
    assert [step.title for step in sent.content.steps] == list(STEPS)
    assert sent.content.territories == ("commune:29019",)


def test_what_a_newcomer_types_outlives_the_tab(
    site: str, page: Page, open_context: OpenContext
) -> None:
    page.goto("/proposer/")
    page.fill("[name=title]", TITLE)
    page.fill("[name=why]", WHY)
    page.close(run_before_unload=True)

    again = page.context.new_page()
    again.goto("/proposer/")

    expect(again.locator("[name=title]")).to_have_value(TITLE)
    expect(again.locator("[name=why]")).to_have_value(WHY)
    look_over(again)
    other = open_context().new_page()
    other.goto("/proposer/")
    expect(other.locator("[name=title]")).to_have_value("")

    again.locator("[data-keep-notice] summary").click()
    look_over(again)
    expect(again.locator("[name=title]")).to_have_value(TITLE)
    button(again, "Erase for good").click()
    expect(again.locator("[name=title]")).to_have_value("")
    expect(again.locator("[data-keep-notice]")).to_be_hidden()
    again.reload()
    expect(again.locator("[name=title]")).to_have_value("")


def test_recipe_kept_before_signing_up_is_not_erased_by_one_slip_of_the_hand(
    site: str, open_context: OpenContext
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/proposer/")
    page.fill("[name=title]", TITLE)
    follow(page, button(page, "Go on in the editor"))
    page.goto("/proposer/")
    expect(page.locator("[name=title]")).to_have_value(TITLE)

    page.locator("form.message summary").click()
    look_over(page)
    page.reload()
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    page.locator("form.message summary").click()
    follow(page, button(page, "Erase for good"))

    expect(page.locator("[name=title]")).to_have_value("")
