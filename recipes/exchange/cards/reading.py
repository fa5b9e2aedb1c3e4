"""The reading of a card from top to bottom, in our own form or in any other."""

import re
from collections.abc import Iterable, Sequence

from recipes import markdown_file
from recipes.content import Section, text
from recipes.exchange.authors import names_in
from recipes.exchange.cards.card import Card, tied_to
from recipes.exchange.cards.front_matter import is_in_our_form, read_front_matter
from recipes.exchange.cards.open_card import OpenCard
from recipes.exchange.cards.parts import place
from recipes.exchange.cards.rights import read_credit, read_licence
from recipes.exchange.cards.title_and_summary import read_title, summary_first, summary_last
from recipes.exchange.headings import (
    MOST_HEADINGS,
    MOST_WRITTEN,
    Heading,
    Part,
    beginning,
    cut,
    nest,
)
from recipes.exchange.licences_in_prose import Line, Where
from recipes.exchange.notes import kept, to_decide, understood

_REST = "Suite du texte"
"""Heading under which stands what is not read of a long text."""

_LONGEST = 10_000
"""Characters of a line, often a whole paragraph, that are looked at for names and licences."""

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.-]+")


def read_card(source: str, name: str = "", *, territories: Sequence[str] = ()) -> Card:
    """Read a card; `name` (of a file) is its title when it has no other.

    `territories` are given to a card that names none. Raises `SourceError` for a text in our
    form that cannot be read; a card in any other form always can.
    """
    source = text(source.removeprefix("\ufeff"))
    card = _read_our_form(source) if is_in_our_form(source) else _read_any_form(source, name)
    return tied_to(card, territories)


def _read_our_form(source: str) -> Card:
    read = markdown_file.parse(source)
    notes = [understood("own_form")]
    notes += [to_decide("value_not_understood", key=key) for key in read.not_understood]
    return Card(read.content, read.identifier, tuple(notes), in_our_form=True)


def _read_any_form(source: str, name: str) -> Card:
    card = OpenCard(name)
    body = read_front_matter(card, source)
    read, rest = beginning(body)
    before, found = cut(read)
    before, found = read_title(card, before, found)
    tops = nest(found)
    lines = _lines(before, found)
    read_licence(card, lines)
    before = summary_first(card, before, tops)
    if text(before):
        card.sections.append(Section("", before))
        card.notes.append(kept("text_before_headings"))
    for top in tops:
        place(card, top)
    summary_last(card)
    if rest:
        card.sections.append(Section(_REST, rest))
        card.notes.append(
            to_decide("rest_kept", heading=_REST, headings=MOST_HEADINGS, lines=MOST_WRITTEN)
        )
    card.names += names_in(lines)
    read_credit(card)
    if mails := len(_MAIL.findall(body)):
        card.notes.append(to_decide("mail_addresses", count=mails))
    return Card(card.content(), card.identifier, tuple(card.notes))


def _lines(before: str, found: Iterable[Heading]) -> list[Line]:
    """Give the lines of a card in order, with whether its authors are named there."""
    places = {Part.SOURCES: Where.SOURCES, Part.CREDITS: Where.CREDITS}
    lines = [Line(line[:_LONGEST], Where.TOP) for line in before.split("\n")]
    for heading in found:
        where = places.get(heading.part, Where.BODY) if heading.part else Where.BODY
        lines.append(Line(heading.words))
        lines += [Line(line[:_LONGEST], where) for line in heading.text.split("\n")]
    written = [number for number, line in enumerate(lines) if line.words.strip()]
    for number in reversed(written):
        if lines[number].where in {Where.TOP, Where.BODY}:
            lines[number] = Line(lines[number].words, Where.FOOT)
        if number and not lines[number - 1].words.strip():
            break
    return lines
