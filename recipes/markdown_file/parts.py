"""The parts of a recipe in a file's body: each sort is written and read, one beside the other."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from recipes.content import (
    Difficulty,
    Ingredient,
    IngredientKind,
    Link,
    Phase,
    Related,
    Step,
    one_line,
    text,
)
from recipes.durations import parse_duration, write_duration
from recipes.markdown_file.folding import fold

_PHASES = {Phase.BEFORE: "Avant", Phase.DURING: "Pendant", Phase.AFTER: "Après"}
_PHASES_BY_FOLD = {fold(word): phase for phase, word in _PHASES.items()}
_INGREDIENT_WORDS = {
    IngredientKind.PEOPLE: "Personnes",
    IngredientKind.SKILL: "Savoir-faire",
    IngredientKind.PLACE: "Lieu",
    IngredientKind.MATERIAL: "Matériel",
    IngredientKind.PARTNER: "Partenaires",
    IngredientKind.PERMISSION: "Autorisations",
    IngredientKind.MONEY: "Budget",
}
_INGREDIENTS_BY_FOLD = {fold(word): kind for kind, word in _INGREDIENT_WORDS.items()}

_LABELLED = re.compile(r"([^:\n]{1,30}?)[ \xa0\u202f]*:(?: +(.*))?", re.DOTALL)
_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(.*)")
_LINK = re.compile(
    r"\[((?:\\.|[^\\\[\]])*)\]\((?:<([^<>]*)>|([^()<> ]*))\)(?:[ \xa0\u202f]:(?: (.*))?)?"
)
_BARE_LINK = re.compile(r"(https?://[^ ]+)(?: : (.*))?")
_STEP_FACT = re.compile(r"(\\*)(Durée|Recette|Photo) : (.+)")
_STEP_FACTS = {"Durée": "minutes", "Recette": "component", "Photo": "photo"}


def hide(value: str, levels: int) -> str:
    """Put a backslash before the lines that would read as headings of our structure."""
    return re.sub(rf"^(?=\\*#{{1,{levels}}}(?: |$))", r"\\", value, flags=re.MULTILINE)


def show(value: str, levels: int) -> str:
    """Undo `hide`."""
    return re.sub(rf"^\\(?=\\*#{{1,{levels}}}(?: |$))", "", value, flags=re.MULTILINE)


# Lists


def _write_list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _read_list(lines: str) -> tuple[str, ...]:
    found = []
    for line in lines.split("\n"):
        bullet = _BULLET.fullmatch(line)
        found.append(one_line(bullet[1] if bullet else line))
    return tuple(filter(None, found))


# Ingredients


def _write_ingredients(ingredients: Iterable[Ingredient]) -> str:
    def line(ingredient: Ingredient) -> str:
        if ingredient.kind:
            return f"{_INGREDIENT_WORDS[ingredient.kind]} : {ingredient.text}"
        plain = _read_ingredient(ingredient.text) == ingredient
        return ingredient.text if plain else f"\\{ingredient.text}"

    return _write_list(map(line, ingredients))


def _read_ingredient(line: str) -> Ingredient:
    if line.startswith("\\"):
        return Ingredient(line[1:])
    found = _LABELLED.fullmatch(line)
    kind = _INGREDIENTS_BY_FOLD.get(fold(found[1])) if found else None
    if found and kind and one_line(found[2] or ""):
        return Ingredient(found[2], kind)
    return Ingredient(line)


# Steps and difficulties, each under a heading of level 3


def _write_steps(steps: Iterable[Step]) -> str:
    blocks = []
    for step in steps:
        blocks.append(f"### {_PHASES[step.phase]} : {step.title}".rstrip(" "))
        if step.minutes is not None:
            blocks.append(f"Durée : {write_duration(step.minutes)}")
        if step.component:
            blocks.append(f"Recette : {step.component}")
        if step.photo:
            blocks.append(f"Photo : {step.photo}")
        if step.text:
            first, end, rest = step.text.partition("\n")
            first = f"\\{first}" if _STEP_FACT.fullmatch(first) else first
            blocks.append(hide(first + end + rest, 3))
    return "\n\n".join(blocks)


def _write_difficulties(difficulties: Iterable[Difficulty]) -> str:
    blocks = []
    for difficulty in difficulties:
        blocks.append(f"### {difficulty.problem}".rstrip(" "))
        if difficulty.what_helped:
            blocks.append(hide(difficulty.what_helped, 3))
    return "\n\n".join(blocks)


def _subparts(lines: str) -> list[tuple[str | None, str]]:
    """Cut at headings of level 3; the text before the first has the heading `None`."""
    found: list[tuple[str | None, list[str]]] = [(None, [])]
    for line in lines.split("\n"):
        heading = re.fullmatch(r"###(?: (.*))?", line)
        if heading:
            found.append((one_line(heading[1] or ""), []))
        else:
            found[-1][1].append(line)
    cut = [(heading, text("\n".join(lines))) for heading, lines in found]
    return [(heading, lines) for heading, lines in cut if heading is not None or lines]


def _read_steps(lines: str) -> tuple[Step, ...]:
    return tuple(_read_step(heading or "", told) for heading, told in _subparts(lines))


def _read_step(heading: str, told: str) -> Step:
    labelled = _LABELLED.fullmatch(heading)
    phase = _PHASES_BY_FOLD.get(fold(labelled[1])) if labelled else None
    title = (labelled[2] or "") if labelled and phase else heading
    facts: dict[str, Any] = {}
    while True:
        first, _, rest = told.partition("\n")
        found = _STEP_FACT.fullmatch(first)
        if not found or found[1] or not (rest == "" or rest.startswith("\n")):
            break
        name = _STEP_FACTS[found[2]]
        value: Any = parse_duration(found[3]) if name == "minutes" else found[3]
        if value is None or name in facts:
            break
        facts[name] = value
        told = text(rest)
    if _STEP_FACT.fullmatch(told.partition("\n")[0]):
        told = told.removeprefix("\\")
    return Step(title, show(told, 3), phase or Phase.DURING, **facts)


def _read_difficulties(lines: str) -> tuple[Difficulty, ...]:
    return tuple(Difficulty(heading or "", show(told, 3)) for heading, told in _subparts(lines))


# Links and related recipes


def _write_links(links: Iterable[Link]) -> str:
    def line(link: Link) -> str:
        if not link.title and not link.url:
            plain = _read_link(link.note) == link
            return link.note if plain else f"\\{link.note}"
        title = re.sub(r"([\\\[\]])", r"\\\1", link.title)
        address = link.url if re.fullmatch(r"[^()<> ]+", link.url) else f"<{link.url}>"
        return f"[{title}]({address})" + (f" : {link.note}" if link.note else "")

    return _write_list(map(line, links))


def _read_link(line: str) -> Link:
    if line.startswith("\\"):
        return Link("", note=line[1:])
    if found := _LINK.fullmatch(line):
        title = re.sub(r"\\(.)", r"\1", found[1])
        return Link(title, found[2] or found[3] or "", found[4] or "")
    if found := _BARE_LINK.fullmatch(line):
        return Link("", found[1], found[2] or "")
    return Link("", note=line)


def _write_related(related: Iterable[Related]) -> str:
    return _write_list(
        " : ".join(filter(None, (entry.identifier, entry.title))) for entry in related
    )


# All the sorts


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of part: how its value is written below its heading, and read again."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]


TEXT = Sort(lambda value: hide(value, 2), lambda lines: show(lines, 2))
LINES = Sort(_write_list, _read_list)
INGREDIENTS = Sort(
    _write_ingredients, lambda lines: tuple(map(_read_ingredient, _read_list(lines)))
)
STEPS = Sort(_write_steps, _read_steps)
DIFFICULTIES = Sort(_write_difficulties, _read_difficulties)
LINKS = Sort(_write_links, lambda lines: tuple(map(_read_link, _read_list(lines))))
RELATED = Sort(
    _write_related, lambda lines: tuple(Related(title=line) for line in _read_list(lines))
)
