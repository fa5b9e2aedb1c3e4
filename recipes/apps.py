"""The catalogue."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class RecipesConfig(AppConfig):
    """The room of the recipes; it imports the three others."""

    name = "recipes"
    verbose_name = _("Recipes")

    def ready(self) -> None:
        """Let what another room changes be seen at once: pages show organisations' names."""
        for signal in (post_save, post_delete):
            signal.connect(_move_catalogue, sender="accounts.Organisation")


def _move_catalogue(**_told: Any) -> None:
    from recipes.models import Catalogue  # noqa: PLC0415  # models exist only once apps are ready

    Catalogue.objects.move()
