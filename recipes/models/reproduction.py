"""A reproduction: somebody did it elsewhere, and tells."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recipes.models.recipe import Recipe
from territories.models import Territory


class Status(models.TextChoices):
    """What became of the account."""

    SUBMITTED = "submitted", _("in review")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")


class ReproductionQuerySet(models.QuerySet["Reproduction"]):
    """What can be asked of reproductions; every word chains and none runs a query."""

    def accepted(self) -> Self:
        """Keep what everybody may see."""
        return self.filter(status=Status.ACCEPTED)

    def newest_first(self) -> Self:
        """Order by when it was done, as far as it is known, the newest first."""
        return self.order_by("-done_on", "-pk")


class Reproduction(models.Model):
    """« Je l'ai fait ici »: who did it again, where, when, what was changed, how it turned out."""

    Status = Status

    recipe = models.ForeignKey(
        Recipe, verbose_name=_("recipe"), on_delete=models.CASCADE, related_name="reproductions"
    )
    territory = models.ForeignKey(
        Territory,
        verbose_name=_("territory"),
        on_delete=models.PROTECT,
        related_name="reproductions",
    )
    done_on = models.CharField(
        _("when"), max_length=10, blank=True, help_text=_("2016, 2016-03 or 2016-03-12")
    )
    who = models.CharField(_("who"), max_length=200)
    changes = models.TextField(_("what was changed"), blank=True)
    outcome = models.TextField(_("how it turned out"), blank=True)
    author = models.ForeignKey(
        User,
        verbose_name=_("told by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reproductions",
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SUBMITTED)
    created_at = models.DateTimeField(_("told on"), default=timezone.now, editable=False)

    objects = ReproductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reproduction")
        verbose_name_plural = _("reproductions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["submitted", "accepted", "refused"]),
                name="reproduction_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipe} · {self.territory}"
