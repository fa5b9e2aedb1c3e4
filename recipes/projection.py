"""From the accepted revision to the rows derived from it: `Recipe`, its page, its search document.

Nothing else writes those rows, so all of them can be made again at any time.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import asdict, replace
from typing import Any

from anyascii import anyascii
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from taggit.models import Tag

from accounts.models import Organisation
from licences.models import Licence
from recipes import linked_data, markup, pages, search
from recipes.bands import duration_band, participants_band
from recipes.content import EASE, Phase, RecipeContent, invitations, is_identifier
from recipes.media import names
from recipes.models import FormerAddress, Recipe, RenderedRecipe, Revision, Upload
from territories.models import Territory

SAME_NAME = (
    "title", "summary", "credit", "ease", "participants_min", "participants_max", "setup_minutes",
    "minutes", "since", "language",
)  # fmt: skip
CLOSED = ("kind", "cost_band", "state")
FILLING_FACTS = ("licence_id", "organisation", "ancestors", "related", "themes")
PAGE_FACTS = (
    "credit", "ease", "participants_min", "participants_max", "setup_minutes", "state", "since",
    "language", "licence_id", "themes", "imported_from",
)  # fmt: skip
RESERVED_SLUGS = frozenset({"suggestions"})
"""Last parts of addresses under `/recettes/` that are other pages."""
SLUG_LENGTH = 80


def project(recipe: Recipe, revision: Revision) -> None:
    """Make every derived row of a published recipe say what `revision` says.

    The files it names become public where the recipe is, and no others of it. Some twenty queries,
    in the caller's transaction; the same ones whatever the text's length.
    """
    content = revision.content
    places = _places(content)
    tags = tags_named(content.tags)
    move_to(recipe, free_slug(content.title, recipe))
    _copy(recipe, content, tags, places)
    recipe.current = revision
    recipe.adapted_from = _parent(content)
    if content.files:
        Upload.objects.adopt(recipe, content.files)
    Upload.objects.show_only(recipe, content.files if recipe.is_published else ())
    files = _files(recipe, content)
    recipe.save()
    recipe.territories.set(places)
    recipe.tags.set(tags)
    RenderedRecipe.objects.update_or_create(
        recipe=recipe,
        defaults=_page(recipe, {**rendered(content), **files, **_facts(recipe)}),
    )
    carried_by = [recipe.organisation.name] if recipe.organisation else []
    search.index(recipe, content, [place.name for place in places] + carried_by)


def mirror(recipe: Recipe, content: RecipeContent) -> None:
    """Let a recipe never published bear the name, licence and organisation a revision gives it.

    So that its authors find it, those of its organisation too, and reviewers once it is sent; the
    rest waits for the acceptance.
    """
    recipe.title = content.title[:300]
    recipe.summary = content.summary
    recipe.licence = Licence.objects.filter(pk=content.licence).first()
    recipe.organisation = (
        Organisation.objects.filter(slug=content.organisation).first()
        if content.organisation
        else None
    )
    recipe.imported_from = content.imported_from[:500]
    move_to(recipe, free_slug(content.title, recipe))
    recipe.save()


def rebuild(keys: Iterable[int]) -> Iterator[Recipe]:
    """Derive the rows of these recipes again, each in a transaction, giving each as it is done.

    Each is read and held when its turn comes: what somebody publishes meanwhile stays published.
    """
    for key in keys:
        with transaction.atomic():
            recipe = Recipe.objects.select_for_update().filter(pk=key).first()
            if recipe is None:
                continue
            if recipe.current:
                project(recipe, recipe.current)
            elif latest := recipe.revisions.last_kept_first().first():
                mirror(recipe, latest.content)
            if not recipe.is_published:
                search.forget(recipe)
        yield recipe


def sketch(recipe: Recipe, content: RecipeContent) -> tuple[Recipe, dict[str, Any], Licence]:
    """Give what `pages.draw` draws the page of, did `recipe` say `content`; nothing is written.

    Where no licence is chosen, one without a name stands for it. Seven queries at most.
    """
    drawn = copy(recipe)
    if not recipe.is_published:  # taken from public view: its page is nowhere any more
        drawn.current = None
    content = _drawable(content)
    _copy(drawn, content, _themes(content.tags), _places(content))
    drawn.published_at = recipe.published_at or timezone.now()
    drawn.updated_at = timezone.now()
    licence = drawn.licence or Licence(spdx_id="", name=_("to be chosen"), url="")
    parts = {**rendered(content), **_files(drawn, content), **_facts(drawn)}
    return drawn, parts, licence


def _drawable(content: RecipeContent) -> RecipeContent:
    """Leave out what a draft may hold and no page can show: no words say it, nothing has it."""
    return content.replace(
        ease=content.ease if content.ease in EASE else None,
        adapted_from=tuple(
            ancestor if is_identifier(ancestor.identifier) else replace(ancestor, identifier="")
            for ancestor in content.adapted_from
        ),
    )


def _places(content: RecipeContent) -> list[Territory]:
    found = Territory.objects.resolve(content.territories)
    return list(dict.fromkeys(found[key] for key in content.territories if key in found))


def _copy(
    recipe: Recipe, content: RecipeContent, tags: Sequence[Tag], places: Sequence[Territory]
) -> None:
    recipe.organisation = Organisation.objects.filter(slug=content.organisation).first()
    recipe.themes = [[tag.slug, tag.name] for tag in tags]
    recipe.main_theme = tags[0].name if tags else ""
    recipe.places = [
        {"slug": place.slug, "name": place.name, "in": place.place} for place in places
    ]
    for name in SAME_NAME:
        setattr(recipe, name, getattr(content, name))
    for name in CLOSED:
        setattr(recipe, name, getattr(content, name) or "")
    recipe.imported_from = content.imported_from
    recipe.licence = Licence.objects.filter(pk=content.licence).first()
    recipe.duration_band = duration_band(content.minutes)
    recipe.participants_band = participants_band(content.participants_min, content.participants_max)


def _parent(content: RecipeContent) -> Recipe | None:
    """Find the recipe this one was adapted from, if this catalogue holds it."""
    if not content.adapted_from or not content.adapted_from[0].identifier:
        return None
    return Recipe.objects.filter(uuid=content.adapted_from[0].identifier).first()


def tags_named(written: Sequence[str]) -> list[Tag]:
    """Give the theme of each name, made where none is known; one query, and some a new one.

    Two spellings of one theme (« vélo », « Vélo », « velo ») share a slug and are one theme, in
    the spelling that came first. A name with no letter nor digit is no theme.
    """
    return [
        tag if tag.pk else Tag.objects.get_or_create(slug=tag.slug, defaults={"name": tag.name})[0]
        for tag in _themes(written)
    ]


def _themes(written: Sequence[str]) -> list[Tag]:
    """Give the theme of each name, as `tags_named`; one that is new is not written yet."""
    slugs: dict[str, str] = {}
    for name in written:
        slugs.setdefault(slugify(anyascii(name))[:100], name)
    slugs.pop("", None)
    known = {tag.slug: tag for tag in Tag.objects.filter(slug__in=slugs)}
    return [known.get(slug) or Tag(slug=slug, name=name[:100]) for slug, name in slugs.items()]


def free_slug(title: str, recipe: Recipe) -> str:
    """Give the readable address for `title` that no other recipe has or had; two queries at most.

    A recipe that has one for this title keeps it, number included, whoever left the plain one.
    """
    wanted = slugify(anyascii(title))[:SLUG_LENGTH].strip("-") or "recette"
    if re.fullmatch(rf"{re.escape(wanted)}(-\d+)?", recipe.slug):
        return recipe.slug
    others = Recipe.objects.exclude(pk=recipe.pk).filter(slug__startswith=wanted)
    before = FormerAddress.objects.filter(slug__startswith=wanted)
    if recipe.pk:
        before = before.exclude(recipe=recipe)
    taken = {*others.values_list("slug", flat=True), *before.values_list("slug", flat=True)}
    taken |= RESERVED_SLUGS
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def move_to(recipe: Recipe, slug: str) -> None:
    """Give `recipe` the address `slug`; the one it was published under keeps leading to it."""
    if slug == recipe.slug:
        return
    if recipe.current_id is not None:
        FormerAddress.objects.filter(slug=slug).delete()
        FormerAddress.objects.get_or_create(slug=recipe.slug, defaults={"recipe": recipe})
    recipe.slug = slug


def _page(recipe: Recipe, parts: dict[str, Any]) -> dict[str, Any]:
    """Draw the page; a recipe that cannot be public has none yet."""
    if recipe.licence is None or not parts["published_at"]:
        return {"parts": parts, "page": "", "facts": {}, "drawn_with": ""}
    facts = {name: parts[name] for name in FILLING_FACTS}
    address = pages.SITE + recipe.get_absolute_url()
    facts["linked_data"] = linked_data.describe(recipe, parts, recipe.licence.url, address)
    return {
        "parts": parts,
        "page": pages.draw(recipe, parts, recipe.licence),
        "facts": facts,
        "drawn_with": pages.drawing(),
    }


def _facts(recipe: Recipe) -> dict[str, Any]:
    """Repeat beside the HTML the row's facts that only the recipe's own page shows.

    So that the page is one small row, read by its key.
    """
    facts = {name: getattr(recipe, name) for name in PAGE_FACTS}
    facts["organisation"] = recipe.organisation.slug if recipe.organisation else ""
    for name in ("published_at", "updated_at"):
        moment = getattr(recipe, name)
        facts[name] = moment.isoformat() if moment else ""
    return facts


def _files(recipe: Recipe, content: RecipeContent) -> dict[str, Any]:
    """Give what the page shows of its photos and documents, and set its cover; one query at most.

    One whose bytes are not here is left out: the page of an unfinished draft shows the rest.
    """
    kept = Upload.objects.by_name(recipe, content.files)
    photos = [
        {
            **asdict(photo),
            "width": upload.width,
            "height": upload.height,
            "widths": names.shown_widths(upload.width or 0),
        }
        for photo in content.photos
        if (upload := kept.get(photo.file)) and upload.kind == Upload.Kind.PHOTO
    ]
    documents = [
        {**asdict(document), "size": upload.size, "form": names.extension_of(upload.name).upper()}
        for document in content.documents
        if (upload := kept.get(document.file))
    ]
    recipe.cover_photo = photos[0]["file"] if photos else ""
    recipe.cover_alt = photos[0]["alt"] if photos else ""
    return {"photos": photos, "documents": documents}


def rendered(content: RecipeContent) -> Mapping[str, Any]:
    """Give all the HTML of the recipe's page, and the short facts its row does not hold."""
    texts = ("why", "in_a_hurry", "origin", "tips", "in_hindsight", "legal_frame", "results")
    parts: dict[str, Any] = {name: markup.render(getattr(content, name)) for name in texts}
    parts["ingredients"] = [
        {"kind": entry.kind or "", "html": markup.render_line(entry.text)}
        for entry in content.ingredients
    ]
    parts["utensils"] = [markup.render_line(line) for line in content.utensils]
    in_order = {phase: position for position, phase in enumerate(Phase)}
    parts["steps"] = [
        {
            "phase": step.phase,
            "title": step.title,
            "html": markup.render(step.text),
            "minutes": step.minutes,
            "component": step.component,
            "photo": step.photo,
        }
        for step in sorted(content.steps, key=lambda step: in_order[step.phase])
    ]
    parts["difficulties"] = [
        {"problem": entry.problem, "html": markup.render(entry.what_helped)}
        for entry in content.difficulties
    ]
    parts["sources"] = [markup.render_line(line) for line in content.sources]
    parts["links"] = [
        {"title": link.title or link.url, "url": link.url, "html": markup.render_line(link.note)}
        for link in content.links
    ]
    parts["related"] = [
        {"identifier": entry.identifier, "title": entry.title} for entry in content.related
    ]
    parts["sections"] = [
        {"heading": section.heading, "html": markup.render(section.text)}
        for section in content.sections
    ]
    parts["ancestors"] = content.to_json().get("adapted_from", [])
    for name in ("audience", "rhythm", "cost_note", "public_funding", "confirmed_on"):
        parts[name] = getattr(content, name)
    parts["invitations"] = list(invitations(content))
    return parts
