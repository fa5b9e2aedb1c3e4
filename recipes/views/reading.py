"""One recipe: its page, its source, its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from recipes import comparison, linked_data, markdown_file, pages
from recipes.content import RecipeContent
from recipes.models import FormerAddress, Page, Recipe, RenderedRecipe, Reproduction, Revision
from recipes.naming import names_in
from recipes.related import related_to
from recipes.snapshot import Listed, Snapshot, current_snapshot
from recipes.spread import spread_of
from recipes.templating import macros, url
from recipes.views.cards import as_cards, listed
from recipes.views.public import answered, public_page
from territories.models import Territory


@dataclass(frozen=True, slots=True)
class Linked:
    """A recipe as the source names it, and the one of this catalogue if it is here."""

    entry: dict[str, Any]
    recipe: Listed | None


@require_safe
def recipe_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show a recipe whole; an address it had before leads to today's.

    One query, one more for its reproductions if it has any.
    """
    version, page = RenderedRecipe.objects.page(slug)
    snapshot = current_snapshot(version)
    return answered(request, snapshot, lambda: _detail(request, snapshot, slug, page))


def _detail(request: HttpRequest, snapshot: Snapshot, slug: str, page: Page | None) -> HttpResponse:
    recipe = snapshot.by_slug.get(slug)
    if recipe is None or page is None:
        return moved(request, slug, "recipes:detail")
    body, facts = page.body, page.facts
    licence = snapshot.licences[facts["licence_id"]]
    if page.drawn_with != pages.drawing():
        parts = RenderedRecipe.objects.values_list("parts", flat=True).get(pk=recipe.pk)
        body = pages.draw(recipe, parts, licence)
    site = f"{request.scheme}://{request.get_host()}"
    context = {
        "recipe": recipe,
        "licence": licence,
        "address": site + url("recipes:detail", slug),
        "linked_data": linked_data.completed(
            facts["linked_data"],
            before=pages.SITE,
            site=site,
            organisation=snapshot.organisations.get(facts["organisation"], ""),
        ),
        "body": pages.fill(body, _fillers(snapshot, recipe, facts), site),
    }
    response = render(request, "recipes/detail.html", context)
    response.headers["Link"] = f'<{licence.url}>; rel="license"'
    return response


def _fillers(snapshot: Snapshot, recipe: Listed, facts: dict[str, Any]) -> dict[str, pages.Filler]:
    """Say what stands in each slot of the recipe's page."""
    slots = macros("recipes/_recipe_slots.html")
    known = snapshot.by_identifier
    carrying = snapshot.organisations.get(facts["organisation"], ""), facts["organisation"]
    adaptations = [snapshot.listed[at] for at in snapshot.adaptations.get(recipe.pk, ())]
    others = related_to(recipe.pk, [slug for slug, _name in facts["themes"]], snapshot)
    return {
        "organisation": lambda _: slots.organisation(*carrying),
        "teller": lambda _: slots.teller(*carrying),
        "redone": lambda _: slots.redone(recipe.reproduction_count),
        "component": lambda identifier: slots.component(known.get(identifier)),
        "again": lambda _: slots.again(
            recipe.title,
            accounts := _reproductions(recipe),
            spread_of(recipe.places, snapshot.points[snapshot.position[recipe.pk]], accounts),
            _linked(facts["ancestors"], known),
            adaptations,
        ),
        "chosen": lambda _: slots.chosen(_linked(facts["related"], known)),
        "related": lambda _: slots.related(
            as_cards(listed(others.here, snapshot)),
            as_cards(listed(others.elsewhere, snapshot)),
        ),
    }


def _reproductions(recipe: Listed) -> list[Reproduction]:
    if not recipe.reproduction_count:
        return []
    accounts = Reproduction.objects.accepted().filter(recipe=recipe.pk)
    return list(accounts.select_related("territory").newest_first())


def moved(request: HttpRequest, slug: str, name: str, *rest: int) -> HttpResponsePermanentRedirect:
    """Lead from an address the recipe had before to today's, with the same question."""
    former = get_object_or_404(
        FormerAddress.objects.filter(recipe__is_published=True).select_related("recipe"), slug=slug
    )
    asked = f"?{query}" if (query := request.GET.urlencode()) else ""
    return HttpResponsePermanentRedirect(reverse(name, args=[former.recipe.slug, *rest]) + asked)


def _linked(entries: list[dict[str, Any]], known: Mapping[str, Listed]) -> list[Linked]:
    """Put beside each recipe that is named the one of this catalogue, where it is here."""
    return [Linked(entry, known.get(entry.get("identifier", ""))) for entry in entries]


@public_page
def recipe_source(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    """Give the recipe's source as a file to keep; importing it changes nothing."""
    recipe = Recipe.objects.published().select_related("current").filter(slug=slug).first()
    if recipe is None or recipe.current is None:
        return moved(request, slug, "recipes:source")
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
    """List what was published, and compare any two of them: `?de=1&a=3`.

    Those who may write the recipe also see what is under way: two queries more, for them alone.
    """
    recipe = Recipe.objects.published().filter(slug=slug).first()
    if recipe is None:
        return moved(request, slug, "recipes:history")
    revisions = _history(recipe)
    by_number = {str(revision.number): revision for revision in revisions}
    before = by_number.get(request.GET.get("de", ""))
    after = by_number.get(request.GET.get("a", ""))
    context: dict[str, Any] = {
        "recipe": recipe,
        "revisions": revisions,
        "under_way": _under_way(request, recipe),
    }
    context |= _compared(before, after) if before and after else {"before": None, "after": None}
    context["not_found"] = not context["after"] and bool({"de", "a"} & request.GET.keys())
    return render(request, "recipes/history.html", context)


def _under_way(request: HttpRequest, recipe: Recipe) -> QuerySet[Revision]:
    """Give the versions somebody is writing or reviewing, to those who may write the recipe."""
    if not recipe.may_be_edited_by(request.user):
        return Revision.objects.none()
    in_hand = recipe.revisions.in_hand().select_related("author", "saved_by")
    return in_hand.last_kept_first()


@public_page
def recipe_revision(
    request: HttpRequest, snapshot: Snapshot, slug: str, number: int
) -> HttpResponse:
    """Show one published revision against the one published before it."""
    recipe = Recipe.objects.published().filter(slug=slug).first()
    if recipe is None:
        return moved(request, slug, "recipes:revision", number)
    revisions = _history(recipe)
    at = next((at for at, one in enumerate(revisions) if one.number == number), None)
    if at is None:
        raise Http404
    revision = revisions[at]
    before = revisions[at + 1] if at + 1 < len(revisions) else None
    context: dict[str, Any] = {"recipe": recipe, "revision": revision}
    context |= _compared(before, revision)
    return render(request, "recipes/revision.html", context)


def _history(recipe: Recipe) -> list[Revision]:
    """Give what was published; what each says is read where it is shown, a query each."""
    return list(recipe.revisions.history().select_related("author").defer("data"))


def _compared(before: Revision | None, after: Revision) -> dict[str, Any]:
    """Compare two versions in the words of the page; six queries."""
    texts = before.content if before else RecipeContent(), after.content
    changes = comparison.compare(*texts, names_in(*texts))
    return {"before": before, "after": after, "changes": changes}
