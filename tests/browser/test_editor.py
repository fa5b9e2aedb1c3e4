"""Writing a whole recipe: lines, photos, preview, until everybody reads it."""

import io
import re

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from recipes.models import Recipe, Revision
from tests.browser.conftest import OpenContext
from tests.browser.people import accept_in_administration, button, follow
from tests.browser.watching import look_over, words
from tests.factories import make_membership, make_organisation, make_user

TITLE = "Un atelier vélo"


def a_photo(name: str, colour: str) -> FilePayload:
    """Make a photo of one colour."""
    written = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(written, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": written.getvalue()}


PHOTOS = [a_photo("atelier.jpg", "tomato"), a_photo("outils.jpg", "seagreen")]


def make_member() -> None:
    """Make Alice, who writes for an association."""
    alice = make_user()
    alice.vouch_for_address()
    make_membership(user=alice, organisation=make_organisation(name="Les mains noires"))


def log_in_to_write(page: Page) -> None:
    """Log in on the way to one's recipes, and begin one there."""
    page.goto("/compte/recettes/")
    look_over(page)
    page.fill("[name=login]", "alice@example.org")
    page.fill("[name=password]", "secret")
    button(page, "Log in").click()
    expect(page.locator("h1")).to_have_text(words("My recipes"))
    look_over(page)
    page.locator("main").get_by_role("link", name=words("Propose a recipe")).click()
    page.fill("[name=title]", TITLE)
    button(page, "Go on in the editor").click()
    expect(page).to_have_url(re.compile(r"/brouillons/\d+/$"))


def lines(page: Page, name: str) -> Locator:
    """Give the lines of one list."""
    return page.locator(f"[data-lines={name}] [data-line]")


def titles_of_steps(page: Page) -> list[str]:
    return [field.input_value() for field in page.locator("[name^=steps-][name$=-title]").all()]


def is_there(picture: Locator) -> bool:
    """Say whether the browser could draw it."""
    picture.scroll_into_view_if_needed()
    return bool(
        picture.evaluate(
            "one => one.decode().then(() => one.naturalWidth > 0, () => false)",
        )
    )


def everybody_reads_it(page: Page) -> None:
    page.goto("/recettes/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator("h1")).to_have_text(TITLE)
    look_over(page)
    main = page.locator("main")
    for said in ("Réparer ensemble", "Accueillir", "Les mains noires", "des clés de douze"):
        expect(main).to_contain_text(said)
    told = main.inner_text()
    assert told.index("Accueillir") < told.index("Démonter") < told.index("Remonter")
    photo = page.get_by_alt_text("L’atelier, un samedi").first
    assert is_there(photo)


def test_member_writes_a_recipe_with_photos_until_everybody_reads_it(
    site: str, page: Page, open_context: OpenContext
) -> None:
    make_member()
    log_in_to_write(page)
    look_over(page, tabs=40)

    page.fill("[name=summary]", "Réparer ensemble, avec les outils de tous.")
    page.fill("[name=why]", "Un vélo réparé roule.")
    for said in ("Démonter", "Accueillir", "Remonter"):
        page.locator("[data-lines=steps] [data-line-add]").click()
        page.keyboard.type(said)
    page.locator("[name^=ingredients-][name$=-text]").last.fill("des clés de douze")
    second = (
        lines(page, "steps")
        .filter(has=page.locator("[name$=-title]"))
        .nth(titles_of_steps(page).index("Accueillir"))
    )
    second.locator("[data-line-drag]").focus()
    page.keyboard.press("ArrowUp")
    assert [t for t in titles_of_steps(page) if t] == ["Accueillir", "Démonter", "Remonter"]
    page.locator("#id_territory").press_sequentially("Bres")
    page.get_by_role("option", name=re.compile("^Brest")).click()
    page.set_input_files("#photos-new", PHOTOS)
    photos = page.locator("[data-files][data-list=photos] [data-file-line]")
    expect(photos).to_have_count(2)
    photos.nth(1).locator("[data-file-move=first]").click()
    for number, alt in enumerate(("Les outils, rangés", "L’atelier, un samedi")):
        photos.nth(number).locator("[name$=-alt]").fill(alt)
        photos.nth(number).locator("[name$=-credit]").fill("Alice")
        photos.nth(number).locator("[name$=-licence]").select_option("CC-BY-SA-4.0")
    look_over(page)

    button(page, "Preview").click()
    frame = page.frame_locator("[data-preview-frame]")
    expect(frame.locator("h1")).to_have_text(TITLE)
    expect(frame.locator("main")).to_contain_text("Accueillir")
    assert is_there(frame.get_by_alt_text("Les outils, rangés").first)
    expect(page.locator("[data-status-words]")).to_contain_text(
        words("Saved at %(time)s").partition("%")[0]
    )
    button(page, "Send for review").click()
    expect(page.locator("h1")).to_have_text(words("Thank you: your recipe is sent for review"))
    look_over(page)

    anybody = open_context().new_page()
    anybody.goto("/recettes/")
    expect(anybody.get_by_role("link", name=TITLE)).to_have_count(0)
    accept_in_administration(open_context, TITLE)
    everybody_reads_it(anybody)


def test_member_writes_the_same_without_javascript(site: str, open_context: OpenContext) -> None:
    make_member()
    page = open_context(java_script_enabled=False).new_page()
    log_in_to_write(page)
    look_over(page)

    page.fill("[name=summary]", "Réparer ensemble, avec les outils de tous.")
    page.fill("[name=why]", "Un vélo réparé roule.")
    for said in ("Démonter", "Accueillir", "Remonter"):
        follow(page, page.locator("[name=do][value=steps-add]"))
        page.locator("[name^=steps-][name$=-title]").last.fill(said)
    page.locator("[name^=ingredients-][name$=-text]").last.fill("des clés de douze")
    at = titles_of_steps(page).index("Accueillir")
    follow(page, lines(page, "steps").nth(at).locator("[data-line-up]"))
    assert [t for t in titles_of_steps(page) if t] == ["Accueillir", "Démonter", "Remonter"]
    page.fill("#id_territory", "Brest")
    follow(page, button(page, "Add"))
    expect(page.locator("[data-places-list]")).to_contain_text("Brest")
    page.set_input_files("#photos-new", PHOTOS)
    page.locator("[data-file-send]").first.click()
    photos = page.locator("[data-files][data-list=photos] [data-file-line]")
    expect(photos).to_have_count(2)
    for number, alt in enumerate(("L’atelier, un samedi", "Les outils, rangés")):
        photos.nth(number).locator("[name$=-alt]").fill(alt)
        photos.nth(number).locator("[name$=-credit]").fill("Alice")
        photos.nth(number).locator("[name$=-licence]").select_option("CC-BY-SA-4.0")
    look_over(page)

    follow(page, button(page, "Preview"))
    expect(page.locator("h1")).to_have_text(TITLE)
    look_over(page)
    expect(page.get_by_alt_text("L’atelier, un samedi").first).to_be_visible()
    follow(page, page.get_by_role("link", name=words("Back to writing")))
    assert [t for t in titles_of_steps(page) if t] == ["Accueillir", "Démonter", "Remonter"]
    button(page, "Send for review").click()
    expect(page.locator("h1")).to_have_text(words("Thank you: your recipe is sent for review"))
    assert Revision.objects.get().status == Revision.Status.SUBMITTED

    accept_in_administration(open_context, TITLE)
    assert Recipe.objects.published().count() == 1
    everybody_reads_it(open_context().new_page())
