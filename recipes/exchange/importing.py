"""Files of a folder into the catalogue, one transaction each, and what became of each."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from accounts.models import User
from recipes import workflow
from recipes.content import Problem, RecipeContent
from recipes.exchange.beside import bring_files
from recipes.exchange.cards import Card, body_of, read_card, tied_to
from recipes.exchange.documents import convert
from recipes.exchange.losses import lost_lines
from recipes.exchange.notes import Outlook
from recipes.exchange.places import placed
from recipes.markdown_file import SourceError
from recipes.models import Recipe
from recipes.wording import source_fault_in_words

logger = logging.getLogger(__name__)

ORIGINS = UUID("5b0c4f0e-6c1f-5d0b-9a57-3d1d3c9a2f44")
"""Namespace of the identifiers of cards that have none: they follow from where the card was."""

SUFFIXES = (".md", ".docx", ".odt")
_LOCK = ("~$", ".~")
"""How word processors begin the name of the file that says a document is open."""

MESSAGE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file; `outcome` is that of the verb, or "refused"."""

    origin: str
    outcome: str
    card: Card | None = None
    identifier: str = ""
    published: bool = False
    problems: tuple[Problem, ...] = ()
    reason: str = ""
    guessed_encoding: bool = False

    @property
    def refused(self) -> bool:
        """Whether nothing of it came in."""
        return self.outcome == "refused"

    @property
    def to_decide(self) -> int:
        """How many things are left to a person."""
        notes = self.card.noted(Outlook.DECIDE) if self.card else ()
        return len(notes) + len(self.problems)


def card_files(path: Path) -> list[Path]:
    """List the cards at `path`: itself, or those in it and below, hidden ones apart."""
    if path.is_file():
        return [path]
    return sorted(
        file
        for file in path.rglob("*")
        if file.suffix.lower() in SUFFIXES
        and file.is_file()
        and not file.name.startswith(_LOCK)
        and not any(p.startswith(".") for p in file.relative_to(path).parts)
    )


def origin_of(file: Path, path: Path) -> str:
    """Say where a card came from: its path inside `path`, which names the folder itself first."""
    folder = (path if path.is_dir() else path.parent).resolve()
    return (Path(folder.name) / file.resolve().relative_to(folder)).as_posix()


def import_files(
    path: Path,
    *,
    publish: bool = False,
    territories: Sequence[str] = (),
    author: User | None = None,
) -> Iterator[FileOutcome]:
    """Import the cards at `path` one by one, giving what became of each.

    Each is one transaction; a file that cannot be read, or that would lose a line, is refused
    whole and the rest goes on. A card is published when that is asked, nothing is wrong with
    it and nothing in it has to be decided first. The same files again change nothing.
    """
    seen: dict[str, str] = {}
    for file in card_files(path):
        origin = origin_of(file, path)
        try:
            outcome = _import_file(
                file, origin, seen, publish=publish, territories=territories, author=author
            )
        except SourceError as error:
            words = source_fault_in_words(error.code, error.line, error.values)
            outcome = FileOutcome(origin, "refused", reason=words)
        except Exception as error:  # one bad file must not stop the others
            logger.info("%s was refused", origin, exc_info=True)
            outcome = FileOutcome(origin, "refused", reason=str(error) or type(error).__name__)
        yield outcome


def _import_file(
    file: Path,
    origin: str,
    seen: dict[str, str],
    *,
    publish: bool,
    territories: Sequence[str],
    author: User | None,
) -> FileOutcome:
    document = convert(file.read_bytes(), file.name)
    source, guessed = document.markdown, document.guessed_encoding
    card = read_card(source, file.name)
    card = replace(card, notes=(*card.notes, *document.notes))
    card = tied_to(placed(card, source), territories)
    if not card.in_our_form and (lost := lost_lines(body_of(source), card.content)):
        reason = _("these lines would be lost: %(lines)s") % {"lines": " / ".join(lost[:3])}
        return FileOutcome(origin, "refused", card, reason=reason)
    content, identifier = card.content, card.identifier
    if not identifier:
        identifier = str(uuid5(ORIGINS, origin))
        content = content.replace(imported_from=content.imported_from or origin)
    if identifier in seen:
        reason = _("%(file)s has the same identifier") % {"file": seen[identifier]}
        return FileOutcome(origin, "refused", card, identifier, reason=reason)
    seen[identifier] = origin
    brought = bring_files(content, file.parent)
    content = brought.content
    if earlier := _changed_since(identifier, content):
        return FileOutcome(
            origin,
            "unchanged",
            card,
            identifier,
            published=earlier.is_published,
            reason=_("the recipe was changed here since it was imported: it stays as it is"),
        )
    done = workflow.import_recipe(
        content,
        identifier=identifier,
        author=author,
        message=(_("Imported from %(file)s") % {"file": file.name})[:MESSAGE_LENGTH],
        publish=publish and not card.held and not guessed,
        bring=lambda recipe: brought.give_to(recipe, by=author),
    )
    return FileOutcome(
        origin,
        done.outcome,
        card,
        identifier,
        published=done.published,
        problems=tuple(done.problems),
        reason=" ".join(brought.refusals),
        guessed_encoding=guessed,
    )


def _changed_since(identifier: str, content: RecipeContent) -> Recipe | None:
    """Give the recipe that said exactly this once and says something else since.

    The file is then older than what people made of it here, and brings nothing.
    """
    recipe = Recipe.objects.filter(uuid=identifier).first()
    if recipe is None:
        return None
    latest, *earlier = recipe.revisions.newest_first()
    said = latest.content != content and any(revision.content == content for revision in earlier)
    return recipe if said else None
