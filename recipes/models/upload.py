"""An upload: the bytes of a photo or document, kept for one recipe."""

from collections.abc import Collection
from typing import Any, Self

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recipes.media import names
from recipes.models.recipe import Recipe
from recipes.models.revision import Revision


class UploadQuerySet(models.QuerySet["Upload"]):
    """What can be asked of uploads; every word chains and none runs a query but where it says."""

    def public(self) -> Self:
        """Keep what everybody may see."""
        return self.filter(is_public=True)

    def within_reach_of(self, recipe: Recipe) -> Self:
        """Keep what `recipe` may show: what was kept for it, and what is public anyway."""
        return self.filter(Q(recipe=recipe.pk) | Q(is_public=True))

    def readable_by(self, user: Any) -> Self:
        """Keep what `user` may see: the public, what they may write, what reviewers were sent.

        A reviewer sees a file once a revision that names it was sent for review.
        """
        seen = Q(is_public=True)
        if user.is_authenticated:
            seen |= Q(recipe__in=Recipe.objects.editable_by(user).values("pk"))
        if user.is_authenticated and user.is_staff:
            said = Revision.objects.sent().annotate(said=Cast("data", TextField()))
            naming = said.filter(
                recipe=models.OuterRef("recipe"), said__contains=models.OuterRef("name")
            )
            seen |= Q(models.Exists(naming))
        return self.filter(seen)

    def by_name(self, recipe: Recipe, wanted: Collection[str]) -> dict[str, "Upload"]:
        """Give those of `wanted` within reach of `recipe`, by name, its own first; one query."""
        if not wanted:
            return {}
        found = self.within_reach_of(recipe).filter(name__in=wanted)
        return {one.name: one for one in sorted(found, key=lambda one: one.recipe_id == recipe.pk)}

    def show_only(self, recipe: Recipe, shown: Collection[str]) -> None:
        """Make public, of what was kept for `recipe`, these names and no others; two queries."""
        own = self.filter(recipe=recipe.pk)
        own.filter(is_public=True).exclude(name__in=shown).update(is_public=False)
        if shown:
            own.filter(is_public=False, name__in=shown).update(is_public=True)

    def remove_bytes(self, candidates: Collection[str]) -> None:
        """Remove from the storage the files that no recipe keeps any more, in all their sizes.

        One query. Not to be taken back: call it once the rows are gone for good, after commit.
        """
        used = set(self.filter(name__in=candidates).values_list("name", flat=True))
        for name in set(candidates) - used:
            for one in names.all_names(name):
                default_storage.delete(names.place_of(one))

    def adopt(self, recipe: Recipe, wanted: Collection[str]) -> None:
        """Keep for `recipe` too what it names and another recipe shows: an adaptation's photos.

        The bytes are the same and lie where they lay. One query, two more if there are any. What
        another recipe keeps for itself is not adopted: its name would give it away.
        """
        missing = set(wanted) - set(self.filter(recipe=recipe.pk).values_list("name", flat=True))
        if not missing:
            return
        found = {one.name: one for one in self.public().filter(name__in=missing)}
        self.bulk_create(
            [
                Upload(
                    recipe=recipe,
                    name=one.name,
                    kind=one.kind,
                    original_name=one.original_name,
                    size=one.size,
                    width=one.width,
                    height=one.height,
                    uploaded_by=one.uploaded_by,
                )
                for one in found.values()
            ],
            ignore_conflicts=True,
        )


class Upload(models.Model):
    """A photo or document kept for one recipe; its name follows from its bytes.

    `is_public` says that the accepted revision of a published recipe names it; only
    `recipes.projection` and `workflow.unpublish` change it. Two recipes may keep the same bytes,
    each with its own row: whoever may see one of the two may see the bytes.
    """

    class Kind(models.TextChoices):
        """What it is kept as."""

        PHOTO = "photo", _("photo")
        DOCUMENT = "document", _("document")

    recipe = models.ForeignKey(
        Recipe, verbose_name=_("recipe"), on_delete=models.CASCADE, related_name="uploads"
    )
    name = models.CharField(_("file"), max_length=80, db_index=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    original_name = models.CharField(_("name it was given"), max_length=255, blank=True)
    size = models.PositiveIntegerField(_("size"), help_text=_("in bytes"))
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        User,
        verbose_name=_("given by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("given on"), default=timezone.now)
    is_public = models.BooleanField(_("public"), default=False)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.UniqueConstraint(fields=["recipe", "name"], name="upload_once_a_recipe"),
            models.CheckConstraint(
                condition=Q(kind="document") | Q(width__isnull=False, height__isnull=False),
                name="upload_photo_has_its_size",
            ),
        ]

    def __str__(self) -> str:
        return self.original_name or self.name

    def get_absolute_url(self) -> str:
        """Give where it is fetched from."""
        return reverse("recipes:media", args=[self.name])

    @property
    def download_name(self) -> str:
        """The name it is downloaded under: the one it was given, ending as what it is."""
        stem = self.original_name.rpartition(".")[0] or self.original_name or self.name[:12]
        return f"{stem}.{names.extension_of(self.name)}"
