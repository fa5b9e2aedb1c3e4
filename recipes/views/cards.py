"""Recipes as lists show them: cards, drawn once as long as the catalogue does not move."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from recipes import search
from recipes.answers import Answer
from recipes.snapshot import Listed, Snapshot
from recipes.templating import around_slots, macros

MOST_DRAWN = 16_384
"""Drawn cards kept, at some 2 kB each."""


@dataclass(frozen=True, slots=True)
class Card:
    """A recipe, and how a list shows it."""

    recipe: Listed
    drawn: SafeString


def listed(keys: Iterable[int], snapshot: Snapshot) -> list[Listed]:
    """Give the published recipes of these keys, in this order."""
    return [snapshot.listed[snapshot.position[key]] for key in keys]


def as_cards(recipes: Iterable[Listed], snapshot: Snapshot) -> list[Card]:
    """Show recipes as cards, with nothing marked."""
    return [
        _card(recipe, (escape(recipe.title), escape(recipe.summary)), snapshot)
        for recipe in recipes
    ]


def cards_for(keys: Sequence[int], answer: Answer) -> list[Card]:
    """Show the recipes of these keys; in a search, with the passages found, for one query."""
    recipes = listed(keys, answer.snapshot)
    if answer.found is None:
        return as_cards(recipes, answer.snapshot)
    terms = answer.found.terms
    texts = search.texts(keys)
    return [
        _card(
            recipe,
            (
                search.highlight(recipe.title, terms),
                search.highlight(recipe.summary, terms),
                search.excerpt(texts.get(recipe.pk, ""), terms),
            ),
            answer.snapshot,
        )
        for recipe in recipes
    ]


def _card(recipe: Listed, words: tuple[str, ...], snapshot: Snapshot) -> Card:
    """Put words, as safe HTML, in the slots of a recipe's card: title, summary, passage found."""
    kept = snapshot.drawn_cards
    key = recipe.pk, len(words)
    around = kept.get(key)
    if around is None:
        if len(kept) >= MOST_DRAWN:
            kept.clear()
        drawn = macros("recipes/_card.html").drawn(recipe, found=len(words) > 2)
        around = kept[key] = around_slots(drawn)
    made = "".join([part for pair in zip(around, words, strict=False) for part in pair])
    return Card(recipe, mark_safe(made + around[-1]))  # noqa: S308  # escaped by those who gave it
