"""Recipes in the admin: found, read, taken from public view."""

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
