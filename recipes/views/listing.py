"""Browse and search: the list, its suggestions."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from recipes import search
from recipes.answers import Answer, Chip
from recipes.filters import RecipeFilter
from recipes.mapping import map_of
from recipes.snapshot import Snapshot
from recipes.views.cards import cards_for
from recipes.views.choices import boxes, places
from recipes.views.public import public_page, wants_fragment

RECIPES_PER_PAGE = 20
MAP = "carte"
"""What `vue` says for the answer on a map rather than as a list."""


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
    around them, and their title. `vue=carte` puts the whole answer on a map.
    Four queries at most: the version, the territory asked and the place to be near to, the texts
    from which a search shows excerpts.
    """
    answer = Answer(RecipeFilter(request.GET), snapshot)
    page = page_of(answer, request)
    on_map = request.GET.get("vue") == MAP
    title = title_of(answer, on_map=on_map)
    chips = [Removable(chip, without(request.GET, chip)) for chip in answer.chips()]
    facets = answer.facets()
    context = {
        "query": request.GET,
        "answer": answer,
        "form": answer.form,
        "page": page,
        "cards": [] if on_map else cards_for(page, answer),
        "map": map_of(answer) if on_map and answer else None,
        "on_map": on_map,
        "facets": [(facet, boxes(facet)) for facet in facets if facet.name != "territoire"],
        "places": [
            line
            for facet in facets
            if facet.name == "territoire"
            for line in places(facet, request.GET)
        ],
        "path": answer.path(),
        "chips": chips,
        "ways_out": [removable for removable in chips if removable.chip.count_without],
    }
    template = "recipes/_titled_results.html" if wants_fragment(request) else "recipes/list.html"
    return render(request, template, {"answer": answer, "title": title, "context": context})


def title_of(answer: Answer, *, on_map: bool) -> str:
    """Say in the tab's words what was asked."""
    place = answer.asked.get("territoire")
    if words := answer.asked.get("q"):
        title = _("Search: %(words)s") % {"words": words}
    elif place:
        title = _("Recipes made %(in_place)s") % {"in_place": place.in_name}
    else:
        title = _("All the recipes")
    return _("%(title)s, on a map") % {"title": title} if on_map else title


def page_of(answer: Answer, request: HttpRequest) -> Page[int]:
    """Give the page asked; the nearest there is when the number makes no sense."""
    return Paginator(answer, RECIPES_PER_PAGE).get_page(request.GET.get("page"))


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
