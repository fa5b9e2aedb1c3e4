"""People and organisations in the admin."""

from collections.abc import Sequence

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import closing
from accounts.models import Membership, Organisation, User


@admin.register(User)
class PersonAdmin(UserAdmin[User]):
    """People, by their address."""

    ordering = ("email",)
    list_display = ("email", "name", "is_staff", "is_active", "date_joined")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("email", "name")
    readonly_fields = ("date_joined", "last_login")
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "wants_prompts")}),
        (
            _("Permissions"),
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        (_("Dates"), {"fields": ("date_joined", "last_login")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("email", "name", "password1", "password2")}),
    )

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Close the account, as its owner would: what was published stays, without the name."""
        closing.close(obj, leaving_no_manager=True)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[User]) -> None:
        """Close several."""
        for user in queryset:
            closing.close(user, leaving_no_manager=True)


class MembershipInline(admin.TabularInline[Membership, Organisation]):
    """Who belongs to an organisation; the way to name the first who manages it."""

    model = Membership
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin[Organisation]):
    """Who carries practices."""

    list_display = ("name", "kind", "territory")
    list_filter = ("kind",)
    list_select_related = ("territory",)
    search_fields = ("name",)
    autocomplete_fields = ("territory",)
    inlines = (MembershipInline,)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}  # Django 6.0's own choice

    def get_readonly_fields(
        self, request: HttpRequest, obj: Organisation | None = None
    ) -> tuple[str, ...]:
        """Keep an address once given: recipe files name the organisation by it."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Organisation | None = None
    ) -> dict[str, Sequence[str]]:
        """Propose an address only when there is none."""
        return {} if obj else {"slug": ("name",)}
