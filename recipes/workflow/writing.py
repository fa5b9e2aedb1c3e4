"""Beginning: a recipe, a new version of one, one's own from somebody else's."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from accounts.models import Organisation, User
from recipes import content as rules
from recipes import projection
from recipes.content import Ancestor, RecipeContent
from recipes.models import Recipe, Revision, Upload
from recipes.models.revision import MESSAGE_LENGTH
from recipes.workflow.holding import NotPossibleError, in_one_go


@in_one_go
def start(
    content: RecipeContent,
    *,
    author: User | None,
    message: str = "",
    identifier: str = "",
    base: Revision | None = None,
    unread: Mapping[str, str] | None = None,
) -> Revision:
    """Begin a recipe: its first revision, a draft that only those who may write it see.

    `identifier` is the UUID it already has elsewhere; `base` the revision of another recipe it
    comes from; `unread` what was typed and not understood, by field. An organisation the author
    is no member of is left out.
    """
    recipe = Recipe(owner=author)
    content = rightly_carried(content, by=author, recipe=recipe, kept="")
    return begin(recipe, content, message, identifier=identifier, base=base, unread=unread)


def begin(
    recipe: Recipe,
    content: RecipeContent,
    message: str,
    *,
    identifier: str = "",
    base: Revision | None = None,
    unread: Mapping[str, str] | None = None,
) -> Revision:
    """Begin a recipe whose content is already known to be rightly carried."""
    if identifier:
        recipe.uuid = UUID(identifier)
    projection.mirror(recipe, content)
    return write(recipe, content, recipe.owner, message=message, base=base, unread=unread)


@in_one_go
def revise(
    recipe: Recipe, content: RecipeContent, *, author: User | None, message: str = ""
) -> Revision:
    """Begin a new revision of `recipe`, a draft; what was published stays as it is.

    An organisation the author is no member of is not taken: the one that was there stays.
    """
    recipe.refresh_from_db(from_queryset=Recipe.objects.select_for_update())
    base = recipe.current or recipe.revisions.newest_first().first()
    kept = base.content.organisation if base else ""
    content = rightly_carried(content, by=author, recipe=recipe, kept=kept)
    return begin_again(recipe, content, author, message, base=base)


def begin_again(
    recipe: Recipe,
    content: RecipeContent,
    author: User | None,
    message: str,
    *,
    base: Revision | None,
) -> Revision:
    """Begin a new revision of a recipe whose row is held."""
    if recipe.current is None:
        projection.mirror(recipe, content)
    return write(recipe, content, author, message=message, base=base)


def write(
    recipe: Recipe,
    content: RecipeContent,
    author: User | None,
    *,
    message: str = "",
    base: Revision | None,
    unread: Mapping[str, str] | None = None,
) -> Revision:
    """Write a revision, its message on one line."""
    told = rules.one_line(message)[:MESSAGE_LENGTH]
    revision = Revision(
        recipe=recipe,
        author=author,
        saved_by=author,
        message=told,
        base=base,
        unread=storable(unread),
    )
    revision.content = content
    revision.save()
    return revision


def storable(unread: Mapping[str, str] | None) -> dict[str, str]:
    """Leave out what no field can show and PostgreSQL refuses: control characters."""
    return {rules.one_line(name): rules.text(typed) for name, typed in (unread or {}).items()}


def rightly_carried(
    content: RecipeContent, *, by: User | None, recipe: Recipe, kept: str
) -> RecipeContent:
    """Give `content` carried by an organisation that `by` may name, else by `kept`, as before.

    One may give a recipe to an organisation one is a member of, and leave it to the one it has;
    taking it from an organisation, be it for another, is up to whom it belongs to. Here and
    nowhere else, so that no form, forged or not, gives a recipe away. The system (`by` is `None`)
    may name any.
    """
    wanted = content.organisation
    if by is None or wanted == kept:
        return content
    may = not kept or recipe.may_be_taken_by(by, kept)
    if wanted:
        may = may and Organisation.objects.of(by).filter(slug=wanted).exists()
    return content if may else content.replace(organisation=kept)


@transaction.atomic
def restore(revision: Revision, *, author: User | None, message: str = "") -> Revision:
    """Begin a new revision that says again what an earlier one said."""
    return revise(revision.recipe, revision.content, author=author, message=message)


@transaction.atomic
def adapt(recipe: Recipe, *, author: User | None) -> Revision:
    """Begin a recipe of one's own from a published one, its lineage and credits kept.

    Territories, credit and organisation are left to fill: they are the adapter's own. Raises
    `NotPossibleError` for a recipe that nobody else may read.
    """
    if recipe.current is None or not recipe.is_published:
        raise NotPossibleError(recipe)
    source = recipe.current.content
    parent = Ancestor(
        title=source.title,
        credit=source.credit,
        licence=source.licence,
        identifier=str(recipe.uuid),
    )
    content = source.replace(
        adapted_from=(parent, *source.adapted_from),
        territories=(),
        credit="",
        organisation="",
        confirmed_on="",
        imported_from="",
    )
    revision = start(content, author=author, base=recipe.current)
    Upload.objects.adopt(revision.recipe, content.files)
    return revision
