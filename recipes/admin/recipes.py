"""Recipes in the admin: found, read, taken from public view."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from recipes import workflow
from recipes.admin.derived import ReadOnlyAdmin
from recipes.models import Recipe


@admin.register(Recipe)
class RecipeAdmin(ReadOnlyAdmin[Recipe]):
    """The recipes that are published or were sent for review."""

    list_display = ("title", "is_published", "licence", "organisation", "updated_at")
    list_filter = ("is_published", "kind", "licence")
    list_select_related = ("licence", "organisation")
    search_fields = ("title", "summary", "credit")
    ordering = (F("updated_at").desc(nulls_last=True), "-pk")
    actions = ("unpublish",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Recipe]:
        """Leave out what nobody sent: a draft is its authors' own, whoever runs the site."""
        seen = Recipe.objects.visible_to(request.user)
        return super().get_queryset(request).filter(pk__in=seen.values("pk"))

    def is_on_site(self, row: Recipe) -> bool:
        """Say whether it is published."""
        return row.is_published

    # Deleting: by a superuser, one at a time, once it is out of public view.

    def has_delete_permission(self, request: HttpRequest, obj: Recipe | None = None) -> bool:
        """Let a superuser delete a recipe nobody sees any more."""
        return request.user.is_superuser and obj is not None and not obj.is_published

    def get_deleted_objects(
        self, objs: QuerySet[Recipe] | Sequence[Any], request: HttpRequest
    ) -> tuple[list[Any], dict[Any, Any], set[Any], list[Any]]:
        """Say what goes with it: its revisions too, which nobody deletes by themselves."""
        gone, counts, _needed, protected = super().get_deleted_objects(objs, request)
        return gone, counts, set(), protected

    def delete_model(self, request: HttpRequest, obj: Recipe) -> None:
        """Delete it with its history."""
        workflow.erase(obj)

    @admin.action(description=_("Take the chosen recipes from public view"), permissions=["review"])
    def unpublish(self, request: HttpRequest, recipes: QuerySet[Recipe]) -> None:
        """Unpublish those that are published."""
        done = 0
        for recipe in recipes.filter(is_published=True):
            workflow.unpublish(recipe)
            self.log_change(request, recipe, gettext("Taken from public view."))
            done += 1
        told = ngettext(
            "%(count)d recipe is no longer public.", "%(count)d recipes are no longer public.", done
        )
        messages.success(request, told % {"count": done})

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Let reviewers do it: those who may change revisions."""
        return request.user.has_perm("recipes.change_revision")
