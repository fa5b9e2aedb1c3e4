"""The licences as moderators see them: to consult, never to change."""

from django.contrib import admin
from django.db import models

from licences.models import Compatibility, Licence


class ReadOnly:
    """Refuses every change: the rows come from the data files, by `load_licences`."""

    def _refuse(self, *_asked: object, **_about: object) -> bool:
        return False

    has_add_permission = _refuse
    has_change_permission = _refuse
    has_delete_permission = _refuse


@admin.register(Licence)
class LicenceAdmin(ReadOnly, admin.ModelAdmin[Licence]):
    """All the licences."""

    list_display = ["spdx_id", "name", "status", "family", "is_free"]
    list_filter = ["status", "family", "is_free", "share_alike"]
    search_fields = ["spdx_id", "name", "name_en", "summary"]
    # What Django 6 will assume by itself; until then it warns each time the form is made.
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Compatibility)
class CompatibilityAdmin(ReadOnly, admin.ModelAdmin[Compatibility]):
    """All the verdicts."""

    list_display = ["from_licence", "to_licence", "allowed", "note", "source"]
    list_filter = ["allowed", "from_licence", "to_licence"]
    list_select_related = ["from_licence", "to_licence"]
    search_fields = ["from_licence__spdx_id", "to_licence__spdx_id", "note", "source"]
