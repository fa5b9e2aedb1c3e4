"""The parts of a recipe one after the other, each with its words and where they came from."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from recipes import markup
from recipes.comparison import Names, readable
from recipes.content import LISTS, TEXT_FIELDS, Difficulty, RecipeContent, Section, Step
from recipes.exchange.reading import Reading
from recipes.exchange.reports import is_news, note_in_words
from recipes.wording import FIELDS, PHASES
from territories.models import Territory

MOST_PIECES = 10_000
"""Of the texts of one page together, as `markup.pieces` counts them; a long card has 500."""

_NOT_SHOWN = {"language", "extra", "licence", "organisation"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: its title if it has one, what is said beside it, its text."""

    html: SafeString
    title: str = ""
    aside: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part that holds something: its name, its text, why it is there."""

    field: str
    label: str | Promise
    html: SafeString
    entries: tuple[Entry, ...] = ()
    reasons: tuple[str, ...] = ()


def parts_of(reading: Reading) -> list[Part]:
    """Give what a reading found, in the order of the template; one query if it has territories.

    However long it is, drawing it takes half a second or so: what stands behind the first
    `MOST_PIECES` is shown as it was typed.
    """
    content = reading.content
    draw = _Drawing()
    names = [one.name for one in fields(RecipeContent)]
    return [
        Part(
            name,
            FIELDS[name],
            _html(content, name, draw),
            tuple(_entries(content, name, draw)) if name in LISTS else (),
            tuple(dict.fromkeys(map(note_in_words, filter(is_news, reading.about(name))))),
        )
        for name in names
        if name not in _NOT_SHOWN and getattr(content, name) not in (None, "", ())
    ]


class _Drawing:
    """Draws texts one after the other, as long as they are not too much together."""

    def __init__(self) -> None:
        self.pieces = 0.0

    def text(self, source: str) -> SafeString:
        """Draw a text."""
        made = markup.render(source) if self._may(source) else markup.as_typed(source)
        return mark_safe(made)  # noqa: S308  # sanitised there

    def line(self, source: str) -> SafeString:
        """Draw a text of one line."""
        if not self._may(source):
            return escape(source)
        return mark_safe(markup.render_line(source))  # noqa: S308  # sanitised there

    def _may(self, source: str) -> bool:
        self.pieces += markup.pieces(source)
        return self.pieces <= MOST_PIECES


def _html(content: RecipeContent, name: str, draw: _Drawing) -> SafeString:
    if name in LISTS:
        return SafeString("")
    if name in TEXT_FIELDS:
        return draw.text(getattr(content, name))
    if name == "territories":
        found = Territory.objects.resolve(content.territories)
        return escape(", ".join(found[k].label if k in found else k for k in content.territories))
    if name == "tags":
        return escape(", ".join(content.tags))
    return escape(readable(content, name, Names()))


def _entries(content: RecipeContent, name: str, draw: _Drawing) -> Iterator[Entry]:
    for entry in getattr(content, name):
        match entry:
            case Step():
                yield Entry(draw.text(entry.text), entry.title, PHASES[entry.phase])
            case Difficulty():
                yield Entry(draw.text(entry.what_helped), entry.problem)
            case Section():
                yield Entry(draw.text(entry.text), entry.heading)
            case _:
                words = readable(RecipeContent().replace(**{name: (entry,)}), name, Names())
                yield Entry(draw.line(words))
