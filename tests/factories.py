"""Real rows for the tests: plain functions, keyword-only, one obvious default each."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.text import slugify

from accounts.models import Membership, Organisation, User
from licences.models import Compatibility, Licence
from recipes import workflow
from recipes.content import RecipeContent, Step
from recipes.models import Recipe, Reproduction, Revision
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


def make_user(*, email: str = "alice@example.org", name: str = "Alice", **fields: Any) -> User:
    """Make somebody who logs in with the password « secret »."""
    return User.objects.create_user(email, "secret", name=name, **fields)


def make_organisation(*, name: str = "Association de test", **fields: Any) -> Organisation:
    """Make an organisation whose address is its name."""
    return Organisation.objects.create(**{"name": name, "slug": slugify(name), **fields})


def make_membership(
    *, user: User, organisation: Organisation, manages: bool = False, **fields: Any
) -> Membership:
    """Make `user` somebody who writes for `organisation`, or manages it."""
    role = Membership.Role.MANAGES if manages else Membership.Role.WRITES
    return Membership.objects.create(user=user, organisation=organisation, role=role, **fields)


def make_content(**fields: Any) -> RecipeContent:
    """Make a content that may be published: the express minimum, in `make_territory()`."""
    told: dict[str, Any] = {
        "title": "Un repair café",
        "summary": "On répare ensemble.",
        "why": "Moins de déchets, plus de liens.",
        "steps": (Step("Ouvrir", "Ouvrez la porte."),),
        "licence": "CC-BY-SA-4.0",
        "credit": "Association de test",
        "territories": ("commune:29019",),
    }
    return RecipeContent(**{**told, **fields})


def make_recipe(
    *,
    published: bool = True,
    author: User | None = None,
    at: datetime | None = None,
    identifier: str = "",
    **fields: Any,
) -> Recipe:
    """Make a recipe whose content is `make_content(**fields)`, through the workflow's own verbs.

    Its licence and its territories are made where they are missing, as communes.
    """
    content = make_content(**fields)
    if content.licence and not Licence.objects.filter(pk=content.licence).exists():
        make_licence(spdx_id=content.licence)
    for key in content.territories:
        kind, _colon, code = key.partition(":")
        if not Territory.objects.filter(kind=kind, code=code).exists():
            make_territory(
                kind=kind, code=code, name="Brest" if code == "29019" else f"Lieu {code}"
            )
    revision = workflow.start(content, author=author, identifier=identifier)
    if published:
        workflow.submit(revision, at=at)
        workflow.accept(revision, by=None, at=at)
    return Recipe.objects.get(pk=revision.recipe_id)


def content_of(recipe: Recipe) -> RecipeContent:
    """Give what a published recipe says."""
    assert recipe.current is not None
    return recipe.current.content


def make_revision(recipe: Recipe, *, accepted: bool = True, **changes: Any) -> Revision:
    """Make a later revision of `recipe` that changes these fields."""
    content = content_of(recipe).replace(**changes)
    revision = workflow.revise(recipe, content, author=None)
    workflow.submit(revision)
    if accepted:
        workflow.accept(revision, by=None)
    recipe.refresh_from_db()
    return revision


def make_reproduction(recipe: Recipe, *, accepted: bool = True, **told: Any) -> Reproduction:
    """Make an account of `recipe` done again, in its first territory unless told."""
    territory = told.pop("territory", None) or recipe.territories.first()
    assert territory is not None
    who = told.pop("who", "Un groupe d’habitants")
    reproduction = workflow.tell_reproduction(recipe, territory=territory, who=who, **told)
    if accepted:
        workflow.accept_reproduction(reproduction)
    return reproduction
