"""Themes in the admin: which there are, and how many recipes bear each."""

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from taggit import admin as taggits  # registered now, so that it can be taken out
from taggit.models import Tag

from recipes.admin.derived import ReadOnlyAdmin
from recipes.models import Theme

assert taggits  # noqa: S101  # imported for what it registers
admin.site.unregister(Tag)


@admin.register(Theme)
class ThemeAdmin(ReadOnlyAdmin[Theme]):
    """Every theme. It is renamed or merged where it is written: in the recipes."""

    list_display = ("name", "slug", "published")
    search_fields = ("name", "slug")
    ordering = ("name",)
    fields = ("name", "slug", "published")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Theme]:
        """Count the published recipes of each, in the same query."""
        public = Q(recipe_ties__content_object__is_published=True)
        themes = super().get_queryset(request)
        counted: QuerySet[Theme] = themes.annotate(count=Count("recipe_ties", filter=public))
        return counted

    @admin.display(description=_("published recipes"), ordering="count")
    def published(self, theme: Theme) -> int:
        """Say how many people may read."""
        count: int = theme.count
        return count

    def is_on_site(self, row: Theme) -> bool:
        """Say whether a recipe shows it."""
        return self.published(row) > 0
