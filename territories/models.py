"""Territory, what contains what, and the codes and names of yesterday."""

from collections.abc import Iterable
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

RESERVED_SLUGS = ("suggestions",)
"""Slugs no territory may bear: `/territoires/suggestions` is another page."""


class Kind(models.TextChoices):
    """Levels of territory; the values are those of the official files and of recipe files."""

    COUNTRY = "pays", _("country")
    REGION = "region", _("region")
    DEPARTEMENT = "departement", _("département")
    EPCI = "epci", _("intercommunality")
    COMMUNE = "commune", _("commune")
    DISTRICT = "arrondissement-municipal", _("municipal district")


class TerritoryQuerySet(models.QuerySet["Territory"]):
    """What can be asked of territories; every word chains and none runs a query."""

    def current(self) -> Self:
        """Keep the territories that exist today, as against those merged since they were loaded."""
        return self.filter(is_current=True)

    def of_kind(self, *kinds: str) -> Self:
        """Keep the territories of one kind, or of any of several."""
        return self.filter(kind__in=kinds)

    def with_keys(self, keys: Iterable[str]) -> Self:
        """Keep the territories that bear one of these keys, such as `commune:29019`.

        A key of no known kind finds nothing. Former codes are not followed here:
        `resolve()` does it.
        """
        codes_of: dict[str, set[str]] = {}
        for key in keys:
            kind, _colon, code = key.partition(":")
            if kind in Kind.values:
                codes_of.setdefault(kind, set()).add(code)
        wanted = Q(pk__in=())
        for kind, codes in codes_of.items():
            wanted |= Q(kind=kind, code__in=codes)
        return self.filter(wanted)

    def inside(self, territory: "Territory") -> Self:
        """Keep `territory` and what it contains, at every level."""
        return self.filter(pk__in=territory.contents.values("contained"))

    def containing(self, territory: "Territory") -> Self:
        """Keep `territory` and what contains it: several régions for some EPCI."""
        return self.filter(pk__in=territory.containers.values("container"))


class Territory(models.Model):
    """A country, région, département, EPCI, commune or arrondissement of a great city.

    Rows come from the official files (`loading.py`) and are never deleted, because recipes and
    people point at them: a territory that disappears is kept with `is_current` false.
    """

    Kind = Kind

    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    code = models.CharField(
        _("code"), max_length=9, help_text=_("INSEE code; SIREN of an intercommunality")
    )
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(
        _("address"), max_length=120, unique=True, help_text=_("never changes once given")
    )
    place = models.CharField(
        _("where"), max_length=300, blank=True, help_text=_("what contains it, in words")
    )
    liaison = models.CharField(
        _("article"),
        max_length=1,
        blank=True,
        validators=[RegexValidator(r"^[0-8]?\Z")],
        help_text=_("INSEE's code of the article its name takes"),
    )
    nature = models.CharField(_("nature"), max_length=40, blank=True)
    is_overseas = models.BooleanField(_("overseas"), default=False)
    is_current = models.BooleanField(
        _("exists today"), default=True, help_text=_("false when it merged into another")
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    density = models.FloatField(
        _("density"), null=True, blank=True, help_text=_("inhabitants per km² around it")
    )
    population_log = models.FloatField(null=True, blank=True, editable=False)
    density_log = models.FloatField(null=True, blank=True, editable=False)
    postcodes = models.CharField(
        _("postcodes"), max_length=500, blank=True, help_text=_("separated by spaces")
    )
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="territory_kind_and_code_unique"),
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED_SLUGS), name="territory_slug_not_reserved"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        """Give the address of its page, which the catalogue serves."""
        return reverse("recipes:territory", args=[self.slug])

    @property
    def key(self) -> str:
        """Its identity in recipe files and exports, such as `commune:29019`."""
        return f"{self.kind}:{self.code}"

    @property
    def label(self) -> str:
        """Its name and where it is, « Brest · Finistère, Bretagne »; no query."""
        return f"{self.name} · {self.place}" if self.place else self.name


class Containment(models.Model):
    """One pair of the closure: `contained` is `container`, or lies in it at any depth."""

    container = models.ForeignKey(
        Territory,
        on_delete=models.CASCADE,
        related_name="contents",
        db_index=False,
        verbose_name=_("container"),
    )
    contained = models.ForeignKey(
        Territory,
        on_delete=models.CASCADE,
        related_name="containers",
        db_index=False,
        verbose_name=_("contained"),
    )

    class Meta:
        verbose_name = _("containment")
        verbose_name_plural = _("containments")
        constraints = [
            models.UniqueConstraint(fields=["container", "contained"], name="containment_unique"),
        ]
        indexes = [models.Index(fields=["contained", "container"], name="containment_upwards")]

    def __str__(self) -> str:
        return f"{self.container_id} ⊇ {self.contained_id}"


class FormerCode(models.Model):
    """A code or name that official files no longer use, and the commune of today it leads to."""

    code = models.CharField(_("former code"), max_length=9, unique=True)
    name = models.CharField(_("former name"), max_length=200, blank=True)
    kind = models.CharField(
        _("nature"), max_length=40, help_text=_("as in the file: ancien-code, commune-deleguee…")
    )
    territory = models.ForeignKey(
        Territory,
        on_delete=models.CASCADE,
        related_name="former_codes",
        verbose_name=_("territory of today"),
    )

    class Meta:
        verbose_name = _("former code")
        verbose_name_plural = _("former codes")

    def __str__(self) -> str:
        return f"{self.name} ({self.code})" if self.name else self.code


class Vintage(models.Model):
    """Which files are loaded: one row, renewed at each change of the territories."""

    token = models.CharField(max_length=32, help_text="differs after every change")
    fingerprint = models.CharField(max_length=64, blank=True, help_text="of the loaded files")
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("vintage of the territories")
        verbose_name_plural = _("vintages of the territories")

    def __str__(self) -> str:
        return f"{self.loaded_at:%Y-%m-%d}"
