"""Doing a recipe: the workshop's stages, ticks and ways on; the code on the printed sheet."""

import re

import pytest
import qrcode
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from qrcode.constants import ERROR_CORRECT_M

from recipes.content import Ingredient, IngredientKind, Phase, Step
from recipes.models import Recipe
from tests.factories import make_recipe, make_revision, make_user

pytestmark = pytest.mark.django_db

STEPS = (
    Step("Réunir l’équipe", "Trois personnes **suffisent**.", phase=Phase.BEFORE),
    Step("Ouvrir la porte", "À dix heures.", minutes=90),
    Step("Ranger", "Tout le monde s’y met.", phase=Phase.AFTER),
)


def workshop(recipe: Recipe, stage: object = None) -> str:
    address = reverse("recipes:workshop", args=[recipe.slug])
    return address if stage is None else f"{address}?etape={stage}"


def shown(html: str) -> list[str]:
    """Give the stages one sees without a script."""
    stages = re.findall(r'<section class="workshop-stage" id="etape-(\d+)"([^>]*)>', html)
    return [number for number, rest in stages if " hidden" not in rest]


def stage(html: str, number: int) -> str:
    """Give one stage of the page."""
    found = re.search(rf'id="etape-{number}".*?</section>', html, re.DOTALL)
    assert found is not None
    return found[0]


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_workshop_begins_with_what_to_bring_together_a_box_for_each(client: Client) -> None:
    recipe = make_recipe(
        steps=STEPS,
        ingredients=(Ingredient("Deux voisins", IngredientKind.PEOPLE), Ingredient("Une table")),
        utensils=("Un *tournevis*",),
    )

    html = page(client, workshop(recipe))

    assert shown(html) == ["0"]
    first = stage(html, 0)
    assert re.findall(r'type="checkbox" data-tick="(\w+)"', first) == ["i1", "i2", "u1"]
    assert "Deux voisins" in first
    assert "Un <em>tournevis</em>" in first


@pytest.mark.parametrize(
    ("asked", "seen"),
    [("1", "1"), ("3", "3"), ("0", "0"), ("", "0"), ("99", "3"), ("9" * 5000, "0")]
    + [(nonsense, "0") for nonsense in ("-1", "deux", "1.5", "²", "٣x", "%00")],
)
def test_workshop_shows_the_stage_asked_or_the_nearest_there_is(
    client: Client, asked: str, seen: str
) -> None:
    recipe = make_recipe(steps=STEPS)

    assert shown(page(client, workshop(recipe, asked))) == [seen]


def test_workshop_turns_its_pages_by_plain_links(client: Client) -> None:
    recipe = make_recipe(steps=STEPS)

    html = page(client, workshop(recipe, 2))

    ways = re.findall(r'<a class="button[^"]*" href="([^"]+)"[^>]*rel="(\w+)"', stage(html, 2))
    assert ways == [("?etape=1", "prev"), ("?etape=3", "next")]
    assert f'href="{recipe.get_absolute_url()}"' in stage(html, 3)
    assert 'rel="next"' not in stage(html, 3)
    assert re.findall(r'href="\?etape=(\d)" data-to="\1" aria-current="step"', html) == ["2"]


def test_workshop_step_shows_its_text_its_time_its_place_and_a_box(client: Client) -> None:
    recipe = make_recipe(steps=STEPS)

    html = page(client, workshop(recipe, 1))

    assert "Trois personnes <strong>suffisent</strong>." in stage(html, 1)
    assert '<progress max="3" value="1"' in stage(html, 1)
    assert 'data-tick="e1"' in stage(html, 1)
    assert "1\xa0h\xa030" in stage(html, 2)
    assert re.findall(r"<h1>(.*?)</h1>", html) == [recipe.title]
    assert "<title>1. Réunir l’équipe — Un repair café" in html


