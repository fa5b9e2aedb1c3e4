"""The territories of a recipe in the editor: those it has, and the one being added."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from django.http import QueryDict

from recipes.content import one_line, text
from recipes.forms.editor.fields import Words
from recipes.forms.places import place_typed
from territories.models import Territory

PLACES, PLACES_ADDED = "territories", "territories-added"
"""The recipe's territories, by key; those just chosen, by address (slug)."""

PLACE_TYPED, PLACE_CHOSEN = "territory", "territory-chosen"
"""A territory to add: the words typed, and the address of the one picked for them."""


@dataclass(frozen=True, slots=True)
class Place:
    """A territory of the recipe: its key, and its name where it is known."""

    key: str
    label: str


@dataclass(slots=True)
class Places:
    """The territories as the page shows them, and the one being added."""

    keys: list[str]
    typed: str = ""
    errors: list[Words] = field(default_factory=list)

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """Read what a page sent; one query where some were just chosen."""
        return cls(_keys(data), text(data.get(PLACE_TYPED, "")))

    @property
    def shown(self) -> list[Place]:
        """Those of the recipe, each with its name; two queries."""
        known = Territory.objects.resolve(self.keys) if self.keys else {}
        return [Place(key, known[key].label if key in known else key) for key in self.keys]

    @property
    def suggested(self) -> list[Territory]:
        """Those that the words typed may mean."""
        place = place_typed(self.typed)
        return [place.territory] if place.territory else list(place.offered)

    def add(self, chosen: Iterable[str]) -> None:
        """Add the territory chosen, or the only one that the words typed can mean; a few queries.

        Words that may mean several, or none, stay in their field.
        """
        found = place_typed(self.typed, *chosen).territory
        if found is not None:
            self.typed = ""
            if found.key not in self.keys:
                self.keys.append(found.key)


def _keys(data: QueryDict) -> list[str]:
    """Read the keys of the territories; one query where some were just chosen."""
    keys = [key for key in map(one_line, data.getlist(PLACES)) if key]
    added = [slug for slug in map(one_line, data.getlist(PLACES_ADDED)) if slug]
    if added:
        known = {one.slug: one.key for one in Territory.objects.filter(slug__in=added)}
        keys += [known[slug] for slug in added if slug in known]
    return list(dict.fromkeys(keys))
