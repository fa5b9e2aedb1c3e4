"""Territories in the administration: to look up, never to change; the official files say."""

from typing import Generic, TypeVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from territories.models import FormerCode, Territory
from territories.names import typeset

M = TypeVar("M", bound=Model)


class OfficialAdmin(admin.ModelAdmin[M], Generic[M]):
    """Refuses every change: the next loading would undo it, and recipes point at these rows."""

    def _refuse(self, *_asked: object, **_about: object) -> bool:
        return False

    has_add_permission = _refuse
    has_change_permission = _refuse
    has_delete_permission = _refuse

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[M], search_term: str
    ) -> tuple[QuerySet[M], bool]:
        """Look for a name with the apostrophe it has here, however it was typed."""
        return super().get_search_results(request, queryset, typeset(search_term))


@admin.register(Territory)
class TerritoryAdmin(OfficialAdmin[Territory]):
    """Look a territory up by name or code; other rooms' forms complete from here."""

    list_display = ["name", "place", "kind", "code", "population", "is_current"]
    list_filter = ["kind", "is_current"]
    search_fields = ["name", "slug", "=code"]
    ordering = ["-population", "kind", "code"]
    list_per_page = 50
    show_full_result_count = False


@admin.register(FormerCode)
class FormerCodeAdmin(OfficialAdmin[FormerCode]):
    """Look up what a former code or name became."""

    list_display = ["code", "name", "kind", "territory"]
    list_select_related = ["territory"]
    search_fields = ["name", "=code"]
    ordering = ["code"]
