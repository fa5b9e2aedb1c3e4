"""Accounts of recipes done again: read, and shown to everybody."""

from collections.abc import Callable

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
    """Every account; those waiting can be accepted or refused."""

    list_display = ("recipe", "territory", "who", "done_on", "status", "created_at")
    list_filter = ("status",)
    list_select_related = ("recipe", "territory")
    search_fields = ("recipe__title", "who", "territory__name")
    ordering = ("-created_at", "-pk")
    actions = ("accept", "refuse")

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Let reviewers decide, though nobody changes a text here."""
        return request.user.has_perm("recipes.change_reproduction")

    @admin.action(description=_("Accept and show to everybody"), permissions=["review"])
    def accept(self, request: HttpRequest, reproductions: QuerySet[Reproduction]) -> None:
        """Accept each that waits."""
        told = gettext("“%(account)s” is shown to everybody.")
        self._decide(request, reproductions, workflow.accept_reproduction, told)

    @admin.action(description=_("Refuse"), permissions=["review"])
    def refuse(self, request: HttpRequest, reproductions: QuerySet[Reproduction]) -> None:
        """Say no to each that waits."""
        told = gettext("“%(account)s” is refused.")
        self._decide(request, reproductions, workflow.refuse_reproduction, told)

    def _decide(
        self,
        request: HttpRequest,
        reproductions: QuerySet[Reproduction],
        verb: Callable[[Reproduction], None],
        told: str,
    ) -> None:
        for reproduction in reproductions.select_related("recipe", "territory"):
            try:
                verb(reproduction)
            except workflow.NotPossibleError:
                words = gettext("“%(account)s” does not wait for review.")
                messages.error(request, words % {"account": reproduction})
            else:
                self.log_change(request, reproduction, told % {"account": reproduction})
                messages.success(request, told % {"account": reproduction})
