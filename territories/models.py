"""Territory, what contains what, and the codes and names of yesterday."""

import math
from collections.abc import Iterable
from typing import Any, Self
from uuid import uuid4

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, F, FloatField, Q, Value, When
from django.db.models.functions import Abs
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from territories import names

ALIKE_IN_PEOPLE, ALIKE_IN_DENSITY = 2, 3
"""How many times more people, or people per km², one of two territories that are alike may have."""
FAR_FROM_THE_MAINLAND = 1.0
"""How much less alike an overseas and a metropolitan territory are: as if e times more people."""

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

    def similar_to(self, territory: "Territory") -> Self:
        """Keep the other territories of its kind that are like it, the most alike first.

        They have between half and twice its population, and between a third and three times its
        density. The nearer in both, each on a logarithmic scale, the more alike: 2,000 and 4,000
        inhabitants are as far apart as 3,000 and 6,000. A commune's density is that of its
        surroundings, so a small town in the country and one beside a great city differ. Being both
        overseas, or both not, brings closer. A territory whose population is unknown resembles
        none. SQLite and PostgreSQL give the same order: only stored numbers are added, and the
        code settles a tie.
        """
        people, density = territory.population, territory.density
        if not people or not density:
            return self.none()
        others = self.current().of_kind(territory.kind).exclude(pk=territory.pk)
        return (
            others.filter(
                population__gte=math.ceil(people / ALIKE_IN_PEOPLE),
                population__lte=people * ALIKE_IN_PEOPLE,
                density__gte=density / ALIKE_IN_DENSITY,
                density__lte=density * ALIKE_IN_DENSITY,
            )
            .annotate(
                unlikeness=Abs(F("population_log") - Value(territory.population_log, FloatField()))
                + Abs(F("density_log") - Value(territory.density_log, FloatField()))
                + Case(
                    When(is_overseas=territory.is_overseas, then=Value(0.0)),
                    default=Value(FAR_FROM_THE_MAINLAND),
                )
            )
            .order_by("unlikeness", "code")
        )

    def nearest_to(self, territory: "Territory") -> Self:
        """Keep the other territories that have a position, the nearest first.

        The distance is that of a flat map true to scale around `territory`, which orders neighbours
        as the globe does. All kinds are mixed unless `of_kind()` is said. A territory without a
        position has no neighbour.
        """
        if territory.latitude is None or territory.longitude is None:
            return self.none()
        north = F("latitude") - Value(territory.latitude, FloatField())
        east = (F("longitude") - Value(territory.longitude, FloatField())) * Value(
            math.cos(math.radians(territory.latitude)), FloatField()
        )
        others = self.current().exclude(pk=territory.pk)
        return (
            others.filter(latitude__isnull=False, longitude__isnull=False)
            .annotate(distance_squared=north * north + east * east)
            .order_by("distance_squared", "kind", "code")
        )

    def resolve(self, keys: Iterable[str]) -> dict[str, "Territory"]:
        """Find today's territory for each key, following former codes; two queries.

        The key of a commune that merged gives the commune it merged into, whether or not this site
        has known it as a row of its own. A key that leads nowhere is absent from the answer.
        """
        wanted = set(keys)
        known = {territory.key: territory for territory in self.with_keys(wanted)}
        prefix = f"{Kind.COMMUNE}:"
        lost = {
            key.removeprefix(prefix)
            for key in wanted
            if key.startswith(prefix) and not (key in known and known[key].is_current)
        }
        led = FormerCode.objects.filter(code__in=lost).select_related("territory")
        return known | {prefix + former.code: former.territory for former in led}

    def by_key(self, key: str) -> "Territory":
        """Give the territory of one key, former codes followed, or raise `DoesNotExist`."""
        found = self.resolve([key]).get(key)
        if found is None:
            raise Territory.DoesNotExist(f"no territory has the key {key!r}")
        return found


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

    formerly = ""
    """The former name by which `suggest()` found it, if it was by that; never stored."""

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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with population and density placed on the scale that `similar_to` reads."""
        self.place_on_scale()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Give the address of its page, which the catalogue serves."""
        return reverse("recipes:territory", args=[self.slug])

    def place_on_scale(self) -> None:
        """Set the logarithms of population and density; bulk loading calls it by itself."""
        self.population_log = math.log(self.population) if self.population else None
        self.density_log = math.log(self.density) if self.density else None

    @property
    def key(self) -> str:
        """Its identity in recipe files and exports, such as `commune:29019`."""
        return f"{self.kind}:{self.code}"

    @property
    def label(self) -> str:
        """Its name and where it is, « Brest · Finistère, Bretagne »; no query."""
        return f"{self.name} · {self.place}" if self.place else self.name

    @property
    def of_name(self) -> str:
        """Its name after « de », in French: « du Finistère », « de Brest », « d’Ouessant »."""
        match self.kind:
            case Kind.COMMUNE | Kind.DISTRICT:
                return names.of_commune(self.name, self.liaison)
            case Kind.EPCI:
                return names.of_grouping(self.name)
            case _:
                return names.of_area(self.name, self.liaison)

    @property
    def in_name(self) -> str:
        """Its name after « à », « en » or « dans », in French: « dans l’Ain », « au Mans »."""
        match self.kind:
            case Kind.COMMUNE | Kind.DISTRICT:
                return names.at_commune(self.name, self.liaison)
            case Kind.EPCI:
                return names.in_grouping(self.name)
            case _:
                return names.in_area(self.name, self.liaison)


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

    @classmethod
    def renew(cls, fingerprint: str = "") -> None:
        """Tell every process that the territories changed; two queries."""
        cls.objects.update_or_create(
            pk=1, defaults={"token": uuid4().hex, "fingerprint": fingerprint}
        )
