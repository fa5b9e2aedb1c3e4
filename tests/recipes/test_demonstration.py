"""The demonstration: all of it loads, once, and says that it is fictitious."""

import re
from pathlib import Path

import pytest
import yaml
from django.db.models import Count

from accounts.models import Organisation
from licences.loading import load_licences
from recipes.demonstration import FOLDER, as_it_was, load_demo, recipe_files
from recipes.markdown_file import SourceFile, parse
from recipes.models import Recipe, Reproduction, Revision
from recipes.workflow import revise, submit
from tests.factories import content_of, make_territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def _places() -> None:
    """Make the territories the demonstration names, as the official files would."""
    load_licences()
    keys: set[str] = set()
    for file in recipe_files():
        keys.update(parse(file.read_text(encoding="utf-8")).content.territories)
    for name in ("organisations.yaml", "reproductions.yaml"):
        words = (FOLDER / name).read_text(encoding="utf-8")
        keys.update(re.findall(r"(?:territory|territoire): *['\"]?([\w-]+:\w+)", words))
    for key in sorted(keys):
        kind, _colon, code = key.partition(":")
        make_territory(kind=kind, code=code, name=f"Lieu {kind} {code}")


@pytest.mark.usefixtures("_places")
def test_loading_the_demonstration_writes_to_nobody(mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        list(load_demo())

    assert mailoutbox == []


@pytest.mark.usefixtures("_places")
def test_demonstration_is_published_whole_and_loading_it_again_changes_nothing():
    loaded = list(load_demo())
    revisions, accounts = Revision.objects.count(), Reproduction.objects.count()

    again = list(load_demo())

    assert len(loaded) == len(recipe_files()) == Recipe.objects.published().count()
    assert len(loaded) >= 60
    assert again == loaded
    assert (Revision.objects.count(), Reproduction.objects.count()) == (revisions, accounts)
    assert 0 < Reproduction.objects.accepted().count() < accounts
    assert Recipe.objects.exclude(adapted_from=None).exists()
    assert all(
        "démonstration" in name.lower()
        for name in Organisation.objects.values_list("name", flat=True)
    )


@pytest.mark.usefixtures("_places")
def test_some_recipes_of_the_demonstration_were_published_in_versions_that_say_why(client):
    list(load_demo())

    grown = Recipe.objects.alias(versions=Count("revisions")).filter(versions__gt=1)
    counts = [recipe.revisions.accepted().count() for recipe in grown]
    assert sorted(counts) == [2, 2, 3, 3]
    for recipe in grown:
        latest, *earlier = recipe.revisions.history()
        assert latest.message
        authors = [one.author for one in (latest, *earlier) if one.author]
        assert len(authors) == len(earlier) + 1
        assert all("démonstration" in author.name for author in authors)
        assert all(one.content != latest.content for one in earlier)
        assert not any(author.has_usable_password() for author in authors)
    for source in map(source_of, recipe_files()):
        recipe = Recipe.objects.select_related("current").get(uuid=source.identifier)
        assert content_of(recipe) == source.content
    shown = client.get(latest.get_absolute_url()).content.decode()
    assert "<ins>" in shown


@pytest.mark.parametrize(
    "version", [{"sans": ["## Ailleurs"]}, {"disait": {"jamais": ""}}, {"disait": {"deux": "un"}}]
)
def test_version_told_by_words_the_file_has_not_exactly_once_is_refused(version):
    with pytest.raises(ValueError, match=r"Ailleurs|jamais|deux"):
        as_it_was("# Titre\n\ndeux et deux\n", version)


def test_version_lacks_a_heading_with_all_that_is_under_it_and_no_more():
    source = "# T\n\n## A\n\na\n\n### A1\n\na1\n\n### A2\n\na2\n\n## B\n\nb\n"

    without_a1, without_a, without_b = (
        as_it_was(source, {"sans": [heading]}) for heading in ("### A1", "## A", "## B")
    )

    assert without_a1 == "# T\n\n## A\n\na\n\n### A2\n\na2\n\n## B\n\nb\n"
    assert without_a == "# T\n\n## B\n\nb\n"
    assert without_b == "# T\n\n## A\n\na\n\n### A1\n\na1\n\n### A2\n\na2\n\n"


@pytest.mark.usefixtures("_places")
def test_demonstration_leaves_a_recipe_somebody_changed_as_it_is(tmp_path):
    source = (FOLDER / "repair-cafe-maison-de-quartier.md").read_text(encoding="utf-8")
    (tmp_path / "a.md").write_text(source, encoding="utf-8")
    (tmp_path / "README.md").write_text("Pas une recette.", encoding="utf-8")
    for name in ("organisations.yaml", "reproductions.yaml", "versions.yaml"):
        (tmp_path / name).write_text((FOLDER / name).read_text(encoding="utf-8"), encoding="utf-8")
    keep_only(tmp_path / "reproductions.yaml", parse(source).identifier)
    (recipe,) = load_demo(tmp_path)
    assert recipe.current is not None
    published = Revision.objects.count()
    later = revise(recipe, recipe.current.content.replace(tips="Du café."), author=None)
    submit(later)

    (again,) = load_demo(tmp_path)

    assert again == recipe
    assert Revision.objects.count() == published + 1


def source_of(file: Path) -> SourceFile:
    return parse(file.read_text(encoding="utf-8"))


def keep_only(file: Path, identifier: str) -> None:
    """Keep of the accounts those of one recipe, and one of a recipe that is not there."""
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    kept = [entry for entry in entries if entry["recette"] == identifier]
    other = next(entry for entry in entries if entry["recette"] != identifier)
    file.write_text(yaml.safe_dump([*kept, other]), encoding="utf-8")
