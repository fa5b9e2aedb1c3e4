"""Where things are."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoriesConfig(AppConfig):
    """The room of the territories; it imports no other room."""

    name = "territories"
    verbose_name = _("Territories")
