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
