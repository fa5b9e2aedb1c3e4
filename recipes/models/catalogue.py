"""The catalogue's version: what every cache is kept under."""

from typing import ClassVar

from django.db import connection, models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CatalogueManager(models.Manager["Catalogue"]):
    """Reads and moves the one row."""

    def version(self) -> int:
        """Give today's version; one query. A catalogue that never changed is at 0.

        Every public page asks, so the statement is written out: the ORM would take several times
        as long to say it as the database to answer.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT version FROM recipes_catalogue")
            row: tuple[int] | None = cursor.fetchone()
        return row[0] if row else 0

    def move(self) -> None:
        """Say that something the public sees has changed.

        Called inside the transaction that changes it, so that nobody reads the new version
        before the new rows; two queries. Two first moves at once are two moves.
        """
        self.get_or_create(pk=1, defaults={"version": 0})
        self.filter(pk=1).update(version=F("version") + 1, moved_at=timezone.now())


class Catalogue(models.Model):
    """One row: a number that moves on each publication, and when it last moved."""

    version = models.PositiveBigIntegerField(_("version"))
    moved_at = models.DateTimeField(_("moved on"), default=timezone.now)

    objects: ClassVar[CatalogueManager] = CatalogueManager()

    class Meta:
        verbose_name = _("catalogue")
        verbose_name_plural = _("catalogue")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="catalogue_is_one_row"),
        ]

    def __str__(self) -> str:
        return str(self.version)
