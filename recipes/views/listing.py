"""Browse and search: the list, its suggestions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.safestring import SafeString

from recipes import search
from recipes.answers import Answer, Chip
from recipes.filters import RecipeFilter
from recipes.models import SearchDocument
from recipes.snapshot import Listed, Snapshot
from recipes.templating import macros
from recipes.views.public import public_page, wants_fragment

RECIPES_PER_PAGE = 20
MOST_DRAWN = 4_096
"""Drawn cards kept, at some 2 kB each."""


@dataclass(frozen=True, slots=True)
class Card:
    """A recipe as a list shows it; what was searched for is marked."""

    recipe: Listed
    title: SafeString | str
    summary: SafeString | str
    excerpt: SafeString | str = ""

    @property
    def drawn(self) -> SafeString:
        """The card as HTML."""
        drawn = macros("recipes/_card.html").drawn
        return SafeString(drawn(self.recipe, self.title, self.summary, self.excerpt))


@dataclass(frozen=True, slots=True)
class DrawnCard:
    """A recipe as a list shows it, drawn once for as long as the catalogue does not move."""

    recipe: Listed
    drawn: SafeString


@dataclass(frozen=True, slots=True)
class Removable:
    """A choice made, and the address of the same question without it."""

    chip: Chip
    address: str


@public_page
def recipe_list(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """List the published recipes that answer the question in the address.

    The whole question is in the query string, so any list can be bookmarked and works without
    JavaScript. htmx asks the same address and receives the same results without the page
    around them. Four queries at most: the version, the territory asked and the place to be near to,
    the texts from which a search shows excerpts.
    """
    answer = Answer(RecipeFilter(request.GET), snapshot)
    page = page_of(answer, request)
    chips = [Removable(chip, without(request.GET, chip)) for chip in answer.chips()]
    context = {
        "query": request.GET,
        "answer": answer,
        "form": answer.form,
        "page": page,
        "cards": cards_for(page, answer),
        "facets": answer.facets(),
        "path": answer.path(),
        "chips": chips,
        "ways_out": [removable for removable in chips if removable.chip.count_without],
    }
    if wants_fragment(request):
        return render(request, "recipes/_results.html", context, using="jinja2")
    return render(request, "recipes/list.html", {"answer": answer, "context": context})


def page_of(answer: Answer, request: HttpRequest) -> Page[int]:
    """Give the page asked; the nearest there is when the number makes no sense."""
    return Paginator(answer, RECIPES_PER_PAGE).get_page(request.GET.get("page"))


def cards_for(keys: Sequence[int], answer: Answer) -> Sequence[Card | DrawnCard]:
    """Show the recipes of these keys; in a search, with the passages found, for one query."""
    recipes = listed(keys, answer.snapshot)
    if answer.found is None:
        return as_cards(recipes, answer.snapshot)
    terms = answer.found.terms
    texts = dict(SearchDocument.objects.filter(pk__in=keys).values_list("recipe_id", "plain"))
    return [
        Card(
            recipe,
            search.highlight(recipe.title, terms),
            search.highlight(recipe.summary, terms),
            search.excerpt(texts.get(recipe.pk, ""), terms),
        )
        for recipe in recipes
    ]


def listed(keys: Iterable[int], snapshot: Snapshot) -> list[Listed]:
    """Give the published recipes of these keys, in this order."""
    return [snapshot.listed[snapshot.position[key]] for key in keys]


def as_cards(recipes: Iterable[Listed], snapshot: Snapshot) -> list[DrawnCard]:
    """Show recipes as cards, with nothing marked."""
    kept = snapshot.drawn_cards
    if len(kept) > MOST_DRAWN:
        kept.clear()
    cards = []
    for recipe in recipes:
        drawn = kept.get(recipe.pk)
        if drawn is None:
            drawn = kept[recipe.pk] = Card(recipe, recipe.title, recipe.summary).drawn
        cards.append(DrawnCard(recipe, drawn))
    return cards


def without(query: QueryDict, chip: Chip) -> str:
    """Give the query string without one choice, from its first page."""
    changed = query.copy()
    rest = [value for value in changed.getlist(chip.name) if value != chip.value]
    if chip.name == "q" or not rest:
        changed.pop(chip.name, None)
    else:
        changed.setlist(chip.name, rest)
    changed.pop("page", None)
    return f"?{changed.urlencode()}"


@public_page
def suggestions(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Complete what is being typed in the search box, as JSON: a list of label, value and hint."""
    words = request.GET.get("q", "")[:100].replace("\x00", "")
    found = search.complete(words, newest_first=snapshot.ids, version=snapshot.version)
    return JsonResponse([{"label": one, "value": one, "hint": ""} for one in found], safe=False)
