"""A text somebody pasted or uploaded, read as a recipe and shown to them before it is kept.

The same reading as an import's, for a text in which nobody may have marked the headings. What an
import would refuse is put in the recipe all the same: no line is lost.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from recipes.content import LISTS, RecipeContent, Section, text
from recipes.exchange.cards import Card, body_of, is_in_our_form, read_card
from recipes.exchange.documents import MOST_CHARACTERS, DocumentError, too_long
from recipes.exchange.losses import lost_lines
from recipes.exchange.notes import Note, Outlook, kept, understood
from recipes.exchange.places import placed
from recipes.exchange.unmarked import mark_headings
from recipes.markdown_file import SourceError
from recipes.wording import source_fault_in_words

MOST_ENTRIES = 2_000
"""Of all the lists of a text in our form; no published recipe comes near, and each is a field of
the editor. In any other form, fewer are made."""

_ABOUT: dict[str, str] = {
    "title_from_front_matter": "title",
    "title_from_file_name": "title",
    "summary": "summary",
    "licence": "licence",
    "licence_version_assumed": "licence",
    "territory": "territories",
    "front_matter_key": "extra",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read: the recipe it makes, and what there is to say of each of its parts."""

    card: Card

    @property
    def content(self) -> RecipeContent:
        """The recipe."""
        return self.card.content

    def about(self, field: str) -> list[Note]:
        """Say what went to a part and why."""
        return [
            note
            for note in self.card.notes
            if _ABOUT.get(note.code) == field
            or (note.code == "part" and note.values["part"] == field)
            or (note.code == "facts" and field in note.values["fields"])
        ]

    @property
    def to_decide(self) -> list[Note]:
        """What a person has to look at, or would like to know of the whole."""
        of_the_whole = {"headings_guessed", "contents_left_out", "own_form"}
        decide = self.card.noted(Outlook.DECIDE)
        told = [note for note in self.card.notes if note.code in of_the_whole]
        return [*told, *(note for note in decide if note.code != "title_from_file_name")]


def read_text(source: str, name: str = "") -> Reading:
    """Read a text as a recipe; `name` (of a file) is its title when it has no other.

    Raises `DocumentError`, in words, for one too long or of too many entries, and for one in our
    own form (docs/source-format.md) that cannot be read: its author can tell what was meant. Some
    tenths of a second for the longest, whatever stands in it.
    """
    source = text(source)
    if len(source) > MOST_CHARACTERS:
        raise DocumentError(too_long(len(source)))
    body = body_of(source)
    marked, guessed = mark_headings(body)
    marked = source.removesuffix(body) + marked
    try:
        card = read_card(source if is_in_our_form(source) else marked, name)
    except SourceError as error:
        raise DocumentError(
            _("This text begins as the files of this site do, but cannot be read: %(error)s")
            % {"error": source_fault_in_words(error.code, error.line, error.values)}
        ) from error
    if count := _too_many(card.content):
        raise DocumentError(
            _("This text makes %(count)d lines, steps and parts: %(most)d at most are read.")
            % {"count": count, "most": MOST_ENTRIES}
        )
    card = _whole(placed(card, marked), body)
    if guessed and not card.in_our_form:
        card = replace(card, notes=(understood("headings_guessed"), *card.notes))
    return Reading(card)


def _too_many(content: RecipeContent) -> int:
    """Count the entries of all lists where that is more than one form can show; else say 0."""
    count = sum(len(getattr(content, name)) for name in (*LISTS, "tags", "territories"))
    return count if count > MOST_ENTRIES else 0


def _whole(card: Card, body: str) -> Card:
    """Give the card with every line of `body`, those without a place under a heading of their own.

    The reading puts each line somewhere by itself; this holds the promise should it not.
    """
    if card.in_our_form or not (lost := lost_lines(body, card.content)):
        return card
    section = Section(_("Lines to put back in their place"), "\n\n".join(lost))
    content = card.content.replace(sections=(*card.content.sections, section))
    return replace(
        card, content=content, notes=(*card.notes, kept("section", heading=section.heading))
    )
