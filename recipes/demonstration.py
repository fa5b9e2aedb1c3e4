"""The demonstration catalogue: sixty recipes of our own, their organisations, who did them again.

For trying the site, never for production: everything in it says that it is fictitious.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from accounts.models import Organisation
from recipes import markdown_file, workflow
from recipes.models import Recipe
from territories.models import Territory

FOLDER: Path = settings.BASE_DIR / "recipes" / "demo"
FIRST_DAY = datetime(2026, 9, 1, 9, tzinfo=UTC)
"""Demo recipes are dated a day apart from here, so that lists have an order."""


def recipe_files(folder: Path = FOLDER) -> list[Path]:
    """Give the demo recipes' files, originals before their adaptations."""
    files = [file for file in folder.glob("*.md") if file.name not in {"LICENCE.md", "README.md"}]
    return sorted(
        files, key=lambda file: ("adaptée-de" in file.read_text(encoding="utf-8"), file.name)
    )


def load_demo(folder: Path = FOLDER) -> Iterator[Recipe]:
    """Load all of it, giving each recipe as it is published; running it again changes nothing.

    One transaction each: recipes of the demo that somebody changed since are left as they are.
    """
    load_organisations(folder / "organisations.yaml")
    for day, file in enumerate(recipe_files(folder)):
        source = markdown_file.parse(file.read_text(encoding="utf-8"))
        known = Recipe.objects.filter(uuid=source.identifier).first()
        if known is None:
            known = workflow.import_recipe(
                source.content,
                identifier=source.identifier,
                publish=True,
                at=FIRST_DAY + timedelta(days=day),
            ).recipe
        yield known
    load_reproductions(folder / "reproductions.yaml")


@transaction.atomic
def load_organisations(file: Path) -> None:
    """Make the fictitious organisations that are not there yet."""
    for told in yaml.safe_load(file.read_text(encoding="utf-8")):
        territory = Territory.objects.by_key(told.pop("territory"))
        Organisation.objects.get_or_create(
            slug=told.pop("slug"), defaults={**told, "territory": territory}
        )


@transaction.atomic
def load_reproductions(file: Path) -> None:
    """Tell who did which recipe again, for recipes nobody has told anything of yet."""
    entries: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    recipes = {
        str(recipe.uuid): recipe
        for recipe in Recipe.objects.filter(
            uuid__in={entry["recette"] for entry in entries}, reproductions__isnull=True
        )
    }
    places = Territory.objects.resolve({entry["territoire"] for entry in entries})
    for entry in entries:
        if entry["recette"] not in recipes:
            continue
        reproduction = workflow.tell_reproduction(
            recipes[entry["recette"]],
            territory=places[entry["territoire"]],
            who=entry["qui"],
            done_on=entry["date"],
            changes=entry["changements"],
            outcome=entry["bilan"],
        )
        if entry["statut"] == "acceptée":
            workflow.accept_reproduction(reproduction)
