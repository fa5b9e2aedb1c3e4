"""Accounts of having done a recipe again: told, then shown or not."""

from typing import Any

from django.db import transaction
from django.db.models import F

from recipes.models import Catalogue, Recipe, Reproduction
from recipes.models.reproduction import Status
from recipes.workflow.holding import NotPossibleError
from territories.models import Territory


@transaction.atomic
def tell_reproduction(
    recipe: Recipe, *, territory: Territory, who: str, **told: Any
) -> Reproduction:
    """Keep somebody's account of having done it; it waits for review.

    `told` is `done_on`, `changes`, `outcome` and `author`, as the model has them.
    """
    return Reproduction.objects.create(recipe=recipe, territory=territory, who=who, **told)


@transaction.atomic
def accept_reproduction(reproduction: Reproduction) -> None:
    """Show an account to everybody, and count it."""
    _decide_reproduction(reproduction, Status.ACCEPTED)
    Recipe.objects.filter(pk=reproduction.recipe_id).update(
        reproduction_count=F("reproduction_count") + 1
    )
    Catalogue.objects.move()


@transaction.atomic
def refuse_reproduction(reproduction: Reproduction) -> None:
    """Say no to an account that waits; nobody else reads it."""
    _decide_reproduction(reproduction, Status.REFUSED)


def _decide_reproduction(reproduction: Reproduction, status: Status) -> None:
    waiting = Reproduction.objects.filter(pk=reproduction.pk, status=Status.SUBMITTED)
    decided = waiting.update(status=status)
    reproduction.refresh_from_db()
    if not decided:
        raise NotPossibleError(reproduction.get_status_display())
