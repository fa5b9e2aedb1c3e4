"""A prompt that was sent: so that nobody is asked too often, nor twice the same thing."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recipes.models.recipe import Recipe


class SentPromptQuerySet(models.QuerySet["SentPrompt"]):
    """What can be asked of prompts that were sent; every word chains and none runs a query."""

    def since(self, moment: datetime) -> Self:
        """Keep those sent after `moment`."""
        return self.filter(sent_at__gt=moment)


class SentPrompt(models.Model):
    """One e-mail that asked somebody for one missing part of one recipe."""

    person = models.ForeignKey(
        User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="prompts"
    )
    recipe = models.ForeignKey(
        Recipe, verbose_name=_("recipe"), on_delete=models.CASCADE, related_name="prompts"
    )
    part = models.CharField(_("part asked for"), max_length=40)
    sent_at = models.DateTimeField(_("sent on"))

    objects = SentPromptQuerySet.as_manager()

    class Meta:
        verbose_name = _("prompt sent")
        verbose_name_plural = _("prompts sent")
        constraints = [
            models.UniqueConstraint(fields=["person", "recipe", "part"], name="prompt_sent_once"),
        ]
        indexes = [models.Index(fields=["person", "sent_at"], name="prompt_person_sent_at")]

    def __str__(self) -> str:
        return f"{self.recipe_id}: {self.part} → {self.person_id}"