def test_workshop_names_the_recipe_a_step_uses_if_it_is_public(client: Client) -> None:
    used = make_recipe(title="Un goûter partagé")
    secret = make_recipe(title="Un brouillon secret", published=False)
    recipe = make_recipe(
        title="Une fête",
        steps=(
            Step("Goûter", "Ensemble.", component=str(used.uuid)),
            Step("Après", "On verra.", component=str(secret.uuid)),
        ),
    )

    html = page(client, workshop(recipe, 1))

    assert used.get_absolute_url() in stage(html, 1)
    assert "Un brouillon secret" not in html


def test_workshop_writes_hostile_words_as_words(client: Client) -> None:
    hostile = "\"><script>alert('x')</script>"
    recipe = make_recipe(
        title=hostile,
        steps=(Step(hostile, hostile),),
        ingredients=(Ingredient(hostile),),
        utensils=(hostile,),
    )

    html = page(client, workshop(recipe, 1))

    assert "<script>alert" not in html
    assert '""><' not in html


@pytest.mark.parametrize("name", ["workshop", "qr"])
def test_recipe_not_published_has_no_workshop_nor_code_even_for_its_author(
    client: Client, name: str
) -> None:
    author = make_user()
    draft = make_recipe(published=False, author=author)
    client.force_login(author)

    assert client.get(reverse(f"recipes:{name}", args=[draft.slug])).status_code == 404


def test_former_address_leads_to_the_same_stage_of_todays(client: Client) -> None:
    recipe = make_recipe(steps=STEPS)
    before = workshop(recipe, 2)
    make_revision(recipe, title="Un café des bricoleurs")

    response = client.get(before)

    assert response.status_code == 301
    assert response["Location"] == workshop(recipe, 2)


@pytest.mark.parametrize("how_many", [1, 3])
def test_workshop_and_code_cost_the_same_however_long(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, how_many: int
) -> None:
    used = make_recipe(title="Un goûter")
    recipe = make_recipe(
        steps=tuple(Step(f"{n}", "Texte.", component=str(used.uuid)) for n in range(how_many)),
        utensils=("Un tournevis",) * how_many,
    )
    client.get("/")

    with django_assert_num_queries(2):
        client.get(workshop(recipe))
    with django_assert_num_queries(1):
        client.get(reverse("recipes:qr", args=[recipe.slug]))


def squares(svg: str) -> list[list[bool]]:
    """Read the code back from its drawing."""
    size = re.search(r'viewBox="0 0 (\d+) \1"', svg)
    black = re.search(r'<path d="([^"]*)"', svg)
    assert size is not None
    assert black is not None
    rows = [[False] * int(size[1]) for _ in range(int(size[1]))]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)", black[1]):
        for at in range(int(x), int(x) + int(length)):
            rows[int(y)][at] = True
    return rows


def code_of(words: str) -> list[list[bool]]:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(words)
    return [[bool(square) for square in row] for row in code.get_matrix()]


@pytest.mark.parametrize("secure", [False, True])
def test_code_leads_to_the_recipe_on_the_site_that_was_asked(
    client: Client, *, secure: bool
) -> None:
    recipe = make_recipe()
    address = reverse("recipes:qr", args=[recipe.slug])

    response = client.get(address, secure=secure)

    assert response["Content-Type"] == "image/svg+xml"
    site = "https://testserver" if secure else "http://testserver"
    assert squares(response.content.decode()) == code_of(site + recipe.get_absolute_url())


def test_code_already_had_is_not_sent_again(client: Client) -> None:
    address = reverse("recipes:qr", args=[make_recipe().slug])
    etag = client.get(address)["ETag"]

    assert client.get(address, HTTP_IF_NONE_MATCH=etag).status_code == 304


def test_recipe_leads_to_its_workshop_and_bears_its_code_on_paper_only(client: Client) -> None:
    recipe = make_recipe()

    html = page(client, recipe.get_absolute_url())

    assert f'href="{workshop(recipe)}"' in html
    code = re.search(r'<figure class="print-only[^"]*"><img ([^>]*)>', html)
    assert code is not None
    assert f'src="{reverse("recipes:qr", args=[recipe.slug])}"' in code[1]
    assert 'loading="lazy"' in code[1]
