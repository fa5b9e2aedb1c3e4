"""From a text one already has to a draft."""

import re

from playwright.sync_api import expect

from recipes.models import Revision
from tests.browser.conftest import OpenContext
from tests.browser.people import code_received, follow
from tests.browser.watching import look_over

TEXT = """# Une bourse aux plantes

Deux fois par an, on échange des plants au pied des immeubles.

## Pourquoi

Échanger des plants fait se rencontrer les voisins.

## Matériel

- quatre tables
- des étiquettes

## Notre mascotte

Un escargot nommé Gaston.
"""


def test_newcomer_starts_from_a_text_and_nothing_of_it_is_dropped(
    site: str, open_context: OpenContext
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/proposer/texte/")
    look_over(page)
    page.fill("[name=text]", TEXT)
    follow(page, page.locator("form.from-text .button-primary"))
    for said in ("Une bourse aux plantes", "quatre tables", "Un escargot nommé Gaston."):
        expect(page.locator("main")).to_contain_text(said)
    look_over(page)
    assert not Revision.objects.exists()

    follow(page, page.locator("main .button-primary"))
    page.fill("[name=name]", "Nolwenn")
    page.fill("[name=email]", "nolwenn@example.org")
    follow(page, page.locator("main .button-primary"))
    page.fill("[name=code]", code_received())
    follow(page, page.locator("main .button-primary"))

    expect(page).to_have_url(re.compile(r"/brouillons/\d+/"))
    look_over(page)
    expect(page.locator("[name=title]")).to_have_value("Une bourse aux plantes")
    content = Revision.objects.get().content
    assert content.utensils == ("quatre tables", "des étiquettes")
    assert "Gaston" in "".join(section.text for section in content.sections)


def test_text_typed_outlives_the_tab_until_the_site_has_it(
    site: str, open_context: OpenContext
) -> None:
    context = open_context()
    page = context.new_page()
    page.goto("/proposer/texte/")
    page.fill("[name=text]", TEXT)
    page.close(run_before_unload=True)

    page = context.new_page()
    page.goto("/proposer/texte/")
    expect(page.locator("[name=text]")).to_have_value(TEXT)
    look_over(page)
    follow(page, page.locator("form.from-text .button-primary"))
    page.locator(".found-text summary").click()
    page.fill("[name=text]", TEXT + "\nUn mot de plus.")
    page.close(run_before_unload=True)

    page = context.new_page()
    page.goto("/proposer/texte/")
    expect(page.locator("[name=text]")).to_have_value(TEXT + "\nUn mot de plus.")
    other = open_context().new_page()
    other.goto("/proposer/texte/")
    expect(other.locator("[name=text]")).to_have_value("")
    follow(page, page.locator("form.from-text .button-primary"))
    follow(page, page.locator("main .button-primary"))
    page.goto("/proposer/texte/")
    expect(page.locator("[name=text]")).to_have_value("")
