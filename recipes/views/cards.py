"""Recipes as lists show them: cards, some twenty a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from recipes import search
from recipes.answers import Answer
from recipes.snapshot import Listed, Snapshot
from recipes.templatetags.recipe_words import cover, duration, how_far, times_redone, where
from recipes.templating import macros, split_at_slots, url


@dataclass(frozen=True, slots=True)
class Card:
    """A recipe, and how a list shows it."""

    recipe: Listed
    drawn: SafeString


def listed(keys: Iterable[int], snapshot: Snapshot) -> list[Listed]:
    """Give the published recipes of these keys, in this order."""
    return [snapshot.listed[snapshot.position[key]] for key in keys]


def as_cards(recipes: Iterable[Listed]) -> list[Card]:
    """Show recipes as cards, with nothing marked."""
    return [_card(recipe, escape(recipe.title), escape(recipe.summary)) for recipe in recipes]


def cards_for(keys: Sequence[int], answer: Answer) -> list[Card]:
    """Show the recipes of these keys; in a search, with the passages found, for one query.

    Where the nearest come first, with how far they are.
    """
    recipes = listed(keys, answer.snapshot)
    far = {recipe.pk: how_far(answer.kilometres_to(recipe.pk)) for recipe in recipes}
    if answer.found is None:
        return [
            _card(recipe, escape(recipe.title), escape(recipe.summary), distance=far[recipe.pk])
            for recipe in recipes
        ]
    terms = answer.found.terms
    texts = search.texts(keys)
    return [
        _card(
            recipe,
            search.highlight(recipe.title, terms),
            search.highlight(recipe.summary, terms),
            search.excerpt(texts.get(recipe.pk, ""), terms),
            far[recipe.pk],
        )
        for recipe in recipes
    ]


def _card(recipe: Listed, title: str, summary: str, passage: str = "", distance: str = "") -> Card:
    """Lay a recipe out as a card; the words given are safe HTML."""
    redone = recipe.reproduction_count
    words = {
        "cover": cover(recipe),
        "address": url("recipes:detail", recipe.slug),
        "title": title,
        "summary": summary,
        "passage": passage,
        "places": escape(where(recipe.places)),
        "distance": escape(distance),
        "duration": duration(recipe.minutes),
        "redone": escape(times_redone(redone)) if redone else "",
    }
    parts = list(
        _layout(
            recipe.kind,
            recipe.cost_band,
            bool(recipe.places),
            bool(recipe.minutes),
            bool(redone),
            bool(passage),
            bool(distance),
        )
    )
    parts[1::2] = [words[name] for name in parts[1::2]]
    return Card(recipe, mark_safe("".join(parts)))  # noqa: S308  # escaped above, and by those who gave it


@lru_cache(maxsize=1_024)
def _layout(*what_it_shows: str | bool) -> Sequence[str]:
    """Draw the cards that show the same things, once: what stands around slots, and their names."""
    return split_at_slots(macros("recipes/_card.html").layout(*what_it_shows))
