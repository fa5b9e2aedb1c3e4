"""The demonstration catalogue: sixty recipes of our own, their organisations, who did them again.

For trying the site, never for production: everything in it says that it is fictitious.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from accounts.models import Organisation, User
from recipes import markdown_file, workflow
from recipes.models import Recipe
from territories.models import Territory

FOLDER: Path = settings.BASE_DIR / "recipes" / "demo"
FIRST_DAY = datetime(2026, 9, 1, 9, tzinfo=UTC)
"""Demo recipes are dated a day apart from here, so that lists have an order."""
BETWEEN_VERSIONS = timedelta(days=8, hours=5)


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
    told = yaml.safe_load((folder / "versions.yaml").read_text(encoding="utf-8"))
    versions_of = {one["recette"]: one["versions"] for one in told["recettes"]}
    for day, file in enumerate(recipe_files(folder)):
        source = file.read_text(encoding="utf-8")
        identifier = markdown_file.parse(source).identifier
        known = Recipe.objects.filter(uuid=identifier).first()
        if known is None:
            versions = versions_of.get(identifier, [{}])
            first_day = FIRST_DAY + timedelta(days=day)
            known = load_versions(source, versions, told["personnes"], first_day)
        yield known
    load_reproductions(folder / "reproductions.yaml")


@transaction.atomic
def load_versions(
    source: str,
    versions: list[dict[str, Any]],
    people: Mapping[str, str],
    first_day: datetime,
) -> Recipe:
    """Publish the versions of a recipe one after the other, the last of them its file as it is."""
    for number, version in enumerate(versions):
        said = markdown_file.parse(as_it_was(source, version))
        done = workflow.import_recipe(
            said.content,
            identifier=said.identifier,
            author=_somebody(version["par"], people) if "par" in version else None,
            message=version.get("message", ""),
            publish=True,
            at=first_day + number * BETWEEN_VERSIONS,
        )
    return done.recipe


def as_it_was(source: str, version: Mapping[str, Any]) -> str:
    """Give the file as this version said it; raises `ValueError` for words the file has not once.

    What is under a heading goes with it, as far as the next one of its level or above.
    """
    for heading in version.get("sans", ()):
        level = len(heading) - len(heading.lstrip("#"))
        part = rf"(?ms)^{re.escape(heading)}\n.*?(?=^#{{1,{level}}} |\Z)"
        source, cut = re.subn(part, "", source)
        if cut != 1:
            raise ValueError(heading)
    for words, before in version.get("disait", {}).items():
        if source.count(words) != 1:
            raise ValueError(words)
        source = source.replace(words, before)
    return source


def _somebody(key: str, people: Mapping[str, str]) -> User:
    """Find the account of a fictitious person, or make one nobody can log in to."""
    email = f"{key}@example.org"
    known = User.objects.filter(email=email).first()
    return known or User.objects.create_user(email, None, name=people[key])


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
