"""The demonstration: all of it loads, once, and says that it is fictitious."""

import re
from pathlib import Path

import pytest
import yaml

from accounts.models import Organisation
from licences.loading import load_licences
from recipes.demonstration import FOLDER, load_demo, recipe_files
from recipes.markdown_file import parse
from recipes.models import Recipe, Reproduction, Revision
from recipes.workflow import revise, submit
from tests.factories import make_territory

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
def test_demonstration_leaves_a_recipe_somebody_changed_as_it_is(tmp_path):
    source = (FOLDER / "repair-cafe-maison-de-quartier.md").read_text(encoding="utf-8")
    (tmp_path / "a.md").write_text(source, encoding="utf-8")
    (tmp_path / "README.md").write_text("Pas une recette.", encoding="utf-8")
    for name in ("organisations.yaml", "reproductions.yaml"):
        (tmp_path / name).write_text((FOLDER / name).read_text(encoding="utf-8"), encoding="utf-8")
    keep_only(tmp_path / "reproductions.yaml", parse(source).identifier)
    (recipe,) = load_demo(tmp_path)
    assert recipe.current is not None
    later = revise(recipe, recipe.current.content.replace(tips="Du café."), author=None)
    submit(later)

    (again,) = load_demo(tmp_path)

    assert again == recipe
    assert Revision.objects.count() == 2


def keep_only(file: Path, identifier: str) -> None:
    """Keep of the accounts those of one recipe, and one of a recipe that is not there."""
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    kept = [entry for entry in entries if entry["recette"] == identifier]
    other = next(entry for entry in entries if entry["recette"] != identifier)
    file.write_text(yaml.safe_dump([*kept, other]), encoding="utf-8")
