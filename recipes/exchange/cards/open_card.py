"""A card being read: what its beginning, its parts and its rights have given so far."""

from dataclasses import dataclass, field
from typing import Any

from recipes.content import RecipeContent, Section, one_line
from recipes.exchange.headings import Heading, Part, flatten, tidy, with_children
from recipes.exchange.notes import Note, kept, understood

HEADINGS_KEY = "intitulés"
"""Key of `extra` for headings of the card whose own words stand nowhere else in the recipe."""


@dataclass
class OpenCard:
    """A card being read: what has been found so far, and what is to be said of it."""

    name: str
    fields: dict[str, Any] = field(default_factory=dict)
    texts: dict[Part, list[Heading]] = field(default_factory=dict)
    lists: dict[Part, list[Any]] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    identifier: str = ""
    title_key: str = ""
    title_told: str = ""
    description: str = ""
    licences_told: list[tuple[str, str]] = field(default_factory=list)
    """Of the front matter: each with its key."""

    def heading(self, words: str, *, replaced: bool = False) -> str:
        """Give a heading's words tidied; keep them as they were if they stand nowhere else."""
        tidied = one_line(tidy(words))
        if replaced or tidied != one_line(words):
            self.headings.append(one_line(words))
        return tidied

    def placed(self, heading: Heading, part: Part) -> None:
        """Note that what stands under a heading found its part."""
        self.notes.append(understood("part", heading=tidy(heading.words), part=str(part)))

    def keep(self, heading: Heading) -> None:
        """Keep what stands under a heading, as a part under that heading."""
        words = self.heading(heading.words)
        self.sections.append(Section(words, with_children(heading, 3)))
        self.notes.append(kept("section", heading=words))

    def content(self) -> RecipeContent:
        """Make the recipe of all that was found; once, when the card is read to its end."""
        for part, told in self.texts.items():
            if len(told) == 1:
                self.heading(told[0].words, replaced=True)
                self.fields[part] = with_children(told[0], 3)
            else:
                self.fields[part] = flatten(told, 3)
        for part, listed in self.lists.items():
            self.fields[part] = tuple(listed)
        if self.headings:
            self.extra[HEADINGS_KEY] = self.headings
        return RecipeContent(**self.fields, sections=tuple(self.sections), extra=self.extra)
