"""Accounts of recipes done again: read, and shown to everybody."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recipes import workflow
from recipes.admin.derived import ReadOnlyAdmin
from recipes.models import Reproduction


@admin.register(Reproduction)
class ReproductionAdmin(ReadOnlyAdmin[Reproduction]):
    """Every account; those waiting can be accepted."""

    list_display = ("recipe", "territory", "who", "done_on", "status", "created_at")
    list_filter = ("status",)
    list_select_related = ("recipe", "territory")
    search_fields = ("recipe__title", "who", "territory__name")
    ordering = ("-created_at", "-pk")
    actions = ("accept",)

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Let reviewers decide, though nobody changes a text here."""
        return request.user.has_perm("recipes.change_reproduction")

    @admin.action(description=_("Accept and show to everybody"), permissions=["review"])
    def accept(self, request: HttpRequest, reproductions: QuerySet[Reproduction]) -> None:
        """Accept each that waits."""
        for reproduction in reproductions:
            try:
                workflow.accept_reproduction(reproduction)
            except workflow.NotPossibleError:
                told = gettext("“%(account)s” does not wait for review.")
                messages.error(request, told % {"account": reproduction})
