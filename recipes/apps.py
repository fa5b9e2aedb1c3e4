"""The catalogue."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecipesConfig(AppConfig):
    """The room of the recipes; it imports the three others."""

    name = "recipes"
    verbose_name = _("recipes")
