"""Files people give for a recipe: kept, or refused in words, one by one."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from accounts.models import User
from recipes.content import Document, Photo, RecipeContent, one_line
from recipes.media import documents, names, photos
from recipes.media.limits import MOST_FILES_OF_A_RECIPE, RefusedError
from recipes.models import Recipe, Upload

__all__ = [
    "Given", "RefusedError", "Stored", "attach", "keep", "keep_all", "store", "with_uploads",
]  # fmt: skip

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Given:
    """What became of one file: kept, or refused and why."""

    name: str
    upload: Upload | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file made and stored, which no recipe keeps yet."""

    name: str
    original_name: str
    kind: Upload.Kind
    size: int
    width: int | None = None
    height: int | None = None


def keep(
    recipe: Recipe,
    file: "File[bytes]",
    *,
    by: User | None,
    kind: Upload.Kind = Upload.Kind.PHOTO,
) -> Upload:
    """Keep a file for `recipe`, as a photo unless told; private until it is published.

    A photo is made anew in a few sizes, a document kept as it is; the same bytes again are kept
    once. Raises `RefusedError`, and nothing is kept then. Three queries.
    """
    if recipe.uploads.count() >= MOST_FILES_OF_A_RECIPE:
        raise RefusedError(
            _("This recipe has %(most)d files already, those of its earlier versions included.")
            % {"most": MOST_FILES_OF_A_RECIPE}
        )
    return attach(recipe, store(file, kind), by=by)


def store(file: "File[bytes]", kind: Upload.Kind) -> Stored:
    """Make of a file what is kept of it, and store that; no query. Raises `RefusedError`."""
    size = file.size or 0
    file.seek(0)
    width = height = None
    if kind == Upload.Kind.PHOTO:
        picture = photos.make(file, size)
        name, made = picture.name, picture.files
        width, height = picture.width, picture.height
    else:
        paper = documents.make(file, size)
        name, made = paper.name, {paper.name: paper.data}
    try:
        for one, data in made.items():
            _store(one, data)
    except OSError as error:
        logger.exception("a file could not be stored")
        raise RefusedError(_("It could not be kept just now. Try again in a while.")) from error
    given_name = one_line((file.name or "").replace("\\", "/").rpartition("/")[2])[-255:]
    return Stored(name, given_name, kind, len(made[name]), width, height)


def attach(recipe: Recipe, stored: Stored, *, by: User | None) -> Upload:
    """Let `recipe` keep a stored file, once; two queries, in a transaction of their own."""
    return Upload.objects.get_or_create(
        recipe=recipe, name=stored.name, defaults={**asdict(stored), "uploaded_by": by}
    )[0]


def keep_all(
    recipe: Recipe,
    files: Iterable["File[bytes]"],
    *,
    by: User | None,
    kind: Upload.Kind = Upload.Kind.PHOTO,
) -> Iterator[Given]:
    """Keep several files, giving what became of each: one that is refused leaves the others."""
    for file in files:
        shown = one_line(file.name or "")[-80:]
        try:
            yield Given(shown, keep(recipe, file, by=by, kind=kind))
        except RefusedError as refused:
            yield Given(shown, refusal=str(refused))


def with_uploads(content: RecipeContent, kept: Iterable[Upload]) -> RecipeContent:
    """Give `content` with a line more for each file it does not name yet.

    Its licence and credit are at first those of the recipe; what it shows, its author says.
    """
    pictures, papers = list(content.photos), list(content.documents)
    named = set(content.files)
    for upload in kept:
        if upload.name in named:
            continue
        named.add(upload.name)
        if upload.kind == Upload.Kind.PHOTO:
            pictures.append(Photo(upload.name, "", content.credit, content.licence))
        else:
            title = upload.original_name.rpartition(".")[0].replace("_", " ")
            papers.append(Document(upload.name, title, content.credit, content.licence))
    return content.replace(photos=tuple(pictures), documents=tuple(papers))


def _store(name: str, data: bytes) -> None:
    """Put bytes in the storage under their own name; what is there already is the same."""
    place = names.place_of(name)
    if default_storage.exists(place):
        return
    stored = default_storage.save(place, ContentFile(data))
    if stored != place:  # somebody stored the same bytes meanwhile
        default_storage.delete(stored)
