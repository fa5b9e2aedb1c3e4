"""Real rows for the tests: plain functions, keyword-only, one obvious default each."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import slugify

from territories.models import Containment, Kind, Territory, Vintage


def make_territory(
    *,
    name: str = "Brest",
    kind: str = Kind.COMMUNE,
    code: str = "29019",
    inside: Iterable[Territory] = (),
    **fields: Any,
) -> Territory:
    """Make a territory in `inside` and in all that contains those; it contains itself.

    Its slug is its name, with the code behind if another bears it already; its place names the
    départements and régions it is in.
    """
    containers = Territory.objects.filter(
        pk__in=Containment.objects.filter(contained__in=[place.pk for place in inside]).values(
            "container"
        )
    )
    slug = slugify(name)
    if Territory.objects.filter(slug=slug).exists():
        slug = f"{slug}-{code.lower()}"
    levels = {Kind.DEPARTEMENT: 0, Kind.REGION: 1}
    placed = sorted((c for c in containers if c.kind in levels), key=lambda c: levels[Kind(c.kind)])
    territory = Territory.objects.create(
        **{"slug": slug, "place": ", ".join(place.name for place in placed)}
        | fields
        | {"name": name, "kind": kind, "code": code}
    )
    Containment.objects.bulk_create(
        Containment(container=container, contained=territory)
        for container in [territory, *containers]
    )
    Vintage.renew()
    return territory
