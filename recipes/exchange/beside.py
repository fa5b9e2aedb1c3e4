"""Photos and documents that lie beside a recipe's file come in with it."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from django.core.files import File
from django.utils.translation import gettext as _

from accounts.models import User
from recipes import uploads
from recipes.content import Document, Photo, RecipeContent
from recipes.models import Recipe, Upload

logger = logging.getLogger(__name__)

E = TypeVar("E", Photo, Document)


@dataclass(frozen=True, slots=True)
class Brought:
    """What came with a recipe: its content by lasting names, the files, why some did not come."""

    content: RecipeContent
    stored: tuple[uploads.Stored, ...] = ()
    refusals: tuple[str, ...] = ()

    def give_to(self, recipe: Recipe, *, by: User | None) -> None:
        """Let `recipe` keep them; two queries each."""
        for one in self.stored:
            uploads.attach(recipe, one, by=by)


def bring_files(content: RecipeContent, folder: Path) -> Brought:
    """Store the files that `content` names and that lie in `folder` or below.

    Each then bears in the content the name that follows from its bytes. One that does not lie there
    keeps its name, for it may be here already; one that is refused too, with the reason.
    """
    if not content.files:
        return Brought(content)
    stored: dict[str, uploads.Stored] = {}
    refusals: list[str] = []
    for kind, entries in (
        (Upload.Kind.PHOTO, content.photos),
        (Upload.Kind.DOCUMENT, content.documents),
    ):
        for name in dict.fromkeys(entry.file for entry in entries):
            path = _lying_in(folder, name)
            if path is None:
                continue
            try:
                with path.open("rb") as opened:
                    stored[name] = uploads.store(File(opened, name=path.name), kind)
            except uploads.RefusedError as refused:
                logger.info("%s was refused", path, exc_info=True)
                refusals.append(_("%(file)s: %(reason)s") % {"file": name, "reason": refused})

    def lasting(name: str) -> str:
        return stored[name].name if name in stored else name

    def renamed(entries: Iterable[E]) -> tuple[E, ...]:
        return tuple(replace(entry, file=lasting(entry.file)) for entry in entries)

    changed = content.replace(
        photos=renamed(content.photos),
        documents=renamed(content.documents),
        steps=tuple(replace(step, photo=lasting(step.photo)) for step in content.steps),
    )
    return Brought(changed, tuple(stored.values()), tuple(refusals))


def _lying_in(folder: Path, name: str) -> Path | None:
    """Find a file by the name a recipe's file gives it; never outside the folder."""
    try:
        path = (folder / name).resolve()
        inside = bool(name) and path.is_relative_to(folder.resolve()) and path.is_file()
    except (OSError, ValueError):  # a name no file can have
        return None
    return path if inside else None
