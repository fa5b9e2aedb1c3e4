"""What stands under each heading of a card, put where it belongs in a recipe, or kept as it is."""

import re
from collections.abc import Callable
from typing import Any

from recipes import markdown_file
from recipes.content import (
    MOST_LINES,
    SUMMARY_LENGTH,
    Difficulty,
    Ingredient,
    Link,
    Phase,
    RecipeContent,
    Step,
    is_web_address,
    one_line,
    text,
    web_address,
)
from recipes.durations import parse_duration
from recipes.exchange import prose
from recipes.exchange.cards.open_card import OpenCard
from recipes.exchange.cards.title_and_summary import one_sentence
from recipes.exchange.headings import Heading, Part, phase_named, with_children
from recipes.exchange.notes import understood
from recipes.exchange.practicalities import facts_in

_TEXT_PARTS = {
    Part.WHY,
    Part.IN_A_HURRY,
    Part.ORIGIN,
    Part.TIPS,
    Part.IN_HINDSIGHT,
    Part.LEGAL_FRAME,
    Part.RESULTS,
}
_LIST_PARTS = {Part.INGREDIENTS, Part.UTENSILS, Part.SOURCES, Part.LINKS}
_KEPT_PARTS = {Part.AUDIENCE, Part.PRACTICALITIES, Part.CREDITS}
# What may stand among the steps or the credits of a card without being one of them.
_NOT_STEPS = {
    Part.TIPS,
    Part.DIFFICULTIES,
    Part.EXPERIENCE,
    Part.SOURCES,
    Part.LINKS,
    Part.CREDITS,
    Part.GROUP,
}
_SHORT_PROBLEM = 120
_LINK = re.compile(r"\[([^\[\]\\]+)\]\(([^()<>\s]+)\)")
_MINUTES_BEHIND = re.compile(r"\(([^()]*?)\.?\s*\)$")


def place(card: OpenCard, heading: Heading) -> None:
    """Put what stands under a heading where it belongs."""
    part = heading.part
    if part == Part.SUMMARY and not card.fields.get("summary"):
        one_sentence(card, heading)
    elif part == Part.GROUP or (part == Part.LINKS and _holds_parts(heading)):
        _group(card, heading)
    elif part in _TEXT_PARTS:
        _text(card, part, heading)
    elif part in _LIST_PARTS:
        _list(card, part, heading)
    elif part == Part.STEPS:
        _steps(card, heading)
    elif part == Part.DIFFICULTIES:
        _difficulties(card, heading)
    elif part in _KEPT_PARTS:
        _lift(card, heading)
        _facts(card, part, heading)
        card.keep(heading)
    else:
        card.keep(heading)


def _group(card: OpenCard, heading: Heading) -> None:
    children, heading.children = heading.children, []
    if text(heading.text):
        card.keep(heading)
    else:
        card.heading(heading.words, replaced=True)
    for child in children:
        place(card, child)


def _lift(card: OpenCard, heading: Heading) -> None:
    """Place apart, after it, what stands under a heading without belonging to it."""
    lifted = [child for child in heading.children if child.part in _NOT_STEPS]
    heading.children = [child for child in heading.children if child not in lifted]
    for child in lifted:
        place(card, child)


def _text(card: OpenCard, part: Part, heading: Heading) -> None:
    card.texts.setdefault(part, []).append(heading)
    card.placed(heading, part)


def _list(card: OpenCard, part: Part, heading: Heading) -> None:
    entries = None if heading.children else prose.items(heading.text)
    listed = card.lists.setdefault(part, [])
    if entries is None or len(listed) + len(entries) > MOST_LINES:
        card.keep(heading)
        return
    listed += [_MAKERS.get(part, str)(entry) for entry in entries]
    card.heading(heading.words, replaced=True)
    card.placed(heading, part)


def _steps(card: OpenCard, heading: Heading) -> None:
    later = [child for child in heading.children if child.part in _NOT_STEPS]
    heading.children = [child for child in heading.children if child not in later]
    phase = phase_named(heading.words)
    steps = card.lists.setdefault(Part.STEPS, [])
    if text(heading.text) or not heading.children:
        steps.append(Step(card.heading(heading.words), heading.text, phase or Phase.DURING))
    else:
        card.heading(heading.words, replaced=True)
    for child in heading.children:
        minutes = _MINUTES_BEHIND.search(child.words)
        steps.append(
            Step(
                card.heading(child.words),
                with_children(child, 4),
                phase_named(child.words) or phase or Phase.DURING,
                parse_duration(minutes[1]) if minutes else None,
            )
        )
    card.placed(heading, Part.STEPS)
    for child in later:
        place(card, child)


def _difficulties(card: OpenCard, heading: Heading) -> None:
    found = card.lists.setdefault(Part.DIFFICULTIES, [])
    entries = None if heading.children else prose.items(heading.text)
    plain = entries and all(
        len(entry) <= _SHORT_PROBLEM and prose.plain(entry) == one_line(entry) for entry in entries
    )
    if entries and plain and len(found) + len(entries) <= MOST_LINES:
        found += [Difficulty(entry) for entry in entries]
        card.heading(heading.words, replaced=True)
    else:
        if text(heading.text) or not heading.children:
            found.append(Difficulty(card.heading(heading.words), heading.text))
        else:
            card.heading(heading.words, replaced=True)
        found += [
            Difficulty(card.heading(child.words), with_children(child, 4))
            for child in heading.children
        ]
    card.placed(heading, Part.DIFFICULTIES)


def _facts(card: OpenCard, part: Part, heading: Heading) -> None:
    if part == Part.AUDIENCE:
        entries = prose.items(heading.text)
        if entries and len(entries) == 1 and len(prose.plain(entries[0])) <= SUMMARY_LENGTH:
            card.fields.setdefault("audience", prose.plain(entries[0]))
    elif part == Part.PRACTICALITIES:
        facts = {k: v for k, v in facts_in(heading.text).items() if k not in card.fields}
        card.fields |= facts
        if facts:
            card.notes.append(understood("facts", fields=tuple(facts)))


def _holds_parts(heading: Heading) -> bool:
    return any(child.part for child in heading.children)


def _link(entry: str) -> Link:
    """Read a line as a link; one with other words around it stays the words it was."""
    found = _LINK.fullmatch(entry)
    title, address = (found[1], found[2]) if found else ("", entry)
    if is_web_address(address) and web_address(address) == address and " " not in address:
        return Link(title, address)
    return Link("", note=entry)


def _ingredient(entry: str) -> Ingredient:
    """Read a line as our own form does (« Lieu : une salle »), when it writes it back the same."""
    (read,) = markdown_file.parse(f"## Ingrédients\n\n- {entry}").content.ingredients
    written = markdown_file.render(RecipeContent(ingredients=(read,)))
    return read if written.endswith(f"- {entry}\n") else Ingredient(entry)


_MAKERS: dict[Part, Callable[[str], Any]] = {Part.INGREDIENTS: _ingredient, Part.LINKS: _link}
