"""Choosing among recipes: where the page and the focus are once other results are in place."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from recipes.content import CostBand, Kind, State
from tests.browser.conftest import OpenContext
from tests.factories import make_recipe

PHONE = ViewportSize(width=360, height=740)
WIDE = ViewportSize(width=1280, height=720)

IN_VIEW = """
(selector) => {
  const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}
"""
TWO_FRAMES = """
() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
"""


def publish_many() -> None:
    """Publish more than two pages, with something to choose in every facet."""
    for number in range(45):
        make_recipe(
            title=f"Recette {number}",
            tags=("jardin", f"thème {number % 12}")[number % 2 :],
            kind=list(Kind)[number % 5],
            cost_band=list(CostBand)[number % 5],
            state=list(State)[number % 4],
            ease=number % 5 + 1,
            minutes=(30, 200, 600, 3000, 60000)[number % 5],
            participants_max=(5, 20, 50, 200)[number % 4],
        )


def open_facets(page: Page) -> None:
    """Open what a phone folds."""
    if page.locator("#facettes > summary").is_visible():
        page.locator("#facettes > summary").click()


@pytest.mark.parametrize(
    ("viewport", "address"), [(PHONE, "/recettes/"), (WIDE, "/recettes/?page=2")]
)
def test_page_stays_where_it_is_when_a_box_is_ticked(
    site: str, open_context: OpenContext, viewport: ViewportSize, address: str
) -> None:
    publish_many()
    page = open_context(viewport=viewport).new_page()
    page.goto(address)
    open_facets(page)
    box = page.locator("input[name=cout][value=gratuit]")
    box.evaluate("box => box.scrollIntoView({ block: 'center' })")
    before = page.evaluate("scrollY")
    assert before > 0

    box.check()
    expect(page.locator("#combien")).to_contain_text("9")

    page.evaluate(TWO_FRAMES)  # browsers put the scroll right when they draw
    assert page.evaluate("scrollY") == before


def focused(page: Page) -> str:
    """Give the id of what has the focus."""
    return str(page.evaluate("document.activeElement.id"))


@pytest.mark.parametrize("viewport", [PHONE, WIDE])
def test_focus_stays_on_the_box_ticked_with_the_keyboard(
    site: str, open_context: OpenContext, viewport: ViewportSize
) -> None:
    publish_many()
    page = open_context(viewport=viewport).new_page()
    page.goto("/recettes/")
    open_facets(page)

    page.locator("input[name=sorte][value=lieu]").focus()
    page.keyboard.press("Space")
    expect(page.locator("#combien")).to_contain_text("9")

    assert focused(page) == "f-sorte-lieu"
    expect(page.locator("#facettes .facets-body")).to_be_visible()


def test_suggestions_make_room_for_the_results_they_announced(site: str, page: Page) -> None:
    publish_many()
    make_recipe(title="Une grainothèque")
    page.goto("/recettes/")

    page.locator("#q").press_sequentially("graino", delay=30)
    expect(page.locator("#combien")).to_have_text("1 recette")

    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()


def test_filter_is_taken_away_without_a_new_page_and_its_words_leave_the_box(
    site: str, page: Page
) -> None:
    publish_many()
    make_recipe(title="Une grainothèque", tags=("jardin",))
    page.goto("/recettes/?q=graino&theme=jardin")
    page.evaluate("window.stayed = true")

    page.locator("a.chip", has_text="graino").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#combien")).to_contain_text("24")

    assert page.evaluate("window.stayed")
    assert focused(page) == "combien"
    assert page.input_value("#q") == ""
    page.locator("a.chip", has_text="jardin").click()
    expect(page.locator("#combien")).to_contain_text("46")
    assert page.url.endswith("/recettes/")


def test_next_page_begins_in_view_with_the_focus_there(
    site: str, open_context: OpenContext
) -> None:
    publish_many()
    page = open_context(viewport=PHONE).new_page()
    page.goto("/recettes/")
    page.evaluate("window.stayed = true")

    page.locator("a[rel=next]").click()
    expect(page.locator("[aria-current=page]", has_text="2")).to_be_visible()

    assert page.evaluate("window.stayed")
    assert focused(page) == "combien"
    assert page.evaluate(IN_VIEW, "#combien")
    assert page.title().endswith("page 2 — Recettes libres")
