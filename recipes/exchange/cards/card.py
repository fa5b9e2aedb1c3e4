"""A card once read, the value that the ways in pass on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from recipes.content import RecipeContent
from recipes.exchange.notes import Note, Outlook, understood


@dataclass(frozen=True, slots=True)
class Card:
    """A card read: the recipe, its identifier if told, and what there is to say of the reading."""

    content: RecipeContent
    identifier: str = ""
    notes: tuple[Note, ...] = ()
    in_our_form: bool = False

    @property
    def held(self) -> bool:
        """Whether something has to be decided before it may be published."""
        return any(note.holds for note in self.notes)

    def noted(self, outlook: Outlook) -> tuple[Note, ...]:
        """Give the notes of one outlook."""
        return tuple(note for note in self.notes if note.outlook == outlook)


def tied_to(card: Card, territories: Sequence[str]) -> Card:
    """Give these territories (keys) to a card that names none."""
    if not territories or card.content.territories:
        return card
    content = card.content.replace(territories=tuple(territories))
    note = understood("territories_given", territories=", ".join(territories))
    return replace(card, content=content, notes=(*card.notes, note))
