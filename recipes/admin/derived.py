"""An admin page one reads: rows that only the workflow writes."""

from typing import Any, Generic, TypeVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

M = TypeVar("M", bound=Model)


class ReadOnlyAdmin(admin.ModelAdmin[M], Generic[M]):
    """Nobody adds, changes or deletes here: what is shown follows from revisions."""

    def is_on_site(self, row: M) -> bool:
        """Say whether everybody may see the row's page; where not, no link leads there."""
        return True

    def get_view_on_site_url(self, obj: M | None = None) -> str | None:
        """Give the address of the row's page, if it has one that everybody sees."""
        if obj is None or not self.is_on_site(obj):
            return None
        return super().get_view_on_site_url(obj)

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Refuse."""
        return False
