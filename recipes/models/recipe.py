"""A recipe: the row that lets the database filter, count and join what its source says."""

from collections.abc import Iterable
from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase, Tag

from accounts.models import Organisation, User
from licences.models import Licence
from recipes import wording
from recipes.bands import DurationBand, ParticipantsBand
from recipes.wording import choices
from territories.models import Territory

CONDITIONS = {
    "rien": Q(licence__attribution=False, licence__share_alike=False),
    "citer": Q(licence__attribution=True, licence__share_alike=False),
    "partager-pareil": Q(licence__share_alike=True),
}
"""What a free licence asks, from the least to the most; its words are those of addresses."""


class RecipeQuerySet(models.QuerySet["Recipe"]):
    """What can be asked of recipes; every word chains and none runs a query."""

    def published(self) -> Self:
        """Keep what everybody may see."""
        return self.filter(is_published=True)

    def editable_by(self, user: Any) -> Self:
        """Keep what `user` may write: their own, and what their organisations carry.

        Reviewers are no editors: being one gives no right here.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(owner=user) | Q(organisation__in=Organisation.objects.of(user)))

    def in_the_care_of(self, user: User) -> Self:
        """Keep what `user` is the one to ask about.

        Their own, and what belongs to nobody and is carried by an organisation they manage.
        """
        managed = Organisation.objects.managed_by(user)
        return self.filter(Q(owner=user) | Q(owner=None, organisation__in=managed))

    def visible_to(self, user: Any) -> Self:
        """Keep what `user` may see: the published, what they may write, what reviewers were sent.

        A draft never sent for review is seen by nobody but those who may write it.
        """
        if not user.is_authenticated:
            return self.published()
        seen = Q(is_published=True) | Q(pk__in=Recipe.objects.editable_by(user).values("pk"))
        if user.is_staff:
            sent = Recipe.objects.filter(revisions__submitted_at__isnull=False)
            seen |= Q(pk__in=sent.values("pk"))
        return self.filter(seen)

    def in_territory(self, territory: Territory) -> Self:
        """Keep the recipes made in `territory` or anywhere inside it.

        Bretagne finds what was done in Brest: containment lists every level, the territory
        itself included. A recipe tied to three communes of one region comes back once,
        because this filters by sub-query and never joins.
        """
        inside = territory.contents.values("contained")
        ties = Recipe.territories.through.objects.filter(territory__in=inside)
        return self.filter(pk__in=ties.values("recipe"))

    def with_themes(self, slugs: Iterable[str]) -> Self:
        """Keep the recipes that bear any theme of these slugs; by sub-query, as `in_territory`."""
        ties = RecipeTag.objects.filter(tag__slug__in=slugs)
        return self.filter(pk__in=ties.values("content_object"))

    def under_licences_asking(self, conditions: Iterable[str]) -> Self:
        """Keep those whose licence asks for any of these: nothing, to be named, to share alike."""
        wanted = Q(pk__in=())
        for condition in conditions:
            wanted |= CONDITIONS[condition]
        return self.filter(wanted)

    def newest_first(self) -> Self:
        """Order by the day of first publication, the newest first; the key settles a tie."""
        return self.order_by("-published_at", "-pk")

    def most_redone_first(self) -> Self:
        """Order by the number of reproductions, then as `newest_first`."""
        return self.order_by("-reproduction_count", "-published_at", "-pk")


class RecipeTag(ItemBase):
    """A theme on a recipe, by plain foreign keys: no content type to join."""

    tag = models.ForeignKey(
        Tag, verbose_name=_("theme"), on_delete=models.CASCADE, related_name="recipe_ties"
    )
    content_object = models.ForeignKey("recipes.Recipe", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("theme of a recipe")
        verbose_name_plural = _("themes of recipes")
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="recipe_tag_once"),
        ]


class Recipe(models.Model):
    """A documented practice.

    `uuid` is its identity, on this site and any other. All else down to `reproduction_count` is
    derived from the accepted revision by `recipes.projection` and can be rebuilt from it; a
    recipe never published shows there what the revision kept last says.
    """

    uuid = models.UUIDField(_("identifier"), default=uuid4, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    owner = models.ForeignKey(
        User,
        verbose_name=_("belongs to"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="recipes",
    )
    is_published = models.BooleanField(_("published"), default=False)
    published_at = models.DateTimeField(_("first published on"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated on"), null=True, blank=True)
    current = models.ForeignKey(
        "recipes.Revision",
        verbose_name=_("accepted revision"),
        on_delete=models.RESTRICT,  # it goes with its recipe, and not before
        null=True,
        blank=True,
        related_name="+",
    )
    imported_from = models.CharField(_("imported from"), max_length=500, blank=True, db_index=True)

    # Derived from the accepted revision

    title = models.CharField(_("title"), max_length=300, blank=True)
    summary = models.TextField(_("the recipe in one sentence"), blank=True)
    kind = models.CharField(
        _("kind of recipe"), max_length=12, choices=choices(wording.KINDS), blank=True
    )
    licence = models.ForeignKey(
        Licence,
        verbose_name=_("licence"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recipes",
    )
    credit = models.TextField(_("credit"), blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("carried by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recipes",
    )
    territories = models.ManyToManyField(
        Territory, verbose_name=_("territories"), related_name="recipes", blank=True
    )
    tags = TaggableManager(
        verbose_name=_("themes"), through=RecipeTag, blank=True, related_name="recipes"
    )
    ease = models.PositiveSmallIntegerField(
        _("ease"), choices=choices(wording.EASES), null=True, blank=True
    )
    participants_min = models.PositiveIntegerField(_("fewest participants"), null=True, blank=True)
    participants_max = models.PositiveIntegerField(_("most participants"), null=True, blank=True)
    participants_band = models.CharField(
        _("participants"), max_length=12, choices=ParticipantsBand, blank=True
    )
    setup_minutes = models.PositiveIntegerField(_("time to get ready"), null=True, blank=True)
    minutes = models.PositiveIntegerField(_("duration"), null=True, blank=True)
    duration_band = models.CharField(_("duration"), max_length=12, choices=DurationBand, blank=True)
    cost_band = models.CharField(
        _("cost"), max_length=16, choices=choices(wording.COST_BANDS), blank=True
    )
    state = models.CharField(_("state"), max_length=8, choices=choices(wording.STATES), blank=True)
    since = models.CharField(_("since"), max_length=10, blank=True)
    language = models.CharField(_("language"), max_length=35, default="fr")
    adapted_from = models.ForeignKey(
        "self",
        verbose_name=_("adapted from"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="adaptations",
    )
    main_theme = models.CharField(_("main theme"), max_length=100, blank=True)
    themes = models.JSONField(
        _("themes as shown"), default=list, blank=True, help_text=_("pairs of slug and name")
    )
    places = models.JSONField(
        _("places as shown"),
        default=list,
        blank=True,
        help_text=_("slug, name and what it is in, for each territory"),
    )
    cover_photo = models.CharField(_("cover photo"), max_length=80, blank=True)
    cover_alt = models.TextField(_("what the cover photo shows"), blank=True)
    reproduction_count = models.PositiveIntegerField(_("done again"), default=0)

    objects = RecipeQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipe")
        verbose_name_plural = _("recipes")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_published=False)
                | Q(published_at__isnull=False, current__isnull=False, licence__isnull=False),
                name="recipe_published_is_complete",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(is_published=True),
                name="recipe_published_newest",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Recipe without a title"))

    def get_absolute_url(self) -> str:
        """Give the recipe's page."""
        return reverse("recipes:detail", args=[self.slug])

    def may_be_edited_by(self, user: Any) -> bool:
        """Say whether `user` may write it, as `editable_by`; at most one query."""
        if not user.is_authenticated:
            return False
        if self.owner_id == user.pk:
            return True
        return (
            self.organisation_id is not None
            and Organisation.objects.of(user).filter(pk=self.organisation_id).exists()
        )

    def may_be_taken_by(self, user: User, organisation: str) -> bool:
        """Say whether `user` may take it from the organisation of this slug, which carries it.

        That is up to its owner; where there is none any more, to those who manage the organisation.
        At most one query.
        """
        if self.owner_id is not None:
            return self.owner_id == user.pk
        return Organisation.objects.managed_by(user).filter(slug=organisation).exists()


class FormerAddress(models.Model):
    """An address a recipe had before its title changed; it leads to today's."""

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    recipe = models.ForeignKey(
        Recipe,
        verbose_name=_("recipe"),
        on_delete=models.CASCADE,
        related_name="former_addresses",
    )

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self) -> str:
        return self.slug
