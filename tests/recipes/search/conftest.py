"""A catalogue to search, on whichever database the suite runs."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from recipes.models import Catalogue, Recipe
from recipes.search import Found, find
from tests.factories import make_recipe


class Shop:
    """Publishes recipes one day after another, and searches what is published."""

    def __init__(self) -> None:
        self.day = datetime(2026, 1, 1, tzinfo=UTC)
        self.known: tuple[int, tuple[int, ...]] = (0, ())

    def publish(self, title: str, **fields: Any) -> Recipe:
        """Publish a recipe that says nothing but what it is told, a day after the one before."""
        self.day += timedelta(days=1)
        said = {"title": title, "summary": "Résumé.", "why": "Motif.", "credit": "Anonyme"}
        return make_recipe(at=self.day, **{**said, **fields})

    def publish_all(self, *titles: str) -> None:
        """Publish recipes of these titles, the last the newest."""
        for title in titles:
            self.publish(title)

    def catalogue(self) -> tuple[int, tuple[int, ...]]:
        """Give the version and the keys of the published; the same tuple for the same version."""
        version = Catalogue.objects.version()
        if version != self.known[0]:
            published = Recipe.objects.published().newest_first()
            self.known = (version, tuple(published.values_list("pk", flat=True)))
        return self.known

    def find(self, words: str) -> Found:
        """Search what is published now."""
        version, newest_first = self.catalogue()
        return find(words, newest_first=newest_first, version=version)

    def titles(self, words: str) -> Sequence[str]:
        """Give the titles of the answers, in order."""
        ids = self.find(words).ids
        titles = dict(Recipe.objects.filter(pk__in=ids).values_list("pk", "title"))
        return [titles[key] for key in ids]


@pytest.fixture
def shop(db: None) -> Shop:
    return Shop()
