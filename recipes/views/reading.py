"""One recipe: its page, its source, its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from licences import credit
from licences.models import Licence, short_name
from recipes import comparison, linked_data, markdown_file
from recipes.content import is_identifier
from recipes.models import FormerAddress, Recipe, Revision
from recipes.related import Related, related_to
from recipes.snapshot import Snapshot
from recipes.views.listing import Card, as_cards
from recipes.views.public import public_page
from territories.models import Territory

LISTED_ADAPTATIONS = 12


@dataclass(frozen=True, slots=True)
class Phase:
    """The steps of one phase, each with the recipe it uses; `start` is the first one's number."""

    name: str
    start: int
    steps: list[tuple[dict[str, Any], Recipe | None]]


@dataclass(frozen=True, slots=True)
class Linked:
    """A recipe as the source names it, and the one of this catalogue if it is here."""

    entry: dict[str, Any]
    recipe: Recipe | None


@public_page
def recipe_detail(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    """Show a recipe whole; an address it had before leads to today's.

    Five queries (version, recipe, reproductions, adaptations, recipes around it), one more where
    it was adapted from another.
    """
    recipe = Recipe.objects.published().for_page().filter(slug=slug).first()
    if recipe is None:
        return _moved(slug, "recipes:detail")
    parts = recipe.rendered.parts
    known, around = _around(parts, related_to(recipe, snapshot))
    context = {
        "recipe": recipe,
        "parts": parts,
        "phases": _phases(parts["steps"], known),
        "chosen": _linked(parts["related"], known),
        "ancestors": _linked(parts["ancestors"], known),
        "reproductions": recipe.reproductions.accepted().select_related("territory").newest_first(),
        "adaptations": recipe.adaptations.published()
        .newest_first()
        .only("slug", "title", "summary", "places", "credit")[:LISTED_ADAPTATIONS],
        **around,
        **_credits(request, recipe, parts, known),
        "linked_data": linked_data.describe(
            recipe, parts, request.build_absolute_uri(recipe.get_absolute_url())
        ),
    }
    response = render(request, "recipes/detail.html", context)
    if recipe.licence:
        response.headers["Link"] = f'<{recipe.licence.url}>; rel="license"'
    return response


def _moved(slug: str, name: str) -> HttpResponsePermanentRedirect:
    former = get_object_or_404(
        FormerAddress.objects.filter(recipe__is_published=True).select_related("recipe"), slug=slug
    )
    return HttpResponsePermanentRedirect(reverse(name, args=[former.recipe.slug]))


def _phases(steps: list[dict[str, Any]], known: Mapping[str, Recipe]) -> list[Phase]:
    """Group the steps, already in order, by phase; their numbers go on from one to the next."""
    grouped = groupby(enumerate(steps, 1), key=lambda numbered: numbered[1]["phase"])
    phases = []
    for name, group in grouped:
        numbered = list(group)
        linked = [(step, known.get(step["component"])) for _number, step in numbered]
        phases.append(Phase(name, numbered[0][0], linked))
    return phases


def _linked(entries: list[dict[str, Any]], known: Mapping[str, Recipe]) -> list[Linked]:
    """Put beside each recipe that is named the one of this catalogue, where it is here."""
    return [Linked(entry, known.get(entry.get("identifier", ""))) for entry in entries]


def _around(
    parts: dict[str, Any], related: Related
) -> tuple[dict[str, Recipe], dict[str, list[Card]]]:
    """Load in one query every recipe the page names: components, related ones, ancestors.

    Gives those it finds by identifier, and the cards of the related ones.
    """
    named = [step["component"] for step in parts["steps"]]
    named += [entry["identifier"] for entry in parts["related"] + parts["ancestors"]]
    identifiers = [UUID(name) for name in named if is_identifier(name)]
    rows = (
        Recipe.objects.published()
        .for_cards(also=["uuid"])
        .filter(Q(pk__in=related.here + related.elsewhere) | Q(uuid__in=identifiers))
    )
    found = {row.pk: row for row in rows}
    chosen = {row.pk for row in found.values() if row.uuid in identifiers}
    cards = {
        name: as_cards(found[key] for key in keys if key in found and key not in chosen)
        for name, keys in (
            ("related_here", related.here),
            ("related_elsewhere", related.elsewhere),
        )
    }
    return {str(row.uuid): row for row in found.values()}, cards


def _credits(
    request: HttpRequest, recipe: Recipe, parts: dict[str, Any], known: Mapping[str, Recipe]
) -> dict[str, str]:
    """Write the credit line in its three forms, all ancestors named."""
    ancestors = parts["ancestors"]
    addresses = dict(
        Licence.objects.filter(pk__in=[one["licence"] for one in ancestors]).values_list(
            "spdx_id", "url"
        )
        if ancestors
        else ()
    )
    work = credit.Work(
        recipe.title,
        recipe.credit,
        request.build_absolute_uri(recipe.get_absolute_url()),
        short_name(recipe.licence_id or ""),
        recipe.licence.url if recipe.licence else "",
    )
    before = [
        credit.Work(
            one["title"],
            one["credit"],
            request.build_absolute_uri(known[one["identifier"]].get_absolute_url())
            if one["identifier"] in known
            else one["url"],
            short_name(one["licence"]),
            addresses.get(one["licence"], ""),
        )
        for one in ancestors
    ]
    return {
        "credit_text": credit.credit_text(work, before),
        "credit_markdown": credit.credit_markdown(work, before),
        "credit_html": credit.credit_html(work, before),
    }


@public_page
def recipe_source(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    """Give the recipe's source as a file to keep; importing it changes nothing."""
    recipe = Recipe.objects.published().select_related("current").filter(slug=slug).first()
    if recipe is None or recipe.current is None:
        return _moved(slug, "recipes:source")
    content = recipe.current.content
    names = {
        territory.key: territory.name
        for territory in Territory.objects.with_keys(content.territories)
    }
    source = markdown_file.render(content, str(recipe.uuid), names)
    response = HttpResponse(source, content_type="text/markdown; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{recipe.slug}.md"'
    return response


@public_page
def recipe_history(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    """List what was published, and compare any two of them: `?de=1&a=3`."""
    recipe = Recipe.objects.published().filter(slug=slug).first()
    if recipe is None:
        return _moved(slug, "recipes:history")
    revisions = list(recipe.revisions.accepted().newest_first().select_related("author"))
    by_number = {str(revision.number): revision for revision in revisions}
    before = by_number.get(request.GET.get("de", ""))
    after = by_number.get(request.GET.get("a", ""))
    context: dict[str, Any] = {"recipe": recipe, "revisions": revisions}
    if before and after:
        context |= _compared(before, after)
    elif "de" in request.GET or "a" in request.GET:
        context["not_found"] = True
    return render(request, "recipes/history.html", context)


@public_page
def recipe_revision(
    request: HttpRequest, snapshot: Snapshot, slug: str, number: int
) -> HttpResponse:
    """Show one published revision against the published one before it."""
    recipe = Recipe.objects.published().filter(slug=slug).first()
    if recipe is None:
        moved = FormerAddress.objects.filter(slug=slug, recipe__is_published=True).first()
        if moved is None:
            raise Http404
        address = reverse("recipes:revision", args=[moved.recipe.slug, number])
        return HttpResponsePermanentRedirect(address)
    public = recipe.revisions.accepted().select_related("author")
    revision = get_object_or_404(public, number=number)
    before = public.filter(number__lt=number).newest_first().first()
    context: dict[str, Any] = {"recipe": recipe, "revision": revision}
    context |= _compared(before, revision)
    return render(request, "recipes/revision.html", context)


def _compared(before: Revision | None, after: Revision) -> dict[str, Any]:
    from_content = before.content if before else type(after.content)()
    return {
        "before": before,
        "after": after,
        "changes": comparison.compare(from_content, after.content),
    }
