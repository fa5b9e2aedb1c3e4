"""Bringing in a recipe written elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from recipes.content import Problem, RecipeContent
from recipes.models import Recipe, Revision
from recipes.models.revision import Status
from recipes.workflow.holding import in_one_go
from recipes.workflow.problems import problems_with
from recipes.workflow.review import accept, submit
from recipes.workflow.writing import begin, begin_again


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did, and what keeps it unpublished.

    `outcome` is "created", "revised", "unchanged", or "accepted": unchanged too, but it was
    waiting for review and this import published it.
    """

    recipe: Recipe
    revision: Revision
    outcome: str
    published: bool
    problems: list[Problem]


@in_one_go
def import_recipe(
    content: RecipeContent,
    *,
    identifier: str,
    author: User | None = None,
    message: str = "",
    publish: bool = False,
    at: datetime | None = None,
    bring: Callable[[Recipe], object] | None = None,
) -> ImportOutcome:
    """Bring in a recipe written elsewhere; known by its identifier (a UUID), it is revised.

    What the accepted or the latest revision sent for review says already changes nothing; drafts
    are their authors' own and left alone. With `publish`, it is accepted if nothing is wrong with
    it; else it waits for review, and `problems` says what somebody has to decide. Nobody is written
    to, but whoever waited for the review of just that. `bring` gives the recipe what came with it,
    its photos and documents, before that is looked at.
    """
    recipe = Recipe.objects.filter(uuid=identifier).first()
    said = _said_last(recipe, content) if recipe else None
    if recipe is None:
        revision = begin(Recipe(owner=author), content, message, identifier=identifier)
        outcome = "created"
    elif said is not None:
        revision, outcome = said, "unchanged"
    else:
        recipe.refresh_from_db(from_queryset=Recipe.objects.select_for_update())
        base = recipe.current or recipe.revisions.newest_first().first()
        revision = begin_again(recipe, content, author, message, base=base)
        outcome = "revised"
    if outcome != "unchanged":
        submit(revision, at=at)
    if bring:
        bring(revision.recipe)
    problems = problems_with(content, recipe=revision.recipe)
    if publish and not problems and revision.status == Status.SUBMITTED:
        waited = outcome == "unchanged"
        accept(revision, by=author, replaces=revision.recipe.current, at=at, telling=waited)
        outcome = "accepted" if outcome == "unchanged" else outcome
    published = revision.status == Status.ACCEPTED and revision.recipe.is_published
    return ImportOutcome(revision.recipe, revision, outcome, published, problems)


def _said_last(recipe: Recipe, content: RecipeContent) -> Revision | None:
    """Find the revision that says `content`: the accepted one, or the last sent for review."""
    latest = recipe.revisions.filter(submitted_at__isnull=False).newest_first().first()
    return next((one for one in (recipe.current, latest) if one and one.content == content), None)
