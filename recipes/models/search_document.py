"""What the search engines read: one row a published recipe, and the words they know."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from recipes.models.recipe import Recipe


class SearchDocument(models.Model):
    """A published recipe as folded and stemmed words, by weight, and its plain text for excerpts.

    `title` weighs most, then `summary` (with themes and territories' names), then `parts` (why, the
    short version, ingredients, the titles of steps), then `body`. Both engines index these
    columns: an FTS5 table kept by triggers on SQLite, GIN indexes on PostgreSQL (migration 0002).
    Stems stand between single blanks, one more at each end, and ` | ` between two parts of a
    column, so that ` a b ` is in it when the two words follow each other in one part.
    """

    COLUMNS: ClassVar = ("title", "summary", "parts", "body")

    recipe = models.OneToOneField(
        Recipe,
        verbose_name=_("recipe"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="search_document",
    )
    plain = models.TextField(_("plain text, as shown in excerpts"))
    title = models.TextField(_("title"))
    summary = models.TextField(_("summary"))
    parts = models.TextField(_("main parts"))
    body = models.TextField(_("rest of the text"))

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")

    def __str__(self) -> str:
        return str(self.recipe_id)


class Word(models.Model):
    """A word of the catalogue: for completing and correcting what is typed.

    `folded` has no accents nor capitals, `written` is how its first author spelt it.

    Words are only ever added when a recipe is indexed; `rebuild_catalogue` forgets those no
    longer used. A word that finds nothing is never proposed, so none betrays an unpublished text.
    """

    folded = models.CharField(_("word"), max_length=60, primary_key=True)
    stem = models.CharField(_("stem"), max_length=60)
    written = models.CharField(_("as it was written"), max_length=60)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")

    def __str__(self) -> str:
        return self.folded
