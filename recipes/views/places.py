"""Home, themes, territories, organisations, and what the site says of itself."""

from itertools import groupby, islice
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from recipes.answers import Answer, facets
from recipes.filters import RecipeFilter
from recipes.models import Reproduction
from recipes.sets import first
from recipes.snapshot import Area, Snapshot, Theme
from recipes.views.cards import as_cards, cards_for, listed
from recipes.views.listing import page_of
from recipes.views.public import public_page
from territories.models import Territory
from territories.names import in_alphabet
from territories.suggestions import suggest

LATEST = 6
MOST_REDONE = 3
HOME_THEMES = 16
SIMILAR = 6
TO_TRY = 6
ACCOUNTS = 6
NEAREST = 5
DRAFTS = "/brouillons/"


@public_page
def home(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Welcome: search, what was done again most, the latest, themes, figures. One query."""
    redone = [snapshot.ids[position] for position in snapshot.most_redone[:MOST_REDONE]]
    latest = islice((key for key in snapshot.ids if key not in redone), LATEST)
    context = {
        "redone": as_cards(listed(redone, snapshot)),
        "latest": as_cards(listed(latest, snapshot)),
        "themes": themes_by_size(snapshot)[:HOME_THEMES],
        "regions": areas_by_size(snapshot, Territory.Kind.REGION),
        "figures": {
            "recipes": len(snapshot.ids),
            "communes": sum(a.kind == Territory.Kind.COMMUNE for a in snapshot.areas.values()),
            "reproductions": sum(recipe.reproduction_count for recipe in snapshot.listed),
            "themes": len(snapshot.themes),
        },
    }
    return render(request, "recipes/home.html", context)


def themes_by_size(snapshot: Snapshot) -> list[Theme]:
    """Give the themes, those of the most recipes first."""
    return sorted(
        snapshot.themes.values(), key=lambda t: (-t.recipes.bit_count(), in_alphabet(t.name))
    )


def areas_by_size(snapshot: Snapshot, kind: str) -> list[Area]:
    """Give the territories of one kind that have recipes, those with the most first."""
    found = (area for area in snapshot.areas.values() if area.kind == kind)
    return sorted(found, key=lambda area: (-area.recipes.bit_count(), in_alphabet(area.name)))


def _listing(request: HttpRequest, snapshot: Snapshot, **asked: str) -> dict[str, Any]:
    """Answer the question `asked` as `recipe_list` would, page by page."""
    question = MultiValueDict({name: [value] for name, value in asked.items()})
    answer = Answer(RecipeFilter(question), snapshot)
    page = page_of(answer, request)
    return {"answer": answer, "page": page, "cards": cards_for(page, answer)}


@public_page
def theme_list(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """List every theme a published recipe bears."""
    themes = sorted(snapshot.themes.values(), key=lambda theme: in_alphabet(theme.name))
    letters = groupby(themes, key=lambda theme: in_alphabet(theme.name)[:1].upper())
    context = {"letters": [(letter, list(group)) for letter, group in letters]}
    return render(request, "recipes/themes.html", context)


@public_page
def theme(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    """List the recipes of one theme."""
    found = snapshot.themes.get(slug)
    if found is None:
        return render(request, "404.html", {"themes": themes_by_size(snapshot)}, status=404)
    context = {"theme": found, **_listing(request, snapshot, theme=slug)}
    return render(request, "recipes/theme.html", context)


@public_page
def territory_list(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """List the régions and départements where something is documented; find any other by name.

    `territoire` is a choice made in the list of suggestions, and leads to its page; `q` what was
    typed, answered by what it may mean.
    """
    chosen = request.GET.get("territoire", "").replace("\x00", "")[:120]
    if chosen and (place := Territory.objects.filter(slug=chosen).first()):
        return redirect(place)
    words = request.GET.get("q", "").replace("\x00", " ").strip()[:100]
    context = {
        "words": words,
        "found": suggest(words) if words else [],
        "regions": areas_by_size(snapshot, Territory.Kind.REGION),
        "departements": areas_by_size(snapshot, Territory.Kind.DEPARTEMENT),
    }
    return render(request, "recipes/territories.html", context)


@public_page
def territory(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    """Show a territory: its recipes, what is around it, what similar ones do that it does not."""
    place = get_object_or_404(Territory, slug=slug)
    listing = _listing(request, snapshot, territoire=slug)
    area = snapshot.areas.get(place.pk)
    similar = list(Territory.objects.filter(pk__in=snapshot.areas).similar_to(place)[:SIMILAR])
    context = {
        "territory": place,
        "containing": Territory.objects.containing(place)
        .exclude(pk=place.pk)
        .exclude(kind=Territory.Kind.COUNTRY)
        .order_by("population"),
        **listing,
        "inside": [facet for facet in facets(listing["answer"]) if facet.name == "territoire"],
        "reproduced_here": _reproduced_in(place),
        "similar": similar,
        "to_try": as_cards(listed(_done_by(similar, snapshot, area), snapshot)),
        "near": [] if area else _nearest_with_recipes(place, snapshot),
    }
    return render(request, "recipes/territory.html", context)


def _reproduced_in(place: Territory) -> QuerySet[Reproduction]:
    """Give the latest accounts of recipes from anywhere done again in `place`."""
    inside = Territory.objects.inside(place)
    return (
        Reproduction.objects.accepted()
        .filter(territory__in=inside, recipe__is_published=True)
        .select_related("recipe", "territory")
        .newest_first()[:ACCOUNTS]
    )


def _done_by(similar: list[Territory], snapshot: Snapshot, area: Area | None) -> list[int]:
    """Give the newest recipes that similar territories have and this one has not."""
    theirs = 0
    for place in similar:
        theirs |= snapshot.areas[place.pk].recipes
    new = theirs & ~(area.recipes if area else 0)
    return [snapshot.ids[position] for position in first(new, TO_TRY)]


def _nearest_with_recipes(place: Territory, snapshot: Snapshot) -> list[Territory]:
    """Give the nearest communes where something is documented."""
    documented = Territory.objects.filter(pk__in=snapshot.areas).of_kind(Territory.Kind.COMMUNE)
    return list(documented.nearest_to(place)[:NEAREST])


@public_page
def organisation_list(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """List the organisations that carry a published recipe, with how many."""
    counts = {
        slug: recipes.bit_count() for slug, recipes in snapshot.choices.get("porteur", {}).items()
    }
    carrying = Organisation.objects.filter(slug__in=counts).select_related("territory")
    context = {"organisations": [(one, counts[one.slug]) for one in carrying]}
    return render(request, "recipes/organisations.html", context)


@public_page
def organisation(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    """Show an organisation and the recipes it carries."""
    found = get_object_or_404(Organisation.objects.select_related("territory"), slug=slug)
    context = {"organisation": found, **_listing(request, snapshot, porteur=slug)}
    return render(request, "recipes/organisation.html", context)


@public_page
def about(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Say what the site is, the four freedoms, how to take part."""
    return render(request, "recipes/about.html")


@public_page
def sources(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Credit the data and software the site is made of."""
    return render(request, "recipes/sources.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines that all is theirs to read, but what is somebody's own. No query."""
    own = (reverse("admin:index"), reverse("accounts:home"), DRAFTS)
    rules = ["User-agent: *", *(f"Disallow: {address}" for address in own)]
    return HttpResponse("\n".join([*rules, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead who asks where icons were of old to the one that pages name. No query."""
    return redirect(static("icons/icon-180.png"))
