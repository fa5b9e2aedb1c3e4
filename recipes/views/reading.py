"""One recipe: its page, its source, its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from licences import credit
from licences.models import Licence, short_name
from recipes import comparison, linked_data, markdown_file
from recipes.models import FormerAddress, Recipe, Revision
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

    Two queries (the version, the recipe); one more for its reproductions if it has any, and one for
    its ancestors' licences if it was adapted from another.
    """
    recipe = Recipe.objects.published().for_page().filter(slug=slug).first()
    if recipe is None:
        return _moved(slug, "recipes:detail")
    parts = recipe.rendered.parts
    known = snapshot.by_identifier
    others = related_to(recipe, snapshot)
    context = {
        "recipe": recipe,
        "parts": parts,
        "phases": _phases(parts["steps"], known),
        "chosen": _linked(parts["related"], known),
        "ancestors": _linked(parts["ancestors"], known),
        "reproductions": list(
            recipe.reproductions.accepted().select_related("territory").newest_first()
        )
        if recipe.reproduction_count
        else [],
        "adaptations": [snapshot.listed[at] for at in snapshot.adaptations.get(recipe.pk, ())],
        "related_here": as_cards(listed(others.here, snapshot)),
        "related_elsewhere": as_cards(listed(others.elsewhere, snapshot)),
        **_credits(request, recipe, parts, known),
        "linked_data": linked_data.describe(
            recipe, parts, request.build_absolute_uri(recipe.get_absolute_url())
        ),
    }
    page = {"recipe": recipe, "linked_data": context["linked_data"], "context": context}
    response = render(request, "recipes/detail.html", page)
    if recipe.licence:
        response.headers["Link"] = f'<{recipe.licence.url}>; rel="license"'
    return response


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
    request: HttpRequest, recipe: Recipe, parts: dict[str, Any], known: Mapping[str, Listed]
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
            request.build_absolute_uri(url("recipes:detail", known[one["identifier"]].slug))
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
