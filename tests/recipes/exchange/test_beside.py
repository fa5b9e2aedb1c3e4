"""A folder of recipes brings the photos and documents that lie in it."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from recipes.content import Document, Photo, RecipeContent, Step
from recipes.exchange.beside import bring_files
from recipes.exchange.importing import import_files
from recipes.markdown_file import render
from recipes.media import names
from recipes.models import Recipe, Upload
from tests.factories import content_of, make_content, make_licence, make_recipe, make_territory
from tests.recipes.media.files import pdf, picture, svg

pytestmark = pytest.mark.django_db
TOLD = ("Une salle", "Alice", "CC-BY-SA-4.0")


@pytest.fixture
def folder(tmp_path):
    make_territory()
    make_licence(spdx_id="CC-BY-SA-4.0")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "salle.jpg").write_bytes(picture())
    (tmp_path / "affiche.pdf").write_bytes(pdf())
    return tmp_path


def test_files_beside_a_recipe_come_in_and_are_published_with_it(folder, client):
    content = make_content(
        photos=(Photo("photos/salle.jpg", *TOLD),),
        documents=(Document("affiche.pdf", *TOLD),),
        steps=(Step("Ouvrir", photo="photos/salle.jpg"),),
    )
    (folder / "cafe.md").write_text(render(content))

    outcomes = [list(import_files(folder, publish=True)) for _twice in range(2)]

    assert [[one.outcome for one in each] for each in outcomes] == [["created"], ["unchanged"]]
    recipe = Recipe.objects.published().get()
    said = content_of(recipe)
    (photo,), (document,) = said.photos, said.documents
    assert said.steps[0].photo == photo.file
    assert names.owner_of(photo.file) == photo.file
    assert client.get(reverse("recipes:media", args=[photo.file])).status_code == 200
    assert client.get(reverse("recipes:media", args=[document.file])).status_code == 200
    assert Upload.objects.count() == 2


def test_exported_photo_beside_its_source_keeps_its_name(folder):
    first = RecipeContent(photos=(Photo("photos/salle.jpg", *TOLD),))
    master = bring_files(first, folder).content.photos[0].file
    with default_storage.open(names.place_of(master)) as kept:
        (folder / master).write_bytes(kept.read())

    brought = bring_files(RecipeContent(photos=(Photo(master, *TOLD),)), folder)

    assert brought.content.photos[0].file == master


def test_refused_or_missing_file_keeps_its_name_and_the_recipe_unpublished(folder):
    (folder / "salle.svg").write_bytes(svg())
    content = make_content(photos=(Photo("salle.svg", *TOLD), Photo("nulle-part.jpg", *TOLD)))
    (folder / "cafe.md").write_text(render(content))

    (outcome,) = import_files(folder, publish=True)

    assert (outcome.outcome, outcome.published) == ("created", False)
    assert "salle.svg" in outcome.reason
    assert [problem.code for problem in outcome.problems] == ["unknown_file"] * 2
    revision = Recipe.objects.get().revisions.get()
    assert [photo.file for photo in revision.content.photos] == ["salle.svg", "nulle-part.jpg"]
    assert not Upload.objects.exists()


@pytest.mark.parametrize("name", ["../secret.jpg", "/{outside}", "", "a\x00b", "n" * 5_000, "."])
def test_nothing_outside_the_folder_is_read(folder, name):
    outside = folder.parent / "secret.jpg"
    outside.write_bytes(picture())
    (folder / "link.jpg").symlink_to(outside)
    told = name.format(outside=outside)

    brought = bring_files(RecipeContent(photos=(Photo(told, "a"), Photo("link.jpg"))), folder)

    assert brought.stored == ()


def test_photo_that_another_recipe_shows_need_not_lie_beside(folder):
    (folder / "un.md").write_text(render(make_content(photos=(Photo("photos/salle.jpg", *TOLD),))))
    list(import_files(folder, publish=True))
    shown = content_of(Recipe.objects.get()).photos

    other = make_recipe(title="Une autre", photos=shown)

    assert other.cover_photo == shown[0].file
