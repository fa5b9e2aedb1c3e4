"""What stands under each heading of a card, put where it belongs in a recipe, or kept as it is."""

import re
from collections.abc import Callable
from textwrap import shorten
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
_SHORT_STEP = 120
_LINK = re.compile(r"\[([^\[\]\\]+)\]\(([^()<>\s]+)\)")
_LEAD = re.compile(r"\*\*([^*\n]+)\*\*")
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
        apart = _taken_out(heading)
        _facts(card, part, heading)
        card.keep(heading)
        for child in apart:
            place(card, child)
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


def _taken_out(heading: Heading) -> list[Heading]:
    """Take out of a heading what stands under it without belonging to it, to be placed after it."""
    belonging: list[Heading] = []
    apart: list[Heading] = []
    for child in heading.children:
        (apart if child.part in _NOT_STEPS else belonging).append(child)
    heading.children = belonging
    return apart


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
    """Make a step of each heading below, and of each item of a numbered list above them."""
    apart = _taken_out(heading)
    phase = phase_named(heading.words)
    steps = card.lists.setdefault(Part.STEPS, [])
    before, numbered = prose.numbered_items(heading.text)
    if len(steps) + 1 + len(numbered) + len(heading.children) > MOST_LINES:
        before, numbered = heading.text, []
    if len(steps) + 1 + len(heading.children) > MOST_LINES:
        card.keep(heading)
    else:
        if text(before) or not (numbered or heading.children):
            steps.append(Step(card.heading(heading.words), before, phase or Phase.DURING))
        else:
            card.heading(heading.words, replaced=True)
        steps += [_numbered_step(item, phase) for item in numbered]
        steps += [
            Step(
                card.heading(child.words),
                with_children(child, 4),
                phase_named(child.words) or phase or Phase.DURING,
                _minutes(child.words),
            )
            for child in heading.children
        ]
        card.placed(heading, Part.STEPS)
    for child in apart:
        place(card, child)


def _numbered_step(item: str, phase: Phase | None) -> Step:
    """Read an item of a numbered list: its first sentence, or all of it if short, is the title.

    Where that is too long, or stressed, or a link, the title is its beginning and the text says it
    all.
    """
    first = prose.opening(item)
    words = first if len(one_line(first)) <= _SHORT_STEP else prose.first_sentence(first)
    title, rest = one_line(words), item[len(words) :].strip(" ")
    if len(title) > _SHORT_STEP or prose.plain(words) != title:
        lead = _LEAD.match(item)
        title = shorten(prose.plain(lead[1] if lead else words), _SHORT_STEP, placeholder="…")
        rest = item
    return Step(title, rest, phase or Phase.DURING, _minutes(title))


def _minutes(words: str) -> int | None:
    behind = _MINUTES_BEHIND.search(words)
    return parse_duration(behind[1]) if behind else None


def _difficulties(card: OpenCard, heading: Heading) -> None:
    found = card.lists.setdefault(Part.DIFFICULTIES, [])
    entries = None if heading.children else prose.items(heading.text)
    plain = entries and all(
        len(entry) <= _SHORT_PROBLEM and prose.plain(entry) == one_line(entry) for entry in entries
    )
    if entries and plain and len(found) + len(entries) <= MOST_LINES:
        found += [Difficulty(entry) for entry in entries]
        card.heading(heading.words, replaced=True)
    elif len(found) + 1 + len(heading.children) > MOST_LINES:
        card.keep(heading)
        return
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
