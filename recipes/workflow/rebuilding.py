"""Deriving again what is derived."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count

from recipes import projection, search
from recipes.models import Catalogue, Recipe, Reproduction


def rebuild_all() -> Iterable[Recipe]:
    """Derive every projection again from the accepted revisions, giving each recipe when done."""
    yield from projection.rebuild(list(Recipe.objects.order_by("pk").values_list("pk", flat=True)))
    with transaction.atomic():
        search.prune_words()
        _recount_reproductions()
        Catalogue.objects.move()


def _recount_reproductions() -> None:
    counts = dict(
        Reproduction.objects.accepted()
        .values_list("recipe")
        .annotate(count=Count("pk"))
        .values_list("recipe", "count")
    )
    for recipe in Recipe.objects.only("reproduction_count"):
        right = counts.get(recipe.pk, 0)
        if recipe.reproduction_count != right:
            Recipe.objects.filter(pk=recipe.pk).update(reproduction_count=right)
