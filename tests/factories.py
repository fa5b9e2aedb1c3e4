"""Real rows for the tests: plain functions, keyword-only, one obvious default each."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import slugify

from licences.models import Compatibility, Licence
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


def make_licence(
    *,
    spdx_id: str = "CC-BY-4.0",
    is_free: bool = True,
    status: str = "",
    **fields: Any,
) -> Licence:
    """Make a licence for texts that asks for the credit: free and accepted, or not free."""
    usual = {
        "name": f"Licence {spdx_id}",
        "name_en": f"{spdx_id} licence",
        "url": f"https://licences.example.org/{spdx_id}/",
        "attribution": True,
        "share_alike": False,
        "non_commercial": not is_free,
        "no_derivatives": False,
        "family": "attribution" if is_free else "non-libre",
        "domain": "contenu",
        "summary": "Citez l'auteur.",
        "position": Licence.objects.count() + 1,
    }
    status = status or ("accepted" if is_free else "not-free")
    return Licence.objects.create(
        **usual | fields | {"spdx_id": spdx_id, "is_free": is_free, "status": status}
    )


def make_verdict(
    *,
    from_licence: Licence,
    to_licence: Licence,
    allowed: str = "yes",
    source: str = "texte de la licence",
    note: str = "",
) -> Compatibility:
    """Say that an adaptation may go from one licence to the other."""
    return Compatibility.objects.create(
        from_licence=from_licence,
        to_licence=to_licence,
        allowed=allowed,
        source=source,
        note=note,
    )
