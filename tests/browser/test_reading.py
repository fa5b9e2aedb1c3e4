"""Looking for a recipe, reading it, taking the credit away."""

import re

from playwright.sync_api import Page, expect

from recipes.content import Ingredient, Step
from tests.browser.conftest import OpenContext
from tests.browser.watching import look_over, words
from tests.factories import make_recipe

RESULTS = """
() => {
  const results = document.getElementById("resultats").cloneNode(true);
  for (const one of results.querySelectorAll("*")) {
    one.removeAttribute("open");  // what the reader has opened stays open
    one.classList.forEach((name) => name.startsWith("htmx-") && one.classList.remove(name));
    if (!one.classList.length) one.removeAttribute("class");
  }
  const told = results.innerHTML.trim().replace(/\\s+/g, " ");
  return told.replace(/> </g, "><").replace(/suggest-\\d+/g, "suggest");
}
"""

UNDER = """
([one, bar]) => one.getBoundingClientRect().bottom > bar.getBoundingClientRect().top
"""


def publish_three() -> None:
    make_recipe(
        title="Une grainothèque",
        tags=("jardin",),
        ingredients=(Ingredient("des graines"),),
        steps=(Step("Trier"), Step("Ranger")),
    )
    make_recipe(title="Un café des langues", territories=("commune:29232",), tags=("langues",))
    make_recipe(title="Un jardin partagé", tags=("jardin",))


def test_results_put_in_place_equal_the_page_loaded_afresh(site: str, page: Page) -> None:
    publish_three()
    page.goto("/recettes/")
    look_over(page, tabs=12)
    page.evaluate("window.stayed = true")

    page.locator("input[name=theme][value=jardin]").check()
    expect(page.locator("#resultats article")).to_have_count(2)
    page.fill("#q", "graines")
    expect(page.locator("#resultats article")).to_have_count(1)

    assert page.evaluate("window.stayed")  # nothing was reloaded
    assert "theme=jardin" in page.url
    put_in_place = page.evaluate(RESULTS)
    page.reload()
    assert page.evaluate(RESULTS) == put_in_place


def test_reader_goes_back_to_the_question_asked_before(site: str, page: Page) -> None:
    publish_three()
    page.goto("/recettes/")

    page.locator("input[name=theme][value=jardin]").check()
    expect(page.locator("#resultats article")).to_have_count(2)
    page.go_back()

    expect(page.locator("#resultats article")).to_have_count(3)
    expect(page.locator("input[name=theme][value=jardin]")).not_to_be_checked()


def test_credit_is_copied_from_a_recipe_found_by_its_words(
    site: str, open_context: OpenContext
) -> None:
    publish_three()
    page = open_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto("/")
    look_over(page, tabs=8)

    page.locator("main input[name=q]").fill("grainotheques")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Une grainothèque").first.click()
    look_over(page, tabs=15)
    button = page.locator("[data-copy]").first
    button.click()

    expect(button).to_contain_text(words("Copied"))
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Une grainothèque" in copied
    assert "Association de test" in copied
    assert "CC BY-SA 4.0" in copied


def test_recipe_is_found_and_read_without_javascript(site: str, open_context: OpenContext) -> None:
    publish_three()
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/recettes/")

    page.locator("input[name=theme][value=langues]").check()
    page.get_by_role("button", name=words("Apply")).click()
    page.locator("#resultats article a").first.click()

    expect(page).to_have_url(re.compile(r"/recettes/un-cafe-des-langues/$"))
    expect(page.locator("h1")).to_have_text("Un café des langues")
    look_over(page)


def test_boxes_ticked_with_the_keyboard_stay_above_the_bar_of_the_workshop(
    site: str, open_context: OpenContext
) -> None:
    recipe = make_recipe(ingredients=tuple(Ingredient(f"chose {n}") for n in range(30)))
    page = open_context(viewport={"width": 360, "height": 640}).new_page()
    page.goto(f"/recettes/{recipe.slug}/atelier/")
    bar = page.locator(".workshop-ways:visible")
    under = []

    for stop in range(30):
        page.keyboard.press("Tab")
        box = page.locator("input[data-tick]:focus")
        if box.count() and page.evaluate(UNDER, [box.element_handle(), bar.element_handle()]):
            under.append(stop)

    assert box.count()
    assert under == []
