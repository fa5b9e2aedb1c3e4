"""Browse and search: the list, its suggestions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from recipes import answers, search
from recipes.answers import Answer, Chip
from recipes.filters import NEAREST, RecipeFilter
from recipes.mapping import map_of
from recipes.snapshot import Area, Snapshot
from recipes.templatetags.recipe_words import page_in_title
from recipes.templating import query_with
from recipes.views.cards import cards_for
from recipes.views.choices import boxes, places
from recipes.views.public import public_page, wants_fragment

RECIPES_PER_PAGE = 20
MAP = "carte"
"""What `vue` says for the answer on a map rather than as a list."""

MOST_IN_TITLE = 3
"""Choices that a tab names; they come in the order of the facets."""


@dataclass(frozen=True, slots=True)
class Removable:
    """A choice made, and the query of the same question without it."""

    chip: Chip
    query: str


@public_page
def recipe_list(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """List the published recipes that answer the question in the address.

    The whole question is in the query string, so any list can be bookmarked and works without
    JavaScript. htmx asks the same address and receives the same results without the page
    around them, and their title. `vue=carte` puts the whole answer on a map.
    Four queries at most: the version, the territory asked and the place to be near to, the texts
    from which a search shows excerpts or, where a territory has no recipe, what it is in. Besides,
    those of words that nobody asked for in this version of the catalogue (`search.find`), and
    where nothing answers of fewer of them: at most thirteen searches.
    """
    answer = Answer(RecipeFilter(request.GET), snapshot)
    page = page_of(answer, request)
    on_map = request.GET.get("vue") == MAP
    chips = answer.chips()
    facets = answers.facets(answer)
    path = answers.path(answer)
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
        "path": path,
        "chips": [Removable(chip, without(request.GET, chip)) for chip in chips],
        "around": around(request.GET, answer),
        **({} if answer else help_for_nothing(request.GET, answer, chips, path)),
    }
    template = "recipes/_titled_results.html" if wants_fragment(request) else "recipes/list.html"
    title = title_of(answer, chips, page, on_map=on_map)
    return render(request, template, {"answer": answer, "title": title, "context": context})


def help_for_nothing(
    query: QueryDict, answer: Answer, chips: Sequence[Chip], path: Sequence[Area]
) -> dict[str, Any]:
    """Say what to ask instead of what nothing answers."""
    return {
        "ways_out": [(way, without(query, *way.chips)) for way in answers.ways_out(answer, chips)],
        "fewer_words": answers.fewer_words(answer),
        "wider": answers.wider(answer, path),
    }


def around(query: QueryDict, answer: Answer) -> str:
    """Give the same question around the territory chosen rather than in it, nearest first.

    Empty where no territory is chosen, or none that is on the map. What nothing would answer
    around either is asked of all recipes.
    """
    place = answer.asked.get("territoire")
    if place is None or place.latitude is None:
        return ""
    if not answer.without("territoire"):
        return f"?pres_de={place.slug}"
    order = NEAREST if answer.found else None  # words put the most relevant first
    return query_with(query, territoire=None, pres_de=place.slug, tri=order, page=None)


def title_of(answer: Answer, chips: Sequence[Chip], page: Page[int], *, on_map: bool) -> str:
    """Say in the tab's words what was asked, and which page of the list this is."""
    place = answer.asked.get("territoire")
    words = answer.asked.get("q")
    said = "q" if words else "territoire"
    others = [chip.label for chip in chips if chip.name != said]
    if near := answer.asked.get("pres_de"):
        others.append(_("around: %(place)s") % {"place": near.name})
    if words:
        title = _("Search: %(words)s") % {"words": words}
    elif place:
        title = _("Recipes made %(in_place)s") % {"in_place": place.in_name}
    else:
        title = _("The recipes") if others else _("All the recipes")
    if others:
        title = f"{title} · {', '.join(others[:MOST_IN_TITLE])}"
    if on_map:
        return _("%(title)s, on a map") % {"title": title}
    return title + page_in_title(page)


def page_of(answer: Answer, request: HttpRequest) -> Page[int]:
    """Give the page asked; the nearest there is when the number makes no sense."""
    return Paginator(answer, RECIPES_PER_PAGE).get_page(request.GET.get("page"))


def without(query: QueryDict, *chips: Chip) -> str:
    """Give the query string without some choices, from its first page; empty if nothing is left."""
    changed = query.copy()
    for chip in chips:
        rest = [value for value in changed.getlist(chip.name) if value != chip.value]
        if chip.name == "q" or not rest:
            changed.pop(chip.name, None)
        else:
            changed.setlist(chip.name, rest)
    return query_with(changed, page=None)


@public_page
def suggestions(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Complete what is being typed in the search box, as JSON: a list of label, value and hint."""
    words = request.GET.get("q", "")[:100].replace("\x00", "")
    found = search.complete(words, newest_first=snapshot.ids, version=snapshot.version)
    return JsonResponse([{"label": one, "value": one, "hint": ""} for one in found], safe=False)
