"""One recipe: its page, its source, its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from licences import credit
from licences.models import short_name
from recipes import comparison, linked_data, markdown_file
from recipes.models import FormerAddress, Recipe, RenderedRecipe, Reproduction, Revision
from recipes.related import related_to
from recipes.snapshot import Listed, Snapshot
from recipes.templating import url
from recipes.views.listing import as_cards, listed
from recipes.views.public import public_page
from territories.models import Territory


@dataclass(frozen=True, slots=True)
class Phase:
    """The steps of one phase, each with the recipe it uses; `start` is the first one's number."""

    name: str
    start: int
    steps: list[tuple[dict[str, Any], Listed | None]]


@dataclass(frozen=True, slots=True)
class Linked:
    """A recipe as the source names it, and the one of this catalogue if it is here."""

    entry: dict[str, Any]
    recipe: Listed | None


@public_page
def recipe_detail(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    """Show a recipe whole; an address it had before leads to today's.

    Two queries (the version, the page), one more for its reproductions if it has any.
    """
    recipe = snapshot.by_slug.get(slug)
    if recipe is None:
        return _moved(slug, "recipes:detail")
    parts = RenderedRecipe.objects.values_list("parts", flat=True).get(pk=recipe.pk)
    address = request.build_absolute_uri(url("recipes:detail", slug))
    licence = snapshot.licences[parts["licence_id"]]
    known = snapshot.by_identifier
    others = related_to(recipe.pk, [slug for slug, _name in parts["themes"]], snapshot)
    body = {
        "recipe": recipe,
        "parts": parts,
        "licence": licence,
        "organisation": snapshot.organisations.get(parts["organisation"], ""),
        "published_at": datetime.fromisoformat(parts["published_at"]),
        "updated_at": datetime.fromisoformat(parts["updated_at"]),
        "phases": _phases(parts["steps"], known),
        "chosen": _linked(parts["related"], known),
        "ancestors": _linked(parts["ancestors"], known),
        "reproductions": _reproductions(recipe),
        "adaptations": [snapshot.listed[at] for at in snapshot.adaptations.get(recipe.pk, ())],
        "related_here": as_cards(listed(others.here, snapshot)),
        "related_elsewhere": as_cards(listed(others.elsewhere, snapshot)),
        **_credits(request, snapshot, recipe, parts, address),
    }
    context = {
        "recipe": recipe,
        "licence": licence,
        "address": address,
        "linked_data": linked_data.describe(recipe, parts, licence.url, address),
        "body": body,
    }
    response = render(request, "recipes/detail.html", context)
    response.headers["Link"] = f'<{licence.url}>; rel="license"'
    return response


def _reproductions(recipe: Listed) -> list[Reproduction]:
    if not recipe.reproduction_count:
        return []
    accounts = Reproduction.objects.accepted().filter(recipe=recipe.pk)
    return list(accounts.select_related("territory").newest_first())


def _moved(slug: str, name: str) -> HttpResponsePermanentRedirect:
    former = get_object_or_404(
        FormerAddress.objects.filter(recipe__is_published=True).select_related("recipe"), slug=slug
    )
    return HttpResponsePermanentRedirect(reverse(name, args=[former.recipe.slug]))


def _phases(steps: list[dict[str, Any]], known: Mapping[str, Listed]) -> list[Phase]:
    """Group the steps, already in order, by phase; their numbers go on from one to the next."""
    grouped = groupby(enumerate(steps, 1), key=lambda numbered: numbered[1]["phase"])
    phases = []
    for name, group in grouped:
        numbered = list(group)
        linked = [(step, known.get(step["component"])) for _number, step in numbered]
        phases.append(Phase(name, numbered[0][0], linked))
    return phases


def _linked(entries: list[dict[str, Any]], known: Mapping[str, Listed]) -> list[Linked]:
    """Put beside each recipe that is named the one of this catalogue, where it is here."""
    return [Linked(entry, known.get(entry.get("identifier", ""))) for entry in entries]


def _credits(
    request: HttpRequest,
    snapshot: Snapshot,
    recipe: Listed,
    parts: dict[str, Any],
    address: str,
) -> dict[str, str]:
    """Write the credit line in its three forms, all ancestors named."""

    def work(title: str, author: str, url: str, licence: str) -> credit.Work:
        known = snapshot.licences.get(licence)
        return credit.Work(title, author, url, short_name(licence), known.url if known else "")

    this = work(recipe.title, parts["credit"], address, parts["licence_id"])
    ancestors = []
    for one in parts["ancestors"]:
        here = snapshot.by_identifier.get(one["identifier"])
        there = request.build_absolute_uri(url("recipes:detail", here.slug)) if here else one["url"]
        ancestors.append(work(one["title"], one["credit"], there, one["licence"]))
    return {
        "credit_text": credit.credit_text(this, ancestors),
        "credit_markdown": credit.credit_markdown(this, ancestors),
        "credit_html": credit.credit_html(this, ancestors),
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
    context |= _compared(before, after) if before and after else {"before": None, "after": None}
    context["not_found"] = not context["after"] and bool({"de", "a"} & request.GET.keys())
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
