"""Browse and search: the list, its suggestions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.safestring import SafeString

from recipes import search
from recipes.answers import Answer, Chip, cards
from recipes.filters import RecipeFilter
from recipes.models import Recipe, SearchDocument
from recipes.snapshot import Snapshot
from recipes.views.public import public_page, wants_fragment

RECIPES_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Card:
    """A recipe as a list shows it; what was searched for is marked."""

    recipe: Recipe
    title: SafeString | str
    summary: SafeString | str
    excerpt: SafeString | str = ""


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
    around them. Three queries at most (the version, the territory asked, the cards), one for the
    excerpts of a search.
    """
    answer = Answer(RecipeFilter(request.GET), snapshot)
    page = page_of(answer, request)
    chips = [Removable(chip, without(request.GET, chip)) for chip in answer.chips()]
    context = {
        "answer": answer,
        "form": answer.form,
        "page": page,
        "cards": cards_for(page, answer),
        "facets": answer.facets(),
        "path": [(area, put(request.GET, "territoire", area.slug)) for area in answer.path()],
        "chips": chips,
        "ways_out": [removable for removable in chips if removable.chip.count_without],
    }
    template = "recipes/_results.html" if wants_fragment(request) else "recipes/list.html"
    return render(request, template, context)


def page_of(answer: Answer, request: HttpRequest) -> Page[int]:
    """Give the page asked; the nearest there is when the number makes no sense."""
    return Paginator(answer, RECIPES_PER_PAGE).get_page(request.GET.get("page"))


def cards_for(keys: Sequence[int], answer: Answer) -> list[Card]:
    """Load the cards of a page; in a search, with the passages found. One query, or two."""
    recipes = cards(keys)
    if answer.found is None:
        return as_cards(recipes)
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


def as_cards(recipes: Iterable[Recipe]) -> list[Card]:
    """Show recipes as cards, with nothing marked."""
    return [Card(recipe, recipe.title, recipe.summary) for recipe in recipes]


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


def put(query: QueryDict, name: str, value: str) -> str:
    """Give the query string with one value put in place, from its first page."""
    changed = query.copy()
    changed[name] = value
    changed.pop("page", None)
    return f"?{changed.urlencode()}"


@public_page
def suggestions(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Complete what is being typed in the search box, as JSON: a list of label, value and hint."""
    words = request.GET.get("q", "")[:100].replace("\x00", "")
    found = search.complete(words, newest_first=snapshot.ids, version=snapshot.version)
    return JsonResponse([{"label": one, "value": one, "hint": ""} for one in found], safe=False)
