"""A published recipe as its page shows it, drawn before anybody reads it."""

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from recipes.models.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of a published recipe is made of: `RenderedRecipe`."""

    body: str
    facts: dict[str, Any]
    drawn_with: str


class RenderedRecipeManager(models.Manager["RenderedRecipe"]):
    """Reads what a page is made of."""

    def page(self, slug: str) -> tuple[int, Page | None]:
        """Give the catalogue's version, and the page of the recipe published at this address.

        One query for both, so that they are of the same moment, and a page costs one round trip to
        the database. It is written out because every recipe page asks it: the ORM takes longer to
        say it than the database to answer.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT version FROM recipes_catalogue), page, facts, drawn_with"
                " FROM (SELECT 1) AS one"
                " LEFT JOIN recipes_recipe AS recipe ON slug = %s AND is_published"
                " LEFT JOIN recipes_renderedrecipe ON recipe_id = recipe.id",
                [slug],
            )
            version, body, facts, drawn_with = cursor.fetchone()
        return version or 0, None if body is None else Page(body, json.loads(facts), drawn_with)


class RenderedRecipe(models.Model):
    """The recipe's texts as safe HTML, made when a revision is accepted, never when it is read.

    `parts` maps the name of a part of the content to its HTML, or for steps, difficulties,
    sections and lists to a list of plain mappings holding HTML, with the row's facts that only the
    page shows. `page` is its body drawn from them, its slots open, and `facts` what is needed
    to fill these; `drawn_with` says by which version of the drawing (`recipes.pages`). Kept beside
    the recipe's row, so that lists never load it.
    """

    recipe = models.OneToOneField(
        Recipe,
        verbose_name=_("recipe"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="rendered",
    )
    # In this order, because SQLite reads a row from its beginning: the longest, unread, is last.
    facts = models.JSONField(_("facts to fill the page with"), default=dict)
    drawn_with = models.CharField(_("drawn with"), max_length=32, default="")
    page = models.TextField(_("page"), default="")
    parts = models.JSONField(_("parts"), default=dict)

    objects: ClassVar[RenderedRecipeManager] = RenderedRecipeManager()

    class Meta:
        verbose_name = _("rendered recipe")
        verbose_name_plural = _("rendered recipes")

    def __str__(self) -> str:
        return str(self.recipe_id)
